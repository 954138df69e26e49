import type { Method, Parameter } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import { joinPaths } from '../../http/paths.ts';
import type { RoutePath } from '../../http/paths.ts';
import { lookInClass } from '../evaluator/classes.ts';
import type { Machine } from '../evaluator/machine.ts';
import { declaredParameters } from '../evaluator/parameters.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { FunctionValue, InstanceValue, Value, Wrapper } from '../evaluator/value.ts';
import { argument, booleanOf } from '../evaluator/value.ts';
import { judgeWrappers } from '../reading/judge.ts';
import { readRequest } from '../reading/requests.ts';
import { methodsIn, routeOf } from '../reading/routes.ts';
import { routePath } from '../reading/texts.ts';

const dialect = {
  globals: /^cherrypy\.request$/,
  members: { params: 'query', headers: 'header', cookie: 'cookie', json: 'body', body: 'body' },
} as const;

/** CherryPy: a tree of objects; exposed methods answer at their names, `index` at the object's, `default` below it. */
export function cherrypyRoutes(machine: Machine): readonly DeclaredRoute[] {
  const routes: DeclaredRoute[] = [];
  for (const { result, args } of machine.events) {
    if (!/^cherrypy\.(quickstart|tree\.mount)\(\)$/.test(libraryPath(result) ?? '')) continue;
    const root = argument(args, 0, 'root');
    if (root?.kind === 'instance')
      walk(machine, root, routePath(argument(args, 1, 'script_name')), routes, 0);
  }
  return routes;
}

const isExposed = (wrappers: readonly Wrapper[]): boolean =>
  wrappers.some(({ value }) => /^cherrypy\.expose(\(\))?$/.test(libraryPath(value) ?? ''));

function walk(
  machine: Machine,
  object: InstanceValue,
  at: RoutePath,
  routes: DeclaredRoute[],
  depth: number,
): void {
  if (depth > 8) return;
  const names = new Set([...object.of.attributes.keys(), ...object.attributes.keys()]);
  const answersVerbs =
    isExposed(object.of.wrappers) || booleanOf(lookInClass(machine, object.of, 'exposed')) === true;
  for (const name of names) {
    const value: Value | undefined = object.attributes.get(name) ?? lookInClass(machine, object.of, name);
    if (value?.kind === 'instance')
      walk(machine, value, joinPaths(at, { text: name, resolved: true }), routes, depth + 1);
    if (value?.kind !== 'function') continue;
    const verbs = methodsIn(/^[A-Z]+$/.test(name) ? [name] : []);
    if (answersVerbs && verbs.length > 0) add(machine, value, at, verbs, routes);
    else if (isExposed(value.wrappers))
      add(
        machine,
        value,
        name === 'index'
          ? at
          : joinPaths(at, { text: name === 'default' ? '{*path}' : name, resolved: true }),
        undefined,
        routes,
      );
  }
}

function add(
  machine: Machine,
  handler: FunctionValue,
  at: RoutePath,
  verbs: readonly Method[] | undefined,
  routes: DeclaredRoute[],
): void {
  const declared = declaredParameters(handler.node)
    .slice(1)
    .filter(({ kind }) => kind === 'plain');
  const inPath = at.text.endsWith('{*path}') ? [] : declared.filter(({ fallback }) => fallback === undefined);
  const path = inPath.reduce(
    (found, { name }) => joinPaths(found, { text: `{${name}}`, resolved: true }),
    at,
  );
  const origin = { kind: 'read', file: handler.module.path, line: handler.node.line } as const;
  const isBody = verbs !== undefined && verbs.some((verb) => /^(POST|PUT|PATCH)$/.test(verb));
  const given = declared
    .filter(({ fallback }) => fallback !== undefined)
    .map(({ name }): Parameter => ({ name, in: isBody ? 'body' : 'query', required: false, origin }));
  routes.push(
    routeOf(machine, {
      technology: 'cherrypy',
      methods: verbs ?? ['GET'],
      path,
      handler,
      guards: judgeWrappers(machine, handler.wrappers),
      parameters: [...given, ...readRequest(machine, handler, dialect)],
      place: { module: handler.module, node: handler.node },
    }),
  );
}
