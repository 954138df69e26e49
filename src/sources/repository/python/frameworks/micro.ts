import type { Method, Parameter } from '../../../../model/api.ts';
import type { RoutePath } from '../../http/paths.ts';
import { joinPaths } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { Machine } from '../evaluator/machine.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { Arguments, ClassValue, FunctionValue, Place, Value } from '../evaluator/value.ts';
import { judgeCheck, judgeWrappers, nameOf } from '../reading/judge.ts';
import type { Dialect } from '../reading/requests.ts';
import { readRequest } from '../reading/requests.ts';
import type { RouterDraft } from '../reading/routes.ts';
import { httpVerbs, makeRouter, routeOf, verbMethods } from '../reading/routes.ts';
import { pathTypes } from '../reading/texts.ts';

/** A framework whose routers are objects and whose handlers are functions or classes with a method for each verb. */
export interface Micro {
  readonly technology: string;
  readonly application: RegExp;
  readonly router: RegExp;
  readonly dialect: Dialect;
  readonly rewrite: (text: string) => string;
  readonly verbs?: readonly string[];
}

export interface MicroWorld {
  readonly machine: Machine;
  readonly micro: Micro;
  readonly routers: Map<Value, RouterDraft>;
}

export const madeWith = (value: Value | undefined): Arguments | undefined =>
  value?.kind === 'result' ? value.args : value?.kind === 'instance' ? value.made : undefined;

export function routerOf({ micro, routers }: MicroWorld, value: Value | undefined): RouterDraft | undefined {
  if (value === undefined) return undefined;
  const known = routers.get(value);
  if (known !== undefined) return known;
  if (value.kind !== 'result' && value.kind !== 'instance') return undefined;
  const path = libraryPath(value) ?? '';
  const kind = micro.application.test(path) ? 'application' : micro.router.test(path) ? 'router' : undefined;
  if (kind === undefined) return undefined;
  const made = makeRouter(kind, value.place);
  routers.set(value, made);
  return made;
}

export interface MicroRoute {
  readonly path: RoutePath;
  readonly methods: readonly Method[];
  readonly handler: Value | undefined;
  readonly place: Place;
  readonly guards?: readonly JudgedGuard[];
  readonly socket?: boolean;
  readonly parameters?: readonly Parameter[];
}

/** Puts a route on a router, once for each verb where a class answers. */
export function addMicroRoute({ machine, micro }: MicroWorld, router: RouterDraft, route: MicroRoute): void {
  for (const view of microViews(machine, micro, route.handler, route.methods)) {
    const read = view.handler === undefined ? [] : readRequest(machine, view.handler, micro.dialect);
    const origin = { kind: 'read', file: route.place.module.path, line: route.place.node.line } as const;
    const typed = [...pathTypes(route.path.text)].map(([name, type]): Parameter => ({
      name,
      in: 'path',
      type,
      required: true,
      origin,
    }));
    router.entries.push({
      kind: 'route',
      route: routeOf(machine, {
        technology: micro.technology,
        path: { ...route.path, text: micro.rewrite(route.path.text) },
        methods: view.methods,
        handler: view.handler,
        guards: [...(route.guards ?? []), ...view.guards],
        parameters: [...typed, ...(route.parameters ?? []), ...read],
        place: route.place,
        ...(route.socket === true ? { protocol: 'ws' as const } : {}),
      }),
    });
  }
}

export interface MicroView {
  readonly methods: readonly Method[];
  readonly handler: FunctionValue | undefined;
  readonly guards: readonly JudgedGuard[];
}

export function microViews(
  machine: Machine,
  micro: Micro,
  target: Value | undefined,
  methods: readonly Method[],
): readonly MicroView[] {
  if (target?.kind === 'function')
    return [{ methods, handler: target, guards: judgeWrappers(machine, target.wrappers) }];
  const of = classOf(target);
  if (of !== undefined)
    return verbMethods(machine, of, micro.verbs ?? httpVerbs)
      .filter(([method]) => methods.length === 0 || methods.includes(method))
      .map(([method, handler]) => ({
        methods: [method],
        handler,
        guards: [...judgeWrappers(machine, of.wrappers), ...judgeWrappers(machine, handler.wrappers)],
      }));
  if (target?.kind === 'result') {
    const inner = target.args.positional.find(({ kind }) => kind === 'function');
    if (inner !== undefined) {
      const guard = judgeCheck(machine, {
        value: target.callee,
        name: nameOf(target.callee),
        place: target.place,
      });
      return microViews(machine, micro, inner, methods).map((view) => ({
        ...view,
        guards: [guard, ...view.guards],
      }));
    }
  }
  return [{ methods, handler: undefined, guards: [] }];
}

/** A class, an instance of one, or `View.as_view()`. */
export function classOf(target: Value | undefined): ClassValue | undefined {
  if (target?.kind === 'class') return target;
  if (target?.kind === 'instance') return target.of;
  if (target?.kind === 'result' && target.callee.kind === 'member' && target.callee.object.kind === 'class')
    return target.callee.object;
  return undefined;
}

/** Files that are served as they are. */
export function addStatic(world: MicroWorld, router: RouterDraft, path: RoutePath, place: Place): void {
  router.entries.push({
    kind: 'route',
    route: routeOf(world.machine, {
      technology: world.micro.technology,
      methods: ['GET'],
      path: joinPaths({ ...path, text: world.micro.rewrite(path.text) }, { text: '{*path}', resolved: true }),
      handler: undefined,
      harmless: true,
      guards: [],
      parameters: [],
      place,
    }),
  });
}

/** A middleware or hook that stands before everything of a router. */
export function addCheck(
  { machine }: MicroWorld,
  router: RouterDraft,
  value: Value | undefined,
  place: Place,
): void {
  if (value === undefined || value.kind === 'unknown') return;
  router.entries.push({
    kind: 'use',
    reach: 'all',
    guard: judgeCheck(machine, { value, name: nameOf(value), place, general: true }),
  });
}
