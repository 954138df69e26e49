import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { printFindings, readExamples } from '../../testing/page.ts';
import type { Example } from '../../testing/page.ts';
import { checkMigration } from './check.ts';
import { defaultVersion, readVersion } from './lint/version.ts';
import { migrationRules } from './rules.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'rules');
const pages = readdirSync(folder).map((file) => file.replace(/\.md$/, ''));

const options = z.strictObject({
  pgVersion: z.string().optional(),
  assumeInTransaction: z.boolean().default(false),
  include: z.string().optional(),
});

/** Findings of one rule on an example: `findings run` runs it, `findings` reads the text alone. */
async function answer(rule: string, { files, parts }: Example): Promise<string> {
  const given = options.parse(parse(files.get('options.yaml') ?? '{}'));
  const schema = files.get('schema.sql');
  const { findings } = await checkMigration({
    file: 'migration.sql',
    text: files.get('migration.sql') ?? '',
    ...(schema !== undefined && { schema: { file: 'schema.sql', text: schema } }),
    onlyText: !parts.includes('run'),
    settings: {
      pgVersion: readVersion(given.pgVersion ?? '') ?? defaultVersion,
      assumeInTransaction: given.assumeInTransaction,
      include: new Set(given.include === undefined ? [] : [given.include]),
    },
  });
  return printFindings(findings.filter((finding) => finding.rule === rule));
}

test('every rule has its page and every page its rule', () => {
  expect(pages.toSorted()).toEqual(migrationRules.map(({ id }) => id).toSorted());
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
