import type { Node } from 'oxc-parser';
import type { Method, Parameter } from '../../../model/api.ts';
import { siteOf } from '../javascript/machine.ts';
import { originOf } from '../javascript/parse.ts';
import { lookup } from '../javascript/scope.ts';
import { walk } from '../javascript/syntax.ts';
import type { FunctionValue } from '../javascript/value.ts';
import { readParameters } from './parameters.ts';
import type { Compared } from './request-tests.ts';
import { comparedIn, comparedTo, partOf } from './request-tests.ts';
import type { JudgedGuard, Route } from './routing.ts';
import { signsIn } from './signs.ts';

/** Functions that hand the request on are followed this deep. */
const deepest = 4;

interface Walk {
  readonly listener: FunctionValue;
  readonly request: string;
  readonly routes: Route[];
  readonly depth: number;
  /** The listener, or one above it, looks at a credential outside of the branches. */
  readonly looks: boolean;
}

/** Routes of a function that answers by comparing `req.url` and `req.method`. */
export function branchRoutes(listener: FunctionValue): readonly Route[] {
  const routes: Route[] = [];
  follow({ listener, request: '', routes, depth: 0, looks: false }, listener, {});
  return routes;
}

function follow(at: Walk, listener: FunctionValue, compared: Compared): void {
  const [first] = listener.node.params;
  const { body } = listener.node;
  if (first?.type !== 'Identifier' || body === null || at.depth > deepest) return;
  const signs = signsIn(body);
  const looks = at.looks || signs.readsCredential || signs.rejectsUnknown || signs.rejectsForbidden;
  branch({ ...at, listener, request: first.name, depth: at.depth + 1, looks }, body, compared);
}

/** Walks one branch; what no inner comparison takes is a route of its own, where its path is known. */
function branch(at: Walk, node: Node, compared: Compared): void {
  const before = at.routes.length;
  inside(at, node, compared);
  if (at.routes.length > before || compared.path === undefined) return;
  const followed = at.routes.length;
  walk(node, (child) => {
    if (child.type !== 'CallExpression' || child.callee.type !== 'Identifier') return;
    if (!child.arguments.some((each) => each.type === 'Identifier' && each.name === at.request)) return;
    const called = lookup(at.listener.scope, child.callee.name);
    if (called?.kind === 'function') follow(at, called, compared);
  });
  if (at.routes.length === followed) at.routes.push(routeOf(at, node, compared));
}

function inside(at: Walk, node: Node, compared: Compared): void {
  walk(node, (child) => {
    if (child.type === 'IfStatement') {
      ifStatement(at, child, compared);
      return false;
    }
    if (child.type === 'SwitchStatement') {
      switchStatement(at, child, compared);
      return false;
    }
    if (
      compared.path === undefined &&
      child.type === 'CallExpression' &&
      child.callee.type === 'Identifier'
    ) {
      const called = lookup(at.listener.scope, child.callee.name);
      if (
        called?.kind === 'function' &&
        child.arguments[0]?.type === 'Identifier' &&
        child.arguments[0].name === at.request
      )
        follow(at, called, compared);
    }
    return undefined;
  });
}

function ifStatement(at: Walk, node: Extract<Node, { type: 'IfStatement' }>, compared: Compared): void {
  const found = comparedIn(at.listener, at.request, node.test);
  if (found.length === 0) inside(at, node.consequent, compared);
  for (const each of found) branch(at, node.consequent, narrowed(compared, each));
  if (node.alternate !== null) inside(at, node.alternate, compared);
}

function narrowed(outer: Compared, inner: Compared): Compared {
  const path = inner.path ?? outer.path;
  const method = inner.method ?? outer.method;
  return { ...(path === undefined ? {} : { path }), ...(method === undefined ? {} : { method }) };
}

function switchStatement(
  at: Walk,
  node: Extract<Node, { type: 'SwitchStatement' }>,
  compared: Compared,
): void {
  const part = partOf(at.listener, at.request, node.discriminant);
  let pending: Compared[] = [];
  for (const each of node.cases) {
    const own =
      part === undefined || each.test === null ? undefined : comparedTo(at.listener, part, each.test);
    if (own !== undefined) pending.push(narrowed(compared, own));
    if (each.consequent.length === 0) continue;
    const body: Node = { type: 'BlockStatement', body: each.consequent, start: each.start, end: each.end };
    for (const one of pending.length > 0 ? pending : [compared])
      if (own !== undefined || each.test === null || pending.length > 0) branch(at, body, one);
      else inside(at, body, compared);
    pending = [];
  }
}

function routeOf(at: Walk, node: Node, { path, method }: Compared): Route {
  const { listener, request } = at;
  const { file } = listener;
  const body: FunctionValue = {
    ...listener,
    name: listener.name ?? 'listener',
    node: bodyOf(listener, node),
  };
  const methods: readonly Method[] = [method ?? 'ANY'];
  const parameters: readonly Parameter[] = readParameters(listener, { named: request, within: node });
  const origin = originOf(file, node);
  const unsure: JudgedGuard = {
    guard: { name: listener.name ?? 'listener', kind: 'other', requires: [], origin },
    resolved: false,
    conditional: false,
    passes: false,
  };
  return {
    technology: 'http',
    methods,
    path: path ?? { text: '', resolved: false, why: 'an address that is not compared' },
    guards: [],
    judged: at.looks ? [unsure] : [],
    handlers: [{ value: body, site: siteOf(file, node), conditional: false }],
    parameters,
    site: siteOf(file, node),
  };
}

/** The listener with one of its branches as its body. */
function bodyOf({ node }: FunctionValue, part: Node): FunctionValue['node'] {
  const { start, end } = part;
  if (part.type !== 'BlockStatement') return { ...node, start, end };
  const body = { type: 'BlockStatement' as const, body: part.body, start, end };
  return node.type === 'ArrowFunctionExpression'
    ? { ...node, body, start, end }
    : { ...node, body: { ...body }, start, end };
}
