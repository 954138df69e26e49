import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { needsLegacy } from '../../testing/legacy-parts.ts';
import { printModel } from '../../testing/model.ts';
import { readExamples } from '../../testing/page.ts';
import { readRepository } from './repository.ts';
import { memorySource } from './source.ts';

const root = dirname(fileURLToPath(import.meta.url));
const pages = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'));

test('there are pages', () => {
  expect(pages.length).toBeGreaterThan(0);
});

for (const page of pages) {
  const examples = readExamples(readFileSync(join(root, page), 'utf8'), ['model']);
  test(`${page} has examples`, () => {
    expect(examples.length).toBeGreaterThan(0);
  });
  for (const example of examples)
    test(`${page}: ${example.title}`, async () => {
      const backend = await readRepository(memorySource(example.files), undefined, {
        flows: example.parts.includes('flows'),
        legacy: needsLegacy(example.parts),
      });
      expect(printModel(backend, example.parts)).toBe(example.expected);
    });
}
