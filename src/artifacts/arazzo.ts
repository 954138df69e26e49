import type { Backend } from '../model/backend.ts';
import type { Json } from '../model/origin.ts';
import { compact, jsonText } from './emitted.ts';
import type { Emitted, JsonObject } from './emitted.ts';
import { bodyMedia, operationIds } from './http.ts';
import type { Journey, JourneyStep } from './journeys/journey.ts';
import { journeys } from './journeys/journeys.ts';
import { successOf } from './journeys/knowledge.ts';
import { statusEndpoint } from './openapi-status.ts';

/** Version of the Arazzo Specification written. */
const arazzoVersion = '1.0.1';

/** The main journeys as Arazzo workflows over the API document: what a client calls, in order, and what it checks. */
export function arazzoDocument(backend: Backend): Emitted {
  const lost: string[] = [];
  const ids = operationIds([...backend.api.endpoints, ...statusEndpoint(backend.api.endpoints, backend)]);
  const workflows = journeys(backend, lost).map((journey) => workflow(journey, ids));
  if (workflows.length === 0)
    return { text: '', lost: [...lost, 'no flow and no workload of a person starts with an HTTP operation'] };
  const document = {
    arazzo: arazzoVersion,
    info: {
      title: `Journeys of ${backend.name}`,
      summary: 'What clients do, as calls of the API',
      version: backend.api.version ?? '0.0.0',
    },
    sourceDescriptions: [{ name: 'api', url: './openapi.json', type: 'openapi' }],
    workflows,
  };
  return { text: jsonText(document), lost };
}

function workflow(journey: Journey, ids: ReadonlyMap<string, string>): JsonObject {
  return compact({
    workflowId: journey.id,
    summary: journey.title,
    description: [
      `As ${journey.actor}.`,
      ...(journey.invariant === undefined ? [] : [journey.invariant]),
    ].join(' '),
    inputs:
      journey.inputs.size === 0
        ? undefined
        : {
            type: 'object',
            required: [...journey.inputs.keys()],
            properties: Object.fromEntries(journey.inputs),
          },
    steps: journey.steps.map((step, index) => stepOf(step, journey.steps.slice(index + 1), ids)),
    'x-actor': journey.actor,
  });
}

function stepOf(
  step: JourneyStep,
  later: readonly JourneyStep[],
  ids: ReadonlyMap<string, string>,
): JsonObject {
  const parameters: readonly Json[] = [
    ...(step.token === undefined
      ? []
      : [{ name: 'Authorization', in: 'header', value: `Bearer {${step.token}}` }]),
    ...step.parameters.map(({ name, in: place, value }) => ({ name, in: place, value })),
  ];
  const { status } = successOf(step.endpoint);
  // A list may be empty, unless the way goes on from its first entry.
  const isNeeded = JSON.stringify(
    later.map(({ parameters, body, token }) => [parameters, body, token]),
  ).includes(`$steps.${step.id}.outputs.`);
  const isListing = step.outputs['id']?.includes('/items/0/') === true;
  const hasOutputs = Object.keys(step.outputs).length > 0 && (isNeeded || !isListing);
  return compact({
    stepId: step.id,
    description: `${step.about}.`,
    operationId: ids.get(step.endpoint.id),
    parameters: parameters.length === 0 ? undefined : parameters,
    requestBody:
      step.body === undefined
        ? undefined
        : { contentType: bodyMedia(step.endpoint.method), payload: step.body },
    successCriteria: [
      { condition: `$statusCode == ${status}` },
      ...(isListing && isNeeded ? [{ condition: '$response.body#/items/0/id != null' }] : []),
      ...(step.waits === true ? [{ condition: "$response.body#/state == 'succeeded'" }] : []),
    ],
    onFailure:
      step.waits === true ? [{ name: 'askAgain', type: 'retry', retryAfter: 1, retryLimit: 30 }] : undefined,
    outputs: hasOutputs ? step.outputs : undefined,
  });
}
