import type { Parameter } from '../../../../model/api.ts';
import type { Value } from '../../javascript/value.ts';
import { covers } from '../paths.ts';
import type { RoutePath } from '../paths.ts';
import { readParameters } from '../parameters.ts';
import type { Given, JudgedGuard, Route } from '../routing.ts';
import type { Hook, Instance, InstanceRoute } from './instance.ts';
import { hooksFor, phases } from './instance.ts';
import { schemaParameters, validates } from './schema.ts';
import { handlerOf } from '../handlers.ts';

/** Routes of all instances with the hooks that run before them. */
export function fastifyRoutes(instances: readonly Instance[]): readonly Route[] {
  return instances.flatMap((instance) => {
    const hooks = hooksFor(instance);
    const root = rootOf(instance);
    return instance.routes.map((route) => routeOf(route, hooks, root));
  });
}

const rootOf = (instance: Instance): Instance => {
  let at = instance;
  while (at.parent !== undefined) at = at.parent;
  return at;
};

function routeOf(route: InstanceRoute, hooks: readonly Hook[], root: Instance): Route {
  const path: RoutePath = root.standIn
    ? {
        ...route.path,
        resolved: false,
        why: route.path.why ?? 'where this plugin is registered was not found',
      }
    : route.path;
  const guards = phases.flatMap((phase): readonly Given[] => [
    ...hooks
      .filter(
        (hook) => hook.phase === phase && (hook.path === undefined || covers(hook.path.text, path.text)),
      )
      .map(({ given, level }) => ({ ...given, conditional: given.conditional || level > route.level })),
    ...route.hooks[phase],
  ]);
  return {
    technology: 'fastify',
    methods: route.methods,
    path,
    guards,
    judged: validation(route.schema, route),
    parameters: parametersOf(route),
    handlers: route.handler === undefined ? [] : [route.handler],
    site: route.site,
    application: root.site,
    standIn: root.standIn,
  };
}

/** A schema of the request is checked by the framework before the handler runs. */
const validation = (schema: Value | undefined, route: InstanceRoute): readonly JudgedGuard[] =>
  validates(schema)
    ? [
        {
          guard: { name: 'schema', kind: 'validation', requires: [], origin: route.site.origin },
          resolved: true,
          conditional: false,
          passes: false,
        },
      ]
    : [];

/** What the schema declares, then what the handler reads besides. */
function parametersOf(route: InstanceRoute): readonly Parameter[] {
  const declared = schemaParameters(route.schema, route.site.origin);
  const handler = route.handler === undefined ? undefined : handlerOf(route.handler).value;
  const read = handler === undefined ? [] : readParameters(handler);
  const known = new Set(declared.map((each) => `${each.in}:${each.name}`));
  return [...declared, ...read.filter((each) => !known.has(`${each.in}:${each.name}`))];
}
