import type { Node } from 'oxc-parser';
import type { Parameter } from '../../../model/api.ts';
import { plainKey } from '../javascript/syntax.ts';
import { calleeName } from './request-calls.ts';
import type { Reading } from './request-reading.ts';
import { counts, pathTo, placeAt } from './request-reading.ts';

/** What only writes its arguments down reads no field of them. */
const logging = /^(log|info|warn|error|debug|trace|verbose|fatal)$/;

/**
 * Where code hands a part of the request on whole, or reads it by names that it computes, fields may be read there that
 * no name in the handler tells: `create({ ...req.body })`, `req.body[key]`, `const { id, ...rest } = req.body`.
 */
export function noteHandedOn(reading: Reading, node: Node, isRead: (call: CallNode) => boolean): void {
  const mark = (...parts: readonly (Node | null | undefined)[]): void => {
    for (const part of parts) {
      const place = part === null || part === undefined ? undefined : placeAt(reading, pathTo(reading, part));
      if (place !== undefined && counts(reading, node)) reading.open.add(place);
    }
  };
  switch (node.type) {
    case 'SpreadElement':
    case 'ReturnStatement':
      return mark(node.argument);
    case 'ObjectExpression':
      return mark(...node.properties.map((each) => (each.type === 'Property' ? each.value : undefined)));
    case 'ArrayExpression':
      return mark(...node.elements);
    case 'AssignmentExpression':
      return node.left.type === 'MemberExpression' ? mark(node.right) : undefined;
    case 'MemberExpression':
      return plainKey(node.property, node.computed) === undefined ? mark(node.object) : undefined;
    case 'ForInStatement':
    case 'ForOfStatement':
      return mark(node.right);
    case 'VariableDeclarator':
      return node.id.type === 'ObjectPattern' && node.id.properties.some(({ type }) => type === 'RestElement')
        ? mark(node.init)
        : undefined;
    case 'NewExpression':
    case 'CallExpression':
      return isRead(node) || logging.test(calleeName(node.callee) ?? '')
        ? undefined
        : mark(...node.arguments);
    default:
      return undefined;
  }
}

export type CallNode = Extract<Node, { type: 'CallExpression' | 'NewExpression' }>;

/** Parameters of parts that are handed on say so; what a known schema accepted has no other fields. */
export const withOpenness = (reading: Reading, found: readonly Parameter[]): readonly Parameter[] =>
  found.map((each) =>
    reading.open.has(each.in) && !reading.closed.has(each.in) ? { ...each, extent: 'open' as const } : each,
  );
