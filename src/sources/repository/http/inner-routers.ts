import type { Machine } from '../javascript/machine.ts';
import { lookup } from '../javascript/scope.ts';
import { walk } from '../javascript/syntax.ts';
import type { FunctionValue, Site, Value } from '../javascript/value.ts';
import { optionsOf } from '../javascript/value.ts';
import { keepsOut } from './access.ts';
import { handlerOf } from './handlers.ts';
import { ownChecks } from './own-checks.ts';
import { covers } from './paths.ts';
import type { Routers } from './routers.ts';
import { routersIn } from './routers.ts';
import type { Given, JudgedGuard, Route, Router } from './routing.ts';

/** Routers that answer behind a file whose route takes everything below a path. */
export interface InnerRouters {
  readonly machine: Machine;
  /** Routers registered by calls, which a handler can be made of or call. */
  readonly routers: Routers;
  /** Routers of procedures, whose site is the call that serves them. */
  readonly served: readonly Router[];
  /** What is told of the routes of all of these. */
  readonly routes: readonly Route[];
}

/**
 * A file that takes everything below a path and hands it to a router of the target is no endpoint beside those of that
 * router: they stand for it, with what the file checks before.
 */
export function behindFiles(files: readonly Route[], inner: InnerRouters): readonly Route[] {
  const gone = new Set<Route>();
  const before = new Map<Route, Pick<Route, 'guards' | 'judged'>>();
  for (const file of files) {
    const prefix = prefixOf(file);
    if (prefix === undefined) continue;
    const sites = sitesBehind(file, inner);
    const below = inner.routes.filter(
      ({ application, path }) =>
        application !== undefined && sites.has(application) && path.resolved && covers(prefix, path.text),
    );
    if (below.length === 0) continue;
    gone.add(file);
    const checks = { guards: file.guards, judged: checksOf(inner.machine, file) };
    for (const route of below)
      if (servesTogether(file, route)) before.set(route, before.get(route) ?? checks);
  }
  return [
    ...inner.routes.map((route) => withBefore(route, before.get(route))),
    ...files.filter((file) => !gone.has(file)),
  ];
}

/** The path above `*rest`, or above one name where a router of procedures is asked for by it. */
function prefixOf({ path, handlers }: Route): string | undefined {
  if (!path.resolved || handlers.length === 0) return undefined;
  return /^(.*)\/[*:][\w-]*\*?$/.exec(path.text)?.[1];
}

const servesTogether = (file: Route, route: Route): boolean =>
  route.methods.includes('ANY') ||
  file.methods.includes('ANY') ||
  route.methods.some((method) => file.methods.includes(method));

/** Where the routers were made that a handler is made of, calls with a request, or serves itself. */
function sitesBehind({ handlers }: Route, { routers, served }: InnerRouters): ReadonlySet<Site> {
  const answer = handlers.at(-1);
  if (answer === undefined) return new Set();
  const functions = [answer.value, handlerOf(answer).value].flatMap((value) =>
    value?.kind === 'function' ? [value] : [],
  );
  return new Set([
    ...optionsOf(answer.value)
      .flatMap((value) => madeOf(routers, value))
      .map(({ site }) => site),
    ...functions.flatMap((value) => calledRouters(routers, value)).map(({ site }) => site),
    ...served.flatMap(({ site }) => (functions.some((value) => holds(value, site)) ? [site] : [])),
  ]);
}

/** `handle(app)`: what a package made of a router. */
const madeOf = (routers: Routers, value: Value): readonly Router[] =>
  value.kind === 'result' ? value.args.flatMap((arg) => routersIn(routers, arg)) : routersIn(routers, value);

const holds = ({ file, node }: FunctionValue, site: Site): boolean =>
  site.file === file && node.start <= site.node.start && site.node.end <= node.end;

/** `(request) => app.fetch(request)`, `app.handle(request)`. */
function calledRouters(routers: Routers, { node, scope }: FunctionValue): readonly Router[] {
  const found: Router[] = [];
  walk(node, (each) => {
    if (each.type !== 'CallExpression' || each.callee.type !== 'MemberExpression') return;
    const { object, property } = each.callee;
    if (object.type !== 'Identifier' || property.type !== 'Identifier') return;
    if (!/^(fetch|handle)$/.test(property.name)) return;
    const value = lookup(scope, object.name);
    if (value !== undefined) found.push(...routersIn(routers, value));
  });
  return found;
}

/** What the file's own function does for a caller without credentials before it hands the request on. */
function checksOf(machine: Machine, file: Route): readonly JudgedGuard[] {
  const [method] = file.methods;
  const answer: Given | undefined = file.handlers.at(-1);
  if (method === undefined || answer?.value.kind !== 'function') return [];
  return ownChecks(machine, file, answer, method, file.path.text).judged.filter(keepsOut);
}

const withBefore = (route: Route, before: Pick<Route, 'guards' | 'judged'> | undefined): Route =>
  before === undefined
    ? route
    : {
        ...route,
        guards: [...before.guards, ...route.guards],
        judged: [...(before.judged ?? []), ...(route.judged ?? [])],
      };
