import type { Parameter } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { RoutePath } from '../../http/paths.ts';
import { joinPaths } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { evaluate } from '../evaluator/expressions.ts';
import type { Machine } from '../evaluator/machine.ts';
import { extendsLibrary, isCallOf, libraryPath } from '../evaluator/paths.ts';
import { declaredParameters } from '../evaluator/parameters.ts';
import { lookInClass } from '../evaluator/classes.ts';
import type { ClassValue, FunctionValue, Place, ResultValue, Value } from '../evaluator/value.ts';
import { argument, itemsOf, stringOf } from '../evaluator/value.ts';
import { judgeCheck, nameOf } from '../reading/judge.ts';
import { readRequest } from '../reading/requests.ts';
import { methodsIn, methodsOf, routeOf } from '../reading/routes.ts';
import { bracePath, rewritten, routePath } from '../reading/texts.ts';
import { starletteDialect } from './asgi-handlers.ts';
import { madeWith } from './micro.ts';
import { modelOf } from './fastapi-parameters.ts';
import { modelFields, schemaType } from './models.ts';

const marker =
  /^(litestar|starlite)\.(\w+\.)*(get|post|put|patch|delete|head|route|websocket|websocket_listener|websocket_stream)\(\)$/;

interface At {
  readonly prefix: RoutePath;
  readonly guards: readonly JudgedGuard[];
  readonly application: string | undefined;
  readonly depth: number;
}

/** Litestar: handlers, controllers and routers in lists, guards on every level. */
export function litestarRoutes(machine: Machine): readonly DeclaredRoute[] {
  const routes: DeclaredRoute[] = [];
  for (const { result } of machine.events) {
    if (!/^(litestar|starlite)\.(\w+\.)*(Litestar|Starlite)\(\)$/.test(libraryPath(result) ?? '')) continue;
    const prefix = rewritten(routePath(result.args.keywords.get('path')), bracePath);
    const guards = guardsOf(machine, result.args.keywords.get('guards'), result.place);
    walk(
      machine,
      argument(result.args, 0, 'route_handlers'),
      { prefix, guards, application: result.place.module.path, depth: 0 },
      routes,
    );
  }
  return routes;
}

const guardsOf = (machine: Machine, given: Value | undefined, place: Place): readonly JudgedGuard[] =>
  itemsOf(given).map((value) => judgeCheck(machine, { value, name: nameOf(value), place }));

function walk(machine: Machine, given: Value | undefined, at: At, routes: DeclaredRoute[]): void {
  if (at.depth > 12) return;
  for (const each of itemsOf(given)) {
    if (each.kind === 'function') addHandler(machine, each, at, routes);
    else if (each.kind === 'class' && extendsLibrary(each, /Controller$/))
      addController(machine, each, at, routes);
    else if (each.kind === 'result' && isCallOf(each, '.Router')) {
      const args = madeWith(each);
      walk(
        machine,
        args?.keywords.get('route_handlers'),
        {
          ...at,
          depth: at.depth + 1,
          prefix: joinPaths(
            at.prefix,
            rewritten(routePath(args === undefined ? undefined : argument(args, 0, 'path')), bracePath),
          ),
          guards: [...at.guards, ...guardsOf(machine, args?.keywords.get('guards'), each.place)],
        },
        routes,
      );
    }
  }
}

function addController(machine: Machine, of: ClassValue, at: At, routes: DeclaredRoute[]): void {
  const prefix = joinPaths(at.prefix, rewritten(routePath(lookInClass(machine, of, 'path')), bracePath));
  const guards = [...at.guards, ...guardsOf(machine, lookInClass(machine, of, 'guards'), of)];
  for (const [, value] of of.attributes)
    if (value.kind === 'function') addHandler(machine, value, { ...at, prefix, guards }, routes);
}

function addHandler(machine: Machine, handler: FunctionValue, at: At, routes: DeclaredRoute[]): void {
  for (const { value, place } of handler.wrappers) {
    const name = value.kind === 'result' ? marker.exec(libraryPath(value) ?? '')?.[3] : undefined;
    if (name === undefined || value.kind !== 'result') continue;
    const isSocket = name.startsWith('websocket');
    const told =
      name === 'route'
        ? methodsOf(value.args.keywords.get('http_method'))
        : isSocket
          ? methodsIn(['GET'])
          : methodsIn([name]);
    const given = argument(value.args, 0, 'path');
    for (const each of given?.kind === 'list' ? given.items : [given]) {
      const path = joinPaths(at.prefix, rewritten(routePath(each), bracePath));
      routes.push({
        ...routeOf(machine, {
          technology: 'litestar',
          path,
          methods: told,
          handler,
          guards: [...at.guards, ...guardsOf(machine, value.args.keywords.get('guards'), place)],
          parameters: parametersOf(machine, handler, value, path.text),
          place,
          ...(isSocket ? { protocol: 'ws' as const } : {}),
        }),
        ...(at.application === undefined ? {} : { application: at.application }),
      });
    }
  }
}

const injected = /^(self|request|socket|state|scope|headers|cookies|query|body|session|ws)$/;

/** `data` is the body; what is no dependency and not in the path is a query parameter. */
function parametersOf(
  machine: Machine,
  handler: FunctionValue,
  marked: ResultValue,
  path: string,
): readonly Parameter[] {
  const names = new Set([...path.matchAll(/\{\*?(\w+)/g)].flatMap(([, name]) => name ?? []));
  const provided = new Set(
    marked.args.keywords.get('dependencies')?.kind === 'dict'
      ? itemsOf(marked.args.keywords.get('dependencies')).flatMap((each) => stringOf(each) ?? [])
      : [],
  );
  const found = declaredParameters(handler.node).flatMap(
    ({ name, type, fallback, node }): readonly Parameter[] => {
      if (injected.test(name) || provided.has(name) || type === undefined) return [];
      const of = evaluate(machine, type, handler.scope);
      const value = fallback === undefined ? undefined : evaluate(machine, fallback, handler.scope);
      if (isCallOf(value, 'Dependency')) return [];
      const origin = { kind: 'read', file: handler.module.path, line: node.line } as const;
      const typed = schemaType(of);
      const rest = {
        ...(typed === undefined ? {} : { type: typed }),
        required: fallback === undefined,
        origin,
      };
      if (names.has(name)) return [{ name, in: 'path', ...rest, required: true }];
      if (name === 'data') {
        const model = modelOf(of);
        const fields =
          model === undefined
            ? []
            : modelFields(machine, model).map((field): Parameter => ({ ...field, in: 'body' }));
        return fields.length > 0 ? fields : [{ name, in: 'body', ...rest }];
      }
      if (of.kind === 'class' && typed === undefined) return [];
      return [{ name, in: 'query', ...rest }];
    },
  );
  return [...found, ...readRequest(machine, handler, starletteDialect)];
}
