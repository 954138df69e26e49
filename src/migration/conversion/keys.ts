import type { ForeignKey, Index, Table } from '../../model/data.ts';
import { objectName } from '../../model/object-name.ts';
import { quoteName, quoteNames } from '../../artifacts/sql-names.ts';
import type { ConvertedColumn } from './column.ts';
import type { Fold } from './functions.ts';
import { folded } from './functions.ts';
import { targetTable } from './names.ts';

export interface KeyPart {
  readonly column: string;
  readonly fold: Fold;
  /** Where the functions are that fold. */
  readonly schema: string;
  /** Characters or bytes of the beginning that the key holds. */
  readonly prefix?: number;
  readonly bytes: boolean;
  readonly descending: boolean;
}

/** What no two rows may share. */
export interface UniqueKey {
  readonly name: string;
  readonly parts: readonly KeyPart[];
  readonly primary: boolean;
}

export interface PlainIndex {
  readonly name: string;
  readonly sql: string;
}

export interface ConvertedReference {
  readonly name: string;
  readonly key: ForeignKey;
  /** Columns that become NULL where the row they name is missing; none: the row goes to quarantine. */
  readonly emptied: readonly string[];
}

export interface ConvertedKeys {
  readonly uniques: readonly UniqueKey[];
  readonly indexes: readonly PlainIndex[];
  readonly references: readonly ConvertedReference[];
  readonly differences: readonly string[];
}

export function convertedKeys(
  table: Table,
  columns: readonly ConvertedColumn[],
  schema: string,
): ConvertedKeys {
  const byName = new Map(columns.map((column) => [column.name.toLowerCase(), column]));
  const parts = (names: readonly string[]): readonly KeyPart[] =>
    names.flatMap((name) => keyPart(name, byName, schema));
  const named = (columnNames: readonly string[], label: string): string =>
    objectName(table.name, columnNames.map((name) => name.replaceAll(/\W+/g, '_')).join('_'), label);
  const primary = table.primaryKey;
  const uniques: readonly UniqueKey[] = [
    ...(primary === undefined
      ? []
      : [{ name: objectName(table.name, '', 'pkey'), parts: parts(primary.columns), primary: true }]),
    ...table.uniques.map((key) => ({
      name: named(key.columns, 'key'),
      parts: parts(key.columns),
      primary: false,
    })),
    ...table.indexes
      .filter(({ unique }) => unique)
      .map((index) => ({ name: named([index.name], 'key'), parts: parts(index.columns), primary: false })),
  ].filter((key) => key.parts.length > 0);
  const plain = table.indexes.filter(({ unique }) => !unique);
  const made = plain.map((index) =>
    plainIndex(
      targetTable({ schema, name: table.name }),
      index,
      parts(index.columns),
      named([index.name], 'idx'),
    ),
  );
  return {
    uniques,
    indexes: made.flatMap(({ index }) => (index === undefined ? [] : [index])),
    references: table.foreignKeys.map((key) => ({
      name: named(key.columns, 'fkey'),
      key,
      emptied: key.columns.every((name) => byName.get(name.toLowerCase())?.nullable === true)
        ? key.columns
        : [],
    })),
    differences: [
      ...made.flatMap(({ differences }) => differences),
      ...(uniques.length === 0
        ? [`the table has no key: two equal rows cannot be told apart, give it one`]
        : []),
      ...(uniques.some((key) => key.parts.some(({ fold }) => fold !== 'exact'))
        ? [
            'texts are compared exactly here. A unique index of fold_accents(column) refuses what MySQL refused; a query has to say fold_accents(column) = fold_accents($1) to find what it found. Or give the column an ICU collation that is not deterministic: `=` then finds the same, LIKE needs PostgreSQL 18, and no index serves a beginning of it',
          ]
        : []),
    ],
  };
}

const written = /^(.+?)(?:\((\d+)\))?( desc)?$/;

function keyPart(
  text: string,
  columns: ReadonlyMap<string, ConvertedColumn>,
  schema: string,
): readonly KeyPart[] {
  const [, name = '', length, descending] = written.exec(text) ?? [];
  const column = columns.get(name.toLowerCase());
  if (column === undefined) return [];
  return [
    {
      column: column.name,
      fold: column.fold,
      schema,
      ...(length !== undefined && { prefix: Number(length) }),
      bytes: column.kind === 'bytes',
      descending: descending !== undefined,
    },
  ];
}

/** The part as an expression on a row; `of` stands before the column. */
export function partSql({ column, fold, schema, prefix, bytes }: KeyPart, of = ''): string {
  const name = `${of}${quoteName(column)}`;
  const begins =
    prefix === undefined ? name : bytes ? `substr(${name}, 1, ${prefix})` : `left(${name}, ${prefix})`;
  return folded(fold, begins, schema);
}

export const isPlainPart = ({ fold, prefix }: KeyPart): boolean => fold === 'exact' && prefix === undefined;

function plainIndex(
  on: string,
  index: Index,
  parts: readonly KeyPart[],
  name: string,
): { readonly index: PlainIndex | undefined; readonly differences: readonly string[] } {
  const called = quoteName(name);
  if (index.method === 'spatial')
    return { index: undefined, differences: [`spatial key ${index.name} needs PostGIS: left out`] };
  if (index.method === 'fulltext') {
    const words = parts.map(({ column }) => `coalesce(${quoteName(column)}, '')`).join(` || ' ' || `);
    return {
      index: {
        name,
        sql: `create index if not exists ${called} on ${on} using gin (to_tsvector('simple'::regconfig, ${words}))`,
      },
      differences: [
        `fulltext key ${index.name} is a GIN index of to_tsvector('simple', …): MATCH … AGAINST becomes @@, which finds and ranks by other rules`,
      ],
    };
  }
  if (parts.length !== index.columns.length)
    return {
      index: undefined,
      differences: [`key ${index.name} of an expression is not translated: left out`],
    };
  const columns = parts.map((part) => {
    const sql = partSql(part);
    return `${isPlainPart(part) ? sql : `(${sql})`}${part.descending ? ' desc' : ''}`;
  });
  return {
    index: { name, sql: `create index if not exists ${called} on ${on} (${columns.join(', ')})` },
    differences: parts.some(({ prefix }) => prefix !== undefined)
      ? [`key ${index.name} holds beginnings: an index of left(column, n), used where a query says the same`]
      : [],
  };
}

/** The statement that holds a key; a primary key stands in its table. */
export function uniqueSql(
  table: { readonly schema: string; readonly name: string },
  key: UniqueKey,
): string | undefined {
  const isPlain = key.parts.every(isPlainPart);
  if (isPlain && key.primary) return undefined;
  const name = key.primary ? objectName(table.name, '', 'folded_key') : key.name;
  const parts = key.parts.map((part) => (isPlainPart(part) ? partSql(part) : `(${partSql(part)})`));
  return `create unique index if not exists ${quoteName(name)} on ${targetTable(table)} (${parts.join(', ')})`;
}

export const primarySql = (key: UniqueKey): string =>
  `constraint ${quoteName(key.name)} primary key (${quoteNames(key.parts.map(({ column }) => column))})`;
