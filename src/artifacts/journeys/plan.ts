import type { Backend } from '../../model/backend.ts';
import type { JsonObject } from '../emitted.ts';
import { camelCase } from '../words.ts';
import type { JourneyStep } from './journey.ts';

/** A journey while it is put together. */
export interface Plan {
  readonly backend: Backend;
  readonly actor: string;
  readonly operationIds: ReadonlyMap<string, string>;
  readonly steps: JourneyStep[];
  /** What whoever starts it must bring, as JSON Schemas. */
  readonly inputs: Map<string, JsonObject>;
  /** Expression of the id of an object of each entity that is at hand. */
  readonly ids: Map<string, string>;
  /** Entities whose id is being looked for: what needs itself is asked of the caller. */
  readonly pending: Set<string>;
}

/** Something that whoever starts the journey must bring; said twice, it is the same. */
export function input(plan: Plan, name: string, schema: JsonObject): string {
  const key = camelCase(name);
  if (!plan.inputs.has(key)) plan.inputs.set(key, schema);
  return `$inputs.${key}`;
}
