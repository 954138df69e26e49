import { quoteName, quoteText, sqlName } from '../../../artifacts/sql-names.ts';
import { objectName } from '../../../model/object-name.ts';
import type { Column } from '../trace/details.ts';
import type { ChangedColumn, Effects } from '../trace/observation.ts';
import type { RowKey } from './backfill.ts';
import type { TableShape } from '../trace/shapes.ts';
import { attachedSteps, takeOver, whyNoTwin } from './twin.ts';
import type { Twin } from './twin.ts';
import { alter, alterSql, backfill, bareName, requireValue, writtenAlong } from './step.ts';
import type { Step } from './step.ts';

type NewColumn = Effects['newColumns'][number];

/** A new column that is filled in batches. Undefined when PostgreSQL itself has to compute it in every row. */
export function newColumnSteps(
  { relation, column }: NewColumn,
  key: RowKey | undefined,
): readonly Step[] | undefined {
  if (column.kind !== 'plain') return undefined;
  const name = quoteName(column.name);
  const [, sequence] = /^nextval\('([^']+)'::regclass\)$/.exec(column.default ?? '') ?? [];
  const seq = quoteName(objectName(bareName(relation), column.name, 'seq'));
  const expression = sequence === undefined ? column.default : `nextval(${quoteText(seq)})`;
  return [
    ...(sequence === undefined
      ? []
      : [{ sql: `CREATE SEQUENCE ${seq}`, phase: 'expand', undo: `DROP SEQUENCE ${seq}` } as const]),
    alter(relation, `ADD COLUMN ${name} ${column.type}`, {
      undo: alterSql(relation, `DROP COLUMN ${name}`),
    }),
    ...(sequence === undefined
      ? []
      : [
          {
            sql: `ALTER SEQUENCE ${seq} OWNED BY ${sqlName(relation)}.${name}`,
            phase: 'expand',
            undo: `ALTER SEQUENCE ${seq} OWNED BY NONE`,
          } as const,
        ]),
    ...(expression === undefined
      ? []
      : [
          alter(relation, `ALTER COLUMN ${name} SET DEFAULT ${expression}`, {
            undo: alterSql(relation, `ALTER COLUMN ${name} DROP DEFAULT`),
          }),
          backfill(relation, `${name} = DEFAULT`, `${name} IS NULL`, key),
        ]),
    ...(column.required ? requireValue(relation, column.name) : []),
  ];
}

/** NOT NULL on a column that was there: rows without a value get its default; without one, somebody has to choose. */
export function filledSteps(relation: string, column: Column, key: RowKey | undefined): readonly Step[] {
  const name = quoteName(column.name);
  const [first, validate, ...rest] = requireValue(relation, column.name);
  const note = 'refused as long as a row holds NULL: choose a value for these and fill them in batches first';
  return [
    ...(first === undefined ? [] : [first]),
    ...(column.default === undefined
      ? []
      : [backfill(relation, `${name} = DEFAULT`, `${name} IS NULL`, key)]),
    ...(validate === undefined ? [] : [column.default === undefined ? { ...validate, note } : validate]),
    ...rest,
  ];
}

/**
 * A column of the new type beside the old one, kept equal by a trigger; `using`: the value from the old one. Undefined
 * for a column whose values PostgreSQL makes.
 */
export function changedTypeSteps(
  { relation, before, after }: ChangedColumn,
  using: string | undefined,
  shape: TableShape,
): readonly Step[] | undefined {
  if (whyNoTwin(before.name, shape) !== undefined) return undefined;
  const twin: Twin = { relation, old: before.name, twin: `${after.name}_next` };
  const next = `${after.name}_next`;
  const name = quoteName(after.name);
  const copy = quoteName(objectName(bareName(relation), after.name, 'copy'));
  const value = using ?? `${name}::${after.type}`;
  const ofNew = value.replace(new RegExp(`(?<![\\w.])${escaped(name)}(?!\\w)`, 'g'), `new.${name}`);
  const body = `begin new.${quoteName(next)} := ${ofNew}; return new; end`;
  const on = sqlName(relation);
  return [
    alter(relation, `ADD COLUMN ${quoteName(next)} ${after.type}`, {
      undo: alterSql(relation, `DROP COLUMN ${quoteName(next)}`),
    }),
    ...writtenAlong(relation, copy, body, 'new and changed rows are written twice from here on'),
    {
      ...backfill(
        relation,
        `${quoteName(next)} = ${value}`,
        `${quoteName(next)} IS NULL AND (${value}) IS NOT NULL`,
        shape.key,
      ),
      staysRight: true,
    },
    ...(after.default === undefined
      ? []
      : [
          alter(relation, `ALTER COLUMN ${quoteName(next)} SET DEFAULT ${after.default}`, {
            undo: alterSql(relation, `ALTER COLUMN ${quoteName(next)} DROP DEFAULT`),
          }),
        ]),
    ...attachedSteps(twin, shape),
    inOneTransaction(
      [
        `DROP TRIGGER ${copy} ON ${on}`,
        alterSql(relation, `DROP COLUMN ${name}`),
        alterSql(relation, `RENAME COLUMN ${quoteName(next)} TO ${name}`),
        ...takeOver(twin, shape),
      ],
      'when clients take the new type',
    ),
    { sql: `DROP FUNCTION ${copy}()`, phase: 'contract' },
  ];
}

/** The step after which there is no way back. */
export const inOneTransaction = (statements: readonly string[], note: string): Step => ({
  sql: `BEGIN; ${statements.join('; ')}; COMMIT`,
  phase: 'contract',
  note,
  isFinal: true,
});

const escaped = (text: string): string => text.replace(/[^\w]/g, '\\$&');
