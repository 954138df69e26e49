import fc from 'fast-check';
import type { EntryUse, LegacyInventory, MigrationContext, Placement } from '../model/migration.ts';

/** A legacy system and a cut of it, before anything is planned. */
export interface RandomMigration {
  readonly plan: string;
  readonly legacy: LegacyInventory;
  readonly contexts: readonly MigrationContext[];
  readonly ledger: Readonly<Record<'endpoints' | 'jobs' | 'tables', Readonly<Record<string, Placement>>>>;
}

interface Drawn {
  readonly entries: readonly {
    readonly job: boolean;
    readonly goes: boolean;
    readonly uses: readonly number[];
    readonly home: number;
  }[];
  readonly tables: readonly { readonly home: number; readonly goes: boolean }[];
  readonly stays: readonly boolean[];
}

const contexts = 4;

const drawn: fc.Arbitrary<Drawn> = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 8 }))
  .chain(([tables, entries]) =>
    fc.record({
      entries: fc.array(
        fc.record({
          job: fc.boolean(),
          goes: fc.integer({ min: 0, max: 7 }).map((number) => number === 0),
          /** For each table: nothing, read, write, both. */
          uses: fc.array(fc.constantFrom(0, 0, 0, 1, 1, 2, 3), { minLength: tables, maxLength: tables }),
          home: fc.nat(contexts - 1),
        }),
        { minLength: entries, maxLength: entries },
      ),
      tables: fc.array(fc.record({ home: fc.nat(contexts - 1), goes: fc.boolean() }), {
        minLength: tables,
        maxLength: tables,
      }),
      stays: fc.array(
        fc.integer({ min: 0, max: 4 }).map((number) => number === 0),
        { minLength: contexts, maxLength: contexts },
      ),
    }),
  );

const tableName = (index: number): string => `t${index}`;

/** Systems of up to six tables and eight entries, cut anyhow; some of it goes, some of it stays. */
export const randomMigration: fc.Arbitrary<RandomMigration> = drawn.map(({ entries, tables, stays }) => {
  const uses = entries.map(({ uses: kinds }): EntryUse => ({
    reads: kinds.flatMap((kind, at) => (kind === 1 || kind === 3 ? [tableName(at)] : [])),
    writes: kinds.flatMap((kind, at) => (kind >= 2 ? [tableName(at)] : [])),
  }));
  const nameOf = (at: number): string => (entries[at]?.job === true ? `job-${at}` : `GET /e${at}`);
  const inventory = (job: boolean): Readonly<Record<string, EntryUse>> =>
    Object.fromEntries(uses.flatMap((use, at) => (entries[at]?.job === job ? [[nameOf(at), use]] : [])));
  const leaves = (job: boolean): Readonly<Record<string, Placement>> =>
    Object.fromEntries(
      entries.flatMap((entry, at): readonly (readonly [string, Placement])[] =>
        entry.job === job && entry.goes ? [[nameOf(at), { kind: 'goes', because: 'nobody calls it' }]] : [],
      ),
    );
  const isUsed = (at: number): boolean => entries.some(({ goes, uses: kinds }) => !goes && kinds[at] !== 0);
  return {
    plan: 'random',
    legacy: {
      endpoints: inventory(false),
      jobs: inventory(true),
      tables: Object.fromEntries(
        tables.map((_, at) => [tableName(at), { columns: ['id', 'a'], key: ['id'] }]),
      ),
      rules: { positive: 'a is positive' },
    },
    contexts: stays.map((isStaying, context): MigrationContext => ({
      id: `c${context}`,
      name: `Context ${context}`,
      tables: tables.flatMap(({ home }, at) => (home === context ? [tableName(at)] : [])),
      entries: entries.flatMap(({ home }, at) => (home === context ? [nameOf(at)] : [])),
      ...(isStaying && { stays: 'it is good enough' }),
    })),
    ledger: {
      endpoints: leaves(false),
      jobs: leaves(true),
      tables: Object.fromEntries(
        tables.flatMap(({ goes }, at): readonly (readonly [string, Placement])[] =>
          goes && !isUsed(at) ? [[tableName(at), { kind: 'goes', because: 'nothing uses it' }]] : [],
        ),
      ),
    },
  };
});
