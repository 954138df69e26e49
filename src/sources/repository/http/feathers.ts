import type { Parameter } from '../../../model/api.ts';
import { findMethod } from '../javascript/definitions.ts';
import type { Machine } from '../javascript/machine.ts';
import type { HostValue, Site, Value } from '../javascript/value.ts';
import { native, nothing, optionsOf, textOf, unknown } from '../javascript/value.ts';
import { given } from './express.ts';
import { readParameters } from './parameters.ts';
import { joinPaths, pathsOf } from './paths.ts';
import type { CallFramework, Routers } from './routers.ts';
import type { Given, Router } from './routing.ts';
import { verbNamed } from './verbs.ts';

const packages = [
  '@feathersjs/feathers',
  '@feathersjs/express',
  '@feathersjs/koa',
  '@feathersjs/rest-commons',
  'feathers',
  'feathers-express',
];

/** Methods of a service, with the verb and path they get, and what their parameters stand for. */
const serviceMethods = [
  { name: 'find', verb: 'GET', path: '', positions: [''] },
  { name: 'get', verb: 'GET', path: '/:id', positions: [undefined, ''] },
  { name: 'create', verb: 'POST', path: '', positions: ['body', ''] },
  { name: 'update', verb: 'PUT', path: '/:id', positions: [undefined, 'body', ''] },
  { name: 'patch', verb: 'PATCH', path: '/:id', positions: [undefined, 'body', ''] },
  { name: 'remove', verb: 'DELETE', path: '/:id', positions: [undefined, ''] },
] as const;

/** Feathers: services at paths, each with up to six methods; hooks run before them. */
export function feathers(routers: Routers): CallFramework {
  const make = (machine: Machine, site: Site, standIn = false): HostValue => {
    const services = new Map<string, Service>();
    const common: Hooks = new Map();
    return routers.add({ technology: 'feathers', kind: 'application', site, standIn }, (router, host, name) =>
      memberOf({ machine, router, host, services, common }, name),
    );
  };
  return {
    technology: 'feathers',
    standIn: (machine, _, site) => make(machine, site, true),
    library: {
      packages,
      call: ({ package: from, path }, [first], site, machine) => {
        if (!/^(default|feathers|express|koa)?$/.test(path)) return undefined;
        const isMade = first?.kind === 'host' && first.technology === 'feathers';
        if (isMade) return first;
        return from.endsWith('rest-commons') ? undefined : make(machine, site);
      },
    },
  };
}

/** Checks by the method they stand before; `all` stands before each. */
type Hooks = Map<string, Given[]>;

interface Service {
  readonly hooks: Hooks;
  readonly routes: { readonly name: string; readonly handlers: Given[] }[];
}

interface Host {
  readonly machine: Machine;
  readonly router: Router;
  readonly host: HostValue;
  readonly services: Map<string, Service>;
  readonly common: Hooks;
}

function memberOf(at: Host, name: string): Value | undefined {
  const { host, machine } = at;
  switch (name) {
    case 'use':
      return native(name, (args, site) => {
        use(at, args, site);
        return host;
      });
    case 'configure':
      return native(name, ([run], site) => {
        for (const each of run === undefined ? [] : optionsOf(run))
          if (each.kind === 'function') machine.call(each, [host], site, host);
        return host;
      });
    case 'service':
      return native(name, ([path]) =>
        serviceHost(at, cleaned(path === undefined ? undefined : textOf(path))),
      );
    case 'hooks':
      return native(name, ([table], site) => {
        for (const each of at.services.values()) applyHooks(each, table, site, true);
        addHooks(at.common, table, site);
        return host;
      });
    case 'get':
    case 'post':
    case 'put':
    case 'patch':
    case 'delete':
    case 'all':
      return native(name, ([path, ...handlers], site) => {
        if (path === undefined || handlers.length === 0) return unknown('a setting', { configured: true });
        const verb = verbNamed(name);
        if (verb !== undefined)
          at.router.entries.push({
            kind: 'route',
            methods: [verb],
            paths: pathsOf(path),
            handlers: given(handlers, site, 1),
            site,
            level: machine.level,
          });
        return host;
      });
    case 'listen':
    case 'set':
    case 'on':
    case 'publish':
    case 'mixins':
    case 'setup':
      return native(name, () => host);
    default:
      return undefined;
  }
}

const cleaned = (path: string | undefined): string => (path ?? '').replaceAll(/^\/+|\/+$/g, '');

