import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { callTypes, memberName, plainString, receiverOf, variableName } from '../syntax.ts';

/** The key of an element where it is written out: `$a['x']`, `$a[0]`, `"$a[x]"`. */
export function writtenKey(node: SyntaxNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (node.type === 'integer') return node.text;
  // Inside of a text the key stands without quotes.
  return node.type === 'name' ? node.text : plainString(node);
}

/** How a place is known to conditions: `x`, `_GET[id]`, `this->name`, `request->input(id)`. */
export function placeKey(node: SyntaxNode | undefined): string | undefined {
  switch (node?.type) {
    case 'variable_name':
      return variableName(node);
    case 'parenthesized_expression':
    case 'error_suppression_expression':
      return placeKey(node.children[0]);
    case 'by_ref':
      return placeKey(node.children[0]);
    case 'subscript_expression': {
      const [base, key] = node.children;
      const [of, at] = [placeKey(base), writtenKey(key) ?? placeKey(key)];
      return of === undefined || at === undefined ? undefined : `${of}[${at}]`;
    }
    case 'member_access_expression':
    case 'nullsafe_member_access_expression': {
      const of = placeKey(inField(node, 'object'));
      const name = memberName(node);
      return of === undefined || name === undefined ? undefined : `${of}->${name}`;
    }
    case 'scoped_property_access_expression':
      return node.text;
    default:
      return node !== undefined && callTypes.has(node.type) ? getterKey(node) : undefined;
  }
}

/** A getter that is asked again gives the same. */
function getterKey(node: SyntaxNode): string | undefined {
  const args = inField(node, 'arguments')?.children ?? [];
  if (args.length > 1) return undefined;
  const [first] = args;
  const asked = first === undefined ? '' : plainString(first.children[0]);
  if (asked === undefined) return undefined;
  const name = memberName(node);
  if (node.type === 'function_call_expression')
    return name === 'request' || name === 'input' ? `${name}(${asked})` : undefined;
  const receiver = receiverOf(node);
  const of = receiver === undefined ? undefined : (placeKey(receiver) ?? receiver.text);
  return of === undefined || name === undefined || of.length > 60 ? undefined : `${of}->${name}(${asked})`;
}
