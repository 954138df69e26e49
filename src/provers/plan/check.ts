import type { Claim, Outcome } from '../../findings/claim.ts';
import type { Finding } from '../../findings/finding.ts';
import { checkMigrationPlan } from '../../migration/replay/check-plan.ts';
import type { CheckedPlan } from '../../migration/replay/check-plan.ts';
import { planRuleTable } from '../../migration/replay/rules.ts';
import type { PlanFault } from '../../migration/replay/rules.ts';
import type { MigrationPlan } from '../../model/migration.ts';
import type { Place } from '../document-text.ts';
import { proved, refuted } from '../settle.ts';

type PlaceOf = (path: readonly PropertyKey[]) => Place;

/** What findings on plans mean. */
export const planRules = Object.entries(planRuleTable).map(([id, { summary, severity }]) => ({
  id,
  summary,
  severity,
  standards: [],
}));

export const planEngine = { name: 'replay of a migration plan', version: '1' };

/** What a replay says nothing of, whatever the plan. */
const limits: readonly string[] = [
  'inventory: an endpoint, table or reader that the inventory does not tell is not missed',
  'code and queries: statements, snippets and criteria are read by nobody here; that the new code does what the old one did is for tests to show',
  'time: a step is one moment; how long both systems differ by the lag of a synchronisation is not judged',
  'order of roll-backs: each step is taken back right after it was released; an outbox and a change log are taken to keep what they have not sent',
];

export interface CheckedPlanFile {
  readonly claim: Claim;
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
  readonly details: () => string;
}

/** Replays a plan as a state machine; it is refuted by the first fault that is more than advice, blockers first. */
export function checkPlan(file: string, plan: MigrationPlan, placeOf: PlaceOf): CheckedPlanFile {
  const checked = checkMigrationPlan(plan);
  const claim = planClaim(file, plan);
  const severe = checked.faults.filter(({ rule }) => planRuleTable[rule].severity !== 'advice');
  const first = severe.find(({ rule }) => planRuleTable[rule].severity === 'blocker') ?? severe[0];
  return {
    claim,
    outcome: {
      claim: claim.id,
      engine: planEngine,
      verdict: first === undefined ? proved : refuted(counterexample(plan, first, severe.length)),
      measurements: measurements(plan, checked),
      incomplete: limits,
    },
    findings: checked.faults.map((fault) => findingOf(fault, file, placeOf, claim.id)),
    details: () => stepTable(plan, checked),
  };
}

export function planClaim(file: string, { plan, steps }: MigrationPlan): Claim {
  return {
    id: `migration-plan/${plan}`,
    prover: 'migration-plan',
    subject: plan,
    statement:
      'Nothing is lost in the ledger; after every step, and after the roll-back of every step that has one, each entry is served by a system that has its data and may write it; each step says when it may begin and when it is done; and nothing built for the way is left.',
    oracle: 'enumeration',
    inputs: [file],
    parameters: { steps: steps.length },
  };
}

function counterexample({ steps }: MigrationPlan, { path, what }: PlanFault, count: number): string {
  const [root, index] = path;
  const step = root === 'steps' && typeof index === 'number' ? steps[index] : undefined;
  const where = step === undefined ? '' : `in the step ${step.id}: `;
  return `${where}${what}${count > 1 ? ` (and ${count - 1} more)` : ''}`;
}

function measurements(
  { legacy, ledger, steps }: MigrationPlan,
  { faults }: CheckedPlan,
): Outcome['measurements'] {
  const counted = Object.values(ledger).reduce((sum, lines) => sum + Object.keys(lines).length, 0);
  const days = steps.flatMap((step) => step.days ?? []);
  return {
    steps: steps.length,
    statesChecked: 1 + 2 * steps.length,
    endpoints: Object.keys(legacy.endpoints).length,
    jobs: Object.keys(legacy.jobs).length,
    tables: Object.keys(legacy.tables).length,
    ledgerLines: counted,
    pointsOfNoReturn: steps.filter(({ pointOfNoReturn }) => pointOfNoReturn !== undefined).length,
    days: {
      low: days.reduce((sum, { low }) => sum + low, 0),
      high: days.reduce((sum, { high }) => sum + high, 0),
      stepsWithoutEffort: steps.length - days.length,
    },
    faults: faults.length,
  };
}

function findingOf(
  { rule, subject, path, what, why, next }: PlanFault,
  file: string,
  placeOf: PlaceOf,
  claim: string,
): Finding {
  const { line, column } = placeOf(path);
  return {
    rule,
    subject,
    severity: planRuleTable[rule].severity,
    confidence: 'certain',
    what,
    why,
    next,
    standards: [],
    evidence: [
      { kind: 'read', origin: { kind: 'read', file, line, column } },
      { kind: 'executed', claim },
    ],
  };
}

/** One line a step: who serves and who owns how much after it. */
function stepTable({ steps, legacy }: MigrationPlan, checked: CheckedPlan): string {
  const entries = Object.keys(legacy.endpoints).length + Object.keys(legacy.jobs).length;
  const tables = Object.keys(legacy.tables).length;
  const width = Math.max(...steps.map(({ id }) => id.length), 4);
  const lines = checked.steps.map(({ step, after }) => {
    const moved = [...after.served.values()].filter((side) => side === 'target').length;
    const owned = [...after.owner.values()].filter((side) => side === 'target').length;
    const back = step.pointOfNoReturn === undefined ? '' : '  no way back';
    return `${step.id.padEnd(width)}  ${moved}/${entries} entries and ${owned}/${tables} tables in the target, ${after.syncs.size} synchronised${back}`;
  });
  return [`${steps.length} steps, each released and taken back`, ...lines].join('\n');
}
