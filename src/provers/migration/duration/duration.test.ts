import { assert, property, record, double, integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkMigration } from '../check.ts';
import { defaultVersion } from '../lint/version.ts';
import { knownSizes } from './sizes.ts';
import type { Before, GivenSize } from './sizes.ts';

const origin = { kind: 'given', path: 'the test' } as const;
const table = (oid: string, name: string, kind: string) => [oid, { oid, name, kind, file: oid }] as const;
const column = (name: string, type: string) => [name, { name, type, required: true, kind: 'plain' }] as const;
const before: Before = {
  relations: new Map([
    table('1', 'orders', 'r'),
    table('2', 'visits', 'p'),
    table('3', 'visits_2025', 'r'),
    table('4', 'visits_2026', 'r'),
    table('5', 'app.carts', 'r'),
  ]),
  details: new Map(
    ['1', '2', '3', '4', '5'].map((oid) => [
      oid,
      { columns: new Map([column('id', 'bigint'), column('total', 'integer')]), constraints: new Map() },
    ]),
  ),
  roots: new Map([
    ['3', '2'],
    ['4', '2'],
  ]),
  isInferred: () => false,
};

describe('sizes', () => {
  test('rows give bytes by the types of the columns: 24 + align8(8 + 4) + 4', () => {
    const { sizes } = knownSizes([{ name: 'orders', rows: 1000, origin }], before);
    expect(sizes.get('orders')?.bytes.value).toBe(44_000);
  });

  test('bytes give rows', () => {
    const { sizes } = knownSizes([{ name: 'orders', bytes: 44_000, origin }], before);
    expect(sizes.get('orders')?.rows.value).toBe(1000);
  });

  test('a bare name means the table of another schema; what fits no table is told', () => {
    const { sizes, unmatched } = knownSizes(
      [
        { name: 'carts', rows: 5, origin },
        { name: 'basket', rows: 5, origin },
      ],
      before,
    );
    expect([...sizes.keys()]).toEqual(['app.carts']);
    expect(unmatched.map(({ name }) => name)).toEqual(['basket']);
  });

  test('partitions share the rows of their table, and what is said last counts', () => {
    const given: GivenSize[] = [
      { name: 'visits', rows: 100, origin },
      { name: 'visits_2026', rows: 80, origin },
    ];
    const { sizes } = knownSizes(given, before);
    expect([...sizes].map(([name, { rows }]) => [name, rows.value])).toEqual([
      ['visits_2025', 50],
      ['visits_2026', 80],
    ]);
  });

  test('ranges hold their value, whatever is given', () => {
    const given = record({
      rows: integer({ min: 0, max: 1e12 }),
      bytes: double({ min: 0, max: 1e15, noNaN: true }),
    });
    assert(
      property(given, ({ rows, bytes }) => {
        for (const size of [{ rows }, { bytes }, { rows, bytes }]) {
          const { sizes } = knownSizes([{ name: 'orders', origin, ...size }], before);
          for (const { value, low = value, high = value } of Object.values(sizes.get('orders') ?? {}))
            expect(low <= value && value <= high).toBe(true);
        }
      }),
    );
  });
});

const schema = `create table regions (id bigint primary key);
create table orders (id bigint primary key, total integer not null, label text, region_id bigint, tags text[]);
create index orders_total on orders (total);
create table visits (at date not null, page text) partition by range (at);
create table visits_2025 partition of visits for values from ('2025-01-01') to ('2026-01-01');`;

interface Duration {
  readonly works: readonly { readonly work: string; readonly relation: string; readonly index?: string }[];
  readonly low?: number;
  readonly high?: number;
  readonly waits: readonly { readonly relation: string; readonly who: string }[];
}

async function durationsOf(text: string, sizes: readonly GivenSize[]) {
  const { outcome, findings } = await checkMigration({
    file: 'migration.sql',
    text,
    schema: { file: 'schema.sql', text: schema },
    sizes,
    settings: { pgVersion: defaultVersion, assumeInTransaction: false, include: new Set() },
    onlyText: false,
  });
  const { statements } = JSON.parse(JSON.stringify(outcome.measurements));
  const durations: readonly (Duration | undefined)[] = statements.map(
    ({ duration }: { readonly duration?: Duration }) => duration,
  );
  return { durations, findings, incomplete: outcome.incomplete };
}

const shortly = (duration: Duration | undefined): string | undefined =>
  duration?.works.map(({ work, relation, index }) => [work, relation, index].join(' ').trim()).join(', ');

describe('what takes time', () => {
  test('is seen in what the statements do', async () => {
    const { durations } = await durationsOf(
      `alter table orders alter column total type bigint;
      alter table orders add column note text;
      create index on orders (label);
      create index concurrently orders_label on orders (label);
      alter table orders add constraint in_region foreign key (region_id) references regions (id);
      alter table orders add constraint positive check (total > 0) not valid;
      alter table orders validate constraint positive;
      alter table visits add constraint paged check (page is not null);
      update orders set label = 'x';
      update orders set label = 'x' where id = 1;
      create index on orders using gin (tags);
      truncate orders;`,
      [],
    );
    expect(durations.map(shortly)).toEqual([
      'rewrite orders, index orders orders_pkey, index orders orders_total',
      undefined,
      'index orders orders_label_idx',
      'index orders orders_label, scan orders',
      'foreign key orders',
      undefined,
      'scan orders',
      'scan visits_2025',
      'change orders',
      undefined,
      'index orders orders_tags_idx',
      undefined,
    ]);
  }, 120_000);

  test('is told with its range and with whom it makes wait; tables without a size are named', async () => {
    const sizes: GivenSize[] = [{ name: 'orders', rows: 50e6, bytes: 6e9, origin }];
    const { durations, findings, incomplete } = await durationsOf(
      `alter table orders alter column total type bigint;
      alter table visits add constraint paged check (page is not null);`,
      sizes,
    );
    // 50M / 600k + 6 GB / 150 MB/s for the table, 50M / 800k + 6 GB / 400 MB/s for each of two indexes.
    expect(durations[0]).toMatchObject({ seconds: 50e6 / 6e5 + 6e9 / 150e6 + 2 * (50e6 / 8e5 + 6e9 / 4e8) });
    expect(durations[0]?.waits).toEqual([
      { relation: 'orders', mode: 'AccessExclusiveLock', who: 'readers and writers' },
    ]);
    expect(findings.find(({ rule }) => rule === 'changing-column-type')?.what).toContain(
      'It takes 80.9 s–14.4 min in production; meanwhile ACCESS EXCLUSIVE on orders: every read and write waits.',
    );
    expect(durations[1]).not.toHaveProperty('seconds');
    expect(incomplete).toContain(
      'the size of visits_2025 in production is not known, so how long work on it takes is not told: give --stats stats.json (from plumbline stats) or --rows visits_2025=50M',
    );
  }, 120_000);
});
