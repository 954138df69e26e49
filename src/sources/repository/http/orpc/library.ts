import type { LibraryModel, Machine } from '../../javascript/machine.ts';
import type { HostValue, LibraryValue, ObjectValue, Site, Value } from '../../javascript/value.ts';
import { native, nothing, objectOf, textOf } from '../../javascript/value.ts';
import type { Entry, Given } from '../routing.ts';
import { namedMiddlewares } from '../trpc/named-middlewares.ts';

/** What was said of a procedure so far; every call of the builder gives a new one. */
export interface Draft {
  readonly inputs: readonly Value[];
  readonly middlewares: readonly Given[];
  /** Options of `route`, the later ones over the earlier. */
  readonly route: ReadonlyMap<string, Value>;
  /** Of the routers it is made below. */
  readonly prefix: string;
}

const emptyDraft: Draft = { inputs: [], middlewares: [], route: new Map(), prefix: '' };

export type OrpcNode =
  | { readonly kind: 'builder'; readonly draft: Draft }
  | { readonly kind: 'procedure'; readonly draft: Draft; readonly handler: Value; readonly site: Site }
  | { readonly kind: 'middlewares'; readonly given: readonly Given[] };

/** A call of `handler.handle(request, { prefix })`, or a handler that nothing was seen to call. */
export interface Served {
  readonly value: Value;
  readonly router: Value;
  readonly kind: 'rpc' | 'openapi';
  readonly options: ObjectValue | undefined;
  readonly site: Site;
  /** The entry of another framework's router whose handler calls it. */
  within?: Entry;
}

export interface OrpcWorld {
  readonly library: LibraryModel;
  readonly nodeOf: (value: Value) => OrpcNode | undefined;
  readonly adapters: readonly Served[];
  /** Handlers that were made, called or not. */
  readonly handlers: readonly Served[];
}

interface World {
  machine: Machine | undefined;
  readonly nodes: Map<Value, OrpcNode>;
  readonly adapters: Served[];
  readonly handlers: Served[];
}

const packages = ['@orpc/server', '@orpc/openapi', '@orpc/contract'];

/** Builders, contracts, routers and handlers of oRPC. */
export function orpcWorld(): OrpcWorld {
  const world: World = { machine: undefined, nodes: new Map(), adapters: [], handlers: [] };
  return {
    nodeOf: (value) => world.nodes.get(value),
    adapters: world.adapters,
    handlers: world.handlers,
    library: {
      packages,
      member: ({ path }, name, machine) => {
        world.machine = machine;
        return path === 'os' || path === 'oc' ? builderMember(world, emptyDraft, name) : undefined;
      },
      call: (library, args, site, machine) => {
        world.machine = machine;
        return called(world, library, args, site, machine);
      },
    },
  };
}

function called(
  world: World,
  { path }: LibraryValue,
  args: readonly Value[],
  site: Site,
  machine: Machine,
): Value | undefined {
  const name = path.split('.').at(-1) ?? '';
  const [first, second] = args;
  if (first === undefined) return undefined;
  switch (name) {
    case 'implement':
      return implementer(world, first, emptyDraft);
    // `oo.spec(middleware, …)` only describes it.
    case 'spec':
      return first;
    case 'lazy':
      return machine.call(first, [], site);
    case 'RPCHandler':
    case 'OpenAPIHandler':
      return handler(world, first, name === 'RPCHandler' ? 'rpc' : 'openapi', site);
    default:
      return second === undefined && /^(unlazy|flattenRouter)$/.test(name) ? first : undefined;
  }
}

const host = (member: HostValue['member']): HostValue => ({
  kind: 'host',
  technology: 'orpc',
  fields: new Map(),
  member,
});

function handler(world: World, router: Value, kind: Served['kind'], site: Site): Value {
  const value = host((name) =>
    name === 'handle' || name === 'upgrade'
      ? native(name, (args, at) => {
          const options = args.find(
            (arg): arg is ObjectValue => arg.kind === 'object' && arg.fields.has('prefix'),
          );
          world.adapters.push({ value, router, kind, options, site: at });
          return nothing;
        })
      : undefined,
  );
  world.handlers.push({ value, router, kind, options: undefined, site });
  return value;
}

