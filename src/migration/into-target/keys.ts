import { quoteName, quoteNames, quoteText } from '../../artifacts/sql-names.ts';
import { inBatches } from '../conversion/batches.ts';
import { rowColumn, targetTable } from '../conversion/names.ts';
import type { Pair } from './mapping.ts';
import { keysTable, mappedView, mappingSchema, targetId } from './names.ts';

/** What each row is called in the target: the same each time, whatever else is there. */
export const keyStatements = (pairs: readonly Pair[], batch: number): readonly string[] =>
  pairs.filter(({ keyed }) => keyed).flatMap((pair) => [keyTableSql(pair), fillSql(pair, batch)]);

function keyTableSql(pair: Pair): string {
  const { source, legacyKey } = pair;
  const columns = legacyKey.map(
    (name) =>
      `${quoteName(name)} ${source.columns.find((one) => one.name === name)?.type ?? 'text'} not null`,
  );
  return `create table if not exists ${keysTable(pair)} (\n  ${[
    `${rowColumn} bigint primary key`,
    ...columns,
    `${targetId} ${idOf(pair)?.type ?? 'uuid'} not null unique`,
    ...(legacyKey.length === 0 ? [] : [`unique (${quoteNames(legacyKey)})`]),
  ].join(',\n  ')}\n)`;
}

const idOf = ({ target, columns }: Pair) =>
  columns.find(({ name }) => name === target.primaryKey?.columns[0]);

function fillSql(pair: Pair, batch: number): string {
  const { source, legacyKey } = pair;
  const names = [rowColumn, ...legacyKey.map(quoteName)];
  const insert = `insert into ${keysTable(pair)} (${[...names, targetId].join(', ')})
select ${[...names.map((name) => `s.${name}`), keySql(pair)].join(', ')} from ${targetTable(source)} as s
where s.${rowColumn} between $1 and $2 on conflict (${rowColumn}) do nothing`;
  return inBatches(targetTable(source), insert, batch);
}

function keySql(pair: Pair): string {
  const { legacyKey, spread } = pair;
  if (idOf(pair)?.type !== 'uuid') {
    const key = `s.${quoteName(legacyKey[0] ?? rowColumn)}`;
    return spread.times === 1 ? key : `${key} * ${spread.times} + ${spread.plus}`;
  }
  const values = legacyKey.length === 0 ? [rowColumn] : legacyKey.map(quoteName);
  const key = values.map((name) => `s.${name}::text`).join(` || '|' || `);
  return `${mappingSchema}.id_of(${quoteText(pair.name)}, ${key})`;
}

/** Values of every column as the target would have them. */
export const mappedSql = (pair: Pair): string =>
  `create or replace view ${mappedView(pair)} as select ${[
    `s.${rowColumn}`,
    ...pair.columns.map(({ name, value, type }) => `${typed(value, type)} as ${quoteName(name)}`),
  ].join(',\n  ')}\nfrom ${targetTable(pair.source)} as s`;

const typed = (value: string, type: string): string =>
  value.endsWith(`::${type}`) ? value : `(${value})::${type}`;
