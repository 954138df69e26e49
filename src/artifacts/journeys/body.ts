import type { Endpoint, Property } from '../../model/api.ts';
import type { Json } from '../../model/origin.ts';
import { needsSecondFactor } from '../second-factor.ts';
import { compact } from '../emitted.ts';
import { exampleOf } from '../example.ts';
import { writes } from '../http.ts';
import { typeSchema } from '../json-schema.ts';
import { amountOf, entityOf, keyHolder, referenceTo, schemaOf, signInOf } from './knowledge.ts';
import { input } from './plan.ts';
import type { Plan } from './plan.ts';

/** The id of an object, by a step that is added where none is at hand. */
type Need = (entity: string) => string | undefined;

/** The body of a request: what earlier steps gave, what only the caller knows, and examples for the rest. */
export function bodyOf(plan: Plan, endpoint: Endpoint, need: Need): Json | undefined {
  const schema = writes(endpoint.method) ? schemaOf(plan.backend, endpoint.requestSchema) : undefined;
  if (schema === undefined) return undefined;
  const entries = schema.properties.flatMap((property): readonly (readonly [string, Json])[] => {
    const value = isOwn(plan, endpoint, schema.properties, property)
      ? told(plan, property)
      : valueOf(plan, endpoint, property, need);
    return value === undefined ? [] : [[property.name, value]];
  });
  const isChange = entries.length === 0 && endpoint.method === 'PATCH';
  return Object.fromEntries(isChange ? someChange(plan, schema.properties) : entries);
}

/** What nobody but the person knows, also where the schema lets it out: how they sign in, and with what they register. */
function isOwn(
  { backend, actor }: Plan,
  endpoint: Endpoint,
  properties: readonly Property[],
  { name, dataClass, required }: Property,
): boolean {
  if (endpoint.access !== 'public') return false;
  if (signInOf(backend)?.endpoint === endpoint) {
    // Who signs in says a name and one secret, and a second one where a role asks for two factors.
    const secrets = properties.filter((each) => each.dataClass === 'secret').map((each) => each.name);
    const asked = secrets.slice(0, needsSecondFactor(backend, actor) ? 2 : 1);
    return dataClass === 'pii' || asked.includes(name);
  }
  const entity = entityOf(backend, endpoint.entity);
  const isKey = entity?.fields.some((field) => field.unique && field.name === name) === true;
  const isRegistration = endpoint.verb === 'create' && entity?.owner === 'id';
  return (isRegistration && (isKey || dataClass === 'secret')) || (required && dataClass === 'pii');
}

/** What the caller has to bring for a property. */
const told = (plan: Plan, { name, type, description }: Property): string =>
  input(plan, name, compact({ ...typeSchema(type, '#/components/schemas/'), description }));

/** A change that changes something: the first plain value that may be changed. */
function someChange(
  { backend }: Plan,
  properties: readonly Property[],
): readonly (readonly [string, Json])[] {
  const plain = properties.find(
    ({ name, type, dataClass }) =>
      dataClass !== 'secret' && !name.endsWith('_id') && type.kind !== 'schema' && type.kind !== 'map',
  );
  const schemas = new Map(backend.api.schemas.map((each) => [each.name, each]));
  const value = plain && exampleOf(plain.type, plain.name, schemas);
  return plain === undefined || value === undefined ? [] : [[plain.name, value]];
}

function valueOf(plan: Plan, endpoint: Endpoint, property: Property, need: Need): Json | undefined {
  const { backend } = plan;
  const target = referenceTo(backend, endpoint, property.name);
  if (target !== undefined) {
    const found = property.required || plan.ids.has(target) ? need(target) : undefined;
    return found ?? (property.required ? objectTold(plan, property, target) : undefined);
  }
  if (!property.required) return undefined;
  if (property.dataClass === 'secret') return secretOf(plan, property) ?? told(plan, property);
  if (isToldByCaller(plan, endpoint, property)) return amountSeen(plan) ?? told(plan, property);
  const holder = keyHolder(backend, endpoint, property.name);
  const key = holder === undefined ? undefined : keyOf(plan, holder, property.name, need);
  const schemas = new Map(backend.api.schemas.map((each) => [each.name, each]));
  return key ?? exampleOf(property.type, property.name, schemas);
}

const objectTold = (plan: Plan, { name, type, description }: Property, entity: string): string =>
  input(
    plan,
    name,
    compact({ ...typeSchema(type, '#/components/schemas/'), description, 'x-entity': entity }),
  );

/** An amount that the request brings beside the object itself: what the caller expects. */
function isToldByCaller({ backend }: Plan, endpoint: Endpoint, property: Property): boolean {
  const operation = backend.operations.find(({ id }) => id === endpoint.operation);
  return (operation?.input ?? []).some(
    ({ name, type }) => name === property.name && ['money', 'bigint', 'decimal'].includes(type.kind),
  );
}

/** The caller expects the amount that they saw last: of the one thing that this journey puts where it counts. */
function amountSeen({ backend, steps }: Plan): string | undefined {
  const step = steps.findLast(({ endpoint }) => amountOf(backend, endpoint) !== undefined);
  const name = step && amountOf(backend, step.endpoint);
  return step === undefined || name === undefined || !(name in step.outputs)
    ? undefined
    : `$steps.${step.id}.outputs.${name}`;
}

/** A secret that the sign-in of this journey gave, such as the token that is refreshed. */
function secretOf(plan: Plan, { name }: Property): string | undefined {
  const signedIn = plan.steps.find(({ outputs }) => 'token' in outputs);
  return signedIn?.outputs[name] === `$response.body#/${name}`
    ? `$steps.${signedIn.id}.outputs.${name}`
    : undefined;
}

/** A key that the step which found the object gives beside its id. */
function keyOf(plan: Plan, entity: string, name: string, need: Need): string | undefined {
  const id = need(entity);
  const step = plan.steps.find((each) => id === `$steps.${each.id}.outputs.id`);
  return step !== undefined && name in step.outputs ? `$steps.${step.id}.outputs.${name}` : undefined;
}
