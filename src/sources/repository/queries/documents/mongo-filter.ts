import type { Expression, Node } from 'oxc-parser';
import type { DocumentAccess, DocumentCondition } from '../../../../model/document-access.ts';
import { objectOf, propertyOf, textOf } from '../../code/constants.ts';
import type { Tracer, Where } from '../../code/tracing.ts';
import { plainKey, unwrap } from '../../javascript/syntax.ts';

type Patterns = NonNullable<DocumentAccess['patterns']>;

/** The conditions of a filter that is written out as a whole; nothing where a part of it is not seen. */
export function filterOf(node: Node | undefined): readonly DocumentCondition[] | undefined {
  if (node?.type !== 'ObjectExpression') return undefined;
  const conditions: DocumentCondition[] = [];
  for (const property of node.properties) {
    if (property.type !== 'Property') return undefined;
    const path = plainKey(property.key, property.computed);
    if (path === undefined || path.startsWith('$')) return undefined;
    conditions.push({ path, by: isEquality(unwrap(property.value)) ? 'equal' : 'compared' });
  }
  return conditions;
}

/** `{ $in: … }`, a list, a pattern compare; every other value is looked for as it is. */
const isEquality = (value: Expression): boolean =>
  value.type === 'ObjectExpression'
    ? propertyOf(value, '$eq') !== undefined
    : !(value.type === 'Literal' && 'regex' in value) && !isRegExp(value);

const isRegExp = (value: Expression): value is Extract<Expression, { type: 'NewExpression' }> =>
  value.type === 'NewExpression' && value.callee.type === 'Identifier' && value.callee.name === 'RegExp';

const deepest = 6;

/** Patterns of a filter, also within `$or` and `$and`, that no range of an index answers. */
export function patternsOf(tracer: Tracer, node: Node | undefined, where: Where, depth = 0): Patterns {
  const found = depth > deepest ? undefined : objectOf(tracer, node, where);
  if (found?.node.type !== 'ObjectExpression') return [];
  return found.node.properties.flatMap((property): Patterns => {
    if (property.type !== 'Property') return [];
    const path = plainKey(property.key, property.computed);
    const value = unwrap(property.value);
    if (path === '$or' || path === '$and')
      return value.type === 'ArrayExpression'
        ? value.elements.flatMap((each) => (each === null ? [] : patternsOf(tracer, each, where, depth + 1)))
        : [];
    const why = path === undefined || path.startsWith('$') ? undefined : faultOf(tracer, value, found.where);
    return path === undefined || why === undefined ? [] : [{ path, why }];
  });
}

/** `/x/`, `new RegExp(x, 'i')`, `{ $regex: x, $options: 'i' }`. */
function faultOf(tracer: Tracer, value: Expression, where: Where): Patterns[number]['why'] | undefined {
  if (value.type === 'Literal' && 'regex' in value) return judged(value.regex.pattern, value.regex.flags);
  if (isRegExp(value)) {
    const [pattern, flags] = value.arguments;
    return judgedText(tracer, pattern, flags, where);
  }
  const pattern = propertyOf(value, '$regex');
  if (pattern === undefined) return undefined;
  const inner = unwrap(pattern);
  const options = propertyOf(value, '$options');
  if (options === undefined && ((inner.type === 'Literal' && 'regex' in inner) || isRegExp(inner)))
    return faultOf(tracer, inner, where);
  return judgedText(tracer, pattern, options, where);
}

/** A text that starts with a value has no anchor that is seen; a value alone may bring one. */
function judgedText(
  tracer: Tracer,
  pattern: Node | undefined,
  flags: Node | undefined,
  where: Where,
): Patterns[number]['why'] | undefined {
  const text = pattern === undefined ? undefined : textOf(tracer, pattern, where);
  const options = flags === undefined ? '' : (textOf(tracer, flags, where)?.text ?? '');
  const known = text === undefined || text.text.startsWith('{') ? undefined : text.text;
  return judged(known, options);
}

const judged = (pattern: string | undefined, flags: string): Patterns[number]['why'] | undefined =>
  pattern !== undefined && !/^(\^|\\A)/.test(pattern)
    ? 'not anchored'
    : flags.includes('i')
      ? 'case-insensitive'
      : undefined;
