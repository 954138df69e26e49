import type { RecordAccess } from '../../../model/flow.ts';
import type { Origin } from '../../../model/origin.ts';
import type { Source } from './mark.ts';

/** A branch of the code and which of its ways is gone; two places on different ways of one branch never both run. */
export interface Way {
  readonly branch: string;
  readonly way: number;
  /** It is gone by requests of this method only. */
  readonly method?: string;
}

/** Where in the branches of the functions that lead to it something stands. */
export type Ways = readonly Way[];

export const everywhere: Ways = [];

export type Fact =
  /** The caller is compared with something, or handed on together with what the request names. */
  | {
      readonly kind: 'check';
      readonly ways: Ways;
      /** It only says whose records are meant, not what their owner may do with them. */
      readonly narrows?: true;
    }
  | {
      readonly kind: 'object-reference' | 'mass-assignment' | 'privilege-field' | 'record-answer';
      readonly access: RecordAccess;
      readonly source: Source;
      readonly sink: { readonly what: string; readonly origin: Origin };
      readonly within: string;
      readonly ways: Ways;
    };

/** Whether only one of two places is ever reached by one call. */
export const areExclusive = (a: Ways, b: Ways): boolean =>
  a.some((one) => b.some((other) => one.branch === other.branch && one.way !== other.way));

export const behindCall = (fact: Fact, ways: Ways): Fact =>
  ways.length === 0 ? fact : { ...fact, ways: [...ways, ...fact.ways] };

/** Whether requests of a method come there. */
export const isGoneBy = (ways: Ways, method: string): boolean =>
  ways.every((way) => way.method === undefined || method === 'ANY' || way.method.toUpperCase() === method);
