import type { Table } from './data.ts';

/** A table of MySQL or MariaDB with what only its own server knows of it. Types are MySQL's. */
export interface LegacyTable {
  readonly table: Table;
  /** Lower case: `innodb`, `myisam`. */
  readonly engine?: string;
  /** What its columns compare by where they name none; a character set stands for its default one. */
  readonly collation?: string;
  /** The value the server would number the next row with. */
  readonly autoIncrement?: string;
}

/**
 * How a value waits before it is converted: `text` is printed ASCII (numbers, dates), `characters` and `binary` are bytes,
 * `bits` a text of 0 and 1.
 */
export type LandingForm = 'text' | 'characters' | 'binary' | 'bits';

export function landingForm(type: string): LandingForm {
  const word = /^\w+/.exec(type)?.[0] ?? '';
  if (
    /^(tinyint|smallint|mediumint|int|bigint|decimal|double|float|date|datetime|timestamp|time|year|bool)$/.test(
      word,
    )
  )
    return 'text';
  if (word === 'bit') return 'bits';
  return /^((var)?char|(tiny|medium|long)?text|enum|set|json|uuid|inet[46])$/.test(word)
    ? 'characters'
    : 'binary';
}

/** A row as it waits: one value for each column that is not generated; bytes are written `\x…`. */
export interface LandingRow {
  readonly table: string;
  /** 1-based, in the order of the dump: its name until it has another. */
  readonly row: number;
  readonly values: readonly (string | null)[];
}

/** What the rows of a table tell of its columns; each is a name. */
export interface RowProfile {
  readonly rows: number;
  /** Hold values beside 0 and 1. */
  readonly beyondSwitch: readonly string[];
  readonly zeroDates: readonly string[];
  /** Hold times below 0 or of a day and more. */
  readonly longTimes: readonly string[];
  /** Hold NULL. */
  readonly nulls: readonly string[];
}

/** The server's word for a date that is none, and dates with a month or a day that is none. */
export const zeroDate = /^\d{4}-(00|\d\d-00)/;
