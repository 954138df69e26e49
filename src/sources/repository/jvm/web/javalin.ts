import type { DeclaredRoute } from '../../http/declared.ts';
import type { DeclaredRouter } from '../../http/declared-mounts.ts';
import type { RoutePath } from '../../http/paths.ts';
import { rootPath } from '../../http/paths.ts';
import { judgeFilter } from '../checks.ts';
import type { Place, Within } from './javalin-builder.ts';
import { isStaticImport, register } from './javalin-builder.ts';
import type { PathFilter } from '../filters.ts';
import { withFilters } from '../filters.ts';
import { comesFrom } from '../names.ts';
import type { Reading } from '../readings.ts';
import type { Registry } from '../routers.ts';
import { newRouter, routesOf } from '../routers.ts';
import { run } from '../run/calls.ts';
import { textIn } from '../run/texts.ts';
import type { Library, LibraryCall, Machine } from '../run/machine.ts';
import { createMachine, walkFiles } from '../run/start.ts';
import type { Frame, Host, Value } from '../run/value.ts';
import { hostValue, unknownValue } from '../run/value.ts';
import { pathOf } from '../values.ts';
import type { World } from '../world.ts';

interface JavalinHost extends Host {
  readonly type: 'javalin' | 'javalin-config';
  readonly router: DeclaredRouter;
  /** Set by the configuration, before or after routes are added. */
  readonly settings: { contextPath: RoutePath };
}

const isHost = (
  value: Value | undefined,
): value is Value & { readonly kind: 'host'; readonly host: JavalinHost } =>
  value?.kind === 'host' && value.host.type.startsWith('javalin');

const reading: Reading = {
  named: {
    queryParam: 'query',
    queryParams: 'query',
    queryParamAsClass: 'query',
    queryParamsAsClass: 'query',
    header: 'header',
    headerAsClass: 'header',
    cookie: 'cookie',
    formParam: 'body',
    formParams: 'body',
    formParamAsClass: 'body',
    uploadedFile: 'body',
    uploadedFiles: 'body',
  },
  whole: ['bodyAsClass', 'body', 'bodyValidator', 'bodyStreamAsClass', 'bodyInputStream', 'bodyAsBytes'],
};

/** Routes of Javalin: calls on the application, and those of its `ApiBuilder` inside of `path` and `routes`. */
export function javalinRoutes(world: World): readonly DeclaredRoute[] {
  const files = world.filesWith(/\bio\.javalin\b/);
  if (files.length === 0) return [];
  const registry: Registry = {
    technology: 'javalin',
    routers: [],
    reading,
    pathOf: (text) => text.replaceAll(/<(\w+)>/g, '{*$1}').replaceAll(/(?<!\{)\*(?!\w)/g, '{*}'),
  };
  const filters: PathFilter[] = [];
  const machine = createMachine(world, [javalin(registry, filters)]);
  walkFiles(machine, files);
  return withFilters(routesOf(registry), filters);
}

function javalin(registry: Registry, filters: PathFilter[]): Library {
  const places: Place[] = [];
  const within = (
    machine: Machine,
    callee: Value | undefined,
    place: Place,
    args: readonly Value[] = [],
  ): void => {
    places.push(place);
    if (callee !== undefined) run(machine, callee, args);
    places.pop();
  };
  const current = (frame: Frame, line: number): Place => {
    const place = places.at(-1) ?? { router: newRouter(registry, 'router', frame, line), prefix: rootPath };
    if (places.length === 0) places.push(place);
    return place;
  };
  const made = (frame: Frame, line: number): Value => {
    const host: JavalinHost = {
      type: 'javalin',
      router: newRouter(registry, 'application', frame, line),
      settings: { contextPath: rootPath },
    };
    return hostValue(host);
  };
  const call = (each: LibraryCall, machine: Machine): Value | undefined => {
    const { name, on, args, frame, line } = each;
    if (
      on?.kind === 'static' &&
      /(^|\.)Javalin$/.test(on.name) &&
      comesFrom(on.name, frame.scope, ['io.javalin'])
    ) {
      const app = made(frame, line);
      if (isHost(app)) {
        const config: JavalinHost = { ...app.host, type: 'javalin-config' };
        for (const { value } of args) run(machine, value, [hostValue(config)]);
      }
      return app;
    }
    if (isHost(on)) return hostCall(machine, { registry, filters, within }, on, each);
    const isBuilder =
      on === undefined
        ? isStaticImport(name, frame)
        : on.kind === 'static' && /(^|\.)ApiBuilder$/.test(on.name);
    if (!isBuilder) return undefined;
    register(machine, registry, filters, current(frame, line), each, within);
    return unknownValue;
  };
  return {
    call,
    member: memberOf,
    assign: setContextPath,
    standIn: (type, scope, line) => {
      if (!/(^|\.)(Javalin|JavalinConfig|JavalinDefaultRouting)$/.test(type.name)) return undefined;
      const router = newRouter(registry, 'router', { scope }, line);
      const host: JavalinHost = { type: 'javalin', router, settings: { contextPath: rootPath } };
      return hostValue(host);
    },
  };
}

interface Setting {
  readonly registry: Registry;
  readonly filters: PathFilter[];
  readonly within: Within;
}

function hostCall(
  machine: Machine,
  { registry, filters, within }: Setting,
  on: Value & { readonly host: JavalinHost },
  each: LibraryCall,
): Value {
  const { name, args, frame, line } = each;
  const place = { router: on.host.router, prefix: on.host.settings.contextPath };
  if (name === 'routes' || name === 'apiBuilder') within(machine, args[0]?.value, place);
  else if (name === 'mount') within(machine, args[0]?.value, place, [on]);
  else if (!register(machine, registry, filters, place, each, within) && name === 'accessManager')
    filters.push({
      pattern: { text: '/**', resolved: true },
      guard: judgeFilter(machine, args.at(-1)?.value, { frame, line, fallback: 'accessManager' }),
    });
  return on;
}

const memberOf = (on: Value, name: string): Value | undefined =>
  isHost(on) && /^(router|config|routes|unsafe|cfg|http)$/.test(name) ? on : undefined;

function setContextPath(on: Value, name: string, value: Value, _: string, machine: Machine): boolean {
  if (!isHost(on) || !/^(contextPath|rootPath)$/.test(name)) return false;
  on.host.settings.contextPath = pathOf(textIn(machine, value));
  return true;
}
