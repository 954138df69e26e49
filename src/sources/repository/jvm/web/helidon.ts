import type { DeclaredRoute } from '../../http/declared.ts';
import type { DeclaredRouter } from '../../http/declared-mounts.ts';
import { rootPath } from '../../http/paths.ts';
import { judgeFilter } from '../checks.ts';
import { methodOf } from '../names.ts';
import type { Reading } from '../readings.ts';
import type { Registry } from '../routers.ts';
import { addRoute, newRouter, routesOf, verbOf } from '../routers.ts';
import { run } from '../run/calls.ts';
import { textIn } from '../run/texts.ts';
import type { Library, LibraryCall, Machine } from '../run/machine.ts';
import { createMachine, walkFiles } from '../run/start.ts';
import type { Host, Value } from '../run/value.ts';
import { hostValue } from '../run/value.ts';
import { pathOf } from '../values.ts';
import type { World } from '../world.ts';

const reading: Reading = {
  named: {},
  whole: ['as', 'content'],
  other: (code, textOf) => {
    if (code.kind !== 'call' || !/^(first|get|all|value)$/.test(code.name) || code.on === undefined)
      return [];
    const { on } = code;
    const owner = on.kind === 'call' ? on.name : '';
    const key = code.args[0]?.value;
    const name =
      textOf(key) ?? (key?.kind === 'call' && key.name === 'create' ? textOf(key.args[0]?.value) : undefined);
    if (name === undefined) return [];
    const place = { query: 'query', queryParams: 'query', headers: 'header', cookies: 'cookie' }[owner];
    return place === 'query' || place === 'header' || place === 'cookie' ? [[name, place]] : [];
  },
};

interface HelidonHost extends Host {
  readonly type: 'helidon';
  readonly router: DeclaredRouter;
}

const isHost = (
  value: Value | undefined,
): value is Value & { readonly kind: 'host'; readonly host: HelidonHost } =>
  value?.kind === 'host' && value.host.type === 'helidon';

/** Routes of Helidon SE: rules of the routing and of the services it registers. */
export function helidonRoutes(world: World): readonly DeclaredRoute[] {
  const files = world.filesWith(/\bio\.helidon\.(webserver|reactive\.webserver|nima\.webserver)\b/);
  if (files.length === 0) return [];
  const registry: Registry = {
    technology: 'helidon',
    routers: [],
    reading,
    pathOf: (text) => text.replaceAll(/(?<!\{)\*(?!\w)/g, '{*}'),
  };
  walkFiles(createMachine(world, [helidon(registry)]), files);
  return routesOf(registry);
}

const rules = /(^|\.)(HttpRouting\.Builder|Routing\.Builder|HttpRules|Routing\.Rules|Rules)$/;

function helidon(registry: Registry): Library {
  const made = (router: DeclaredRouter): Value => {
    const host: HelidonHost = { type: 'helidon', router };
    return hostValue(host);
  };
  return {
    call: (call, machine) => {
      const { name, on, args, frame, line } = call;
      if (on?.kind === 'static' && /(^|\.)(HttpRouting|Routing)$/.test(on.name) && name === 'builder')
        return made(newRouter(registry, 'application', frame, line));
      if (isHost(on)) return register(machine, registry, on, call);
      const first = args[0]?.value;
      if (name === 'routing' && (first?.kind === 'closure' || first?.kind === 'method'))
        run(machine, first, [made(newRouter(registry, 'application', frame, line))]);
      return undefined;
    },
    standIn: (type, scope, line) =>
      rules.test(type.name) ? made(newRouter(registry, 'router', { scope }, line)) : undefined,
  };
}

function register(
  machine: Machine,
  registry: Registry,
  on: Value & { readonly host: HelidonHost },
  call: LibraryCall,
): Value {
  const { name, args, frame, line } = call;
  const { router } = on.host;
  const hasPath = args[0] !== undefined && textIn(machine, args[0].value).text !== undefined;
  const path = hasPath ? pathOf(textIn(machine, args[0]?.value)) : rootPath;
  const rest = hasPath ? args.slice(1) : args;
  const verb = name === 'any' ? 'ANY' : verbOf(name);
  if (verb !== undefined && rest.length > 0) {
    const guards = rest
      .slice(0, -1)
      .map(({ value }) => judgeFilter(machine, value, { frame, line, fallback: 'handler' }));
    const handler = rest.at(-1)?.value;
    if (verb !== 'ANY' || hasPath)
      addRoute(machine, registry, router, { methods: [verb], path, handler, guards, frame, line });
    else if (handler !== undefined)
      router.entries.push({
        kind: 'use',
        reach: 'later',
        guard: judgeFilter(machine, handler, { frame, line, fallback: 'any' }),
      });
  } else if (name === 'register')
    for (const { value } of rest) {
      const child = newRouter(registry, 'router', frame, line);
      router.entries.push({ kind: 'mount', path, router: child, guards: [] });
      const host: HelidonHost = { type: 'helidon', router: child };
      runService(machine, value, hostValue(host));
    }
  else if (name === 'addFilter' || name === 'addFeature') return on;
  return on;
}

/** `routing(rules)` of version 4, `update(rules)` before. */
function runService(machine: Machine, service: Value, rulesOf: Value): void {
  if (service.kind === 'closure' || service.kind === 'method') run(machine, service, [rulesOf]);
  if (service.kind !== 'instance') return;
  for (const name of ['routing', 'update']) {
    const found = methodOf(machine.world, service.of, name);
    if (found !== undefined)
      run(machine, { kind: 'method', method: found.method, owner: found.owner, self: service }, [rulesOf]);
  }
}