/** `use('/notes', service, { methods })`; without a path or a service it is a middleware. */
function use(at: Host, args: readonly Value[], site: Site): void {
  const [path, ...rest] = args;
  if (path === undefined) return;
  const text = textOf(path);
  const service = rest.find(isService);
  if (text === undefined || service === undefined) {
    const items = given(text === undefined ? args : rest, site, text === undefined ? 0 : 1);
    for (const each of items)
      at.router.entries.push({
        kind: 'use',
        paths: text === undefined ? [] : pathsOf(path),
        given: each,
        level: at.machine.level,
      });
    return;
  }
  const options = rest.find((arg) => arg !== service && arg.kind === 'object' && arg.shape === undefined);
  const record: Service = { hooks: new Map(at.common), routes: [] };
  at.services.set(cleaned(text), record);
  for (const { name, verb, path: own, positions } of serviceMethods) {
    const method = methodOf(service, name);
    if (method === 'missing' || !isOffered(options, name)) continue;
    const before = given(rest.slice(0, rest.indexOf(service)), site, 1);
    const handlers: Given[] = [
      ...before,
      ...(record.hooks.get('all') ?? []),
      ...(record.hooks.get(name) ?? []),
    ];
    if (method !== 'unseen') handlers.push({ value: method, site, conditional: false });
    else handlers.push({ value: unknown('a method of a library'), site, conditional: false, written: name });
    record.routes.push({ name, handlers });
    const paths = pathsOf(path).map((each) => joinPaths(each, { text: own, resolved: true }));
    at.router.entries.push({
      kind: 'route',
      methods: [verb],
      paths,
      handlers,
      site,
      level: at.machine.level,
      told: { parameters: parametersOf(method, positions, site) },
    });
  }
}

/** What the method reads; of a method that is not seen its data is told as a whole. */
function parametersOf(
  method: Value | 'unseen',
  positions: readonly (string | undefined)[],
  site: Site,
): readonly Parameter[] {
  const whole = positions.includes('body')
    ? [{ name: 'body', in: 'body', required: true, origin: site.origin } as const]
    : [];
  if (method === 'unseen' || method.kind !== 'function') return whole;
  const read = readParameters(method, { technology: 'feathers', positions });
  return read.some((each) => each.in === 'body') ? read : [...whole, ...read];
}

const isService = (value: Value): boolean => {
  if (value.kind === 'result') return !/static|cors|json|urlencoded/.test(value.callee.path);
  if (value.kind !== 'object') return false;
  return value.shape !== undefined || serviceMethods.some(({ name }) => value.fields.has(name));
};

function methodOf(service: Value, name: string): Value | 'missing' | 'unseen' {
  if (service.kind !== 'object') return 'unseen';
  const own = service.fields.get(name);
  if (own !== undefined) return own;
  const { shape } = service;
  if (shape === undefined) return 'missing';
  const found = findMethod(shape, name, 'method');
  if (found !== undefined) return found;
  let above: Value | undefined = shape.parent;
  for (let depth = 0; above?.kind === 'class' && depth < 20; depth += 1) above = above.parent;
  return above === undefined ? 'missing' : 'unseen';
}

function isOffered(options: Value | undefined, name: string): boolean {
  const methods = options?.kind === 'object' ? options.fields.get('methods') : undefined;
  if (methods?.kind !== 'array' || methods.open) return true;
  return methods.items.some((item) => textOf(item) === name);
}

function serviceHost(at: Host, path: string): HostValue {
  const host: HostValue = {
    kind: 'host',
    technology: 'feathers',
    fields: new Map(),
    member: (name) => {
      if (name === 'hooks')
        return native(name, ([table], site) => {
          const service = at.services.get(path);
          if (service !== undefined) applyHooks(service, table, site, false);
          return host;
        });
      return /^(on|publish|timeout)$/.test(name) ? native(name, () => host) : native(name, () => nothing);
    },
  };
  return host;
}

/** Hooks of the whole application stand before those of a service. */
function applyHooks(service: Service, table: Value | undefined, site: Site, first: boolean): void {
  const hooks: Hooks = new Map();
  addHooks(hooks, table, site);
  for (const { name, handlers } of service.routes) {
    const added = [...(hooks.get('all') ?? []), ...(hooks.get(name) ?? [])];
    handlers.splice(first ? 0 : Math.max(handlers.length - 1, 0), 0, ...added);
  }
}

/** `{ before: { all: [authenticate('jwt')] }, around: { … } }`. */
function addHooks(hooks: Hooks, table: Value | undefined, site: Site): void {
  if (table?.kind !== 'object') return;
  for (const phase of ['around', 'before']) {
    const part = table.fields.get(phase);
    if (part?.kind === 'array') hooks.set('all', [...(hooks.get('all') ?? []), ...checks(part, site)]);
    if (part?.kind !== 'object') continue;
    for (const [name, list] of part.fields)
      hooks.set(name, [...(hooks.get(name) ?? []), ...checks(list, site)]);
  }
}

const checks = (list: Value, site: Site): readonly Given[] => given([list], site, Number.MAX_SAFE_INTEGER);
