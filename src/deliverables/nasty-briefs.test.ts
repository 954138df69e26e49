import { describe, expect, test } from 'vitest';
import { designBackend } from '../design/design.ts';
import { markdown } from '../render/markdown.ts';
import { briefOf, shopText } from '../testing/briefs.ts';
import { writeDeliverables } from './all.ts';

/** Briefs that nothing can satisfy, or that ask for next to nothing. */
const briefs: Readonly<Record<string, string>> = {
  'twenty times more than the largest machines carry, in a millisecond, for a euro': `
brief: 1
system: { id: much, name: Much, users: 5M concurrent, think: 1s, peak: 20x }
capabilities: { auth: {}, products: {}, cart: {}, orders: {}, payments: {}, inventory: {} }
slos: { "*": { latency: p99 < 1ms, availability: 99.9999%, rpo: 0s, rto: 1s } }
constraints: { team: { size: 1 }, budget: 1 EUR/month }
`,
  'a batch no window is long enough for': `
brief: 1
system: { id: batch, name: Batch }
capabilities: { products: {} }
workloads:
  load: { actor: merchandiser, op: import Product, every: 1s, batch: 100M }
`,
  'one user an hour': `
brief: 1
system: { id: few, name: Few, users: 1 concurrent, think: 1h }
capabilities: { auth: {}, products: {} }
slos: { "*": { latency: p50 < 3600s, availability: 50% } }
`,
  'objectives that contradict each other': `
brief: 1
system: { id: torn, name: Torn, users: 100k concurrent, think: 5s }
capabilities: { auth: {}, products: {}, cart: {}, orders: {}, payments: {} }
slos:
  "*": { latency: p95 < 300ms, availability: 99.99%, rto: 4h, rpo: 0s }
  checkout: { latency: p99.9 < 50ms, consistency: strong, throughput: 1M/s }
decisions: [{ topic: checkout, choose: synchronous, because: the customer waits for the bank }]
constraints: { budget: 100 EUR/month }
`,
  'no load at all': `
brief: 1
system: { id: idle, name: Idle }
capabilities: { auth: {}, products: {}, orders: {} }
`,
  'nothing but a name': `
brief: 1
system: { id: bare, name: Bare }
`,
};

/** Paths of numbers that are none, and of values that are not there. */
function faults(value: unknown, path = ''): readonly string[] {
  if (value === undefined) return [`${path} is undefined`];
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path} is ${value}`];
  if (typeof value === 'string')
    return /\b(NaN|Infinity|undefined)\b/.test(value) ? [`${path}: ${value}`] : [];
  if (typeof value !== 'object' || value === null) return [];
  if ('kind' in value && value.kind === 'code') return [];
  return Object.entries(value).flatMap(([key, part]) => faults(part, `${path}.${key}`));
}

describe.each(Object.entries({ ...briefs, 'the shop': shopText }))('%s', (_name, text) => {
  const backend = designBackend(briefOf(text));
  const deliverables = writeDeliverables({
    backend,
    findings: [],
    recommendations: [],
    claims: [],
    outcomes: [],
  });

  test('every number of the model is one', () => {
    expect(faults(backend)).toEqual([]);
  });

  test('every number of the documents and diagrams is one', () => {
    expect(faults(deliverables.map(({ documents }) => documents))).toEqual([]);
  });

  test('no document and no artifact speaks of a number that is none', () => {
    const texts = deliverables.flatMap(({ documents, artifacts }) => [
      ...documents.map((each) => [each.path, markdown(each, { claims: [], outcomes: [] })] as const),
      // The tests are programs, the same for every brief: in them the words are code.
      ...artifacts.filter(({ path }) => !path.endsWith('.ts')).map((each) => [each.path, each.text] as const),
    ]);
    const wrong = texts.flatMap(([path, words]) =>
      words
        .split('\n')
        .filter((line) => /\b(NaN|Infinity|unbounded)\b/.test(line))
        .map((line) => `${path}: ${line.trim().slice(0, 120)}`),
    );
    expect(wrong).toEqual([]);
  });
});
