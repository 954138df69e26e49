import type { Machine } from '../javascript/machine.ts';
import { perhaps } from '../javascript/machine.ts';
import { lookup } from '../javascript/scope.ts';
import { walk } from '../javascript/syntax.ts';
import type { FunctionValue, ResultValue, Value } from '../javascript/value.ts';
import { optionsOf, textOf, unknown } from '../javascript/value.ts';
import type { RoutePath } from './paths.ts';
import { rootPath } from './paths.ts';
import type { Routers } from './routers.ts';
import { routersIn } from './routers.ts';
import type { Router } from './routing.ts';

/** A router that a middleware hands its requests to. */
export interface RouterBehind {
  readonly router: Router;
  /** What the middleware puts before the paths of the router. */
  readonly prefix: RoutePath;
}

/**
 * Routers behind a middleware: one that a package made of a router, or of a function that gives one, and a function
 * that calls a router with the request it got.
 */
export function routersBehind(machine: Machine, routers: Routers, value: Value): readonly RouterBehind[] {
  return optionsOf(value).flatMap((option) => {
    if (option.kind === 'result') return wrapped(machine, routers, option);
    return option.kind === 'function' ? called(machine, routers, option) : [];
  });
}

/** What a package does with a path that it is given beside the router is not known. */
function wrapped(machine: Machine, routers: Routers, value: ResultValue): readonly RouterBehind[] {
  const { callee, args, answers, site } = value;
  const given = args.flatMap((arg) => {
    const isThunk = arg.kind === 'function' && arg.node.params.length === 0;
    const made = isThunk ? (answers?.get(arg) ?? perhaps(machine, () => machine.call(arg, [], site))) : arg;
    return routersIn(routers, made);
  });
  const addressed = args.some((arg) => textOf(arg)?.startsWith('/') === true);
  const why = `what ${callee.package} does with a path is not known`;
  const prefix = addressed ? { text: '{unresolved}', resolved: false, why } : rootPath;
  return given.map((router) => ({ router, prefix }));
}

/** Only a function whose text calls something with its own request and response is entered. */
function called(machine: Machine, routers: Routers, value: FunctionValue): readonly RouterBehind[] {
  const names = handedTo(value);
  if (names.length === 0) return [];
  const known = names.map((name) => lookup(value.scope, name));
  const direct = known.flatMap((each) => (each === undefined ? [] : routersIn(routers, each)));
  if (direct.length > 0) return unique(direct);
  if (known.every((each) => each?.kind === 'function' || each?.kind === 'result' || each?.kind === 'library'))
    return [];
  const before = machine.called.length;
  const { node, file } = value;
  const site = { file, node, origin: { kind: 'read', file: file.path, line: 1 } } as const;
  const args = node.params.map(() => unknown('a request'));
  perhaps(machine, () => machine.call(value, args, site));
  return unique(machine.called.splice(before).flatMap((host) => routersIn(routers, host)));
}

const unique = (found: readonly Router[]): readonly RouterBehind[] =>
  [...new Set(found)].map((router) => ({ router, prefix: rootPath }));

/** Names of what a middleware calls as `router(req, res, …)` or `router.handle(req, res, …)`. */
function handedTo({ node, file }: FunctionValue): readonly string[] {
  const [request, response] = node.params;
  if (request?.type !== 'Identifier' || response?.type !== 'Identifier' || node.params.length > 3) return [];
  const names = new Set<string>();
  if (
    node.body === null ||
    !passesOn(file.text.slice(node.body.start, node.body.end), request.name, response.name)
  )
    return [];
  walk(node, (each) => {
    if (each.type !== 'CallExpression') return;
    const [first, second] = each.arguments;
    if (first?.type !== 'Identifier' || first.name !== request.name) return;
    if (second?.type !== 'Identifier' || second.name !== response.name) return;
    const { callee } = each;
    if (callee.type === 'Identifier') names.add(callee.name);
    else if (callee.type === 'MemberExpression' && callee.object.type === 'Identifier')
      if (callee.property.type === 'Identifier' && callee.property.name === 'handle')
        names.add(callee.object.name);
  });
  return [...names];
}

const passesOn = (text: string, request: string, response: string): boolean =>
  text.replaceAll(/\s+/g, '').includes(`(${request},${response}`);
