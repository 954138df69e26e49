import type { Endpoint, Parameter } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import { compact } from '../emitted.ts';
import type { JsonObject } from '../emitted.ts';
import { exampleOf } from '../example.ts';
import { parameterType } from '../openapi-parameters.ts';
import { tellsProgress } from '../openapi-responses.ts';
import { phrase } from '../words.ts';
import type { JourneyStep } from './journey.ts';
import { amountOf, answerOf, entityOf } from './knowledge.ts';
import { input } from './plan.ts';
import type { Plan } from './plan.ts';

export type Value = JourneyStep['parameters'][number];

/** What is looked for only the caller knows; anything else is an example. */
export function queryValue(plan: Plan, { name, type, use }: Parameter): Value {
  const value = exampleOf(parameterType(type), name, new Map()) ?? name;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const isSearch = use?.kind === 'search';
  const schema = { type: 'string', description: 'What is looked for.', examples: [text] };
  return { name, in: 'query', value: isSearch ? input(plan, name, schema) : text };
}

/** Which object it is, where no step can find it. */
export const objectSchema = (entity: string, states: readonly string[]): JsonObject =>
  compact({
    type: 'string',
    format: 'uuid',
    description: `Id of one ${phrase(entity)}${states.length === 0 ? '' : ` that is ${states.join(' or ')}`}.`,
    'x-entity': entity,
    'x-states': states.length === 0 ? undefined : states,
  });

/** What whoever starts a journey chooses for it. */
export const keySchema: JsonObject = {
  type: 'string',
  minLength: 6,
  maxLength: 60,
  pattern: '^[A-Za-z0-9_-]+$',
  description: 'Of this attempt: who repeats it sends the same again.',
};
export const tokenSchema: JsonObject = { type: 'string', description: 'Access token of the caller.' };

/** What later steps may take: the key of what was made or read, the first of a list, a key of its own. */
export function outputsOf(backend: Backend, endpoint: Endpoint): Readonly<Record<string, string>> {
  if (tellsProgress(endpoint)) return { id: '$response.body#/id' };
  const answer = answerOf(backend, endpoint);
  const at = endpoint.pagination === 'cursor' ? '$response.body#/items/0' : '$response.body#';
  if (answer?.properties.some(({ name }) => name === 'id') !== true) return {};
  const keys = (entityOf(backend, endpoint.entity)?.fields ?? []).filter(
    ({ name, unique }) => unique && answer.properties.some((each) => each.name === name),
  );
  const version = answer.properties.some(({ name }) => name === 'version') ? ['version'] : [];
  const amount = amountOf(backend, endpoint);
  const names = [
    'id',
    ...version,
    ...keys.map(({ name }) => name),
    ...(amount === undefined ? [] : [amount]),
  ];
  return Object.fromEntries(names.map((name) => [name, `${at}/${name}`]));
}
