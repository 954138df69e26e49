import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { printFindings, readExamples } from '../../testing/page.ts';
import type { Example } from '../../testing/page.ts';
import { checkIsolation, isolationRules } from './check.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'rules');
const pages = readdirSync(folder).map((file) => file.replace(/\.md$/, ''));

/** Findings of one rule on an example, each with the order of turns that shows it. */
async function answer(rule: string, { files }: Example): Promise<string> {
  const { findings, outcome, details } = await checkIsolation({
    file: 'transactions.sql',
    text: files.get('transactions.sql') ?? '',
    schema: { file: 'schema.sql', text: files.get('schema.sql') ?? '' },
    isolation: 'read committed',
  });
  const mine = findings.filter((finding) => finding.rule === rule);
  if (mine.length === 0) expect(outcome.verdict.kind).toBe('proved');
  return mine.length === 0 ? 'none' : `${printFindings(mine)}\n\n${details()}`;
}

test('every rule has its page and every page its rule', () => {
  expect(pages.toSorted()).toEqual(isolationRules.map(({ id }) => id).toSorted());
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
