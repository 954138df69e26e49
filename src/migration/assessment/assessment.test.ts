import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyBackend } from '../../model/backend.ts';
import type { Backend } from '../../model/backend.ts';
import type { History } from '../../model/history.ts';
import type { LegacyCode, LegacyFile } from '../../model/legacy-code.ts';
import type { Origin } from '../../model/origin.ts';
import { legacyBackend } from '../../testing/legacy.ts';
import { assessmentOf } from './assessment.ts';
import { includesOf } from './code.ts';
import { answeringStep } from './risks/answering-step.ts';
import { riskFrom } from './risks/risk.ts';

const at = (file: string, line = 1): Origin => ({ kind: 'read', file, line });

const code = (more: Partial<LegacyCode> = {}): LegacyCode => ({
  files: [],
  openIncludes: [],
  globals: [],
  dead: [],
  copied: [],
  foreignFolders: [],
  bounds: [],
  tests: { files: [], frameworks: [], coverage: [] },
  supportRecorded: '2025-11',
  searched: { deep: 3, names: 5, dynamic: [] },
  ...more,
});

const file = (path: string, lines: number, ...uses: readonly string[]): LegacyFile => ({
  path,
  language: 'PHP',
  lines,
  uses,
});

const history = (last: string, ...files: readonly (readonly [string, number])[]): History => ({
  head: 'a',
  commits: 10,
  authors: 2,
  first: '2010-01-01',
  last,
  complete: true,
  files: files.map(([path, commits]) => ({ path, commits, authors: 1, first: '2010-01-01', last })),
  together: [],
});

const backend = (more: Partial<Backend> = {}): Backend => ({
  ...emptyBackend('old', 'recovered'),
  coverage: { files: 5, lines: 100, bytes: 1000 },
  ...more,
});

test('of a backend of which nothing was read, nothing is said to be missing', () => {
  const { risks, ...facts } = assessmentOf(emptyBackend('bare', 'recovered'), []);
  expect(Object.values(facts).map(({ kind }) => kind)).toEqual(Object.keys(facts).map(() => 'unknown'));
  expect(risks).toEqual([]);
});

test('what was looked for and not found is told with the number of files', () => {
  const facts = assessmentOf(backend({ legacy: code() }), []);
  expect(facts.endpoints).toEqual({ kind: 'none', because: 'no route and no page was found in 5 files' });
  expect(facts.tests).toEqual({ kind: 'none', because: 'no test was found in 5 files' });
  expect(facts.globals).toEqual({
    kind: 'none',
    because: 'no function of 3 files takes a variable it is not given',
  });
  expect(facts.mail.kind).toBe('unknown');
});

test('an end of support is a day; it is over only before the last commit or before the list was written', () => {
  const stack: Backend['stack'] = [
    { name: 'PHP', role: 'runtime', version: '7.4', supportEnd: '2022-11-28', origin: at('Dockerfile') },
    { name: 'MySQL', role: 'database', version: '8.0', supportEnd: '2026-04-30', origin: at('compose.yml') },
    { name: 'Slim', role: 'framework', version: '3', origin: at('composer.json') },
  ];
  const words = (more: Partial<Backend>): readonly string[] => {
    const { technologies } = assessmentOf(backend({ stack, ...more }), []);
    return technologies.kind === 'known'
      ? technologies.value.map((each) => `${each.name} ${each.words}`)
      : [];
  };
  expect(words({})).toEqual([
    'PHP until 2022-11-28',
    'MySQL until 2026-04-30',
    'Slim not known: no list that is kept here has this version, or the version is a range',
  ]);
  expect(words({ legacy: code() })[0]).toBe(
    'PHP until 2022-11-28: over when the list of ends was last gone through (2025-11)',
  );
  expect(words({ legacy: code(), history: history('2026-06-01') }).slice(0, 2)).toEqual([
    'PHP until 2022-11-28: before the last commit (2026-06-01)',
    'MySQL until 2026-04-30: before the last commit (2026-06-01)',
  ]);
});

test('hot spots: lines × coupling × commits; without a history lines × coupling', () => {
  const files = [
    file('big.php', 1000, 'lib.php'),
    file('lib.php', 100),
    file('page.php', 200, 'lib.php'),
    file('alone.php', 5000),
  ];
  const spots = (more: Partial<Backend>): readonly string[] => {
    const { hotSpots } = assessmentOf(backend({ legacy: code({ files }), ...more }), []);
    return hotSpots.kind === 'known' ? hotSpots.value.map(({ path, score }) => `${path} ${score}`) : [];
  };
  expect(spots({})).toEqual(['big.php 1', 'lib.php 0.2', 'page.php 0.2']);
  expect(
    spots({ history: history('2020-01-01', ['big.php', 1], ['lib.php', 10], ['page.php', 10]) }),
  ).toEqual(['lib.php 1', 'page.php 1', 'big.php 0.5']);
});

