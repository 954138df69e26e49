import type { ApiSchema, Endpoint } from '../model/api.ts';
import type { Operation } from '../model/domain.ts';
import { fieldName, typeName } from './graphql-text.ts';
import type { SdlField, SdlType } from './graphql-text.ts';
import { listArguments } from './graphql-arguments.ts';
import { guards, inputType } from './graphql-types.ts';
import type { SdlContext } from './graphql-types.ts';
import { operationWeight } from './graphql-weights.ts';
import { pathNames } from './http.ts';
import { pageLimit } from './openapi-shared-parameters.ts';
import { tellsProgress } from './openapi-responses.ts';
import { plural, sentence } from './words.ts';

/** A root field with the types only it needs. */
export interface RootField {
  readonly root: 'Query' | 'Mutation' | 'Subscription';
  /** Id of the operation it executes; the status of long work has none. */
  readonly operation?: string;
  readonly field: SdlField;
  readonly types: readonly SdlType[];
}

/** The schema an operation answers with, by its endpoint or by the name of its entity. */
export function answerOf(
  operation: Operation,
  endpoint: Endpoint | undefined,
  context: SdlContext,
): ApiSchema | undefined {
  const name = endpoint?.responses.find(({ status, schema }) => status < 300 && schema !== undefined)?.schema;
  const answer = context.schemas.get(name ?? '');
  const item = answer?.properties.find(
    ({ type }) => type.kind === 'array' && type.items.kind === 'schema',
  )?.type;
  const isPage = item?.kind === 'array' && item.items.kind === 'schema' && answer?.name !== operation.entity;
  const listed = isPage && item.items.kind === 'schema' ? context.schemas.get(item.items.name) : answer;
  return context.schemas.get(operation.entity) ?? listed;
}

/** The query or mutation field of one operation; undefined when the model holds no type to answer with. */
export function rootField(
  operation: Operation,
  endpoint: Endpoint | undefined,
  context: SdlContext,
): RootField | undefined {
  const answer = answerOf(operation, endpoint, context);
  if (answer === undefined) {
    context.lost.push(`${operation.id}: the model has no schema for ${operation.entity}`);
    return undefined;
  }
  context.wanted.add(answer.name);
  switch (operation.verb) {
    case 'read':
      return query(operation, endpoint, fieldName(operation.entity), ['id: ID!'], typeName(answer.name));
    case 'list':
    case 'search':
      return listField(operation, endpoint, answer, context);
    case 'create':
    case 'update':
    case 'delete':
    case 'import':
    case 'export':
    case 'process':
      return mutation(operation, endpoint, answer, context);
  }
}

/** Guard and weight of a root field; both are those of its operation. */
const guarded = (operation: Operation, endpoint: Endpoint | undefined): Partial<SdlField> => ({
  directives: endpoint === undefined ? (operation.anonymous ? [] : ['@authenticated']) : guards(endpoint),
  weight: operationWeight(operation),
});

function query(
  operation: Operation,
  endpoint: Endpoint | undefined,
  name: string,
  list: readonly string[],
  type: string,
  more: Partial<SdlField> = {},
): RootField {
  const named = operation.action === undefined ? name : fieldName(`${operation.action} ${name}`);
  return {
    root: 'Query',
    operation: operation.id,
    field: {
      name: named,
      arguments: list,
      type,
      ...guarded(operation, endpoint),
      ...more,
      ...about(operation),
    },
    types: [],
  };
}

const about = (operation: Operation): { readonly description?: string } =>
  operation.about === undefined ? {} : { description: `${sentence(operation.about)}.` };

function listField(
  operation: Operation,
  endpoint: Endpoint | undefined,
  answer: ApiSchema,
  context: SdlContext,
): RootField {
  const name = plural(fieldName(operation.entity));
  const filters = listArguments(operation, endpoint, answer, context);
  const paging = [`first: Int = ${pageLimit.default}`, 'after: String'];
  const list =
    operation.verb === 'search' ? ['query: String!', ...paging, ...filters] : [...filters, ...paging];
  const made = query(
    operation,
    endpoint,
    operation.verb === 'search' ? fieldName(`search ${name}`) : name,
    list,
    `${typeName(answer.name)}Connection`,
    { list: { assumed: pageLimit.default, argument: 'first', within: 'edges' } },
  );
  return { ...made, types: connection(typeName(answer.name)) };
}

