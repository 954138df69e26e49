import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import { pathNames, writes } from '../http.ts';
import { tellsProgress } from '../openapi-responses.ts';
import { camelCase, sentence } from '../words.ts';
import { bodyOf } from './body.ts';
import { input } from './plan.ts';
import type { Plan } from './plan.ts';
import { keySchema, objectSchema, outputsOf, queryValue, tokenSchema } from './values.ts';
import type { Value } from './values.ts';
import { allowed, answerOf, entityOf, permission, referenceTo, signInOf, statesFor } from './knowledge.ts';

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

/** What the object has to be for what is done with it. */
export interface Wanted {
  /** One of these states; none = any. */
  readonly states?: readonly string[];
  /** Whatever the list begins with will do: it is looked at, or others are found by it. */
  readonly isAny?: boolean;
}

/**
 * The id of an object, by a step that is added: listed where anybody may see it, made where the caller makes its own,
 * listed otherwise, by its state where that matters; undefined when none of it is open to the caller.
 */
export function need(plan: Plan, entity: string, wanted: Wanted = {}): string | undefined {
  const known = plan.ids.get(entity);
  if (known !== undefined || plan.pending.has(entity)) return known;
  const { states = [] } = wanted;
  const life = entityOf(plan.backend, entity)?.lifecycle;
  const listing = listingOf(plan, entity);
  const making = allowed(plan.backend, entity, 'create', plan.actor).find(
    (each) => answerOf(plan.backend, each) !== undefined && entityOf(plan.backend, entity)?.owner !== 'id',
  );
  const isMadeSo = states.length === 0 || states.includes(life?.states[0] ?? '');
  const common =
    listing !== undefined && permission(plan.backend, listing, plan.actor)?.condition === undefined;
  const isOpen = listing?.access === 'public';
  const filter = listing?.parameters.find(({ use }) => use?.kind === 'filter' && use.column === life?.field);
  // What somebody else made may be in any state: the caller says which it is, unless the list can be asked for a state.
  const isFit =
    life === undefined || wanted.isAny === true || isOpen || (states.length > 0 && filter !== undefined);
  const found = isFit ? listing : undefined;
  const chosen = common && found !== undefined ? found : isMadeSo ? (making ?? found) : found;
  if (chosen === undefined) return undefined;
  const [state] = states;
  const asked = filter !== undefined && state !== undefined && chosen === listing;
  plan.pending.add(entity);
  perform(plan, chosen, asked ? [{ name: filter.name, in: 'query', value: state }] : []);
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
export function perform(plan: Plan, endpoint: Endpoint, asked: readonly Value[] = []): void {
  const path = pathNames(endpoint.path).map((name) => ({
    name,
    in: 'path' as const,
    value: pathValue(plan, endpoint, name),
  }));
  const version = endpoint.conditional && writes(endpoint.method) ? etag(plan, endpoint, path) : [];
  const query = endpoint.parameters.filter(({ in: place, required }) => place === 'query' && required);
  addStep(
    plan,
    endpoint,
    [...path, ...query.map((each) => queryValue(plan, each)), ...asked, ...version],
    outputsOf(plan.backend, endpoint),
  );
  const step = plan.steps.at(-1);
  if (step !== undefined && endpoint.entity !== undefined && 'id' in step.outputs && !tellsProgress(endpoint))
    if (!plan.ids.has(endpoint.entity)) plan.ids.set(endpoint.entity, `$steps.${step.id}.outputs.id`);
}

function pathValue(plan: Plan, endpoint: Endpoint, name: string): string {
  const entity = name === 'id' ? endpoint.entity : parentOf(plan.backend, endpoint, name);
  if (entity === undefined) return input(plan, name, { type: 'string' });
  const states = name === 'id' ? statesFor(plan.backend, endpoint) : [];
  const found = need(plan, entity, { states, isAny: states.length === 0 });
  return found ?? input(plan, `${entity} id`, objectSchema(entity, states));
}

function parentOf(backend: Backend, endpoint: Endpoint, name: string): string | undefined {
  const use = endpoint.parameters.find((each) => each.in === 'path' && each.name === name)?.use;
  return referenceTo(backend, endpoint, use?.kind === 'filter' ? use.column : name);
}

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
  if (reading === undefined)
    return match(input(plan, 'version', { type: 'string', description: 'ETag of the object.' }));
  return match(`$steps.${addStep(plan, reading, path, { etag: '$response.header.ETag' })}.outputs.etag`);
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
          value: `{${input(plan, 'idempotency key', keySchema)}}-${plan.steps.length}`,
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
  return signedIn === undefined ? input(plan, 'token', tokenSchema) : `$steps.${signedIn.id}.outputs.token`;
}
