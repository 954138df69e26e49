import type { Method } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { Code } from '../code.ts';
import { walkCode } from '../code.ts';
import type { Reading } from '../readings.ts';
import { eachCode } from '../readings.ts';
import type { Registry } from '../routers.ts';
import { addRoute, newRouter, routesOf, verbOf } from '../routers.ts';
import { handlerOf } from '../run/handler.ts';
import type { HandlerCode } from '../run/handler.ts';
import type { Library, Machine } from '../run/machine.ts';
import { createMachine, walkFiles } from '../run/start.ts';
import { textIn } from '../run/texts.ts';
import type { Host, Value } from '../run/value.ts';
import { pathOf } from '../values.ts';
import type { World } from '../world.ts';

const reading: Reading = {
  named: {},
  whole: ['getRequestBody'],
  other: (code, textOf) => {
    if (
      code.kind !== 'call' ||
      !/^(getFirst|get|getOrDefault)$/.test(code.name) ||
      code.on?.kind !== 'call' ||
      code.on.name !== 'getRequestHeaders'
    )
      return [];
    const name = textOf(code.args[0]?.value);
    return name === undefined ? [] : [[name, 'header']];
  },
};

interface ServerHost extends Host {
  readonly type: 'jdk-server';
  readonly router: ReturnType<typeof newRouter>;
}

const isServer = (
  value: Value | undefined,
): value is Value & { readonly kind: 'host'; readonly host: ServerHost } =>
  value?.kind === 'host' && value.host.type === 'jdk-server';

/** Contexts of the HTTP server of the JDK; the methods are those its handler compares with. */
export function httpServerRoutes(world: World): readonly DeclaredRoute[] {
  const files = world.filesWith(/com\.sun\.net\.httpserver\b/);
  if (files.length === 0) return [];
  const registry: Registry = { technology: 'jdk-http-server', routers: [], reading, pathOf: (text) => text };
  walkFiles(createMachine(world, [server(registry)]), files);
  return routesOf(registry);
}

function server(registry: Registry): Library {
  const made = (frame: Parameters<typeof newRouter>[2], line: number): Value => {
    const host: ServerHost = { type: 'jdk-server', router: newRouter(registry, 'application', frame, line) };
    return { kind: 'host', host };
  };
  return {
    call: ({ name, on, args, frame, line }, machine) => {
      if (on?.kind === 'static' && /(^|\.)Https?Server$/.test(on.name) && name === 'create')
        return made(frame, line);
      if (!isServer(on)) return undefined;
      if (name === 'createContext')
        addRoute(machine, registry, on.host.router, {
          methods: methodsOf(machine, args[1]?.value),
          path: pathOf(textIn(machine, args[0]?.value)),
          handler: args[1]?.value,
          frame,
          line,
        });
      return on;
    },
    standIn: (type, scope, line) =>
      /(^|\.)Https?Server$/.test(type.name) ? made({ scope }, line) : undefined,
  };
}

/** Without a comparison every method is answered; what a handler without one does is a read. */
function methodsOf(machine: Machine, value: Value | undefined): readonly Method[] {
  const handler = value === undefined ? undefined : handlerOf(machine, value);
  const found = handler?.body === undefined ? [] : comparedMethods(machine, handler);
  return found.length === 0 ? ['GET'] : found;
}

function comparedMethods(machine: Machine, handler: HandlerCode): readonly Method[] {
  const names = new Set<string>();
  const found = new Set<Method>();
  const asks = (code: Code | undefined): boolean => {
    let is = false;
    if (code !== undefined)
      walkCode([code], (each) => {
        is ||=
          (each.kind === 'call' && each.name === 'getRequestMethod') ||
          (each.kind === 'member' && each.name === 'requestMethod') ||
          (each.kind === 'name' && names.has(each.name));
      });
    return is;
  };
  const add = (code: Code | undefined): void => {
    if (code === undefined) return;
    walkCode([code], (each) => {
      const method = each.kind === 'text' ? verbOf(each.value) : undefined;
      if (method !== undefined) found.add(method);
    });
  };
  eachCode(machine.world, handler, (code) => {
    if (code.kind === 'local' && asks(code.value)) names.add(code.name);
    if (code.kind === 'branch' && asks(code.test)) {
      if (code.cases.some(({ tests }) => tests.length > 0))
        for (const { tests } of code.cases) tests.forEach(add);
      else add(code.test);
    }
    if (code.kind === 'call' && /^equals(IgnoreCase)?$/.test(code.name) && asks(code)) add(code);
  });
  return [...found];
}
