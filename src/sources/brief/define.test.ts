import { expect, test } from 'vitest';
import { defineBrief } from './define.ts';
import { loadPacks } from './packs.ts';
import { readBrief } from './read.ts';

const packs = loadPacks();
const input = {
  system: { id: 'library', name: 'Library', users: '5k daily', think: '12s' },
  capabilities: { auth: { methods: ['oidc'] } },
  entities: {
    Loan: {
      fields: { reader: 'ref User', due: 'date' },
      rows: '3 per User',
      retention: '2y',
      owner: 'reader',
    },
  },
  workloads: {
    lend: { actor: 'customer', op: 'create Loan', share: '30%' },
    look: { actor: 'customer', op: 'list Loan', share: '70%' },
  },
  slos: { '*': { latency: 'p95 < 300ms', availability: '99.9%' } },
  constraints: { must: { database: 'postgresql' }, team: { size: 3, oncall: false }, budget: '2k EUR/month' },
} as const;

test('a brief in TypeScript is read as one in YAML', () => {
  const result = readBrief(defineBrief(input), { file: 'library.brief.ts', packs });
  expect(result.kind === 'invalid' ? result.problems : []).toEqual([]);
  expect(result).toMatchObject({
    brief: {
      system: { id: 'library' },
      constraints: {
        must: { database: { value: 'postgresql' } },
        teamSize: { value: 3 },
        budget: { value: 2000 },
      },
      fragment: { entities: [{ name: 'Loan', rowsPer: { entity: 'User' } }] },
    },
  });
});

test('what the compiler cannot check, the reader tells', () => {
  const result = readBrief(defineBrief({ system: { id: 'a' }, capabilities: { auht: {} } }), {
    file: 'a',
    packs,
  });
  expect(result.kind === 'invalid' && result.problems[0]?.next).toMatch(/Did you mean "auth"/);
});

test('a wrong form does not compile', () => {
  // @ts-expect-error a duration has a unit
  expect(defineBrief({ system: { id: 'a', think: '12' } })).toContain('think');
  // @ts-expect-error an availability is a percentage
  expect(defineBrief({ system: { id: 'a' }, slos: { '*': { availability: 0.999 } } })).toContain('0.999');
});
