import type { LibraryModel, Machine } from '../../javascript/machine.ts';
import type { HostValue, LibraryValue, ObjectValue, Site, Value } from '../../javascript/value.ts';
import { native, nothing, objectOf, primitive, textOf, unknown } from '../../javascript/value.ts';
import type { BuilderFields } from './builders.ts';
import { builderCall } from './builders.ts';

/** A server of GraphQL, with everything that stands for it where it is mounted. */
export interface GraphqlServer {
  readonly values: Value[];
  readonly config: ObjectValue;
  /** The address it is told itself. */
  address: string | undefined;
  /** It answers by itself, without a framework around it. */
  alone: boolean;
  /** The instance of Fastify whose prefix and hooks stand before it. */
  readonly instance?: Value;
  readonly site: Site;
}

export interface GraphqlWorld {
  readonly library: LibraryModel;
  readonly servers: readonly GraphqlServer[];
  /** Fields that builders made, for schemas that are built from all of them. */
  readonly built: BuilderFields;
}

const packages = [
  '@apollo/server',
  'apollo-server',
  'apollo-server-express',
  'apollo-server-koa',
  'apollo-server-fastify',
  'apollo-server-micro',
  'apollo-server-lambda',
  'apollo-server-core',
  '@as-integrations/next',
  '@as-integrations/fastify',
  '@as-integrations/koa',
  '@as-integrations/express4',
  '@as-integrations/express5',
  '@as-integrations/h3',
  '@as-integrations/aws-lambda',
  'graphql-yoga',
  '@graphql-yoga/node',
  'express-graphql',
  'koa-graphql',
  'mercurius',
  'graphql-http',
  '@hono/graphql-server',
  '@pothos/core',
  'nexus',
  '@nexus/schema',
];

export function graphqlWorld(): GraphqlWorld {
  const servers: GraphqlServer[] = [];
  const built: BuilderFields = [];
  return {
    servers,
    built,
    library: {
      packages,
      call: (library, args, site, machine) =>
        builderCall(built, library, args, site, machine) ?? called(servers, library, args, site, machine),
    },
  };
}

function called(
  servers: GraphqlServer[],
  library: LibraryValue,
  args: readonly Value[],
  site: Site,
  machine: Machine,
): Value | undefined {
  const name =
    library.path
      .replace(/^default\./, '')
      .split('.')
      .at(-1) ?? '';
  const [first, second] = args;
  if (library.package === 'mercurius') return mercurius(servers, first, second, site);
  const given = servers.find(({ values }) => first !== undefined && values.includes(first));
  if (given !== undefined) return adapterOf(given, name, second);
  if (/^(ApolloServer|createYoga|createServer|graphqlHTTP|createHandler|graphqlServer)$/.test(name)) {
    const config = first?.kind === 'function' ? machine.call(first, [], site) : first;
    if (config?.kind !== 'object') return undefined;
    return server(servers, config, site);
  }
  return undefined;
}

/** `app.register(mercurius, { schema, resolvers, path })`: a schema may be a text. */
function mercurius(
  servers: GraphqlServer[],
  instance: Value | undefined,
  options: Value | undefined,
  site: Site,
): Value | undefined {
  if (instance === undefined || options?.kind !== 'object') return undefined;
  const { fields } = options;
  const schema = fields.get('schema');
  const path = fields.get('path');
  const config = objectOf([...fields, ...(schema === undefined ? [] : [['typeDefs', schema] as const])]);
  const address = (path && textOf(path)) ?? '/graphql';
  servers.push({ values: [], config, address, alone: false, instance, site });
  return nothing;
}

function server(servers: GraphqlServer[], config: ObjectValue, site: Site): Value {
  const endpoint = config.fields.get('graphqlEndpoint') ?? config.fields.get('endpoint');
  const made: GraphqlServer = {
    values: [],
    config,
    address: endpoint === undefined ? undefined : textOf(endpoint),
    alone: false,
    site,
  };
  const host: HostValue = {
    kind: 'host',
    technology: 'graphql',
    fields: new Map(),
    member: (name) => {
      switch (name) {
        case 'graphqlEndpoint':
        case 'graphqlPath':
          return primitive(made.address ?? '/graphql');
        case 'listen':
          return native(name, () => {
            made.alone = true;
            return unknown('a server');
          });
        case 'applyMiddleware':
          return native(name, ([options]) => {
            const path = options?.kind === 'object' ? options.fields.get('path') : undefined;
            made.address = (path && textOf(path)) ?? '/graphql';
            return host;
          });
        case 'getMiddleware':
        case 'createHandler':
        case 'requestListener':
        case 'handle':
        case 'fetch':
        case 'handleNodeRequest':
        case 'handleNodeRequestAndResponse':
          return native(name, ([options]) => adapterOf(made, name, options));
        default:
          return undefined;
      }
    },
  };
  made.values.push(host);
  servers.push(made);
  return host;
}

/** `expressMiddleware(server)`, `startStandaloneServer(server)`. */
function adapterOf(made: GraphqlServer, name: string, options: Value | undefined): Value {
  if (/standalone|lambda/i.test(name)) made.alone = true;
  const path = options?.kind === 'object' ? options.fields.get('path') : undefined;
  const text = path === undefined ? undefined : textOf(path);
  if (text !== undefined) made.address = text;
  const value: HostValue = {
    kind: 'host',
    technology: 'graphql',
    fields: new Map(),
    member: () => undefined,
  };
  made.values.push(value);
  return value;
}
