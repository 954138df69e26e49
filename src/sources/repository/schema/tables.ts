import type { DataModel, Table } from '../../../model/data.ts';
import type { Gap } from '../../../model/origin.ts';
import type { Facts } from '../../facts.ts';
import type { SchemaDraft, TableDraft } from '../sql/draft.ts';
import type { Replayed } from './sets.ts';

export type SchemaData = Pick<
  DataModel,
  | 'engine'
  | 'schemas'
  | 'extensions'
  | 'enums'
  | 'tables'
  | 'roles'
  | 'installed'
  | 'views'
  | 'functions'
  | 'sequences'
>;

/** The tables of all databases as one data model; none stands twice. */
export function schemaData(all: readonly Replayed[], gaps: Gap[]): SchemaData {
  const tables: Table[] = [];
  const enums: DataModel['enums'][number][] = [];
  const engines = new Map<string, readonly Table[]>();
  for (const { set, draft } of all) {
    gaps.push(...draft.gaps);
    const own = finishedTables(draft);
    const { fresh, known } = distinct(tables, own);
    tables.push(...fresh);
    engines.set(set.dialect, [...(engines.get(set.dialect) ?? []), ...fresh]);
    if (known > 0)
      gaps.push({
        kind: 'skip-file',
        subject: set.path,
        why: `${known} tables stand already by other migrations; they are not read again`,
      });
    enums.push(...enumsOf(draft).filter((type) => !enums.some(({ name }) => name === type.name)));
  }
  const engine = writtenFor(engines);
  return {
    ...(engine === undefined ? {} : { engine }),
    schemas: [...new Set(all.flatMap(({ draft }) => [...draft.schemas]))],
    extensions: [...new Set(all.flatMap(({ draft }) => [...draft.extensions]))],
    enums,
    tables,
    roles: [...new Map(all.flatMap(({ draft }) => [...draft.roles])).values()],
    ...whatElse(all.map(({ draft }) => draft)),
  };
}

/**
 * The engine that most tables are written for. PostgreSQL is what a text is taken for when nothing tells, so its name
 * comes from drivers and images only.
 */
function writtenFor(engines: ReadonlyMap<string, readonly Table[]>): DataModel['engine'] {
  const [most] = [...engines].toSorted(([, a], [, b]) => b.length - a.length);
  const [dialect = '', [table] = []] = most ?? [];
  const name = { mysql: 'mysql', sqlite: 'sqlite', mssql: 'sqlserver' }[dialect];
  return name === undefined || table === undefined ? undefined : { name, origin: table.origin };
}

/** What rules of access and of counters look at; what no file tells is left out. */
function whatElse(
  drafts: readonly SchemaDraft[],
): Pick<SchemaData, 'installed' | 'views' | 'functions' | 'sequences'> {
  const installed = merged(drafts.map((draft) => draft.installed));
  const views = merged(drafts.map((draft) => draft.views));
  const functions = merged(drafts.map((draft) => draft.functions));
  const sequences = merged(drafts.map((draft) => draft.sequences));
  return {
    ...(installed.length === 0 ? {} : { installed }),
    ...(views.length === 0 ? {} : { views }),
    ...(functions.length === 0 ? {} : { functions }),
    ...(sequences.length === 0 ? {} : { sequences }),
  };
}

const merged = <T>(maps: readonly ReadonlyMap<string, T>[]): readonly T[] => [
  ...new Map(maps.flatMap((map) => [...map])).values(),
];

const enumsOf = ({ enums }: SchemaDraft): DataModel['enums'] =>
  [...enums.values()].map(({ name, labels, changes, origin }) => ({
    name,
    labels,
    ...(changes === undefined ? {} : { changes }),
    origin,
  }));

/**
 * Tables that do not stand yet. The same name counts as the same table, unless the columns say that two services
 * have a table of that name each.
 */
export function distinct(
  known: readonly Table[],
  more: readonly Table[],
): { readonly fresh: readonly Table[]; readonly known: number } {
  const fresh: Table[] = [];
  for (const table of more) {
    const same = [...known, ...fresh].some((other) => isSame(other, table));
    if (!same) fresh.push(table);
  }
  return { fresh, known: more.length - fresh.length };
}

export function isSame(a: Table, b: Table): boolean {
  if (a.name.toLowerCase() !== b.name.toLowerCase()) return false;
  if (a.name !== b.name && shared(a, b) <= 0.5) return false;
  if (a.schema !== undefined && b.schema !== undefined && a.schema !== b.schema) return false;
  if (a.schema === b.schema || a.columns.length === 0 || b.columns.length === 0) return shared(a, b) > 0.3;
  return shared(a, b) > 0.5;
}

/** Tables that models of other languages tell: those that migrations make already are left out. */
export function withoutKnown(known: readonly Table[], facts: readonly Facts[]): readonly Facts[] {
  const seen = [...known];
  return facts.map((one) => {
    const { tables } = one.data ?? {};
    if (tables === undefined || tables.length === 0) return one;
    const { fresh } = distinct(seen, tables);
    seen.push(...fresh);
    return { ...one, data: { ...one.data, tables: fresh } };
  });
}

/** Share of the columns of the smaller table that the other one has as well. */
function shared(a: Table, b: Table): number {
  const fewer = Math.min(a.columns.length, b.columns.length);
  if (fewer === 0) return 1;
  const names = new Set(b.columns.map(({ name }) => name));
  return a.columns.filter(({ name }) => names.has(name)).length / fewer;
}

export const finishedTables = (draft: SchemaDraft): readonly Table[] =>
  [...draft.tables.entries()].map(([name, table]) => finished(draft, name, table));

/** Fills in what a foreign key leaves out: without columns it points at the primary key. */
function finished(draft: SchemaDraft, name: string, table: TableDraft): Table {
  const foreignKeys = table.foreignKeys.map((key) => {
    if (key.references.columns.length > 0) return key;
    const target = key.references.table === name ? table : draft.tables.get(key.references.table);
    return { ...key, references: { ...key.references, columns: target?.primaryKey?.columns ?? [] } };
  });
  const indexes = table.indexes.map((index) =>
    index.serves.length === 0 ? index : { ...index, serves: [] },
  );
  return { ...table, foreignKeys, indexes };
}
