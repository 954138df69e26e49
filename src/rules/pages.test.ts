import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { printFindings, readExamples } from '../testing/page.ts';
import { backendOf } from '../testing/rule-example.ts';
import { placedRules } from './all.ts';
import { examine } from './rule.ts';

const root = dirname(fileURLToPath(import.meta.url));
const pages = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'));

test('every page has its rule and every rule its page', () => {
  expect(pages.length).toBeGreaterThan(0);
  expect(pages.map((page) => page.replaceAll('\\', '/')).sort()).toEqual(
    placedRules.map(({ concern, rule }) => `${concern}/${rule.id}.md`).sort(),
  );
});

for (const { concern, rule } of placedRules)
  describe(`${concern}/${rule.id}`, () => {
    const path = join(root, concern, `${rule.id}.md`);
    const examples = existsSync(path) ? readExamples(readFileSync(path, 'utf8'), ['findings']) : [];

    test('shows a fault and a near miss', () => {
      expect(examples.some(({ expected }) => expected !== 'none')).toBe(true);
      expect(examples.some(({ expected }) => expected === 'none')).toBe(true);
    });

    test.each(examples)('$title', async (example) => {
      expect(printFindings(examine(await backendOf(example), [rule]))).toBe(example.expected);
    });
  });
