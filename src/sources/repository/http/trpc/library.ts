import type { LibraryModel, Machine } from '../../javascript/machine.ts';
import { ownEntry } from '../../javascript/own.ts';
import type { HostValue, LibraryValue, ObjectValue, Site, Value } from '../../javascript/value.ts';
import { native, nothing, objectOf, textOf, unknown } from '../../javascript/value.ts';
import type { Entry, Given } from '../routing.ts';
import type { Draft, Procedure, TrpcNode } from './procedure.ts';
import { namedMiddlewares } from './named-middlewares.ts';
import { emptyDraft } from './procedure.ts';

/** A call that puts a router behind an address. */
export interface Adapter {
  readonly value: Value;
  readonly kind: 'trpc' | 'openapi';
  readonly name: string;
  readonly options: ObjectValue;
  readonly site: Site;
  /** The entry of another framework's router whose handler makes it. */
  within?: Entry;
}

/** What the walk of code with tRPC gathers. */
export interface TrpcWorld {
  readonly library: LibraryModel;
  readonly nodeOf: (value: Value) => TrpcNode | undefined;
  /** Every router, in the order they were made. */
  readonly routers: readonly Value[];
  readonly adapters: readonly Adapter[];
}

const adapterPackages: Readonly<Record<string, Adapter['kind']>> = {
  '@trpc/server': 'trpc',
  '@hono/trpc-server': 'trpc',
  '@elysiajs/trpc': 'trpc',
  'trpc-nuxt': 'trpc',
  'trpc-sveltekit': 'trpc',
  'trpc-openapi': 'openapi',
  'trpc-to-openapi': 'openapi',
  'trpc-swagger': 'openapi',
  '@lilyrose2798/trpc-openapi': 'openapi',
};

interface World {
  readonly nodes: Map<Value, TrpcNode>;
  readonly routers: Value[];
  readonly adapters: Adapter[];
}

export function trpcWorld(): TrpcWorld {
  const world: World = { nodes: new Map(), routers: [], adapters: [] };
  return {
    routers: world.routers,
    adapters: world.adapters,
    nodeOf: (value) => world.nodes.get(value),
    library: {
      packages: Object.keys(adapterPackages),
      call: (library, args, site, machine) => called(world, library, args, site, machine),
    },
  };
}

function called(
  world: World,
  library: LibraryValue,
  args: readonly Value[],
  site: Site,
  machine: Machine,
): Value | undefined {
  const path = library.path.replace(/^default\./, '');
  const name = path.split('.').at(-1) ?? '';
  if (library.package === '@trpc/server') {
    if (/^initTRPC\b/.test(path)) return name === 'create' ? root(world) : undefined;
    if (path === 'router') return oldRouter(world, makeRouter(world, new Map(), site));
    if (path === 'mergeRouters') return merged(world, args, site);
    if (path.endsWith('standaloneMiddleware().create')) return middlewares(world, givenOf(world, args, site));
    if (name === 'lazy') return args[0] === undefined ? undefined : machine.call(args[0], [], site);
    if (name === 'TRPCError') return unknown('an error of tRPC');
  }
  const options = args.find((arg) => arg.kind === 'object' && arg.fields.has('router'));
  const kind = ownEntry(adapterPackages, library.package);
  if (kind === undefined || options?.kind !== 'object') return undefined;
  const value = host(() => undefined);
  world.adapters.push({ value, kind, name, options, site });
  return value;
}

const host = (member: HostValue['member']): HostValue => ({
  kind: 'host',
  technology: 'trpc',
  fields: new Map(),
  member,
});

/** What `initTRPC.create()` gives. */
function root(world: World): Value {
  return host((name) => {
    switch (name) {
      case 'procedure':
        return builder(world, emptyDraft);
      case 'router':
        return native(name, ([fields], site) =>
          makeRouter(world, fields?.kind === 'object' ? new Map(fields.fields) : new Map(), site),
        );
      case 'mergeRouters':
        return native(name, (args, site) => merged(world, args, site));
      case 'middleware':
        return native(name, (args, site) => middlewares(world, givenOf(world, args, site)));
      case 'createCallerFactory':
        return native(name, () => unknown('a caller of procedures'));
      default:
        return undefined;
    }
  });
}

function makeRouter(world: World, fields: Map<string, Value>, site: Site): HostValue {
  const made = host((name) => {
    if (name === '_def')
      return objectOf(
        ['procedures', 'record'].map((key) => [key, objectOf(fields)] as const),
        0,
        true,
      );
    return fields.get(name);
  });
  world.nodes.set(made, { kind: 'router', fields, site });
  world.routers.push(made);
  return made;
}

function merged(world: World, args: readonly Value[], site: Site): Value {
  const fields = new Map<string, Value>();
  for (const arg of args) {
    const node = world.nodes.get(arg);
    if (node?.kind === 'router') for (const [name, value] of node.fields) fields.set(name, value);
    const at = world.routers.indexOf(arg);
    if (at >= 0) world.routers.splice(at, 1);
  }
  return makeRouter(world, fields, site);
}

