import type { Node } from 'oxc-parser';
import { plainKey } from '../javascript/syntax.ts';

/** Expressions inside each other that are looked through. */
const deepest = 40;

/**
 * The part of the request that an expression stands for, as a dotted path: `req.body` gives `body`, the request itself
 * the empty path, `await c.req.json()` gives `req.json()`. Assertions, defaults and optional chains are looked through.
 */
export function requestPath(
  node: Node,
  nameOf: (name: string) => string | undefined,
  depth = 0,
): string | undefined {
  if (depth > deepest) return undefined;
  const inside = (other: Node): string | undefined => requestPath(other, nameOf, depth + 1);
  switch (node.type) {
    case 'Identifier':
      return nameOf(node.name);
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
    case 'ParenthesizedExpression':
    case 'ChainExpression':
      return inside(node.expression);
    case 'AwaitExpression':
      return inside(node.argument);
    case 'LogicalExpression':
      return inside(node.left) ?? (node.operator === '&&' ? inside(node.right) : undefined);
    case 'MemberExpression': {
      const base = inside(node.object);
      const key = plainKey(node.property, node.computed);
      if (base === undefined || key === undefined) return undefined;
      return base === '' ? key : `${base}.${key}`;
    }
    case 'CallExpression':
      return calledPath(node, inside);
    case 'NewExpression': {
      const [first] = node.arguments;
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'URL' || first === undefined)
        return undefined;
      return inside(first)?.replace(/originalUrl$/, 'url');
    }
    default:
      return undefined;
  }
}

/** `c.req.json()`, `c.req.valid('json')`, `url.parse(req.url, true)`, `JSON.parse(req.body)`. */
function calledPath(
  node: Extract<Node, { type: 'CallExpression' }>,
  inside: (other: Node) => string | undefined,
): string | undefined {
  const [first] = node.arguments;
  const callee = inside(node.callee);
  if (callee !== undefined) {
    if (callee.endsWith('.toString')) return callee.slice(0, -'.toString'.length);
    if (first === undefined || first.type === 'ObjectExpression') return `${callee}()`;
    return first.type === 'Literal' && typeof first.value === 'string'
      ? `${callee}(${first.value})`
      : undefined;
  }
  if (node.callee.type !== 'MemberExpression' || first === undefined) return undefined;
  const { object, property, computed } = node.callee;
  if (object.type !== 'Identifier') return undefined;
  if (object.name === 'Buffer' && plainKey(property, computed) === 'concat') return inside(first);
  if (plainKey(property, computed) !== 'parse') return undefined;
  if (object.name === 'JSON') return inside(first);
  return object.name === 'url' ? inside(first)?.replace(/originalUrl$/, 'url') : undefined;
}
