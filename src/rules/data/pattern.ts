import type { Confidence } from '../../findings/finding.ts';
import type { Column, DataModel, Table } from '../../model/data.ts';
import type { Origin } from '../../model/origin.ts';
import { bySubject, seenAt } from '../places.ts';
import type { Fault } from '../rule.ts';

/** One column, index or other part of a table that shows a fault. */
export interface Place {
  readonly table: Table;
  readonly name: string;
  readonly origin: Origin;
}

interface Words {
  readonly what: string;
  readonly next: string;
}

/** What is said of one table, and of a habit that many tables share. */
export interface Telling<Seen extends Place = Place> {
  readonly confidence: Confidence;
  readonly why: string;
  readonly one: (table: Table, places: readonly Seen[]) => Words;
  readonly many: (places: readonly Seen[], tables: number) => Words;
  /** Up to this many tables each is told by itself; default 3. */
  readonly apart?: number;
}

/** How a finding names a table: with its schema where it is not the default one. */
export const tableSubject = ({ name, schema }: Pick<Table, 'name' | 'schema'>): string =>
  schema === undefined || schema === 'public' ? name : `${schema}.${name}`;

export const placeName = ({ table, name }: Place): string => `${tableSubject(table)}.${name}`;

/**
 * A fault that repeats is told once for each table, or once for all when it is a habit: a reader decides about a habit
 * once. A habit names every place in its evidence.
 */
export function perTable<Seen extends Place>(
  places: readonly Seen[],
  telling: Telling<Seen>,
): readonly Fault[] {
  const groups = bySubject(places, ({ table }) => tableSubject(table));
  const { confidence, why } = telling;
  if (groups.length > (telling.apart ?? 3)) {
    const all = `all places: ${places.map(placeName).join(', ')}`;
    return [
      {
        subject: 'all tables',
        confidence,
        why,
        ...telling.many(places, groups.length),
        evidence: [...seenAt(atDistinct(places)), { kind: 'computed', words: all }],
      },
    ];
  }
  return groups.map(({ subject, first, all }) => ({
    subject,
    confidence,
    why,
    ...telling.one(first.table, all),
    evidence: [
      ...seenAt(atDistinct(all)),
      ...(all.length > 8
        ? [{ kind: 'computed' as const, words: `all places: ${all.map(placeName).join(', ')}` }]
        : []),
    ],
  }));
}

/** One of each line: a line with three columns is seen once. */
export const atDistinct = <T extends { readonly origin: Origin }>(items: readonly T[]): readonly T[] => [
  ...new Map(items.map((item) => [JSON.stringify(item.origin), item])).values(),
];

/** `a, b and 7 more`: enough to see what is meant; the evidence has them all. */
export function someOf(names: readonly string[], shown = 4): string {
  const more = names.length - shown;
  return more <= 1 ? names.join(', ') : `${names.slice(0, shown).join(', ')} and ${more} more`;
}

export const namesOf = (places: readonly Place[]): string =>
  someOf(
    places.map(({ name }) => name),
    8,
  );

/** The columns of all tables that show a fault. */
export const columnPlaces = (
  { tables }: DataModel,
  isFaulty: (column: Column, table: Table) => boolean,
): readonly Place[] =>
  tables.flatMap((table) =>
    table.columns
      .filter((column) => isFaulty(column, table))
      .map(({ name, origin }) => ({ table, name, origin })),
  );

/** Tables that show a fault as a whole. */
export const tablePlaces = (tables: readonly Table[]): readonly Place[] =>
  tables.map((table) => ({ table, name: '*', origin: table.origin }));

export const tablesOf = (places: readonly Place[]): string =>
  someOf(
    places.map(({ table }) => tableSubject(table)),
    8,
  );

/** Tables that tools keep their own books in; their shape is not the author's. */
export const isBookkeeping = ({ name }: Pick<Table, 'name'>): boolean =>
  /^(_?prisma_migrations|schema_migrations?|schemaversion|schema_version|ar_internal_metadata|knex_migrations(_lock)?|knexmigrations|migrations?|typeorm_metadata|flyway_schema_history|databasechangelog(lock)?|alembic_version|goose_db_version|sequelizemeta|sequelizedata|__drizzle_migrations|django_migrations|django_content_type|django_session|__efmigrationshistory|gorp_migrations|_sqlx_migrations|phinxlog|doctrine_migration_versions|mikro_orm_migrations|spatial_ref_sys|migrate_version)$/i.test(
    name,
  );
