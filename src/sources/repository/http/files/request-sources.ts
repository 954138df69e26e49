import type { Node } from 'oxc-parser';
import type { Parameter } from '../../../../model/api.ts';
import { dottedName, plainKey, walk } from '../../javascript/syntax.ts';
import type { FunctionNode } from '../../javascript/syntax.ts';

/**
 * Something a request carries, and how its parts are asked for: as members, or by `get('name')`. An `outcome` of a
 * schema holds it in `data`.
 */
export interface Source {
  readonly place: Parameter['in'];
  readonly by: 'member' | 'get' | 'outcome';
}

/** Names that hold a part of the request inside one handler, and those that hold the request itself. */
export interface Names {
  readonly requests: Set<string>;
  readonly sources: Map<string, Source>;
}

const member = (place: Parameter['in']): Source => ({ place, by: 'member' });
const get = (place: Parameter['in']): Source => ({ place, by: 'get' });

/** Members of a request, of the event or the context that holds it. */
const ofRequest: Readonly<Record<string, Source>> = {
  query: member('query'),
  body: member('body'),
  params: member('path'),
  headers: get('header'),
  cookies: get('cookie'),
  searchParams: get('query'),
  searchparams: get('query'),
};

/** Functions that frameworks offer: h3, Next.js. */
const offered: Readonly<Record<string, Source>> = {
  getQuery: member('query'),
  getValidatedQuery: member('query'),
  readBody: member('body'),
  readValidatedBody: member('body'),
  readFormData: get('body'),
  getHeaders: member('header'),
  getRequestHeaders: member('header'),
  parseCookies: member('cookie'),
  getRouterParams: member('path'),
  headers: get('header'),
  cookies: get('cookie'),
};

/** The names of a handler, from its parameters and its declarations in order. */
export function namesIn(handler: FunctionNode): Names {
  const names: Names = { requests: new Set(['req', 'request']), sources: new Map() };
  const [first] = handler.params;
  if (first?.type === 'Identifier') names.requests.add(first.name);
  if (first?.type === 'ObjectPattern') takeApart(first, names);
  if (handler.body !== null)
    walk(handler.body, (node) => {
      if (node.type !== 'VariableDeclarator' || node.init === null) return;
      if (node.id.type === 'Identifier') {
        const source = sourceOf(node.init, names);
        if (source !== undefined) names.sources.set(node.id.name, source);
        else if (isRequest(node.init, names)) names.requests.add(node.id.name);
      } else if (node.id.type === 'ObjectPattern' && (isRequest(node.init, names) || holdsSearch(node.init)))
        takeApart(node.id, names);
    });
  return names;
}

/** `({ request, url, cookies })`, `const { query, headers } = req`, `const { searchParams } = new URL(…)`. */
function takeApart(pattern: Extract<Node, { type: 'ObjectPattern' }>, names: Names): void {
  for (const property of pattern.properties) {
    if (property.type === 'RestElement') continue;
    const key = plainKey(property.key, property.computed) ?? '';
    const local = property.value.type === 'AssignmentPattern' ? property.value.left : property.value;
    if (local.type !== 'Identifier') continue;
    const source = Object.hasOwn(ofRequest, key) ? ofRequest[key] : undefined;
    if (source !== undefined) names.sources.set(local.name, source);
    else if (/^(req|request|event|ctx|context)$/.test(key)) names.requests.add(local.name);
  }
}

const holdsSearch = (node: Node): boolean =>
  node.type === 'NewExpression' && dottedName(node.callee) === 'URL';

/** The request, or what holds it: `request`, `event.request`, `ctx.req`. */
function isRequest(node: Node, names: Names): boolean {
  const inner = plain(node);
  if (inner.type === 'Identifier') return names.requests.has(inner.name);
  if (inner.type !== 'MemberExpression') return false;
  const key = plainKey(inner.property, inner.computed);
  return key === 'request' || key === 'req' || (key === 'nextUrl' && isRequest(inner.object, names));
}

/** What part of the request an expression gives. */
export function sourceOf(expression: Node, names: Names, depth = 0): Source | undefined {
  const node = plain(expression);
  if (depth > 12) return undefined;
  switch (node.type) {
    case 'Identifier':
      return names.sources.get(node.name);
    case 'MemberExpression': {
      const key = plainKey(node.property, node.computed) ?? '';
      if (key === 'searchParams') return get('query');
      const source = Object.hasOwn(ofRequest, key) ? ofRequest[key] : undefined;
      if (source !== undefined && isRequest(node.object, names)) return source;
      const outcome = /^(data|output|value)$/.test(key) ? sourceOf(node.object, names, depth + 1) : undefined;
      return outcome?.by === 'outcome' ? member(outcome.place) : undefined;
    }
    case 'NewExpression':
      return dottedName(node.callee) === 'URLSearchParams' ? get('query') : undefined;
    case 'CallExpression':
      return sourceOfCall(node, names, depth);
    default:
      return undefined;
  }
}

function sourceOfCall(
  node: Extract<Node, { type: 'CallExpression' }>,
  names: Names,
  depth: number,
): Source | undefined {
  const { callee, arguments: args } = node;
  const [first] = args;
  if (callee.type === 'Identifier')
    return Object.hasOwn(offered, callee.name) ? offered[callee.name] : undefined;
  if (callee.type !== 'MemberExpression') return undefined;
  const key = plainKey(callee.property, callee.computed) ?? '';
  if (isRequest(callee.object, names)) {
    if (key === 'json') return member('body');
    if (key === 'formData') return get('body');
  }
  if (key === 'entries') return sourceOf(callee.object, names, depth + 1);
  if (first === undefined) return undefined;
  if (dottedName(callee) === 'Object.fromEntries') {
    const from = sourceOf(first, names, depth + 1);
    return from === undefined ? undefined : member(from.place);
  }
  if (!isParse(key)) return undefined;
  const from = sourceOf(first, names, depth + 1);
  return from === undefined || !/^(safeParse|safeParseAsync|validate)$/.test(key)
    ? from
    : { place: from.place, by: 'outcome' };
}

/** Methods of schemas that take what a request carries and give it back. */
export const isParse = (name: string): boolean =>
  /^(safeParse|parse|parseAsync|safeParseAsync|validate|validateSync|validateAsync|assert|cast)$/.test(name);

/** Behind `await`, assertions, optional chains and defaults. */
function plain(node: Node): Node {
  let at = node;
  for (let depth = 0; depth < 20; depth += 1)
    switch (at.type) {
      case 'AwaitExpression':
        at = at.argument;
        break;
      case 'TSAsExpression':
      case 'TSNonNullExpression':
      case 'TSSatisfiesExpression':
      case 'ChainExpression':
      case 'ParenthesizedExpression':
        at = at.expression;
        break;
      case 'LogicalExpression':
        at = at.left;
        break;
      default:
        return at;
    }
  return at;
}
