import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { changeChecks } from './checks.ts';
import { changesPage } from './page.ts';

const page = readFileSync(new URL('../../docs/api-changes.md', import.meta.url), 'utf8');

test('the page is the one that the catalogue gives', () => {
  expect(page).toBe(changesPage());
});

test('every id has one line on the page', () => {
  const lines = page.split('\n');
  const missing = changeChecks.filter(
    ({ id, severity }) => lines.filter((line) => line.startsWith(`| \`${id}\` | ${severity} |`)).length !== 1,
  );
  expect(missing.map(({ id }) => id)).toEqual([]);
});
