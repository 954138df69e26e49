import { describe, expect, test } from 'vitest';
import type { Deliverable } from '../deliverables/deliverable.ts';
import { emptyBackend } from '../model/backend.ts';
import type { Backend } from '../model/backend.ts';
import type { GateEvidence, PhaseRecord } from './gate.ts';
import { outputGate } from './output.ts';
import { processGate } from './process.ts';
import { requirementsGate } from './requirements.ts';
import { systemGate } from './system.ts';

const origin = { kind: 'given', path: 'capabilities.orders' } as const;
const base = emptyBackend('shop', 'designed');
const backend: Backend = {
  ...base,
  requirements: {
    ...base.requirements,
    items: [{ id: 'R-orders', kind: 'capability', text: 'customers place orders', origin }],
  },
};

const numbers = [1, 2, 3, 4, 5, 6, 7, 8] as const;
const deliverable = (number: Deliverable['number']): Deliverable => ({
  id: 'architecture',
  number,
  title: `Deliverable ${number}`,
  summary: '',
  documents: [
    {
      path: `${number}/a.md`,
      title: 'A',
      sections: [{ id: 's', title: 'S', items: [], blocks: [{ kind: 'paragraph', text: 'text' }] }],
    },
  ],
  artifacts: [],
  notApplicable: [],
});
const phase = (number: PhaseRecord['number']): PhaseRecord => ({
  number,
  name: `Phase ${number}`,
  inputs: [],
  outputs: [],
  checks: [],
  state: 'passed',
});
const engine = { name: 'PostgreSQL', version: '18' };
const proved = {
  claim: 'ddl/schema',
  verdict: { kind: 'proved' },
  engine,
  measurements: {},
  incomplete: [],
} as const;

const good: GateEvidence = {
  backend,
  findings: [],
  outcomes: [proved],
  claims: 1,
  deliverables: numbers.map(deliverable),
  items: [],
  answers: new Map([['R-orders', ['1-architecture/goals.md#orders']]]),
  phases: ([1, 2, 3, 4, 5, 6, 7] as const).map(phase),
  brokenReferences: [],
};

describe('four gates', () => {
  test('all open on good evidence', () => {
    for (const gate of [requirementsGate, processGate, outputGate, systemGate])
      expect(gate(good)).toMatchObject({ state: 'open' });
  });

  test('Requirements shuts when nothing answers a requirement', () => {
    const verdict = requirementsGate({ ...good, answers: new Map() });
    expect(verdict.state).toBe('shut');
    expect(verdict.because).toEqual(['R-orders: customers place orders: no deliverable answers it']);
    expect(verdict.next).toMatch(/phase 1/);
    expect(verdict.returnTo).toBe(1);
  });

  test('Requirements has insufficient evidence when no requirement is known', () => {
    const verdict = requirementsGate({ ...good, backend: base });
    expect(verdict.state).toBe('insufficient-evidence');
    expect(verdict.next).toMatch(/Give a brief/);
  });

  test('Process shuts when a phase is missing', () => {
    const verdict = processGate({ ...good, phases: good.phases.filter(({ number }) => number !== 6) });
    expect(verdict.state).toBe('shut');
    expect(verdict.because.join()).toMatch(/eight phases in order: records found: 1, 2, 3, 4, 5, 7/);
  });

  test('Process shuts when a phase failed its own validation', () => {
    const phases = good.phases.map((record): PhaseRecord =>
      record.number === 2
        ? {
            ...record,
            state: 'failed',
            checks: [{ check: 'files were read', passed: false, detail: '0 files' }],
          }
        : record,
    );
    const verdict = processGate({ ...good, phases });
    expect(verdict).toMatchObject({ state: 'shut', returnTo: 2 });
    expect(verdict.because.join()).toMatch(/0 files/);
  });

  test('Output shuts on confident prose whose SQL does not run', () => {
    const counterexample = '42601 at line 3: syntax error at or near "total"';
    const verdict = outputGate({
      ...good,
      outcomes: [
        proved,
        { ...proved, claim: 'ddl/schema-executes', verdict: { kind: 'refuted', counterexample } },
      ],
      claims: 2,
    });
    expect(verdict.state).toBe('shut');
    expect(verdict.because).toEqual([`ddl/schema-executes: refuted: ${counterexample}`]);
    expect(verdict.next).toMatch(/plumbline verify/);
  });

  test('Output has insufficient evidence when nothing was proved', () => {
    expect(outputGate({ ...good, outcomes: [], claims: 0 }).state).toBe('insufficient-evidence');
  });

  test('Output has insufficient evidence when most claims could not be decided', () => {
    const open = { kind: 'undecided', reason: 'the engine did not start' } as const;
    const outcomes = [
      proved,
      { ...proved, claim: 'a', verdict: open },
      { ...proved, claim: 'b', verdict: open },
    ];
    expect(outputGate({ ...good, outcomes, claims: 3 })).toMatchObject({
      state: 'insufficient-evidence',
      because: ['2 of 3 claims could not be decided, 1 are proved'],
    });
  });

  test('System shuts on a broken reference, on own faults and on a regression', () => {
    const finding = {
      rule: 'float-money',
      subject: 'orders.total',
      severity: 'warning',
      confidence: 'certain',
      what: 'orders.total is real',
      why: 'sums drift',
      next: 'use bigint cents',
      standards: [],
      evidence: [],
    } as const;
    expect(systemGate({ ...good, brokenReferences: ['a.md -> b.md'] })).toMatchObject({
      state: 'shut',
      returnTo: 7,
    });
    expect(systemGate({ ...good, findings: [finding] }).because).toEqual([
      'float-money@orders.total: orders.total is real',
    ]);
    const recovered = { ...good, backend: emptyBackend('legacy', 'recovered'), findings: [finding] };
    expect(systemGate(recovered).state).toBe('open');
    expect(systemGate({ ...recovered, baseline: ['float-money@orders.total'] }).state).toBe('open');
    expect(systemGate({ ...recovered, baseline: [] }).because.join()).toMatch(/new since the baseline/);
  });
});
