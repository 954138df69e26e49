import type { Endpoint, Parameter } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import { exampleOf } from '../example.ts';
import { pathNames, writes } from '../http.ts';
import { parameterType } from '../openapi-parameters.ts';
import { tellsProgress } from '../openapi-responses.ts';
import { camelCase, sentence } from '../words.ts';
import { bodyOf } from './body.ts';
import type { JourneyStep } from './journey.ts';
import { input } from './plan.ts';
import type { Plan } from './plan.ts';
import { allowed, answerOf, entityOf, permission, referenceTo, signInOf } from './knowledge.ts';

/** The person becomes known first, where the API has a way to. */
export function signIn(plan: Plan): void {
  const found = signInOf(plan.backend);
  if (found === undefined) return;
  const { endpoint, token } = found;
  const answer = answerOf(plan.backend, endpoint)?.properties ?? [];
  const secrets = answer.filter(({ dataClass }) => dataClass === 'secret').map(({ name }) => name);
  const people = answer.flatMap(({ name }) => {
    const entity = referenceTo(plan.backend, endpoint, name);
    return entity !== undefined && entityOf(plan.backend, entity)?.owner === 'id' ? [{ name, entity }] : [];
  });
  const taken = [...secrets, ...people.map(({ name }) => name)];
  const outputs = Object.fromEntries(taken.map((name) => [name, `$response.body#/${name}`]));
  const id = addStep(plan, endpoint, [], { token: `$response.body#/${token.name}`, ...outputs });
  for (const { name, entity } of people) plan.ids.set(entity, `$steps.${id}.outputs.${name}`);
}

/**
 * The id of an object, by a step that is added: listed where anybody may see it, made where the caller makes its own,
 * listed otherwise; undefined when neither is open to the caller.
 */
export function need(plan: Plan, entity: string): string | undefined {
  const known = plan.ids.get(entity);
  if (known !== undefined || plan.pending.has(entity)) return known;
  const listing = listingOf(plan, entity);
  const making = allowed(plan.backend, entity, 'create', plan.actor).find(
    (each) => answerOf(plan.backend, each) !== undefined && entityOf(plan.backend, entity)?.owner !== 'id',
  );
  const common =
    listing !== undefined && permission(plan.backend, listing, plan.actor)?.condition === undefined;
  const chosen = common ? listing : (making ?? listing);
  if (chosen === undefined) return undefined;
  plan.pending.add(entity);
  perform(plan, chosen);
  if (chosen === making) fill(plan, entity);
  plan.pending.delete(entity);
  return plan.ids.get(entity);
}

/** A list that needs nothing but the caller. */
const listingOf = ({ backend, actor }: Plan, entity: string): Endpoint | undefined =>
  allowed(backend, entity, 'list', actor).find(
    ({ path, parameters }) => !path.includes('{') && !parameters.some(({ required }) => required),
  );

/** What was just made is given its parts, before anything is done with it. */
function fill(plan: Plan, entity: string): void {
  for (const endpoint of plan.backend.api.endpoints) {
    const parent = endpoint.parameters.find(
      ({ in: place, use }) => place === 'path' && use?.kind === 'filter',
    );
    if (endpoint.verb !== 'create' || parent?.use?.kind !== 'filter') continue;
    if (plan.pending.has(endpoint.entity ?? '')) continue;
    if (referenceTo(plan.backend, endpoint, parent.use.column) !== entity) continue;
    if (permission(plan.backend, endpoint, plan.actor) !== undefined) perform(plan, endpoint);
  }
}

/** Adds the call of an endpoint after the calls that give what it needs. */
export function perform(plan: Plan, endpoint: Endpoint): void {
  const path = pathNames(endpoint.path).map((name) => ({
    name,
    in: 'path' as const,
    value: pathValue(plan, endpoint, name),
  }));
  const version = endpoint.conditional && writes(endpoint.method) ? etag(plan, endpoint, path) : [];
  const query = endpoint.parameters.filter(({ in: place, required }) => place === 'query' && required);
  addStep(plan, endpoint, [...path, ...query.map(queryValue), ...version], outputsOf(plan.backend, endpoint));
  const step = plan.steps.at(-1);
  if (step !== undefined && endpoint.entity !== undefined && 'id' in step.outputs && !tellsProgress(endpoint))
    if (!plan.ids.has(endpoint.entity)) plan.ids.set(endpoint.entity, `$steps.${step.id}.outputs.id`);
}

