import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, ofType } from '../../languages/syntax.ts';
import { callValue } from './calls.ts';
import { evaluate, indexed } from './expressions.ts';
import type { Frame } from './machine.ts';
import { lookUp, siteOf } from './machine.ts';
import { memberOf } from './members.ts';
import type { Value } from './value.ts';

/**
 * `checks[i](handler)` is written like a conversion to a generic type, and read as one: where the name is that of a
 * variable, it is a call of what the list holds there. Undefined for a true conversion.
 */
export function callOfElement(frame: Frame, node: SyntaxNode): Value | undefined {
  const type = inField(node, 'type');
  const operand = inField(node, 'operand');
  if (type?.type !== 'generic_type' || operand === undefined) return undefined;
  const list = listOf(frame, inField(type, 'type'));
  const index = ofType(ofType(type, 'type_arguments'), 'type_elem')?.children[0];
  if (list === undefined || index === undefined) return undefined;
  const at = lookUp(frame.scope, index.text);
  if (at === undefined) return undefined;
  return callValue(frame.machine, indexed(list, at), {
    args: [evaluate(frame, operand)],
    nodes: [operand],
    site: siteOf(frame.file, node),
    file: frame.file,
    node,
  });
}

/** A variable, or a field of one. */
function listOf(frame: Frame, name: SyntaxNode | undefined): Value | undefined {
  const [first = '', field, more] = name?.text.split('.') ?? [];
  const value = lookUp(frame.scope, first);
  if (value === undefined || more !== undefined) return undefined;
  return field === undefined ? value : memberOf(frame.machine, value, field);
}
