import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { printFindings, readExamples } from '../../../testing/page.ts';
import type { Example } from '../../../testing/page.ts';
import { checkCapacity } from '../network-check/check.ts';
import { readNetworkFile } from '../network-file/read.ts';
import { networkExperiments } from './all.ts';

/** Findings of one rule on an example. */
async function answer(rule: string, { files }: Example): Promise<string> {
  const read = readNetworkFile(files.get('network.yaml') ?? '');
  if (read.kind === 'invalid')
    throw new Error(read.problems.map(({ what, why }) => `${what} ${why}`).join('\n'));
  const { findings } = await checkCapacity('network.yaml', read.value);
  const mine = findings.filter((finding) => finding.rule === rule);
  return mine.length === 0 ? 'none' : printFindings(mine);
}

for (const { rule } of networkExperiments)
  describe(rule, () => {
    const page = readFileSync(join(import.meta.dirname, `${rule}.md`), 'utf8');
    const examples = readExamples(page, ['findings']);

    test('shows a fault and a near miss', () => {
      expect(examples.some(({ expected }) => expected !== 'none')).toBe(true);
      expect(examples.some(({ expected }) => expected === 'none')).toBe(true);
    });

    test.each(examples)('$title', async (example) => {
      expect(await answer(rule, example)).toBe(example.expected);
    });
  });
