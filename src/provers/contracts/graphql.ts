import type { GraphQLOutputType, GraphQLSchema } from 'graphql';
import type { Claim } from '../../findings/claim.ts';
import type { Backend } from '../../model/backend.ts';
import { graphqlSchema } from '../../artifacts/graphql.ts';
import { persistedManifest } from '../../artifacts/graphql-persisted.ts';
import type { Prover } from '../prover.ts';
import { firstOf, packageVersion, proved, refuted, settleEach } from '../settle.ts';
import type { Settled } from '../settle.ts';
import { settlePersisted } from './graphql-persisted.ts';

const path = '4-api/schema.graphql';

const base = {
  prover: 'graphql',
  subject: path,
  oracle: 'validator',
  inputs: [path],
  parameters: {},
} as const;

const claims: readonly Claim[] = [
  {
    ...base,
    id: 'graphql/schema-valid',
    statement:
      'The GraphQL schema builds and validates without an error (GraphQL specification, October 2021).',
  },
  {
    ...base,
    id: 'graphql/lists-bounded',
    statement:
      'Every field that answers with a list of objects is paged by an argument and carries its size and cost.',
  },
];

const persistedPath = '4-api/persisted-queries.json';

const persistedClaim: Claim = {
  ...base,
  id: 'graphql/persisted-within-limits',
  statement:
    'Every persisted request is valid against the schema, goes by its SHA-256, and stays within the depth and cost that the schema states.',
  inputs: [path, persistedPath],
};

type Graphql = typeof import('graphql');

function settleValid(text: string, graphql: Graphql): Settled {
  const schema = graphql.buildSchema(text, { assumeValid: false });
  const errors = graphql.validateSchema(schema).map(({ message }) => message);
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__')).length;
  const measurements = { types, errors: errors.length, rootFields: rootFields(schema).length };
  return { verdict: errors.length === 0 ? proved : refuted(firstOf(errors)), measurements, incomplete: [] };
}

function rootFields(schema: GraphQLSchema) {
  const roots = [schema.getQueryType(), schema.getMutationType()];
  return roots.flatMap((root) => (root ? Object.values(root.getFields()) : []));
}

function settleBounded(text: string, graphql: Graphql): Settled {
  const schema = graphql.buildSchema(text);
  const lists = [...rootFields(schema), ...connections(schema, graphql)].filter((field) =>
    answersList(field.type, graphql),
  );
  const faults = lists.flatMap((field) => {
    const given = new Set((field.astNode?.directives ?? []).map(({ name }) => name.value));
    const paged = field.args.some(({ name }) => name === 'first');
    const missing = [
      ...(paged ? [] : ['argument first']),
      ...['listSize', 'cost'].filter((name) => !given.has(name)).map((name) => `@${name}`),
    ];
    return missing.length === 0 ? [] : [`${field.name} lacks ${missing.join(', ')}`];
  });
  const measurements = { lists: lists.length, unbounded: faults.length };
  return { verdict: faults.length === 0 ? proved : refuted(firstOf(faults)), measurements, incomplete: [] };
}

/** Fields of other types that answer with a connection. */
function connections(schema: GraphQLSchema, graphql: Graphql) {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return Object.values(schema.getTypeMap())
    .filter(graphql.isObjectType)
    .filter((type) => !roots.includes(type) && !type.name.startsWith('__'))
    .flatMap((type) => Object.values(type.getFields()))
    .filter(({ type }) => !graphql.isListType(graphql.getNullableType(type)));
}

/** A list itself, or a connection: an object whose `edges` are a list. */
function answersList(type: GraphQLOutputType, graphql: Graphql): boolean {
  if (graphql.isListType(graphql.getNullableType(type))) return true;
  const named = graphql.getNamedType(type);
  const edges = graphql.isObjectType(named) ? named.getFields()['edges'] : undefined;
  return edges !== undefined && graphql.isListType(graphql.getNullableType(edges.type));
}

/** A schema that does not parse or build is refuted by the engine's own message. */
function guarded(
  settle: (text: string, graphql: Graphql) => Settled,
  text: string,
  graphql: Graphql,
): Settled {
  try {
    return settle(text, graphql);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { verdict: refuted(words), measurements: {}, incomplete: [] };
  }
}

/** Holds the GraphQL schema to its specification, its lists to a bound, and the requests of the journeys to both. */
export const graphql: Prover = {
  id: 'graphql',
  claims: (backend: Backend) => {
    const { text } = graphqlSchema(backend);
    if (text === '') return { claims: [], inputs: new Map() };
    const manifest = persistedManifest(backend).text;
    const inputs = new Map([[path, text]]);
    if (manifest === '') return { claims, inputs };
    return { claims: [...claims, persistedClaim], inputs: inputs.set(persistedPath, manifest) };
  },
  prove: (asked, read) =>
    settleEach(asked, read, { name: 'graphql', version: packageVersion('graphql') }, async (claim) => {
      const text = read(path);
      const engine = await import('graphql');
      switch (claim.id) {
        case 'graphql/persisted-within-limits':
          return guarded((schema) => settlePersisted(schema, read(persistedPath), engine), text, engine);
        case 'graphql/lists-bounded':
          return guarded(settleBounded, text, engine);
        default:
          return guarded(settleValid, text, engine);
      }
    }),
};
