import type { Backend } from '../../model/backend.ts';
import type { DataModel, Index, Table } from '../../model/data.ts';
import { schemaSql } from '../ddl.ts';
import type { Emitted } from '../emitted.ts';
import { quoteName } from '../sql-names.ts';
import { isPlain, ported, translatedColumn } from './columns.ts';
import { withKeyNames } from './key-names.ts';
import type { Unproven } from './unproven.ts';
import { unprovenKinds } from './unproven.ts';

export interface Translation {
  readonly data: DataModel;
  readonly unproven: readonly Unproven[];
}

/** A design writes its types for PostgreSQL, whatever engine it names. */
export const isMysql = ({ source, data }: Backend): boolean =>
  source === 'recovered' &&
  data.tables.length > 0 &&
  /mysql|maria|percona|planetscale/i.test(data.engine?.name ?? '');

/**
 * A schema of MySQL or MariaDB as PostgreSQL can execute it, and what that says nothing of. Rows, keys, references and
 * checks are kept; how the engine locks, sorts and plans is not.
 */
export function translated(data: DataModel): Translation {
  const found = data.tables.map(translatedTable);
  return {
    data: {
      engine: {
        name: 'postgresql',
        origin: { kind: 'derived', rule: 'translation of the schema', from: [] },
      },
      schemas: [],
      extensions: [],
      enums: [...data.enums, ...found.flatMap(({ enums }) => enums)],
      tables: withKeyNames(found.map(({ table }) => table)),
      roles: [],
      queries: [],
    },
    unproven: found.flatMap(({ unproven }) => unproven),
  };
}

export const translatedPath = '2-database/schema.postgresql.sql';

/** The translation as a script, with what it does not say. */
export function translatedSql({ data: target, unproven }: Translation): Emitted {
  const { text, lost } = schemaSql(target);
  const told = unprovenKinds(unproven).map(
    ({ places, mysql, why }) => `${mysql}: ${why} (${places.length}: ${places.join(', ')})`,
  );
  return { text, lost: [...lost, ...told] };
}

function translatedTable(table: Table) {
  const columns = table.columns.map((column) => translatedColumn(table, column));
  const types = new Map(columns.map(({ column }) => [column.name, column.type]));
  const indexes = table.indexes.map((index) => translatedIndex(table, index, types));
  const kept = table.checks.filter(({ sql }) => isPlain(sql));
  const { schema: _schema, partition: _partition, partitions: _partitions, ...rest } = table;
  return {
    table: {
      ...rest,
      columns: columns.map(({ column }) => column),
      indexes: indexes.flatMap(({ index }) => (index === undefined ? [] : [index])),
      checks: [
        ...kept.map((check) => ({ ...check, sql: ported(check.sql) })),
        ...columns.flatMap(({ checks }) => checks),
      ],
    },
    enums: columns.flatMap(({ enums }) => enums),
    unproven: [
      ...columns.flatMap(({ unproven }) => unproven),
      ...indexes.flatMap(({ unproven }) => unproven),
      ...table.checks
        .filter(({ sql }) => !isPlain(sql))
        .map(({ sql }) => ({
          where: table.name,
          mysql: `check (${sql})`,
          why: 'the expression is not translated',
        })),
    ],
  };
}

interface TranslatedIndex {
  readonly index: Index | undefined;
  readonly unproven: readonly Unproven[];
}

/** `key (bio(50))` is an expression; words of a text are a GIN index; places need an extension. */
function translatedIndex(table: Table, index: Index, types: ReadonlyMap<string, string>): TranslatedIndex {
  const where = `${table.name} index ${index.name} (${index.columns.join(', ')})`;
  const told = (mysql: string, why: string): readonly Unproven[] => [{ where, mysql, why }];
  if (index.method === 'spatial')
    return { index: undefined, unproven: told('spatial key', 'needs PostGIS, which is not executed') };
  if (index.method === 'fulltext') {
    const words = index.columns.map((name) => `coalesce(${quoteName(name)}, '')`).join(` || ' ' || `);
    return {
      index: { ...index, method: 'gin', columns: [`(to_tsvector('simple'::regconfig, ${words}))`] },
      unproven: told(
        'fulltext key',
        'a GIN index of words stands for it; MATCH … AGAINST finds and ranks by other rules',
      ),
    };
  }
  const prefixed = index.columns.some((name) => prefix.test(name));
  return {
    index: { ...index, method: 'btree', columns: index.columns.map((name) => prefixColumn(name, types)) },
    unproven: prefixed
      ? told(
          'prefix key',
          'an index of an expression stands for it: PostgreSQL uses it only where the query says the same expression',
        )
      : [],
  };
}

const prefix = /^(.+?)\((\d+)\)( desc)?$/;

function prefixColumn(name: string, types: ReadonlyMap<string, string>): string {
  const [, column = '', length = '', direction = ''] = prefix.exec(name) ?? [];
  const type = types.get(column);
  if (type === undefined) return name;
  const taken = type === 'bytea' ? 'substr' : 'left';
  const range = type === 'bytea' ? `1, ${length}` : length;
  return `(${taken}(${quoteName(column)}, ${range}))${direction}`;
}
