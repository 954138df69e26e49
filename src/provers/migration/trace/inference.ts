import { quoteName, sqlName } from '../../../artifacts/sql-names.ts';
import type { SqlFailure } from '../../postgres/session.ts';
import type { Script, Statement } from '../script/script.ts';
import { nothingInferred } from './inferred.ts';
import type { Inferred, InferredTable } from './inferred.ts';

/** Where inference stands: what was inferred, and how tables are called by now. */
export interface Inference {
  readonly inferred: Inferred;
  /** Name of a table now (as the migration renamed it) to its name before the migration. */
  readonly names: ReadonlyMap<string, string>;
  /** Tables the migration itself made: they are never inferred. */
  readonly made: ReadonlySet<string>;
}

export const startInference: Inference = { inferred: nothingInferred, names: new Map(), made: new Set() };

/** What would let a failed statement run: SQL for now, and the inference with it. */
export interface Step {
  readonly now: readonly string[];
  readonly inference: Inference;
}

/** What is looked at when a statement fails. */
export interface Failed {
  readonly script: Script;
  readonly statement: Statement;
  readonly failure: SqlFailure;
  /** How often this statement was tried again. */
  readonly attempt: number;
}

export const tableCalled = ({ inferred, names }: Inference, name: string): InferredTable | undefined =>
  inferred.tables.get(names.get(name) ?? name);

export function withTable(inference: Inference, key: string, table: InferredTable): Inference {
  const tables = new Map(inference.inferred.tables).set(inference.names.get(key) ?? key, table);
  return { ...inference, inferred: { ...inference.inferred, tables } };
}

/** A table without columns; they follow as the statements ask for them. */
export function newTable(inference: Inference, name: string, suffix = '', columns = ''): Step | undefined {
  if (inference.made.has(name)) return undefined;
  const given = new Map(columns === '' ? [] : [[columns, 'bigint'] as const]);
  const table = { name: sqlName(name), columns: given, parts: [], suffix };
  const list = columns === '' ? '' : `${quoteName(columns)} bigint`;
  return {
    now: [`create table ${sqlName(name)} (${list})${suffix}`],
    inference: withTable(inference, name, table),
  };
}

/** An index needs a table: one is inferred for it. */
export function newIndex(
  inference: Inference,
  name: string,
  table = `table_of_${name.split('.').at(-1)}`,
): Step | undefined {
  const known = tableCalled(inference, table);
  const made = known === undefined ? newTable(inference, table, '', 'id') : { now: [], inference };
  if (made === undefined) return undefined;
  const column = known === undefined ? 'id' : [...known.columns.keys()][0];
  if (column === undefined) return undefined;
  const sql = `create unique index ${quoteName(name.split('.').at(-1) ?? name)} on ${sqlName(table)} (${quoteName(column)})`;
  const step = other(made.inference, 'late', sql);
  return { now: [...made.now, ...step.now], inference: step.inference };
}

export function other(inference: Inference, place: 'early' | 'late', sql: string): Step {
  const { inferred } = inference;
  return {
    now: [sql],
    inference: { ...inference, inferred: { ...inferred, [place]: [...inferred[place], sql] } },
  };
}
