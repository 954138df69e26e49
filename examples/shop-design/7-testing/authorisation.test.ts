// Every role against every operation. Run: npx vitest run 7-testing/authorisation.test.ts
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { send } from './harness.ts';

interface Case {
  readonly role: string;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly entity: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly expect: 'allow' | 'deny';
  readonly condition?: string;
}

const matrix: { readonly cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL('./authorisation.json', import.meta.url), 'utf8'),
);

const refused = [401, 403, 404];
const title = ({ role, method, path, expect: effect }: Case): string => role + ' ' + method + ' ' + path + ': ' + effect;
const named = (cases: readonly Case[]) => cases.map((each) => [title(each), each] as const);

test('the matrix is not empty', () => expect(matrix.cases.length).toBeGreaterThan(0));

test.each(named(matrix.cases.filter(({ expect: effect }) => effect === 'deny')))('%s', async (_title, each) => {
  const { status } = await send(each);
  expect(refused).toContain(status);
  if (each.role === 'anonymous') expect(status).not.toBe(403);
});

test.each(named(matrix.cases.filter(({ expect: effect }) => effect === 'allow')))('%s', async (_title, each) => {
  const { status } = await send(each);
  // A body or state may be refused (409, 412, 422): what counts is that the role is not. The object exists and is in
  // reach of the role, so that 404 is a refusal too.
  expect(refused).not.toContain(status);
  expect(status).toBeLessThan(500);
});

const conditional = matrix.cases.filter(({ expect: effect, condition, path }) => effect === 'allow' && condition !== undefined && path.includes('{'));

test.each(named(conditional))('%s, but not an object of somebody else', async (_title, each) => {
  const { status } = await send(each, false);
  expect(refused).toContain(status);
});
