import { expect, test } from 'vitest';
import { designBackend } from '../../design/design.ts';
import { readBrief } from '../../sources/brief/read.ts';
import { loadPacks } from '../../sources/brief/packs.ts';
import { checkPolicy } from './check.ts';

const head = `brief: 1
system: { id: desk, name: Help desk }
actors: [customer, agent]
capabilities: { auth: {} }
entities:
  Ticket:
    owner: author
    fields: { author: ref User, title: text }
    rows: 1M
`;

async function check(rules: readonly string[]) {
  const text = `${head}policies:\n  access:\n${rules.map((rule) => `    - ${rule}\n`).join('')}`;
  const read = readBrief(text, { file: 'desk.yaml', packs: loadPacks([]) });
  if (read.kind === 'invalid') throw new Error(read.problems[0]?.what);
  const { outcome, findings } = await checkPolicy('desk.yaml', designBackend(read.brief));
  return {
    verdict: outcome.verdict.kind,
    told: findings.map(({ rule, subject }) => `${rule}@${subject}`),
    outcome,
  };
}

test('rules that keep every property are proved, rows tried on the server', async () => {
  const { verdict, told, outcome } = await check([
    'customer may create, read, update Ticket where owner',
    'agent may all Ticket',
  ]);
  expect(verdict).toBe('proved');
  expect(told).toEqual([]);
  expect(outcome.measurements['tables']).toBeGreaterThan(0);
  expect(outcome.measurements['states']).toBeGreaterThan(1000);
});

test('a lost owner is refuted by the state that breaks it; what an earlier rule says is told idle', async () => {
  const { verdict, told } = await check([
    'customer may create, read Ticket where owner',
    'customer may update Ticket',
    'agent may all Ticket',
    'agent may read Ticket where owner',
  ]);
  expect(verdict).toBe('refuted');
  expect(told).toEqual([
    "foreign-objects-reached@customer, update Ticket, somebody else's object",
    "unprivileged-change@customer, update Ticket, somebody else's object",
    'idle-rule@agent may read Ticket',
  ]);
});

test('a rule of which an earlier one decides a part is told with that part', async () => {
  const { told, verdict } = await check([
    'customer may read Ticket where owner',
    'customer may read, update Ticket where owner',
    'agent may all Ticket',
  ]);
  expect(verdict).toBe('refuted');
  expect(told).toEqual(['idle-rule@customer may read, update Ticket']);
});
