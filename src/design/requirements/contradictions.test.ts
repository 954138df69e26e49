import { describe, expect, test } from 'vitest';
import { loadPacks } from '../../sources/brief/packs.ts';
import { readBrief } from '../../sources/brief/read.ts';
import { briefOf } from '../../testing/briefs.ts';
import { designBackend } from '../design.ts';

interface Said {
  readonly workloads?: string;
  readonly rest?: string;
}

const text = ({ workloads = '', rest = '' }: Said): string => `
brief: 1
system: { id: torn, name: Torn, users: 20k concurrent, think: 20s }
capabilities: { products: {}, orders: {} }
workloads:
  browse: { actor: customer, op: list Product, share: 50%, stale: 60s }
  look: { actor: customer, op: read Product, share: 50% }
${workloads}
${rest}
`;

const found = (said: Said) => {
  const { requirements } = designBackend(briefOf(text(said)));
  return new Map(requirements.contradictions.map((one) => [one.id, one]));
};

test('statements that hold together contradict nothing', () => {
  expect([...found({}).keys()]).toEqual([]);
  expect([...found({ rest: 'constraints: { budget: 100k EUR/month }' }).keys()]).toEqual([]);
});

describe('a batch that its window cannot hold', () => {
  const nightly = (rows: string): string =>
    `  nightly: { actor: merchandiser, op: import Product, every: 24h, batch: ${rows} }`;

  test('the time it takes is told beside its window, and the rows that would fit', () => {
    const batch = found({ workloads: nightly('5G') }).get('batch-nightly');
    expect(batch?.what).toMatch(/^nightly has 5B rows every 1 day: that takes [\d.]+ (h|days).*; its window/);
    expect(batch?.what).toMatch(/its window is 1 h\.$/);
    expect(batch?.ask).toMatch(/at most [\d.]+[MB] rows a run/);
    expect(batch?.between).toMatchObject([
      { path: 'workloads.nightly.batch' },
      { path: 'workloads.nightly.every' },
    ]);
  });

  test('as many rows as were told to fit do', () => {
    const ask = found({ workloads: nightly('5G') }).get('batch-nightly')?.ask ?? '';
    const [, digits = '', unit] = /at most ([\d.]+)([MB]) rows/.exec(ask) ?? [];
    const rows = Number.parseFloat(digits) * (unit === 'B' ? 1e9 : 1e6);
    expect(rows).toBeGreaterThan(1e6);
    const fits = found({ workloads: nightly(`${Math.floor((rows * 0.9) / 1000)}k`) });
    expect(fits.has('batch-nightly')).toBe(false);
  });
});

describe('strong consistency of what may be old', () => {
  test('asked for everywhere: both places are named', () => {
    const one = found({ rest: 'slos: { "*": { consistency: strong } }' }).get('consistency-browse');
    expect(one?.what).toBe(
      'browse (list Product) accepts data that is 60 s old, and strong consistency is asked for everywhere.',
    );
    expect(one?.between).toMatchObject([{ path: 'slos.*.consistency' }, { path: 'workloads.browse.stale' }]);
  });

  test('an objective of its own settles it, as the question says', () => {
    const rest = 'slos: { "*": { consistency: strong }, browse: { consistency: eventual } }';
    expect(found({ rest }).size).toBe(0);
  });

  test('replicas that are demanded, where no read may come from them', () => {
    const rest =
      'slos: { "*": { consistency: strong } }\ndecisions: [{ topic: read-replicas, choose: read replicas, because: they are there }]';
    expect(found({ rest }).get('consistency-replicas')?.between).toMatchObject([
      { path: 'decisions.0' },
      { path: 'slos.*.consistency' },
    ]);
  });
});

describe('a budget below the cheapest design', () => {
  test.each(['0', '1'])('%s EUR: the least that would do is told, and what it is spent on', (sum) => {
    const one = found({ rest: `constraints: { budget: ${sum} EUR/month }` }).get('budget');
    expect(one?.what).toMatch(
      new RegExp(
        `^The budget is ${sum} EUR/month; what meets everything else costs at least [\\d,]+ EUR/month\\.$`,
      ),
    );
    expect(one?.why).toMatch(/database [\d,.]+ EUR\/month/);
    expect(one?.between).toMatchObject([{ path: 'constraints.budget' }]);
  });

  test('accepted in the brief, it is kept as accepted and no line without use', () => {
    const rest = 'constraints: { budget: 0 EUR/month }\naccept: [budget]';
    const { requirements } = designBackend(briefOf(text({ rest })));
    expect(requirements.contradictions.map(({ id, accepted }) => [id, accepted])).toEqual([['budget', true]]);
    expect(requirements.unread).toEqual([]);
  });

  test('below nothing it is refused where it stands', () => {
    const brief = text({ rest: 'constraints:\n  budget: -5 EUR/month' });
    const read = readBrief(brief, { file: 'torn.yaml', packs: loadPacks() });
    const line = brief.split('\n').findIndex((words) => words.includes('-5 EUR')) + 1;
    expect(read).toMatchObject({ kind: 'invalid', problems: [{ file: 'torn.yaml', line }] });
  });
});
