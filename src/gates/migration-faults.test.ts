import { expect, test } from 'vitest';
import { emptyBackend } from '../model/backend.ts';
import type { MigrationPlan } from '../model/migration.ts';
import { migrationPlan } from '../provers/plan/prover.ts';
import { dataFaults } from '../testing/plan-faults/data.ts';
import { leftFaults } from '../testing/plan-faults/left.ts';
import { orderFaults } from '../testing/plan-faults/order.ts';
import { sound } from '../testing/plan-faults/sound.ts';
import { planRuleTable } from '../migration/replay/rules.ts';
import { systemGate } from './system.ts';
import type { GateVerdict } from './gate.ts';

/** The gate as the road asks it: claims of the package, settled on its file. */
async function judged(plan: MigrationPlan): Promise<GateVerdict> {
  const legacy = { ...emptyBackend('legacy', 'recovered'), coverage: { files: 1, lines: 1, bytes: 1 } };
  const backend = { ...emptyBackend('shop', 'designed'), migration: { legacy, plan } };
  const { claims, inputs } = migrationPlan.claims(backend);
  const outcomes = await migrationPlan.prove(claims, (path) => inputs.get(path) ?? '');
  return systemGate({
    backend,
    findings: [],
    outcomes,
    claims: claims.length,
    deliverables: [],
    items: [],
    answers: new Map(),
    phases: [],
    brokenReferences: [],
  });
}

const severe = [...dataFaults, ...orderFaults, ...leftFaults].filter(
  ({ rule }) => planRuleTable[rule].severity !== 'advice',
);

test('a plan without fault leaves the System gate open', async () => {
  expect(await judged(sound)).toMatchObject({ state: 'open' });
});

test.each(severe)('the System gate shuts on $rule: $fault', async ({ plan }) => {
  const verdict = await judged(plan);
  expect(verdict.state).toBe('shut');
  expect(verdict.because.join(' ').length).toBeGreaterThan(40);
});

test('at least ten faults were tried', () => {
  expect(new Set(severe.map(({ rule }) => rule)).size).toBeGreaterThanOrEqual(10);
});