function middlewares(world: World, given: readonly Given[]): Value {
  const made = host((name) =>
    name.endsWith('pipe')
      ? native(name, (args, site) => middlewares(world, [...given, ...givenOf(world, args, site)]))
      : undefined,
  );
  world.nodes.set(made, { kind: 'middlewares', given });
  return made;
}

const givenOf = (world: World, args: readonly Value[], site: Site): readonly Given[] =>
  namedMiddlewares(args, site, (value) => {
    const node = world.nodes.get(value);
    return node?.kind === 'middlewares' ? node.given : undefined;
  });

const types: Readonly<Record<string, Procedure['type']>> = {
  query: 'query',
  mutation: 'mutation',
  subscription: 'subscription',
};

/** `t.procedure`: each call gives another builder, the last one a procedure. */
function builder(world: World, draft: Draft): Value {
  const made = host((name) => {
    const type = ownEntry(types, name);
    if (type !== undefined)
      return native(name, ([resolver], site) => {
        const procedure = host(() => undefined);
        world.nodes.set(procedure, { kind: 'procedure', type, draft, resolver: resolver ?? nothing, site });
        return procedure;
      });
    return native(name, (args, site) => builder(world, extended(world, draft, name, args, site)));
  });
  world.nodes.set(made, { kind: 'builder', draft });
  return made;
}

function extended(world: World, draft: Draft, name: string, args: readonly Value[], site: Site): Draft {
  const [first] = args;
  switch (name) {
    case 'input':
      return first === undefined ? draft : { ...draft, inputs: [...draft.inputs, first] };
    case 'meta':
      return first === undefined ? draft : { ...draft, meta: first };
    case 'use':
    case 'unstable_use':
      return { ...draft, middlewares: [...draft.middlewares, ...givenOf(world, args, site)] };
    case 'concat':
    case 'unstable_concat': {
      const other = first === undefined ? undefined : world.nodes.get(first);
      if (other?.kind !== 'builder') return draft;
      const { inputs, middlewares: more } = other.draft;
      return {
        ...draft,
        inputs: [...draft.inputs, ...inputs],
        middlewares: [...draft.middlewares, ...more],
      };
    }
    default:
      return draft;
  }
}

/** tRPC 9: `trpc.router().query('name', { input, resolve }).merge('users.', users)`. */
function oldRouter(world: World, value: HostValue, before: readonly Given[] = []): Value {
  const node = world.nodes.get(value);
  if (node?.kind !== 'router') return value;
  const { fields } = node;
  const chain: HostValue = host((name) => {
    const type = ownEntry(types, name);
    if (type !== undefined)
      return native(name, ([key, options], site) => {
        const procedure = host(() => undefined);
        const input = options?.kind === 'object' ? options.fields.get('input') : undefined;
        const resolver = options?.kind === 'object' ? options.fields.get('resolve') : undefined;
        const draft: Draft = { inputs: input === undefined ? [] : [input], middlewares: before };
        world.nodes.set(procedure, { kind: 'procedure', type, draft, resolver: resolver ?? nothing, site });
        fields.set((key && textOf(key)) ?? '{unresolved}', procedure);
        return chain;
      });
    if (name === 'merge')
      return native(name, (args) => {
        const prefix = args.length > 1 && args[0] !== undefined ? (textOf(args[0]) ?? '{unresolved}.') : '';
        const other = args.at(-1);
        const inner = other === undefined ? undefined : world.nodes.get(other);
        if (inner?.kind === 'router')
          for (const [key, each] of inner.fields) fields.set(prefix + key, withBefore(world, each, before));
        const at = other === undefined ? -1 : listed(world, other);
        if (at >= 0) world.routers.splice(at, 1);
        return chain;
      });
    if (name === 'middleware')
      return native(name, (args, site) =>
        oldRouter(world, value, [...before, ...givenOf(world, args, site)]),
      );
    return native(name, () => chain);
  });
  const at = listed(world, value);
  world.nodes.set(chain, node);
  if (at >= 0) world.routers[at] = chain;
  return chain;
}

/** Where a router stands in the list, by what it holds: a chain of calls has one object a call. */
const listed = ({ nodes, routers }: World, value: Value): number =>
  routers.findIndex((each) => each === value || nodes.get(each) === nodes.get(value));

function withBefore(world: World, value: Value, before: readonly Given[]): Value {
  const node = world.nodes.get(value);
  if (node?.kind !== 'procedure' || before.length === 0) return value;
  const made = host(() => undefined);
  const draft = { ...node.draft, middlewares: [...before, ...node.draft.middlewares] };
  world.nodes.set(made, { ...node, draft });
  return made;
}
