import type { Backend } from '../model/backend.ts';
import { compareText } from '../model/text.ts';
import type { Emitted } from './emitted.ts';
import { rootField } from './graphql-fields.ts';
import type { RootField } from './graphql-fields.ts';
import { printEnum, printType } from './graphql-text.ts';
import type { SdlType } from './graphql-text.ts';
import { inputType, inputName, outputType, scalars } from './graphql-types.ts';
import type { SdlContext } from './graphql-types.ts';
import { uniqueBy } from './emitted.ts';

/** What a server refuses: nesting deeper than `depth`, or a sum of @cost above `cost`. */
export const graphqlLimits = { depth: 8, cost: 2000 } as const;

const directives = `"Sum of weights a request may reach: ${graphqlLimits.cost}; deepest nesting: ${graphqlLimits.depth}."
directive @cost(weight: Int!) on FIELD_DEFINITION
"The list is as long as a slicing argument says."
directive @listSize(assumedSize: Int!, slicingArguments: [String!]!) on FIELD_DEFINITION
"Somebody has to be signed in."
directive @authenticated on FIELD_DEFINITION
"Any one of the inner lists of scopes must be held in full."
directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION
`;

const conventionTypes: readonly SdlType[] = [
  {
    kind: 'type',
    name: 'PageInfo',
    fields: [
      { name: 'hasNextPage', type: 'Boolean!' },
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
    fields: [
      { name: 'id', type: 'ID!' },
      { name: 'state', type: 'String!' },
    ],
  },
];

/** The operations as a GraphQL schema. Without known operations and schemas there is nothing to ask for: no text. */
export function graphqlSchema(backend: Backend): Emitted {
  const context: SdlContext = {
    backend,
    schemas: new Map(backend.api.schemas.map((schema) => [schema.name, schema])),
    enums: new Map(),
    wanted: new Set(),
    lost: [],
  };
  const operations = rootFields(backend, context);
  const fields = [...operations, ...statusField(operations)];
  if (!fields.some(({ root }) => root === 'Query'))
    return { text: '', lost: [...context.lost, 'no operation is known that a query could ask for'] };
  const inputs = nestedInputs(fields, context);
  const outputs = outputTypes(context);
  const own = uniqueBy([...fields.flatMap(({ types }) => types), ...inputs, ...outputs], ({ name }) => name);
  const types = [...own, ...usedConventions(own)].sort((a, b) => compareText(a.name, b.name));
  const enums = [...context.enums.values()].sort((a, b) => compareText(a.name, b.name));
  const roots = (['Query', 'Mutation'] as const).flatMap((root) => printRoot(root, fields));
  const parts = [
    directives,
    ...usedScalars(types, fields),
    ...roots,
    ...types.map(printType),
    ...enums.map(printEnum),
  ];
  return { text: parts.join('\n'), lost: context.lost };
}

function rootFields(backend: Backend, context: SdlContext): readonly RootField[] {
  const made = backend.operations.flatMap((operation) => {
    const endpoint = backend.api.endpoints.find((each) => each.operation === operation.id);
    return rootField(operation, endpoint, context) ?? [];
  });
  const unique = uniqueBy(made, ({ root, field }) => `${root}.${field.name}`);
  for (const each of made)
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
    directives: ['@authenticated', '@cost(weight: 1)'],
  };
  return [{ root: 'Query', field, types: [] }];
}

function printRoot(root: RootField['root'], fields: readonly RootField[]): readonly string[] {
  const own = fields.filter((each) => each.root === root).map(({ field }) => field);
  return own.length === 0 ? [] : [printType({ kind: 'type', name: root, fields: own })];
}

const baseName = (type: string): string => type.replace(/[[\]!]/g, '');

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

function usedConventions(types: readonly SdlType[]): readonly SdlType[] {
  const used = new Set(types.flatMap((type) => type.fields.map((field) => baseName(field.type))));
  return conventionTypes.filter(({ name }) => used.has(name) && !types.some((type) => type.name === name));
}

function usedScalars(types: readonly SdlType[], fields: readonly RootField[]): readonly string[] {
  const used = new Set(
    [...types.flatMap((type) => type.fields), ...fields.map(({ field }) => field)].map((field) =>
      baseName(field.type),
    ),
  );
  const lines = Object.entries(scalars)
    .filter(([name]) => used.has(name))
    .map(([name, url]) => `scalar ${name} @specifiedBy(url: "${url}")`);
  return lines.length === 0 ? [] : [`${lines.join('\n')}\n`];
}
