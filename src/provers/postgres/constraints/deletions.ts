import { quoteName } from '../../../artifacts/sql-names.ts';
import type { TableFacts } from '../rows/facts.ts';
import type { Filled } from '../rows/populate.ts';
import { insertSql, literal } from '../rows/problem.ts';
import type { Wish } from '../rows/problem.ts';
import type { Values } from '../rows/solve.ts';
import type { Answer, Attempt } from './attempts.ts';
import type { Expected } from './expected.ts';

type ForeignKey = Expected['foreignKeys'][number];

/** A referenced row that is deleted while a row refers to it. */
export interface Deletion {
  readonly key: ForeignKey;
  readonly parent: TableFacts;
  /** Put in first; absent when a row that is there already is deleted. */
  readonly inserted?: Values;
  /** Values of the referenced columns. */
  readonly values: readonly (string | null)[];
  readonly wish: Wish;
}

/**
 * One deletion for each foreign key. The row that goes is one to which nothing else refers, as far as its values
 * are known beforehand; else the second one of its table.
 */
export function deletions(
  expected: Expected,
  child: TableFacts,
  population: readonly Filled[],
  fresh: ReadonlyMap<string, Values>,
): readonly Deletion[] {
  return expected.foreignKeys.flatMap((key): readonly Deletion[] => {
    const reference = child.references.find(({ name }) => name === key.name);
    const parent = population.find(({ table }) => table.oid === reference?.target);
    if (reference === undefined || parent === undefined) return [];
    const made = parent.table.oid === child.oid ? undefined : fresh.get(parent.table.oid);
    const inserted =
      made !== undefined && reference.targetColumns.every((name) => made.has(name)) ? made : undefined;
    const row = inserted ?? parent.rows[1]?.values;
    if (row === undefined) return [];
    const values = reference.targetColumns.map((name) => row.get(name) ?? null);
    const chosen = new Map(reference.columns.map((name, at) => [name, [values[at] ?? null]]));
    return [
      {
        key,
        parent: parent.table,
        values,
        wish: { without: [key.name], values: chosen },
        ...(inserted !== undefined && { inserted }),
      },
    ];
  });
}

const fullName = ({ schema, name }: TableFacts): string => `${quoteName(schema)}.${quoteName(name)}`;

/** Inserts both rows, deletes the referenced one, and counts what is left of those that refer to it. */
export function deletionAttempt(
  { key, parent, inserted, values }: Deletion,
  child: TableFacts,
  row: Values,
): Attempt {
  const equals = (columns: readonly string[], table: TableFacts): string =>
    columns
      .map((name, at) => {
        const type = table.columns.find((column) => column.name === name)?.type ?? 'text';
        return `${quoteName(name)} = ${literal(values[at] ?? null, type)}`;
      })
      .join(' and ');
  const reference = child.references.find(({ name }) => name === key.name);
  return {
    statements: [
      ...(inserted === undefined ? [] : [insertSql(parent, inserted)]),
      insertSql(child, row),
      `delete from ${fullName(parent)} where ${equals(reference?.targetColumns ?? key.targetColumns, parent)}`,
    ],
    probe: `select count(*) filter (where ${equals(key.columns, child)}) || ' of ' || count(*) from ${fullName(child)}`,
  };
}

export type Judged =
  | { readonly kind: 'holds' }
  | { readonly kind: 'fault'; readonly words: string }
  | { readonly kind: 'untried'; readonly words: string };

/** Compares what the deletion did with what the foreign key says. `before` = rows of the child before the attempt. */
export function judgeDeletion(deletion: Deletion, child: TableFacts, before: number, answer: Answer): Judged {
  const { key, parent } = deletion;
  const rule = `foreign key ${key.name}, on delete ${key.onDelete}`;
  const refuses = key.onDelete === 'no action' || key.onDelete === 'restrict';
  if (answer.code !== undefined) {
    const refused = ['23503', '23001'].includes(answer.code);
    if (refused && answer.constraint === key.name)
      return refuses ? { kind: 'holds' } : { kind: 'fault', words: `${rule}: the delete was refused` };
    return {
      kind: 'untried',
      words: `${rule}: stopped by ${answer.code} ${answer.constraint || answer.message}`,
    };
  }
  if (refuses)
    return { kind: 'fault', words: `${rule}: a ${parent.name} that a ${child.name} refers to was deleted` };
  const [referring = -1, total = -1] = (answer.probe ?? '').split(' of ').map(Number);
  const gone = parent.oid === child.oid ? 1 : 0;
  const kept = total === before + 1 - gone;
  if (referring === 0 && (key.onDelete === 'cascade' ? !kept : kept)) return { kind: 'holds' };
  return { kind: 'fault', words: `${rule}: afterwards ${referring} of ${total} rows refer to it` };
}
