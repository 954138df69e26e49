import { quoteName } from '../../../artifacts/sql-names.ts';
import { standInTypeSql } from '../../postgres/production/stand-in-types.ts';

/** A table the migration needs and no schema defines. */
export interface InferredTable {
  /** Quoted, as SQL names it before the migration. */
  readonly name: string;
  /** Types by column. */
  readonly columns: ReadonlyMap<string, string>;
  /** Further definitions: constraints, unique keys. */
  readonly parts: readonly string[];
  /** Follows the list: `partition by …`. */
  readonly suffix: string;
}

/** Everything that was added to the schema so that the statements can run, in order. */
export interface Inferred {
  readonly tables: ReadonlyMap<string, InferredTable>;
  /** Other objects: schemas, types, roles, functions, indexes. `early` ones come before the tables. */
  readonly early: readonly string[];
  readonly late: readonly string[];
  /** Types of extensions that the engine lacks, as PostgreSQL names them. */
  readonly standIns: readonly string[];
}

export const nothingInferred: Inferred = { tables: new Map(), early: [], late: [], standIns: [] };

/** The statements that make what was inferred, to be run after the schema. */
export function inferredScript({ early, standIns, tables, late }: Inferred): readonly string[] {
  const made = [...tables.values()].map(({ name, columns, parts, suffix }) => {
    const lines = [...[...columns].map(([column, type]) => `${quoteName(column)} ${type}`), ...parts];
    return `create table ${name} (${lines.join(', ')})${suffix}`;
  });
  return [...early, ...standIns.map(standInTypeSql), ...made, ...late];
}

/** For people: what was taken for granted. */
export function inferredWords({ early, standIns, tables, late }: Inferred): readonly string[] {
  const words = [...tables.values()].map(({ name, columns }) => {
    const list = [...columns].map(([column, type]) => `${column} ${type}`).join(', ');
    return `the table ${name} is in no schema: inferred from the statements${list === '' ? '' : ` as (${list})`}`;
  });
  return [
    ...standIns.map(standInWords),
    ...words,
    ...[...early, ...late].map((sql) => `inferred so that the statements can run: ${sql}`),
  ];
}

/** For people: a type that text stands in for. */
export const standInWords = (type: string): string =>
  `the type ${type} is of an extension the embedded server lacks: its columns were kept, stored as text`;