test('queries of each page, with a prefix that code leaves out, and what no schema has', () => {
  const old = legacyBackend(
    ['shop_orders', 'shop_items', 'shop_users', 'shop_notes'],
    ['POST /pay: +orders +items users', 'GET /list: orders gone'],
  );
  const endpoint = (id: string): Backend['api']['endpoints'][number] => ({
    id,
    method: id.startsWith('GET') ? 'GET' : 'POST',
    path: id.split(' ')[1] ?? '/',
    pathResolved: true,
    protocol: 'http',
    parameters: [],
    guards: [],
    access: 'public',
    responses: [],
    scopes: [],
    idempotencyKey: false,
    conditional: false,
    longRunning: false,
    objectives: [],
    origin: at('index.php'),
  });
  const { data, queries, risks } = assessmentOf(
    backend({
      data: old.data,
      api: { ...old.api, endpoints: [endpoint('POST /pay'), endpoint('GET /list')] },
    }),
    [],
  );
  expect(data).toMatchObject({
    kind: 'known',
    value: {
      missing: ['gone'],
      unused: ['shop_notes'],
      withoutKey: ['shop_orders', 'shop_items', 'shop_users', 'shop_notes'],
    },
  });
  expect(queries).toMatchObject({
    value: [
      { entry: 'POST /pay', statements: 3, writes: ['shop_items', 'shop_orders'], reads: ['shop_users'] },
      { entry: 'GET /list', statements: 2, writes: [] },
    ],
  });
  const loose = risks.find(({ id }) => id === 'writes-without-transaction');
  expect(loose).toMatchObject({ likelihood: 'medium', effect: 'high', score: 6 });
  expect(loose?.because).toContain('POST /pay (shop_items, shop_orders)');
  expect(risks.map(({ score }) => score)).toEqual(risks.map(({ score }) => score).toSorted((a, b) => b - a));
});

test('a risk is answered by the first step that does the named thing to what it is about', () => {
  const risk = riskFrom('x', {
    title: '',
    likelihood: 'low',
    because: '',
    effect: 'low',
    harm: '',
    mitigation: '',
    tables: ['Orders'],
    answeredBy: ['sync'],
  });
  const step = (id: string, table: string) => ({
    id,
    title: id,
    does: [{ kind: 'sync', sync: 's', table, from: 'legacy', how: 'outbox' } as const],
    entry: [],
    exit: [],
  });
  const none = { endpoints: {}, jobs: {}, tables: {}, rules: {} };
  const plan = {
    plan: 'p',
    legacy: none,
    contexts: [],
    target: { endpoints: [], jobs: [], tables: {} },
    ledger: { ...none, columns: {} },
    steps: [step('a', 'items'), step('b', 'orders')],
  };
  expect(answeringStep(risk, plan)?.id).toBe('b');
  expect(answeringStep({ ...risk, about: { ...risk.about, answeredBy: [] } }, plan)).toBeUndefined();
});

test('files are in one circle exactly where each leads to the other', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const graph = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), { maxLength: 14 });
  fc.assert(
    fc.property(graph, (pairs) => {
      const uses = (from: string): readonly string[] => [
        ...new Set(pairs.flatMap(([a, b]) => (a === from && b !== from ? [b] : []))),
      ];
      const told = includesOf(
        backend({ legacy: code({ files: names.map((name) => file(name, 1, ...uses(name))) }) }),
      );
      const cycles = told.kind === 'known' ? told.value.cycles : [];
      const reached = (from: string): ReadonlySet<string> => {
        const seen = new Set<string>();
        const open = [...uses(from)];
        for (let next = open.pop(); next !== undefined; next = open.pop())
          if (!seen.has(next)) {
            seen.add(next);
            open.push(...uses(next));
          }
        return seen;
      };
      for (const a of names)
        for (const b of names)
          if (a !== b)
            expect(cycles.some((cycle) => cycle.includes(a) && cycle.includes(b))).toBe(
              reached(a).has(b) && reached(b).has(a),
            );
    }),
    { numRuns: 60 },
  );
});
