import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { printFindings, readExamples } from '../../../testing/page.ts';
import { apiRules } from '../api/all.ts';
import { checkApi } from '../api/check.ts';

const folder = dirname(fileURLToPath(import.meta.url));
const pages = readdirSync(folder)
  .filter((file) => file.endsWith('.md'))
  .map((file) => file.replace(/\.md$/, ''));

test('every rule has its page and every page its rule', () => {
  expect(pages.toSorted()).toEqual(apiRules.map(({ id }) => id).toSorted());
});

for (const rule of pages)
  describe(rule, () => {
    const examples = readExamples(readFileSync(join(folder, `${rule}.md`), 'utf8'), ['findings']);

    test('shows a fault and a near miss', () => {
      expect(examples.some(({ expected }) => expected !== 'none')).toBe(true);
      expect(examples.some(({ expected }) => expected === 'none')).toBe(true);
    });

    test.each(examples)('$title', async ({ files, expected }) => {
      const checked = await checkApi({ file: 'openapi.yaml', text: files.get('openapi.yaml') ?? '' });
      if (checked.kind === 'unreadable') throw new Error(JSON.stringify(checked.faults));
      expect(printFindings(checked.findings.filter((finding) => finding.rule === rule))).toBe(expected);
    });
  });
