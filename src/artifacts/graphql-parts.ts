import type { Backend } from '../model/backend.ts';
import { compareText } from '../model/text.ts';
import { uniqueBy } from './emitted.ts';
import { rootField } from './graphql-fields.ts';
import type { RootField } from './graphql-fields.ts';
import { subscriptionFields } from './graphql-subscriptions.ts';
import { takesSignature } from './openapi-operation.ts';
import type { SdlEnum, SdlType } from './graphql-text.ts';
import { inputName, inputType, outputType } from './graphql-types.ts';
import type { SdlContext } from './graphql-types.ts';

/** The schema before it is printed: what limits and persisted queries are computed from too. */
export interface GraphqlParts {
  readonly fields: readonly RootField[];
  readonly types: readonly SdlType[];
  readonly enums: readonly SdlEnum[];
  readonly lost: readonly string[];
}

export const baseName = (type: string): string => type.replace(/[[\]!]/g, '');

const conventionTypes: readonly SdlType[] = [
  {
    kind: 'type',
    name: 'PageInfo',
    description: 'Where a page stands among the others.',
    fields: [
      { name: 'hasNextPage', type: 'Boolean!' },
      { name: 'hasPreviousPage', type: 'Boolean!' },
      { name: 'startCursor', type: 'String' },
      { name: 'endCursor', type: 'String' },
    ],
  },
  {
    kind: 'type',
    name: 'Problem',
    description: 'What went wrong; the type is the same as in the HTTP API (RFC 9457).',
    fields: [
      { name: 'type', type: 'String!' },
      { name: 'title', type: 'String!' },
      { name: 'detail', type: 'String' },
      { name: 'pointer', type: 'String' },
    ],
  },
  {
    kind: 'type',
    name: 'OperationStatus',
    description: 'How far long work has come.',
    fields: [
      { name: 'id', type: 'ID!' },
      { name: 'state', type: 'String!' },
    ],
  },
];

const made = new WeakMap<Backend, GraphqlParts>();

/** Asked for by the schema, its limits, the requests and the report, so that it is made once for each backend. */
export function graphqlParts(backend: Backend): GraphqlParts {
  const known = made.get(backend) ?? makeParts(backend);
  made.set(backend, known);
  return known;
}

/** Whether there is anything to ask for. */
export const hasGraph = (backend: Backend): boolean =>
  graphqlParts(backend).fields.some(({ root }) => root === 'Query');

function makeParts(backend: Backend): GraphqlParts {
  const context: SdlContext = {
    backend,
    schemas: new Map(backend.api.schemas.map((schema) => [schema.name, schema])),
    enums: new Map(),
    wanted: new Set(),
    lost: [],
  };
  const operations = rootFields(backend, context);
  const subscriptions = operations.length === 0 ? [] : subscriptionFields(backend, context);
  const fields = [...operations, ...statusField(operations), ...subscriptions];
  const inputs = nestedInputs(fields, context);
  const outputs = outputTypes(context);
  const own = uniqueBy([...fields.flatMap(({ types }) => types), ...inputs, ...outputs], ({ name }) => name);
  return {
    fields,
    types: [...own, ...usedConventions(own, fields)].sort((a, b) => compareText(a.name, b.name)),
    enums: [...context.enums.values()].sort((a, b) => compareText(a.name, b.name)),
    lost: context.lost,
  };
}

function rootFields(backend: Backend, context: SdlContext): readonly RootField[] {
  const all = backend.operations.flatMap((operation) => {
    const endpoint = backend.api.endpoints.find((each) => each.operation === operation.id);
    // A peer calls by its own contract and is known by a signature: no field of a graph for clients.
    if (endpoint !== undefined && takesSignature(endpoint)) return [];
    return rootField(operation, endpoint, context) ?? [];
  });
  const unique = uniqueBy(all, ({ root, field }) => `${root}.${field.name}`);
  for (const each of all)
    if (!unique.includes(each))
      context.lost.push(`${each.field.name}: another operation has this name already`);
  return [...unique].sort((a, b) => compareText(a.field.name, b.field.name));
}

/** Long work answers with a status; this is where it is asked for again. */
function statusField(fields: readonly RootField[]): readonly RootField[] {
  const late = fields.some(({ types }) =>
    types.some((type) => type.fields.some((field) => baseName(field.type) === 'OperationStatus')),
  );
  if (!late || fields.some(({ field }) => field.name === 'operationStatus')) return [];
  const field = {
    name: 'operationStatus',
    arguments: ['id: ID!'],
    type: 'OperationStatus',
    directives: ['@authenticated'],
    weight: 1,
  };
  return [{ root: 'Query', field, types: [] }];
}

/** Schemas that stand inside an input need an input type of their own, and theirs too. */
function nestedInputs(fields: readonly RootField[], context: SdlContext): readonly SdlType[] {
  const made = new Map<string, SdlType>();
  const visit = (type: SdlType): void => {
    for (const field of type.fields) {
      const schema = [...context.schemas.values()].find(
        ({ name }) => inputName(name) === baseName(field.type),
      );
      if (schema === undefined || made.has(inputName(schema.name))) continue;
      const nested = inputType(inputName(schema.name), schema.properties, schema.name, [], context);
      made.set(nested.name, nested);
      visit(nested);
    }
  };
  for (const { types } of fields) for (const type of types) if (type.kind === 'input') visit(type);
  return [...made.values()];
}

/** Output types for every schema that an output leads to. */
function outputTypes(context: SdlContext): readonly SdlType[] {
  const made = new Map<string, SdlType>();
  for (let before = -1; before !== made.size;) {
    before = made.size;
    for (const name of [...context.wanted].sort(compareText)) {
      const schema = context.schemas.get(name);
      if (schema !== undefined && !made.has(name)) made.set(name, outputType(schema, context));
    }
  }
  return [...made.values()];
}

function usedConventions(types: readonly SdlType[], fields: readonly RootField[]): readonly SdlType[] {
  const used = new Set(
    [...types.flatMap((type) => type.fields), ...fields.map(({ field }) => field)].map(({ type }) =>
      baseName(type),
    ),
  );
  return conventionTypes.filter(({ name }) => used.has(name) && !types.some((type) => type.name === name));
}