function queryValue({ name, type }: Parameter): Value {
  const value = exampleOf(parameterType(type), name, new Map()) ?? name;
  return { name, in: 'query', value: typeof value === 'string' ? value : JSON.stringify(value) };
}

function pathValue(plan: Plan, endpoint: Endpoint, name: string): string {
  const entity = name === 'id' ? endpoint.entity : parentOf(plan.backend, endpoint, name);
  const found = entity === undefined ? undefined : need(plan, entity);
  return found ?? input(plan, entity === undefined ? name : `${entity} id`);
}

function parentOf(backend: Backend, endpoint: Endpoint, name: string): string | undefined {
  const use = endpoint.parameters.find((each) => each.in === 'path' && each.name === name)?.use;
  return referenceTo(backend, endpoint, use?.kind === 'filter' ? use.column : name);
}

type Value = JourneyStep['parameters'][number];

/** The version that is changed: told with the object where a step gave it, else read just before. */
function etag(plan: Plan, endpoint: Endpoint, path: readonly Value[]): readonly Value[] {
  const match = (value: string): readonly Value[] => [{ name: 'If-Match', in: 'header', value }];
  const giving = plan.steps.find(({ id, outputs }) =>
    path.some(({ value }) => value === `$steps.${id}.outputs.id` && 'version' in outputs),
  );
  if (giving !== undefined) return match(`"{$steps.${giving.id}.outputs.version}"`);
  const reading = allowed(plan.backend, endpoint.entity ?? '', 'read', plan.actor).find(
    ({ conditional }) => conditional,
  );
  if (reading === undefined) return match(input(plan, 'version'));
  return match(`$steps.${addStep(plan, reading, path, { etag: '$response.header.ETag' })}.outputs.etag`);
}

/** What later steps may take: the key of what was made or read, the first of a list, a key of its own. */
function outputsOf(backend: Backend, endpoint: Endpoint): Readonly<Record<string, string>> {
  if (tellsProgress(endpoint)) return { id: '$response.body#/id' };
  const answer = answerOf(backend, endpoint);
  const at = endpoint.pagination === 'cursor' ? '$response.body#/items/0' : '$response.body#';
  if (answer?.properties.some(({ name }) => name === 'id') !== true) return {};
  const keys = (entityOf(backend, endpoint.entity)?.fields ?? []).filter(
    ({ name, unique }) => unique && answer.properties.some((each) => each.name === name),
  );
  const version = answer.properties.some(({ name }) => name === 'version') ? ['version'] : [];
  const names = ['id', ...version, ...keys.map(({ name }) => name)];
  return Object.fromEntries(names.map((name) => [name, `${at}/${name}`]));
}

/** @returns the id of the step */
export function addStep(
  plan: Plan,
  endpoint: Endpoint,
  parameters: readonly Value[],
  outputs: Readonly<Record<string, string>>,
  more: { readonly waits?: boolean } = {},
): string {
  const body = bodyOf(plan, endpoint, (entity) => need(plan, entity));
  const wish = plan.operationIds.get(endpoint.id) ?? camelCase(endpoint.id);
  const used = new Set(plan.steps.map((step) => step.id));
  let id = wish;
  for (let count = 2; used.has(id); count += 1) id = `${wish}${count}`;
  const key = endpoint.idempotencyKey
    ? [
        {
          name: 'Idempotency-Key',
          in: 'header' as const,
          value: `{${input(plan, 'idempotency key')}}-${plan.steps.length}`,
        },
      ]
    : [];
  const token = tokenOf(plan, endpoint);
  plan.steps.push({
    id,
    endpoint,
    about: sentence(endpoint.summary ?? endpoint.operation ?? endpoint.id),
    parameters: [...parameters, ...key],
    outputs,
    ...(more.waits === true ? { waits: true } : {}),
    ...(body === undefined ? {} : { body }),
    ...(token === undefined ? {} : { token }),
  });
  return id;
}

function tokenOf(plan: Plan, endpoint: Endpoint): string | undefined {
  if (endpoint.access === 'public') return undefined;
  const signedIn = plan.steps.find(({ outputs }) => 'token' in outputs);
  return signedIn === undefined ? input(plan, 'token') : `$steps.${signedIn.id}.outputs.token`;
}
