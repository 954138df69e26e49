import type { Quantity } from '../../model/origin.ts';
import { assumed } from '../../model/origin.ts';

export const days = (value: number, because: string): Quantity =>
  assumed(value * 86_400, 's', because, 86_400, 2 * value * 86_400);

export const rows = (value: number, because: string): Quantity =>
  assumed(value, 'rows', because, value / 10, value * 10);

/** What the table of a mechanism is made from. */
export interface Blueprint {
  readonly comment: string;
  readonly rule: string;
  readonly columns: readonly (readonly [name: string, text: string, distinct: number, width: number])[];
  readonly key: readonly string[];
  readonly indexes: readonly {
    readonly columns: readonly string[];
    readonly where?: string;
  }[];
  readonly checks: readonly (readonly [name: string, sql: string])[];
  readonly rows: Quantity;
  readonly retention: Quantity;
  readonly appendOnly?: boolean;
}

export const time = 'timestamp with time zone';
