import type { Endpoint } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import type { Flow } from '../model/domain.ts';
import type { Json } from '../model/origin.ts';
import { compact, jsonText } from './emitted.ts';
import type { Emitted, JsonObject } from './emitted.ts';
import { exampleObject } from './example.ts';
import { bodyMedia, operationIds, pathNames } from './http.ts';
import { camelCase } from './words.ts';

/** Version of the Arazzo Specification written. */
const arazzoVersion = '1.0.1';

/** The critical flows as Arazzo workflows over the API document: what a client calls, in order, and what it checks. */
export function arazzoDocument(backend: Backend): Emitted {
  const lost: string[] = [];
  const ids = operationIds(backend.api.endpoints);
  const workflows = backend.processes.flows
    .filter(({ critical }) => critical)
    .flatMap((flow) => workflow(flow, backend, ids, lost));
  if (workflows.length === 0)
    return { text: '', lost: [...lost, 'no critical flow starts with an HTTP operation'] };
  const document = {
    arazzo: arazzoVersion,
    info: {
      title: `Journeys of ${backend.name}`,
      summary: 'Critical flows as calls of the API',
      version: backend.api.version ?? '0.0.0',
    },
    sourceDescriptions: [{ name: 'api', url: './openapi.json', type: 'openapi' }],
    workflows,
  };
  return { text: jsonText(document), lost };
}

function workflow(
  flow: Flow,
  backend: Backend,
  ids: ReadonlyMap<string, string>,
  lost: string[],
): readonly JsonObject[] {
  const start = backend.api.endpoints.find(
    ({ operation, protocol }) => operation === flow.trigger && protocol === 'http',
  );
  if (start === undefined) {
    lost.push(`${flow.name}: ${flow.trigger} is no HTTP operation`);
    return [];
  }
  const read = backend.api.endpoints.find(
    ({ entity, verb, path }) => entity === start.entity && verb === 'read' && pathNames(path).length === 1,
  );
  const remote = flow.steps.filter(({ kind }) => kind !== 'local').map(({ action }) => action);
  if (remote.length > 0) lost.push(`${flow.name}: what happens behind the API (${remote.join(', ')})`);
  return [
    compact({
      workflowId: camelCase(flow.id),
      summary: flow.name,
      description: flow.invariant,
      inputs: inputs(start),
      steps: [
        startStep(start, backend, ids),
        ...(read === undefined || read === start ? [] : [readStep(read, start, ids)]),
      ],
    }),
  ];
}

function inputs(start: Endpoint): JsonObject {
  const given = [
    ...(start.access === 'public' ? [] : [['token', { type: 'string' }] as const]),
    ...pathNames(start.path).map((name) => [name, { type: 'string' }] as const),
    ...(start.idempotencyKey ? [['idempotencyKey', { type: 'string' }] as const] : []),
    ...(start.conditional ? [['version', { type: 'string' }] as const] : []),
  ];
  return { type: 'object', properties: Object.fromEntries(given) };
}

const authorization = (endpoint: Endpoint): readonly JsonObject[] =>
  endpoint.access === 'public'
    ? []
    : [{ name: 'Authorization', in: 'header', value: 'Bearer {$inputs.token}' }];

function startStep(start: Endpoint, backend: Backend, ids: ReadonlyMap<string, string>): JsonObject {
  const schemas = new Map(backend.api.schemas.map((schema) => [schema.name, schema]));
  const schema = schemas.get(start.requestSchema ?? '');
  const body: Json | undefined = schema === undefined ? undefined : exampleObject(schema, schemas);
  const success = start.responses.find(({ status }) => status < 300)?.status ?? 200;
  const answer = schemas.get(start.responses.find(({ status }) => status === success)?.schema ?? '');
  const parameters = [
    ...authorization(start),
    ...pathNames(start.path).map((name) => ({ name, in: 'path', value: `$inputs.${name}` })),
    ...(start.idempotencyKey
      ? [{ name: 'Idempotency-Key', in: 'header', value: '$inputs.idempotencyKey' }]
      : []),
    ...(start.conditional ? [{ name: 'If-Match', in: 'header', value: '$inputs.version' }] : []),
  ];
  return compact({
    stepId: 'start',
    operationId: ids.get(start.id),
    parameters: parameters.length === 0 ? undefined : parameters,
    requestBody: body === undefined ? undefined : { contentType: bodyMedia(start.method), payload: body },
    successCriteria: [{ condition: `$statusCode == ${success}` }],
    outputs: answer?.properties.some(({ name }) => name === 'id') ? { id: '$response.body#/id' } : undefined,
  });
}

function readStep(read: Endpoint, start: Endpoint, ids: ReadonlyMap<string, string>): JsonObject {
  const [name = 'id'] = pathNames(read.path);
  const value = pathNames(start.path).includes(name) ? `$inputs.${name}` : '$steps.start.outputs.id';
  return {
    stepId: 'confirm',
    operationId: ids.get(read.id) ?? read.id,
    parameters: [...authorization(read), { name, in: 'path', value }],
    successCriteria: [{ condition: '$statusCode == 200' }],
  };
}