/** Relay connection of a type. No total count: counting costs a scan on each page. */
function connection(name: string): readonly SdlType[] {
  return [
    {
      kind: 'type',
      name: `${name}Connection`,
      description: `A page of ${name}; at most ${pageLimit.maximum} edges.`,
      fields: [
        { name: 'edges', type: `[${name}Edge!]!`, weight: 0 },
        { name: 'pageInfo', type: 'PageInfo!', weight: 0 },
      ],
    },
    {
      kind: 'type',
      name: `${name}Edge`,
      description: `One ${name} of a page, with the place after it.`,
      fields: [
        { name: 'node', type: `${name}!`, weight: 0 },
        { name: 'cursor', type: 'String!' },
      ],
    },
  ];
}

function mutation(
  operation: Operation,
  endpoint: Endpoint | undefined,
  answer: ApiSchema,
  context: SdlContext,
): RootField {
  const entity =
    operation.verb === 'import' || operation.verb === 'export' ? plural(operation.entity) : operation.entity;
  const verb = operation.verb === 'process' ? (operation.action ?? 'process') : operation.verb;
  const extra = operation.verb === 'process' || operation.action === undefined ? '' : ` ${operation.action}`;
  const name = fieldName(`${verb} ${entity}${extra}`);
  const upper = typeName(name);
  const request = context.schemas.get(endpoint?.requestSchema ?? '');
  const input = inputType(
    `${upper}Input`,
    request?.properties ?? [],
    request?.name ?? operation.entity,
    fixed(operation, endpoint),
    context,
  );
  const hasInput = input.fields.length > 0;
  return {
    root: 'Mutation',
    operation: operation.id,
    field: {
      name,
      ...(hasInput ? { arguments: [`input: ${upper}Input!`] } : {}),
      type: `${upper}Payload`,
      ...guarded(operation, endpoint),
      ...about(operation),
    },
    types: [...(hasInput ? [input] : []), payload(operation, endpoint, upper, typeName(answer.name))],
  };
}

/** Fields the convention brings: what is meant, which version was seen, and the key that makes a retry safe. */
function fixed(operation: Operation, endpoint: Endpoint | undefined): readonly SdlField[] {
  const onOne = operation.verb === 'update' || operation.verb === 'delete' || operation.verb === 'process';
  const named = onOne && endpoint?.path.includes('{') !== false;
  const whole = pathNames(endpoint?.path ?? '').filter((each) => !named || each !== 'id');
  return [
    ...(named ? [{ name: 'id', type: 'ID!' }] : []),
    ...(onOne ? [] : whole.map((each) => ({ name: fieldName(each), type: 'ID!' }))),
    ...(endpoint?.conditional === true
      ? [
          {
            name: 'version',
            type: 'Int!',
            description: 'The version that was read; refused when it changed meanwhile.',
          },
        ]
      : []),
    ...(endpoint?.idempotencyKey === true
      ? [
          {
            name: 'idempotencyKey',
            type: 'String!',
            description: 'One per intended effect; a retry repeats it.',
          },
        ]
      : []),
  ];
}

function payload(
  operation: Operation,
  endpoint: Endpoint | undefined,
  upper: string,
  answer: string,
): SdlType {
  const late = operation.longRunning || endpoint?.longRunning === true;
  const silent =
    operation.hidesExistence === true || (late && endpoint !== undefined && !tellsProgress(endpoint));
  const body: SdlField = silent
    ? {
        name: 'accepted',
        type: 'Boolean!',
        description: 'Always true: the answer tells nothing of what is known.',
      }
    : late
      ? {
          name: 'status',
          type: 'OperationStatus',
          weight: 0,
          description: 'Where to ask how far the work has come.',
        }
      : operation.verb === 'delete'
        ? { name: 'deletedId', type: 'ID' }
        : { name: fieldName(operation.entity), type: answer, weight: 0 };
  return {
    kind: 'type',
    name: `${upper}Payload`,
    description: 'Either the result, or the problems that stood in its way.',
    fields: [body, { name: 'problems', type: '[Problem!]!', weight: 0 }],
  };
}