function builder(world: World, draft: Draft): Value {
  const made = host((name) => builderMember(world, draft, name));
  world.nodes.set(made, { kind: 'builder', draft });
  return made;
}

function builderMember(world: World, draft: Draft, name: string): Value {
  switch (name) {
    case 'handler':
      return native(name, ([run], site) => procedure(world, draft, run ?? nothing, site));
    case 'middleware':
      return native(name, (args, site) => middlewares(world, givenOf(world, args, site)));
    case 'router':
      return native(name, ([fields]) => enhanced(world, draft, fields));
    case 'lazy':
      return native(name, ([load], site) =>
        load === undefined
          ? nothing
          : enhanced(world, draft, wholeModule(world.machine?.call(load, [], site))),
      );
    default:
      return native(name, (args, site) => builder(world, extended(world, draft, name, args, site)));
  }
}

function extended(world: World, draft: Draft, name: string, args: readonly Value[], site: Site): Draft {
  const [first] = args;
  if (first === undefined) return draft;
  switch (name) {
    case 'input':
      return { ...draft, inputs: [...draft.inputs, first] };
    case 'use':
      return { ...draft, middlewares: [...draft.middlewares, ...givenOf(world, args.slice(0, 1), site)] };
    case 'route':
    case '$route':
      return first.kind === 'object'
        ? { ...draft, route: new Map([...draft.route, ...first.fields]) }
        : draft;
    case 'prefix':
      return { ...draft, prefix: draft.prefix + (textOf(first) ?? '/{unresolved}') };
    default:
      return draft;
  }
}

function procedure(world: World, draft: Draft, run: Value, site: Site): Value {
  const made: HostValue = host((name) => native(name, () => made));
  world.nodes.set(made, { kind: 'procedure', draft, handler: run, site });
  return made;
}

/** What `router` makes of its procedures: its own prefix and middlewares stand before theirs. */
function enhanced(world: World, draft: Draft, value: Value | undefined, depth = 0): Value {
  const node = value === undefined ? undefined : world.nodes.get(value);
  if (value === undefined || depth > deepest) return value ?? nothing;
  if (node?.kind === 'procedure') return procedure(world, joined(draft, node.draft), node.handler, node.site);
  if (node?.kind === 'builder') return builder(world, joined(draft, node.draft));
  if (value.kind !== 'object') return value;
  return objectOf([...value.fields].map(([key, field]) => [key, enhanced(world, draft, field, depth + 1)]));
}

const deepest = 30;

const joined = (around: Draft, own: Draft): Draft => ({
  ...own,
  prefix: around.prefix + own.prefix,
  middlewares: [...around.middlewares, ...own.middlewares],
});

function middlewares(world: World, given: readonly Given[]): Value {
  const made = host((name) =>
    name === 'concat'
      ? native(name, (args, site) => middlewares(world, [...given, ...givenOf(world, args, site)]))
      : native(name, () => made),
  );
  world.nodes.set(made, { kind: 'middlewares', given });
  return made;
}

const givenOf = (world: World, args: readonly Value[], site: Site): readonly Given[] =>
  namedMiddlewares(args, site, (value) => {
    const node = world.nodes.get(value);
    return node?.kind === 'middlewares' ? node.given : undefined;
  });

/** A module that is loaded late gives its default export. */
const wholeModule = (value: Value | undefined): Value | undefined =>
  value?.kind === 'object' ? (value.fields.get('default') ?? value) : value;

/** `implement(contract)`: the contract's procedures by their names, each to be given its handler. */
function implementer(world: World, contract: Value, before: Draft): Value {
  const node = world.nodes.get(contract);
  if (node?.kind === 'builder') return builder(world, { ...node.draft, middlewares: before.middlewares });
  return host((name) => {
    const child = contract.kind === 'object' ? contract.fields.get(name) : undefined;
    if (child !== undefined) return implementer(world, child, before);
    switch (name) {
      case 'router':
        return native(name, ([given]) => given ?? nothing);
      case 'middleware':
        return native(name, (args, site) => middlewares(world, givenOf(world, args, site)));
      default:
        return native(name, (args, site) =>
          implementer(world, contract, name === 'use' ? extended(world, before, name, args, site) : before),
        );
    }
  });
}
