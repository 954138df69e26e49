import type { DeclaredRoute } from '../../http/declared.ts';
import type { DeclaredRouter } from '../../http/declared-mounts.ts';
import type { RoutePath } from '../../http/paths.ts';
import { rootPath } from '../../http/paths.ts';
import { judgeFilter } from '../checks.ts';
import type { PathFilter } from '../filters.ts';
import { withFilters } from '../filters.ts';
import { joinAll } from '../http-paths.ts';
import { comesFrom, qualifiedNames } from '../names.ts';
import type { Reading } from '../readings.ts';
import type { Registry } from '../routers.ts';
import { addRoute, colonPath, newRouter, routesOf, verbOf } from '../routers.ts';
import { run } from '../run/calls.ts';
import { textIn } from '../run/texts.ts';
import type { Library, LibraryCall, Machine } from '../run/machine.ts';
import { createMachine, walkFiles } from '../run/start.ts';
import type { Frame, Host, Value } from '../run/value.ts';
import { hostValue, unknownValue } from '../run/value.ts';
import { pathOf } from '../values.ts';
import type { World } from '../world.ts';

const reading: Reading = {
  named: {
    queryParams: 'query',
    queryParamsValues: 'query',
    queryParamOrDefault: 'query',
    queryParamsOrDefault: 'query',
    queryMap: 'query',
    headers: 'header',
    cookie: 'cookie',
  },
  whole: ['body', 'bodyAsBytes'],
};

/** Routes of Spark: static calls, or calls on a service of its own, inside of `path` groups. */
export function sparkRoutes(world: World): readonly DeclaredRoute[] {
  const files = world.filesWith(/\bimport\s+(static\s+)?spark\./);
  if (files.length === 0) return [];
  const registry: Registry = { technology: 'spark', routers: [], reading, pathOf: colonPath };
  const filters: PathFilter[] = [];
  walkFiles(createMachine(world, [spark(registry, filters)]), files);
  return withFilters(routesOf(registry), filters);
}

interface Service {
  readonly router: DeclaredRouter;
}

interface SparkHost extends Host {
  readonly type: 'spark' | 'spark-redirect';
  readonly service: Service;
}

const isHost = (host: Host): host is SparkHost => host.type === 'spark' || host.type === 'spark-redirect';

const names =
  /^(get|post|put|patch|delete|head|options|trace|query|path|before|after|afterAfter|webSocket|redirect)$/;

function spark(registry: Registry, filters: PathFilter[]): Library {
  const prefixes: RoutePath[] = [];
  let common: Service | undefined;
  const shared = (frame: Frame, line: number): Service =>
    (common ??= { router: newRouter(registry, 'application', frame, line) });
  const call = (each: LibraryCall, machine: Machine): Value | undefined => {
    const { name, on, frame, line } = each;
    if (on?.kind === 'static' && /(^|\.)Service$/.test(on.name) && name === 'ignite') {
      const host: SparkHost = {
        type: 'spark',
        service: { router: newRouter(registry, 'application', frame, line) },
      };
      return hostValue(host);
    }
    const service = serviceOf(on, name, frame, () => shared(frame, line));
    if (service === undefined) return undefined;
    register(machine, { registry, filters, prefixes }, service, each);
    return on ?? unknownValue;
  };
  return {
    call,
    standIn: (type, scope, line) => {
      if (!/^(spark\.)?Service$/.test(type.name) || !comesFrom(type.name, { file: scope.file }, ['spark']))
        return undefined;
      const host: SparkHost = { type: 'spark', service: shared({ scope, names: new Map() }, line) };
      return hostValue(host);
    },
  };
}

function serviceOf(
  on: Value | undefined,
  name: string,
  { scope }: Frame,
  shared: () => Service,
): Service | undefined {
  if (on?.kind === 'host' && isHost(on.host)) return on.host.service;
  const isStatic =
    on === undefined
      ? qualifiedNames(name, scope).some((full) => full.startsWith('spark.Spark')) && names.test(name)
      : on.kind === 'static' &&
        (/(^|\.)Spark$/.test(on.name) ||
          (on.name === 'redirect' &&
            qualifiedNames('redirect', scope).some((full) => full.startsWith('spark.Spark'))) ||
          on.name === 'Spark.redirect');
  return isStatic ? shared() : undefined;
}

interface Registered {
  readonly registry: Registry;
  readonly filters: PathFilter[];
  readonly prefixes: RoutePath[];
}

function register(machine: Machine, to: Registered, { router }: Service, call: LibraryCall): void {
  const { name, args, frame, line, on } = call;
  const prefix = to.prefixes.at(-1) ?? rootPath;
  const [first, ...rest] = args;
  const own = pathOf(textIn(machine, first?.value));
  const verb = name === 'any' ? 'ANY' : verbOf(name);
  const isRedirect = on?.kind === 'static' && on.name.endsWith('redirect');
  if (verb !== undefined) {
    const handler = isRedirect
      ? undefined
      : (rest.find(({ value }) => value.kind !== 'code') ?? rest[0])?.value;
    if (first !== undefined && rest.length > 0)
      addRoute(machine, to.registry, router, {
        methods: [verb],
        path: joinAll(prefix, own),
        handler,
        frame,
        line,
      });
    return;
  }
  if (name === 'path' && rest[0] !== undefined) {
    to.prefixes.push(joinAll(prefix, own));
    run(machine, rest[0].value, []);
    to.prefixes.pop();
  } else if (name === 'webSocket')
    addRoute(machine, to.registry, router, {
      methods: ['GET'],
      path: joinAll(prefix, own),
      handler: undefined,
      frame,
      line,
      protocol: 'ws',
    });
  else if (name === 'before') {
    const hasPath = own.resolved;
    for (const { value } of hasPath ? rest : args)
      to.filters.push({
        pattern: hasPath ? starred(joinAll(prefix, own)) : joinAll(prefix, { text: '**', resolved: true }),
        guard: judgeFilter(machine, value, { frame, line, fallback: 'before' }),
      });
  }
}

/** `/admin/*` of Spark reaches any depth. */
const starred = (path: RoutePath): RoutePath => ({
  ...path,
  text: colonPath(path.text).replace(/\{\*\}$/, '**'),
});
