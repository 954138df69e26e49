import type { ApiSchema, Endpoint, Problem, Response } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import type { Json } from '../model/origin.ts';
import { compact } from './emitted.ts';
import type { JsonObject } from './emitted.ts';
import { exampleObject } from './example.ts';
import { reason } from './http.ts';
import { headerNames, headerRefs } from './openapi-headers.ts';
import { answersPage, pageName, schemaRefs, statusSchema } from './openapi-schemas.ts';
import { pascalCase } from './words.ts';

export const problemExample = (problem: Problem): JsonObject => ({
  type: `/problems/${problem.type}`,
  title: problem.title,
  status: problem.status,
  detail: problem.when,
  ...(problem.type === 'invalid' ? { errors: [{ pointer: '/field', detail: 'is not accepted' }] } : {}),
});

const statusExample: JsonObject = { id: '018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f', state: 'queued' };

/** What the responses of one document are made from; refusals that operations share gather in `shared`. */
export interface ResponseContext {
  readonly backend: Backend;
  readonly schemas: ReadonlyMap<string, ApiSchema>;
  readonly problems: ReadonlyMap<string, Problem>;
  readonly shared: Map<string, JsonObject>;
}

/** All responses of an operation by status; several problems of one status become one response with examples. */
export function operationResponses(endpoint: Endpoint, context: ResponseContext): JsonObject {
  const statuses = [...new Set(endpoint.responses.map(({ status }) => status))].sort((a, b) => a - b);
  const known = Object.fromEntries(
    statuses.map((status) => [
      String(status),
      responseOf(
        endpoint,
        endpoint.responses.filter((each) => each.status === status),
        context,
      ),
    ]),
  );
  const unread = { description: 'Not known: the code does not say.' };
  return compact({
    ...(statuses.some((status) => status < 400) ? {} : { '2XX': unread }),
    ...known,
    ...(statuses.some((status) => status >= 400 && status < 500) ? {} : { '4XX': unread }),
  });
}

function responseOf(endpoint: Endpoint, answers: readonly Response[], context: ResponseContext): JsonObject {
  const status = answers[0]?.status ?? 200;
  const known = answers.flatMap(({ problem }) => context.problems.get(problem ?? '') ?? []);
  const response = compact({
    description:
      known.length === 0
        ? `${reason(status)}.`
        : known.map((each) => `${each.title}: ${each.when}.`).join(' '),
    headers: headerRefs(
      headerNames(endpoint, status, tellsProgress(endpoint), isVersioned(endpoint, answers, context)),
    ),
    content:
      status >= 400 ? problemContent(answers, known, context) : successContent(endpoint, answers, context),
  });
  return known.length === 0 ? response : sharedResponse(known, response, context);
}

/** Whether it is one object that tells its version. */
const isVersioned = (
  { pagination }: Endpoint,
  answers: readonly Response[],
  { schemas }: ResponseContext,
): boolean =>
  pagination !== 'cursor' &&
  answers.some(({ schema }) =>
    schemas
      .get(schema ?? '')
      ?.properties.some(({ name, readOnly }) => name === 'version' && readOnly === true),
  );

/** A refusal that many operations answer alike is written once, under the names of its problems. */
function sharedResponse(
  known: readonly Problem[],
  response: JsonObject,
  { shared }: ResponseContext,
): JsonObject {
  const wish = known.map(({ type }) => pascalCase(type)).join('Or');
  const text = JSON.stringify(response);
  let name = wish;
  for (let count = 2; shared.has(name) && JSON.stringify(shared.get(name)) !== text; count += 1)
    name = `${wish}${count}`;
  shared.set(name, response);
  return { $ref: `#/components/responses/${name}` };
}

/** Long work of a designed backend can be asked about, by whoever can be told apart from others. */
export const tellsProgress = ({ operation, longRunning, access, responses }: Endpoint): boolean =>
  operation !== undefined &&
  longRunning &&
  access !== 'public' &&
  responses.some(({ status }) => status === 202);

function problemContent(
  answers: readonly Response[],
  known: readonly Problem[],
  context: ResponseContext,
): JsonObject | undefined {
  if (known.length === 0 && context.backend.source === 'recovered') return undefined;
  const named = answers.find((each) => each.schema !== undefined)?.schema;
  const schema = { $ref: `${schemaRefs}${named ?? 'Problem'}` };
  const examples = Object.fromEntries(known.map((each) => [each.type, { value: problemExample(each) }]));
  return { 'application/problem+json': known.length === 0 ? { schema } : { schema, examples } };
}

function successContent(
  endpoint: Endpoint,
  answers: readonly Response[],
  context: ResponseContext,
): JsonObject | undefined {
  const status = answers[0]?.status;
  const name = answers.find((each) => each.schema !== undefined)?.schema;
  if (status === 204 || status === 304) return undefined;
  const schema = context.schemas.get(name ?? '');
  if (name === undefined || schema === undefined) {
    const tellsStatus =
      name === statusSchema || (name === undefined && status === 202 && tellsProgress(endpoint));
    return tellsStatus ? json({ $ref: `${schemaRefs}${statusSchema}` }, statusExample) : undefined;
  }
  const example = exampleObject(schema, context.schemas);
  if (!answersPage(endpoint, schema)) return json({ $ref: `${schemaRefs}${name}` }, example);
  return json(
    { $ref: `${schemaRefs}${pageName(name)}` },
    example === undefined ? undefined : { items: [example], next_cursor: null },
  );
}

const json = (schema: JsonObject, example: Json | undefined): JsonObject => ({
  'application/json': compact({ schema, example }),
});
