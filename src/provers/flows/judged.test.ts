import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { checkFlow } from './check.ts';
import { readFlow } from './language/read-flow.ts';

/** Flows whose verdict, in the first line of each, was reasoned by hand before any of them was searched. */
const folder = join(dirname(fileURLToPath(import.meta.url)), 'judged');

test.each(readdirSync(folder))('%s', (file) => {
  const text = readFileSync(join(folder, file), 'utf8');
  const [, expected] = /^# (proved|refuted): /.exec(text) ?? [];
  const read = readFlow(text);
  if (read.kind !== 'flow') throw new Error(JSON.stringify(read.problems));
  const { verdict } = checkFlow(file, read.flow, read.place).outcome;
  expect({ ...verdict, kind: verdict.kind }).toMatchObject({ kind: expected });
});
