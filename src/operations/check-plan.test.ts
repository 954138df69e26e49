import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { planRuleTable } from '../migration/replay/rules.ts';
import { checkPlan } from './check-plan.ts';
import { UserError } from './operation.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const examples = join(root, 'examples/migration-plans');
const folder = mkdtempSync(join(tmpdir(), 'plumbline-plan-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (file: string, cwd = examples, more: Readonly<Record<string, unknown>> = {}) =>
  checkPlan.run({ file, ...more }, { cwd, version: '0', progress: () => {} });

const example = (file: string): string => readFileSync(join(examples, file), 'utf8');

const written = (text: string): string => {
  writeFileSync(join(folder, 'plan.yaml'), text);
  return 'plan.yaml';
};

test('the plan that is made from an inventory is the one in the examples, and is proved', async () => {
  const { text } = await run('shop.inventory.yaml', examples, { complete: true });
  expect(text).toBe(example('shop.plan.yaml'));
  const { exit, result } = await run('shop.plan.yaml');
  expect(exit).toBe(0);
  expect(result).toMatchObject({
    verdict: 'proved',
    findings: [],
    measurements: { endpoints: 7, jobs: 1, tables: 5, pointsOfNoReturn: 3 },
    incomplete: expect.any(Array),
  });
});

test('a plan written by hand is checked too, and each fault has its line', async () => {
  const { exit, result, text } = await run('guestbook.broken.yaml');
  expect(exit).toBe(1);
  expect(result).toMatchObject({
    verdict: 'refuted',
    counterexample: expect.stringContaining('in the step move: '),
    findings: expect.arrayContaining([
      expect.objectContaining({
        rule: 'two-writers',
        subject: 'entries',
        file: 'guestbook.broken.yaml',
        line:
          example('guestbook.broken.yaml')
            .split('\n')
            .findIndex((line) => line.includes('kind: own')) + 1,
      }),
    ]),
  });
  expect(text).toContain('2/3 entries and 1/1 tables in the target');
});

test('steps are drawn one after another, and what has no way back is marked', async () => {
  const { text } = await run('guestbook.yaml', examples, { picture: true });
  expect(text).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /);
  expect(text.match(/<g>/g)).toHaveLength(4);
  expect(text.match(/class="p u"/g)).toHaveLength(2);
  expect(text).toContain('move: Write in the target, 1 to 2 days');
});

test('its mended form is proved', async () => {
  expect((await run('guestbook.yaml')).result).toMatchObject({ verdict: 'proved', findings: [] });
});

test.each([
  ['plan: x\n', 'plan.yaml:1:1'],
  [example('guestbook.yaml').replace('kind: back-fill', 'kind: backfill'), 'steps.'],
  [
    example('guestbook.yaml').replace('kind: expand, table: entries', 'kind: expand, table: entry'),
    'No table is called entry',
  ],
  [example('guestbook.yaml').replace(/steps:[\s\S]*/, ''), 'steps cannot be used'],
])('bad input is told with its place (%#)', async (text, part) => {
  const failure: unknown = await run(written(text), folder).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(UserError);
  const { message, where, next } = failure instanceof UserError ? failure : new UserError('', '');
  expect(`${where} ${message} ${next}`).toContain(part);
  expect(where).toMatch(/^plan\.yaml:\d+:\d+$/);
});

test('a plan that has steps is not completed over them', async () => {
  await expect(run('guestbook.yaml', examples, { complete: true })).rejects.toThrow('leave them out');
});

test('the page has every rule, with its words', () => {
  const page = readFileSync(join(root, 'docs/migration-plan.md'), 'utf8');
  for (const [id, { summary, severity }] of Object.entries(planRuleTable))
    expect(page).toContain(`| \`${id}\` | ${severity} | ${summary} |`);
});
