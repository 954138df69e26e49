import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readExamples } from '../../../testing/page.ts';
import { readRepository } from '../repository.ts';
import { memorySource } from '../source.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Secret values that stand in the pages' files. */
const values = [
  'hunter2',
  's3cr3t-1',
  'fallback-secret',
  'keyboard cat',
  'shhhhh',
  'a1b2c3d4e5',
  'AKIAQWERTYUIOPASDFGH',
  'abcd1234',
  'not-a-secret',
  'user:pw@',
];

test('no value of a secret reaches the model', async () => {
  const pages = ['configuration/configuration.md', 'deployment/deployment.md', 'processes/processes.md'];
  const seen = new Set<string>();
  for (const page of pages)
    for (const { files } of readExamples(readFileSync(join(root, page), 'utf8'), ['model'])) {
      const model = JSON.stringify(await readRepository(memorySource(files)));
      const text = [...files.values()].join('\n');
      for (const value of values.filter((one) => text.includes(one))) {
        seen.add(value);
        expect(model, `${value} of ${page}`).not.toContain(value);
      }
    }
  expect([...seen].toSorted()).toEqual(values.toSorted());
});
