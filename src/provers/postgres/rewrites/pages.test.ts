import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { printFindings, readExamples } from '../../../testing/page.ts';
import type { Example } from '../../../testing/page.ts';
import { openProduction } from '../production/open-production.ts';
import type { Production } from '../production/open-production.ts';
import type { Statistics } from '../production/read-statistics.ts';
import { planQueries } from '../queries/plan-queries.ts';
import { readQueries } from '../queries/read-queries.ts';
import { adviseRewrites } from './advise.ts';
import { openRowsDatabase } from './rows-database.ts';
import type { RowsDatabase } from './rows-database.ts';
import { rewriteRules, toldRules } from './all.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'rules');
const pages = readdirSync(folder).flatMap((file) =>
  file.endsWith('.md') ? [file.replace(/\.md$/, '')] : [],
);

/** `orders: { rows: 1000000, width: 80, distinct: { customer: 5000 } }` */
const volumes = z.record(
  z.string(),
  z.strictObject({
    rows: z.number(),
    width: z.number().default(80),
    distinct: z.record(z.string(), z.number()).default({}),
    widths: z.record(z.string(), z.number()).default({}),
  }),
);

function statisticsOf(yaml: string): Statistics {
  const tables = Object.entries(volumes.parse(parse(yaml))).map(
    ([table, { rows, width, distinct, widths }]) => ({
      table,
      schema: 'public',
      rows,
      pages: Math.max(1, Math.ceil((rows * (width + 28)) / 8168)),
      allVisible: 1,
      columns: Object.entries({ ...distinct, ...widths }).map(([name]) => ({
        name,
        distinct: distinct[name] ?? -1,
        nullFraction: 0,
        averageWidth: widths[name] ?? 8,
        correlation: 0,
      })),
    }),
  );
  return { kind: 'declared', by: 'design', tables };
}

const openings = new Map<string, Promise<readonly [Production, RowsDatabase]>>();
afterAll(async () => {
  for (const opening of openings.values()) {
    const [production, { session }] = await opening;
    await Promise.all([production.close(), session.close()]);
  }
});

/** Examples with the same schema and volumes share the engines. */
function opened(schema: string, volumes: string): Promise<readonly [Production, RowsDatabase]> {
  const key = JSON.stringify([schema, volumes]);
  const found =
    openings.get(key) ??
    Promise.all([openProduction({ schema, statistics: statisticsOf(volumes) }), openRowsDatabase(schema)]);
  openings.set(key, found);
  return found;
}

async function answer(id: string, { files }: Example): Promise<string> {
  const schema = files.get('schema.sql') ?? '';
  const { queries } = await readQueries(files.get('queries.sql') ?? '');
  const [production, scratch] = await opened(schema, files.get('volumes.yaml') ?? '{}');
  const { planned, refused } = await planQueries(production, queries);
  expect(refused).toEqual([]);
  const rules = rewriteRules.filter((rule) => rule.id === id);
  const { findings } = await adviseRewrites(production, {
    file: 'queries.sql',
    schema,
    planned,
    rules,
    together: rules.length === 0,
    scratch,
  });
  return printFindings(findings);
}

test('every rule has its page and every page its rule', () => {
  expect(pages.toSorted()).toEqual(toldRules.map(({ id }) => id).toSorted());
});

for (const rule of pages)
  describe(rule, () => {
    const examples = readExamples(readFileSync(join(folder, `${rule}.md`), 'utf8'), ['findings']);

    test('shows a fault and a near miss', () => {
      expect(examples.some(({ expected }) => expected !== 'none')).toBe(true);
      expect(examples.some(({ expected }) => expected === 'none')).toBe(true);
    });

    test.each(examples)(
      '$title',
      async (example) => {
        expect(await answer(rule, example)).toBe(example.expected);
      },
      120_000,
    );
  });
