import type { Endpoint, Property } from '../../model/api.ts';
import type { Json } from '../../model/origin.ts';
import { exampleOf } from '../example.ts';
import { writes } from '../http.ts';
import { keyHolder, referenceTo, schemaOf, signInOf } from './knowledge.ts';
import { input } from './plan.ts';
import type { Plan } from './plan.ts';

/** The id of an object, by a step that is added where none is at hand. */
type Need = (entity: string) => string | undefined;

/** The body of a request: what earlier steps gave, what only the caller knows, and examples for the rest. */
export function bodyOf(plan: Plan, endpoint: Endpoint, need: Need): Json | undefined {
  const schema = writes(endpoint.method) ? schemaOf(plan.backend, endpoint.requestSchema) : undefined;
  if (schema === undefined) return undefined;
  const isSignIn = signInOf(plan.backend)?.endpoint === endpoint;
  const secrets = schema.properties.filter(({ dataClass }) => dataClass === 'secret');
  const entries = schema.properties.flatMap((property): readonly (readonly [string, Json])[] => {
    // Who signs in says a name and one secret; a second factor is asked for only where it is due.
    const given = isSignIn && (property.dataClass === 'pii' || property === secrets[0]);
    const value = given ? input(plan, property.name) : valueOf(plan, endpoint, property, need);
    return value === undefined ? [] : [[property.name, value]];
  });
  return Object.fromEntries(entries.length === 0 ? someChange(plan, schema.properties) : entries);
}

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
    return found ?? (property.required ? input(plan, property.name) : undefined);
  }
  if (!property.required) return undefined;
  if (property.dataClass === 'secret') return secretOf(plan, property) ?? input(plan, property.name);
  if (isToldByCaller(plan, endpoint, property)) return input(plan, property.name);
  const holder = keyHolder(backend, endpoint, property.name);
  const key = holder === undefined ? undefined : keyOf(plan, holder, property.name, need);
  const schemas = new Map(backend.api.schemas.map((each) => [each.name, each]));
  return key ?? exampleOf(property.type, property.name, schemas);
}

/** An amount that the request brings beside the object itself: nobody but the caller knows what it expects. */
function isToldByCaller({ backend }: Plan, endpoint: Endpoint, property: Property): boolean {
  const operation = backend.operations.find(({ id }) => id === endpoint.operation);
  return (operation?.input ?? []).some(
    ({ name, type }) => name === property.name && ['money', 'bigint', 'decimal'].includes(type.kind),
  );
}

/** A secret that the sign-in of this journey gave, such as the token that is refreshed. */
function secretOf(plan: Plan, { name }: Property): string | undefined {
  const signedIn = plan.steps.find(({ outputs }) => 'token' in outputs);
  return signedIn !== undefined && name in signedIn.outputs
    ? `$steps.${signedIn.id}.outputs.${name}`
    : undefined;
}

/** A key that the step which found the object gives beside its id. */
function keyOf(plan: Plan, entity: string, name: string, need: Need): string | undefined {
  const id = need(entity);
  const step = plan.steps.find((each) => id === `$steps.${each.id}.outputs.id`);
  return step !== undefined && name in step.outputs ? `$steps.${step.id}.outputs.${name}` : undefined;
}
