import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { printFindings, readExamples } from '../../testing/page.ts';
import type { Example } from '../../testing/page.ts';
import { adviceRules } from './advice/all.ts';
import { checkFlow } from './check.ts';
import { readFlow } from './language/read-flow.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'rules');
const pages = readdirSync(folder).map((file) => file.replace(/\.md$/, ''));

/** Findings on an example, with the way to the fault; `none` only where the flow is proved. */
function answer({ files }: Example): string {
  const read = readFlow(files.get('flow.yaml') ?? '');
  if (read.kind !== 'flow') return JSON.stringify(read.problems);
  const { findings, outcome } = checkFlow('flow.yaml', read.flow, read.place);
  const { verdict } = outcome;
  if (verdict.kind === 'proved') return 'none';
  if (verdict.kind === 'undecided') return verdict.reason;
  return `${printFindings(findings)}\n\n${verdict.counterexample}`;
}

test('every rule has its page and every page its rule', () => {
  expect(pages.toSorted()).toEqual(adviceRules.map(({ id }) => id).toSorted());
});

for (const rule of pages)
  describe(rule, () => {
    const examples = readExamples(readFileSync(join(folder, `${rule}.md`), 'utf8'), ['findings']);

    test('shows a fault and a near miss', () => {
      expect(examples.some(({ expected }) => expected.includes(`${rule}@`))).toBe(true);
      expect(examples.some(({ expected }) => expected === 'none')).toBe(true);
    });

    test.each(examples)('$title', (example) => {
      expect(answer(example)).toBe(example.expected);
    });
  });
