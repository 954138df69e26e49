import type { Backend } from '../../model/backend.ts';
import { camelCase } from '../words.ts';
import type { JourneyStep } from './journey.ts';

/** A journey while it is put together. */
export interface Plan {
  readonly backend: Backend;
  readonly actor: string;
  readonly operationIds: ReadonlyMap<string, string>;
  readonly steps: JourneyStep[];
  readonly inputs: Set<string>;
  /** Expression of the id of an object of each entity that is at hand. */
  readonly ids: Map<string, string>;
  /** Entities whose id is being looked for: what needs itself is asked of the caller. */
  readonly pending: Set<string>;
}

/** What whoever starts the journey must bring. */
export const input = (plan: Plan, name: string): string => {
  plan.inputs.add(camelCase(name));
  return `$inputs.${camelCase(name)}`;
};
