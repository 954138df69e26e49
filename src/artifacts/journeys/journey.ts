import type { Endpoint } from '../../model/api.ts';
import type { Json } from '../../model/origin.ts';
import type { JsonObject } from '../emitted.ts';

/** One call of a journey; values are JSON, or expressions of Arazzo that take what earlier steps gave. */
export interface JourneyStep {
  readonly id: string;
  readonly endpoint: Endpoint;
  readonly about: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: 'path' | 'query' | 'header';
    readonly value: string;
  }[];
  readonly body?: Json;
  /** Expression of the token it is called with. */
  readonly token?: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Asked again until it is done. */
  readonly waits?: boolean;
}

/** What a client does to reach something, with what it must bring. */
export interface Journey {
  readonly id: string;
  readonly title: string;
  readonly invariant?: string;
  readonly actor: string;
  /** What whoever starts it must bring: JSON Schemas by name. */
  readonly inputs: ReadonlyMap<string, JsonObject>;
  readonly steps: readonly JourneyStep[];
}
