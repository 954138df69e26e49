import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { briefOfSentence as briefOf, seedSentence as seed } from '../../../testing/briefs.ts';
import { loadPacks } from '../packs.ts';
import { printProblem } from '../problem.ts';
import { readSentence } from './read.ts';

const packs = loadPacks();
describe('one sentence becomes a whole brief', () => {
  const brief = briefOf(seed);

  test('with the packs that were named, then those they require', () => {
    const ids = brief.packs.map(({ id }) => id);
    expect(ids.slice(0, 4)).toEqual(['auth', 'products', 'orders', 'payments']);
    expect(ids).toEqual(expect.arrayContaining(['inventory', 'cart', 'notifications', 'audit']));
    expect(brief.packs[0]?.origin).toEqual({
      kind: 'given',
      path: 'capabilities.auth',
      text: 'user authentication',
    });
  });

  test('with a name, users and workloads', () => {
    expect(brief.system).toEqual({
      id: 'e-commerce-platform',
      name: 'E-commerce platform',
      domain: 'e-commerce',
      stage: 'new',
    });
    expect(brief.users).toMatchObject({
      value: 100_000,
      origin: { kind: 'given', path: 'system.users', text: '100K concurrent users' },
    });
    const shares = brief.fragment.workloads.reduce((sum, { share }) => sum + (share?.value ?? 0), 0);
    expect(shares).toBeCloseTo(1);
  });

  test('says what has no measurable meaning and asks for what is missing', () => {
    expect(brief.unread.map(({ text }) => text)).toEqual(['scalable']);
    const asked = brief.questions.map(({ id }) => id);
    for (const id of [
      'think-time',
      'latency',
      'availability',
      'recovery',
      'payments.provider',
      'auth.methods',
    ])
      expect(asked).toContain(id);
    for (const question of brief.questions) {
      expect(question.default).not.toBe('');
      expect(question.effect).not.toBe('');
    }
  });

  test('is the same each time and plain data', () => {
    expect(JSON.stringify(briefOf(seed))).toBe(JSON.stringify(brief));
    expect(JSON.parse(JSON.stringify(brief))).toEqual(brief);
  });
});

test('every part without a fact is echoed, and a second value is told', () => {
  const brief = briefOf(
    'A shop with orders, gift wrapping and robust drone delivery. Latency p95 under 200 ms and p99 under 500 ms.',
  );
  expect(brief.unread.map(({ text }) => text)).toEqual([
    'gift wrapping',
    'robust',
    'drone delivery',
    'p99 under 500 ms',
  ]);
});

test.each([
  ['An API for 50,000 users with login', 'concurrent-users'],
  ['A few thousand users and login', 'users'],
  ['Login within 2 seconds', 'latency-percentile'],
  ['2,000 messages per second and login', 'throughput-unit'],
  ['Login for $10k a month', 'budget'],
  ['Login, ready by June', 'deadline'],
  ['Login, Postgres', 'fixed-postgresql'],
  ['Login; our current system runs on Java', 'today-java'],
  ['Login; we use Postgres and MySQL', 'both-database'],
  ['Login with Redis or Valkey', 'which-cache'],
  ['Login for customers in Europe', 'residency'],
  ['A small team builds the login', 'team-size'],
])('%s: asks %s', (text, id) => {
  const question = briefOf(text).questions.find((one) => one.id === id);
  expect(question?.origin).toMatchObject({ kind: 'given' });
});

test.each<[string, string, RegExp]>([
  ['nothing', '   ', /empty/],
  ['a greeting', 'Hello, please help me.', /what the backend must do/],
  ['adjectives only', 'Something scalable and robust!', /what the backend must do/],
  ['another script', '设计一个可扩展的电子商务后端', /English/],
  ['another alphabet', 'Спроектируй интернет-магазин', /English/],
  ['control characters', 'orders\u0007 and payments', /control characters/],
  ['turned text', 'orders \u202E payments', /control characters/],
  ['a megabyte', 'orders '.repeat(150_000), /too long/],
  ['no text', '\uFFFD\uFFFD\uFFFD\uFFFD orders', /not a text/],
])('%s ends in words and a next step', (_, text, expected) => {
  const result = readSentence(text, { packs });
  expect(result.kind).toBe('invalid');
  if (result.kind === 'invalid') {
    expect(result.problems.map(printProblem).join('\n')).toMatch(expected);
    expect(result.problems[0]?.next.length).toBeGreaterThan(20);
  }
});

test('never throws, gives equal answers, and every given value keeps words of the text', () => {
  const words = fc.constantFrom(
    ...`orders payments login 100K users concurrent daily no not without Postgres MongoDB Go p99 under 300 ms 99.95% uptime
    RPO RTO 5 minutes keep for 10 years budget €5k per month team of six by June 2027 GDPR in the EU data must stay migrate from to
    replace with , . ; and or but a few thousand "x" (y) -1 1e9 ٣ 注文 __proto__ constructor ${'9'.repeat(30)} in order to instead`.split(
      /\s+/,
    ),
  );
  const sentences = fc.oneof(
    fc.array(words, { maxLength: 40 }).map((list) => list.join(' ')),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );
  let briefs = 0;
  fc.assert(
    fc.property(sentences, (text) => {
      const result = readSentence(text, { packs });
      expect(readSentence(text, { packs })).toEqual(result);
      if (result.kind === 'invalid') {
        for (const { file } of result.problems) expect(file).toBe('<sentence>');
        return;
      }
      briefs += 1;
      const { users } = result.brief;
      if (users?.origin.kind === 'given') expect(text).toContain(users.origin.text);
    }),
    { numRuns: 100, seed: 7 },
  );
  expect(briefs).toBeGreaterThan(20);
});

test('long text is read soon', () => {
  const text = 'a no not without migrate from the old to 100 users p99 under , '.repeat(300).slice(0, 19_900);
  const result = readSentence(text, { packs });
  expect(['brief', 'invalid']).toContain(result.kind);
}, 3_000);
