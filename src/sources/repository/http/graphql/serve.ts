import type { Parameter } from '../../../../model/api.ts';
import type { Codebase } from '../../javascript/codebase.ts';
import type { Machine } from '../../javascript/machine.ts';
import { fileAddress, mountOn } from '../adapters.ts';
import { hooksFor } from '../fastify/instance.ts';
import type { Instance } from '../fastify/instance.ts';
import { handlerChecks } from '../handler-checks.ts';
import type { RoutePath } from '../paths.ts';
import { joinPaths, rootPath } from '../paths.ts';
import type { Entry, Router } from '../routing.ts';
import { rootFields } from './fields.ts';
import type { GraphqlServer, GraphqlWorld } from './library.ts';
import type { RootField } from './schema.ts';

/**
 * Fields of the root types behind the address of their server: what it is told, the file it stands in, or where it is
 * mounted on a router of another framework, whose entries are changed for it.
 */
export function graphqlRouters(
  machine: Machine,
  world: GraphqlWorld,
  codebase: Codebase,
  others: readonly Router[],
  instances: readonly Instance[],
): readonly Router[] {
  const roots: Router[] = [];
  const context = { machine, repository: codebase.repository };
  let used = false;
  for (const server of world.servers) {
    const own = rootFields(context, server.config, server.site);
    const fields: readonly RootField[] = own.length > 0 || used ? own : world.built;
    used ||= fields === world.built;
    if (fields.length > 0) roots.push(...placed(machine, server, fields, others, instances));
  }
  if (!used && world.built.length > 0)
    roots.push(routerOf(machine, world.built, usual, world.built[0]?.site));
  return roots;
}

const usual: RoutePath = { text: '/graphql', resolved: true };

function placed(
  machine: Machine,
  server: GraphqlServer,
  fields: readonly RootField[],
  others: readonly Router[],
  instances: readonly Instance[],
): readonly Router[] {
  const instance = instances.find(({ host }) => host === server.instance);
  if (instance !== undefined) return [onInstance(machine, server, fields, instance)];
  const file = fileAddress(server.site.origin.file) ?? pageAddress(server.site.origin.file);
  const told = server.address ?? file;
  const made = routerOf(
    machine,
    fields,
    told === undefined ? usual : { text: told, resolved: true },
    server.site,
  );
  for (const value of server.values) {
    const mounted = mountOn(others, { value }, made, server.address !== undefined);
    if (mounted !== undefined) return mounted;
  }
  return [made];
}

/** Behind the prefix and the hooks of the instance that registers it. */
function onInstance(
  machine: Machine,
  { address, site }: GraphqlServer,
  fields: readonly RootField[],
  instance: Instance,
): Router {
  const path = { text: address ?? usual.text, resolved: true };
  const made = routerOf(machine, fields, joinPaths(instance.prefix, path), site);
  const before = hooksFor(instance).map(({ given }): Entry => ({ kind: 'use', paths: [], given, level: 0 }));
  return { ...made, entries: [...before, ...made.entries] };
}

/** `pages/api/graphql.ts`, `app/api/graphql/route.ts`. */
const pageAddress = (path: string): string | undefined =>
  /(?:^|\/)pages(\/api\/[\w/-]+)\.[cm]?[jt]sx?$/.exec(path)?.[1] ??
  /(?:^|\/)app(\/[\w/-]+)\/route\.[cm]?[jt]sx?$/.exec(path)?.[1];

function routerOf(
  machine: Machine,
  fields: readonly RootField[],
  prefix: RoutePath,
  site: RootField['site'] | undefined,
): Router {
  const entries = fields.map((field): Entry => entryOf(machine, field));
  const [first] = fields;
  const place = site ?? first?.site;
  if (place === undefined) throw new Error('a router of GraphQL needs a field');
  return { technology: 'graphql', kind: 'application', prefix, entries, site: place };
}

function entryOf(machine: Machine, field: RootField): Entry {
  const { resolver, site } = field;
  return {
    kind: 'route',
    methods: ['POST'],
    paths: [{ ...rootPath, text: `#${field.root}.${field.name}` }],
    handlers: resolver === undefined ? [] : [{ value: resolver, site, conditional: false }],
    site,
    level: machine.level,
    told: {
      protocol: 'graphql',
      judged: field.judged,
      own: { judged: resolver?.kind === 'function' ? handlerChecks(resolver) : [], doubts: [] },
      parameters: field.args.map(({ name, type, required }): Parameter => ({
        name,
        in: 'body',
        ...(type === undefined ? {} : { type }),
        required,
        origin: site.origin,
      })),
    },
  };
}
