import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { checkFlow } from './check-flow.ts';
import { UserError } from './operation.ts';

const examples = join(dirname(fileURLToPath(import.meta.url)), '../../examples/flows');
const folder = mkdtempSync(join(tmpdir(), 'plumbline-flow-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (file: string, cwd = examples, more: Readonly<Record<string, unknown>> = {}) =>
  checkFlow.run({ file, ...more }, { cwd, version: '0', progress: () => {} });

const written = (text: string): string => {
  writeFileSync(join(folder, 'flow.yaml'), text);
  return 'flow.yaml';
};

test('a broken flow is refuted, with its way as a list and as a diagram', async () => {
  const { exit, result, text } = await run('outbox.broken.yaml');
  expect(exit).toBe(1);
  expect(result).toMatchObject({
    verdict: 'refuted',
    counterexample: expect.stringContaining('2. shop: crashes before this: publishes order-placed'),
    measurements: {
      bound: { instances: 1, crashes: 1, duplicates: 1, losses: 1 },
      states: 6,
      steps: 2,
      property: 'ends',
      mermaid: expect.stringMatching(/^sequenceDiagram\n/),
      advice: [{ rules: ['dual-write'], states: 784 }],
    },
    findings: [
      {
        rule: 'dual-write',
        subject: 'outbox.place',
        severity: 'blocker',
        file: 'outbox.broken.yaml',
        line: 16,
        next: expect.stringContaining('outbox: order-placed'),
      },
    ],
    incomplete: expect.any(Array),
  });
  expect(text).toContain('sequenceDiagram');
});

test('a flow that holds is proved, with its bound and states', async () => {
  const { exit, result, text } = await run('outbox.yaml');
  expect(exit).toBe(0);
  expect(result).toMatchObject({ verdict: 'proved', findings: [], measurements: { states: 784 } });
  expect(text).toContain('for 2 orders, 1 crash, 1 duplicate and 1 loss: 784 states');
});

test('a search that meets its bound is undecided, and says what would shrink it', async () => {
  const steps = Array.from({ length: 12 }, () => '      - transaction: { n: n + 1 }').join('\n');
  const file = written(`flow: large
each: job
participants: { a: service }
records:
  n: { at: a, values: 0..50 }
processes:
  run:
    at: a
    on: { when: n < 40 }
    steps:
${steps}
bounds: { instances: 4, crashes: 3, states: 1000 }
`);
  const { exit, result } = await run(file, folder);
  expect(exit).toBe(0);
  expect((await run(file, folder, { strict: true })).exit).toBe(4);
  expect(result).toMatchObject({
    verdict: 'undecided',
    reason: expect.stringMatching(
      /states were visited .*lower the bounds \(.*bounds\.crashes 1.*\), or raise bounds\.states above 1,000/,
    ),
  });
});

test('a promise that nothing mends is told with its counterexample', async () => {
  const file = written(`flow: impossible
each: order
participants: { a: service }
records:
  order: { at: a, values: [none, placed] }
processes:
  place:
    at: a
    on: request
    steps:
      - transaction: { order: placed }
ends:
  that: order = none
  says: no order is ever placed
`);
  const { result } = await run(file, folder);
  expect(result).toMatchObject({
    verdict: 'refuted',
    findings: [{ rule: 'broken-promise', subject: 'impossible' }],
  });
});

test('bad input is told with file, line and column', async () => {
  const file = written('flow: x\neach: order\nparticipants: { a: robot }\nrecords: {}\nprocesses: {}\n');
  const failure = await run(file, folder).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(UserError);
  expect(failure).toMatchObject({
    where: 'flow.yaml:3:17',
    message: 'participants.a has a value that is not known',
  });
  await expect(run('missing.yaml', folder)).rejects.toThrow('there is no such file');
});

test.each([
  ['promela', 'active proctype machine()'],
  ['tla', 'SPECIFICATION'],
])('the machine is exported as %s', async (language, part) => {
  const { exit, text, result } = await run('outbox.yaml', examples, { export: language });
  expect(exit).toBe(0);
  expect(text).toContain(part);
  expect(result).toMatchObject({ language });
});

test('no escapes of Mermaid are read on a terminal, and its files keep them', async () => {
  const { text, result } = await run('idempotency-key.broken.yaml');
  expect(text).toContain('the answer is lost (charge the card is done), it tries again');
  expect(text).not.toMatch(/#\d+;/);
  expect(JSON.stringify(result)).toContain('(charge the card is done)#59; it tries again');
});

test('--strict changes nothing of a flow that is proved or refuted', async () => {
  expect((await run('outbox.yaml', examples, { strict: true })).exit).toBe(0);
  expect((await run('outbox.broken.yaml', examples, { strict: true })).exit).toBe(1);
});
