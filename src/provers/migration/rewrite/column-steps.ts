import { quoteName, quoteText, sqlName } from '../../../artifacts/sql-names.ts';
import { objectName } from '../../../model/object-name.ts';
import type { ChangedColumn, Effects } from '../trace/observation.ts';
import { alter, backfill, requireValue } from './step.ts';
import type { Step } from './step.ts';

type NewColumn = Effects['newColumns'][number];

/** A new column that is filled in batches. Undefined when PostgreSQL itself has to compute it in every row. */
export function newColumnSteps({ relation, column }: NewColumn): readonly Step[] | undefined {
  if (column.kind !== 'plain') return undefined;
  const name = quoteName(column.name);
  const table = relation.split('.').at(-1) ?? relation;
  const [, sequence] = /^nextval\('([^']+)'::regclass\)$/.exec(column.default ?? '') ?? [];
  const seq = quoteName(objectName(table, column.name, 'seq'));
  const expression = sequence === undefined ? column.default : `nextval(${quoteText(seq)})`;
  return [
    ...(sequence === undefined ? [] : [{ sql: `CREATE SEQUENCE ${seq}` }]),
    alter(relation, `ADD COLUMN ${name} ${column.type}`),
    ...(sequence === undefined
      ? []
      : [{ sql: `ALTER SEQUENCE ${seq} OWNED BY ${sqlName(relation)}.${name}` }]),
    ...(expression === undefined
      ? []
      : [
          alter(relation, `ALTER COLUMN ${name} SET DEFAULT ${expression}`),
          backfill(relation, column.name, 'DEFAULT'),
        ]),
    ...(column.required ? requireValue(relation, column.name) : []),
  ];
}

/**
 * A column of the new type beside the old one, kept equal by a trigger; `using`: the value from the old one. Undefined
 * for a column whose values PostgreSQL makes.
 */
export function changedTypeSteps(
  { relation, before, after }: ChangedColumn,
  using: string | undefined,
): readonly Step[] | undefined {
  if (before.kind !== 'plain' || before.default?.startsWith('nextval(') === true) return undefined;
  const table = relation.split('.').at(-1) ?? relation;
  const next = `${after.name}_next`;
  const name = quoteName(after.name);
  const copy = quoteName(objectName(table, after.name, 'copy'));
  const value = using ?? `${name}::${after.type}`;
  const ofNew = value.replace(new RegExp(`(?<![\\w.])${escaped(name)}(?!\\w)`, 'g'), `new.${name}`);
  const body = `begin new.${quoteName(next)} := ${ofNew}; return new; end`;
  return [
    alter(relation, `ADD COLUMN ${quoteName(next)} ${after.type}`),
    { sql: `CREATE FUNCTION ${copy}() RETURNS trigger LANGUAGE plpgsql AS $$ ${body} $$` },
    {
      sql: `CREATE TRIGGER ${copy} BEFORE INSERT OR UPDATE ON ${sqlName(relation)} FOR EACH ROW EXECUTE FUNCTION ${copy}()`,
      note: 'new and changed rows are written twice from here on',
    },
    backfill(relation, next, value, value),
    ...(after.default === undefined
      ? []
      : [alter(relation, `ALTER COLUMN ${quoteName(next)} SET DEFAULT ${after.default}`)]),
    ...(before.required ? requireValue(relation, next) : []),
    {
      sql:
        `BEGIN; DROP TRIGGER ${copy} ON ${sqlName(relation)}; ALTER TABLE ${sqlName(relation)} DROP COLUMN ${name}; ` +
        `ALTER TABLE ${sqlName(relation)} RENAME COLUMN ${quoteName(next)} TO ${name}; COMMIT`,
      note: 'when clients take the new type; indexes and constraints of the old column are to be made on the new one before',
    },
    { sql: `DROP FUNCTION ${copy}()` },
  ];
}

const escaped = (text: string): string => text.replace(/[^\w]/g, '\\$&');
