import { quoteNames, qualifiedName } from '../../artifacts/sql-names.ts';
import type { Table } from '../../model/data.ts';
import { owner } from '../database/database.ts';
import type { Database } from '../database/database.ts';
import type { PreviewPackage } from '../package.ts';

/**
 * Fills the tables with the delivered generator, in the shape of production: sizes, skew and keys follow the model.
 * `scale`: part of the designed rows; there are at least fifty of each table.
 */
export async function generateRows(
  database: Database,
  { generatorSql }: PreviewPackage,
  scale: number,
): Promise<void> {
  if (generatorSql === undefined || scale <= 0) return;
  await database.script(`select set_config('seed.scale', '${scale}', false);\n${generatorSql}`);
}

/** When the newest row was made: generated rows lie in the years the design looks ahead to. */
export async function newestRow(database: Database, tables: readonly Table[]): Promise<Date | undefined> {
  const dated = tables.filter(
    ({ entity, columns }) => entity !== undefined && columns.some(({ name }) => name === 'created_at'),
  );
  if (dated.length === 0) return undefined;
  const each = dated.map((table) => `select max(created_at) as newest from ${qualifiedName(table)}`);
  const { rows } = await database.query(
    owner,
    `select extract(epoch from max(newest)) as newest from (${each.join(' union all ')}) as all_rows`,
  );
  const seconds = rows[0]?.['newest'];
  return typeof seconds === 'string' ? new Date(Number(seconds) * 1000) : undefined;
}

/** Whether somebody has filled it before. */
export async function isFilled(database: Database, tables: readonly Table[]): Promise<boolean> {
  for (const table of tables.filter(({ entity }) => entity !== undefined)) {
    const { rows } = await database.query(owner, `select 1 as one from ${qualifiedName(table)} limit 1`);
    if (rows.length > 0) return true;
  }
  return false;
}

/** The rows as they are, kept aside, so that tests can go back to them. */
export async function keepRows(database: Database, tables: readonly Table[]): Promise<void> {
  const kept = tables.map((table) => `create table ${keptName(table)} as table ${qualifiedName(table)};`);
  await database.script(
    `drop schema if exists preview_kept cascade; create schema preview_kept;\n${kept.join('\n')}`,
  );
}

/** Back to the rows that were kept. Triggers and keys rest meanwhile: what comes back was whole. */
export async function restoreRows(database: Database, tables: readonly Table[]): Promise<void> {
  const names = tables.map((table) => qualifiedName(table)).join(', ');
  const filled = tables.map((table) => {
    const columns = quoteNames(
      table.columns.filter(({ generated }) => generated === undefined).map(({ name }) => name),
    );
    return `insert into ${qualifiedName(table)} (${columns}) overriding system value select ${columns} from ${keptName(table)};`;
  });
  await database.script(
    `begin; set local session_replication_role = replica; truncate ${names};\n${filled.join('\n')}\ncommit;`,
  );
}

const keptName = (table: Table): string =>
  qualifiedName({ schema: 'preview_kept', name: `${table.schema ?? 'public'}.${table.name}` });
