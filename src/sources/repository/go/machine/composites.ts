import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { evaluate } from './expressions.ts';
import type { Frame } from './machine.ts';
import { siteOf } from './machine.ts';
import { runRelevant } from './relevant.ts';
import type { GoTypeRef } from './types.ts';
import { fieldsOf, keyOf, typeOf, underlying } from './types.ts';
import type { ObjectValue, Value } from './value.ts';
import { plainText, unknown } from './value.ts';

/** `T{…}`, `[]T{…}`, `map[K]T{…}`. */
export function composite(frame: Frame, node: SyntaxNode): Value {
  const type = typeOf(inField(node, 'type'), frame.file);
  return filled(frame, type, inField(node, 'body'), node);
}

function filled(
  frame: Frame,
  type: GoTypeRef | undefined,
  body: SyntaxNode | undefined,
  node: SyntaxNode,
): Value {
  const elements = body?.children.filter((child) => child.type !== 'comment') ?? [];
  const inner = type?.kind === 'own' ? underlying(frame.machine.program, type) : type;
  if (inner?.kind === 'list')
    return {
      kind: 'list',
      items: elements.slice(0, 2_000).map((element) => element_(frame, inner.of, valuePart(element))),
    };
  if (inner?.kind === 'map') {
    const entries = new Map<string, Value>();
    for (const element of elements.slice(0, 2_000)) {
      const keyNode = inField(element, 'key');
      const key = plainText(evaluate(frame, keyNode)) ?? keyNode?.text ?? '';
      entries.set(key, element_(frame, inner.of, inField(element, 'value')));
    }
    return { kind: 'map', entries };
  }
  const names = fieldsOf(frame.machine.program, type);
  const fields = new Map<string, Value>();
  for (const [place, element] of elements.entries()) {
    const name = inField(element, 'key')?.text ?? names[place]?.name ?? String(place);
    const fieldType = names.find((field) => field.name === name)?.type;
    fields.set(name, element_(frame, fieldType, valuePart(element)));
  }
  if (type?.kind === 'library') {
    for (const value of fields.values()) runRelevant(frame.machine, value);
    const { package: from, name } = type;
    const made: Value = {
      kind: 'result',
      package: from,
      path: `${name}{}`,
      args: [],
      fields,
      site: siteOf(frame.file, node),
    };
    for (const { made: see } of frame.machine.frameworks) see?.(frame.machine, made);
    return made;
  }
  return instance(frame, type, fields);
}

function instance(frame: Frame, type: GoTypeRef | undefined, fields: Map<string, Value>): ObjectValue {
  const object: ObjectValue = {
    kind: 'object',
    ...(type === undefined ? {} : { type }),
    fields,
    made: true,
    level: frame.machine.branch.length,
  };
  if (type?.kind === 'own') {
    const key = keyOf(type);
    const known = frame.machine.instances.get(key) ?? [];
    if (known.length < 50) known.push(object);
    frame.machine.instances.set(key, known);
  }
  return object;
}

/** An element may leave its type out: `[]T{{…}}`. */
function element_(frame: Frame, type: GoTypeRef | undefined, node: SyntaxNode | undefined): Value {
  const only = node?.type === 'literal_element' ? node.children[0] : node;
  if (only?.type === 'literal_value') return filled(frame, type, only, only);
  return only === undefined ? unknown('nothing is written there') : evaluate(frame, only);
}

const valuePart = (element: SyntaxNode): SyntaxNode | undefined =>
  element.type === 'keyed_element' ? inField(element, 'value') : element;
