import type { Expression, Node } from 'oxc-parser';
import type { Method } from '../../../model/api.ts';
import { lookup } from '../javascript/scope.ts';
import { plainKey, walk } from '../javascript/syntax.ts';
import type { FunctionValue } from '../javascript/value.ts';
import { textOf } from '../javascript/value.ts';
import type { RoutePath } from './paths.ts';
import { requestPath } from './request-paths.ts';
import { verbNamed } from './verbs.ts';

/** What a branch of a listener knows of the request. */
export interface Compared {
  readonly path?: RoutePath;
  readonly method?: Method;
}

type Part = 'url' | 'method';

/** The part of the request that an expression stands for: its address, or its method. */
export function partOf(listener: FunctionValue, request: string, node: Node, depth = 0): Part | undefined {
  if (depth > 6) return undefined;
  if (node.type === 'Identifier' && node.name !== request) {
    const source = sourceOf(listener, node.name);
    return source === undefined ? undefined : partOf(listener, request, source, depth + 1);
  }
  const path = requestPath(node, (name) => nameIn(listener, request, name, 0));
  if (path === 'method' || path === 'method.toUpperCase()') return 'method';
  if (path !== undefined && /^(url|path|url\.pathname|url\.path|url\.href)$/.test(path)) return 'url';
  if (node.type === 'MemberExpression' && node.computed)
    return partOf(listener, request, node.object, depth + 1);
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression')
    return /^(split|replace|toLowerCase|slice|substring|trim)$/.test(
      plainKey(node.callee.property, false) ?? '',
    )
      ? partOf(listener, request, node.callee.object, depth + 1)
      : undefined;
  return undefined;
}

function nameIn(listener: FunctionValue, request: string, name: string, depth: number): string | undefined {
  if (name === request) return '';
  if (depth > 6) return undefined;
  const source = sourceOf(listener, name);
  return source === undefined
    ? undefined
    : requestPath(source, (other) => nameIn(listener, request, other, depth + 1));
}

/** What a name of the listener's body was declared with; of a pattern the member it takes. */
function sourceOf(listener: FunctionValue, name: string): Node | undefined {
  let found: Node | undefined;
  if (listener.node.body === null) return undefined;
  walk(listener.node.body, (node) => {
    if (found !== undefined) return false;
    if (node.type !== 'VariableDeclarator' || node.init === null) return undefined;
    const { id, init } = node;
    if (id.type === 'Identifier' && id.name === name) found = init;
    if (id.type === 'ObjectPattern')
      for (const property of id.properties)
        if (
          property.type !== 'RestElement' &&
          property.value.type === 'Identifier' &&
          property.value.name === name
        )
          found = memberNode(init, plainKey(property.key, property.computed) ?? name);
    return undefined;
  });
  return found;
}

const memberNode = (object: Expression, key: string): Node => ({
  type: 'MemberExpression',
  object,
  property: { type: 'Identifier', name: key, start: object.start, end: object.end },
  computed: false,
  optional: false,
  start: object.start,
  end: object.end,
});

/** What a condition says of the request where it holds; several for alternatives. */
export function comparedIn(
  listener: FunctionValue,
  request: string,
  test: Node,
  depth = 0,
): readonly Compared[] {
  if (depth > 20) return [];
  const below = (node: Node): readonly Compared[] => comparedIn(listener, request, node, depth + 1);
  switch (test.type) {
    case 'LogicalExpression': {
      const [left, right] = [below(test.left), below(test.right)];
      if (test.operator === '||') return [...left, ...right];
      if (left.length === 0) return right;
      if (right.length === 0) return left;
      return left.flatMap((one) => right.map((other) => ({ ...one, ...other }))).slice(0, 16);
    }
    case 'BinaryExpression': {
      if (!/^===?$/.test(test.operator) || test.left.type === 'PrivateIdentifier') return [];
      const part = partOf(listener, request, test.left);
      const found = part === undefined ? undefined : comparedTo(listener, part, test.right);
      return found === undefined ? [] : [found];
    }
    case 'CallExpression':
      return fromCall(listener, request, test);
    default:
      return [];
  }
}

/** `case '/x'`, `=== 'GET'`. */
export function comparedTo(listener: FunctionValue, part: Part, node: Node): Compared | undefined {
  const text =
    node.type === 'Literal' && typeof node.value === 'string'
      ? node.value
      : node.type === 'Identifier'
        ? textOf(lookup(listener.scope, node.name) ?? { kind: 'primitive', value: undefined })
        : undefined;
  if (text === undefined) return undefined;
  if (part === 'url')
    return text.startsWith('/') ? { path: { text: text.split('?')[0] ?? text, resolved: true } } : undefined;
  const method = verbNamed(text);
  return method === undefined ? undefined : { method };
}

/** `req.url.startsWith('/x')`, `/^\/x\/(\d+)$/.test(req.url)`, `req.url.match(/…/)`. */
function fromCall(
  listener: FunctionValue,
  request: string,
  { callee, arguments: args }: Extract<Node, { type: 'CallExpression' }>,
): readonly Compared[] {
  const [first] = args;
  if (callee.type !== 'MemberExpression' || first === undefined) return [];
  const name = plainKey(callee.property, callee.computed);
  if (name === 'test' && callee.object.type === 'Literal' && partOf(listener, request, first) === 'url')
    return fromPattern(callee.object.raw ?? '');
  if (partOf(listener, request, callee.object) !== 'url') return [];
  if (name === 'match' && first.type === 'Literal') return fromPattern(first.raw ?? '');
  if (name !== 'startsWith') return [];
  const found = comparedTo(listener, 'url', first);
  if (found?.path === undefined) return [];
  return [{ path: { text: `${found.path.text.replace(/\/$/, '')}/*`, resolved: true } }];
}

/** A pattern of plain segments and groups that fill a segment: `/^\/users\/(\d+)$/`. */
function fromPattern(raw: string): readonly Compared[] {
  const source = /^\/\^(.*?)\/?\$?\/[a-z]*$/.exec(raw)?.[1];
  if (source === undefined) return [];
  let count = 0;
  const text = source
    .replaceAll('\\/', '/')
    .replaceAll(
      /\((?:\?<(\w+)>)?[^()]*\)[?*+]?/g,
      (_, name: string | undefined) => `{${name ?? `param${(count += 1)}`}}`,
    )
    .replaceAll('\\.', '.')
    .replaceAll('\\-', '-');
  return /^(\/[\w.{}~-]*)+$/.test(text) ? [{ path: { text, resolved: true } }] : [];
}
