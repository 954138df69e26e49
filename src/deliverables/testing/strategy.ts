import { sum } from '../../model/amounts.ts';
import type { Part } from '../../model/amounts.ts';
import { codeCell, count, figure, judgement, names, paragraph, section, table } from '../blocks.ts';
import type { Basis, Block, Cell, Section } from '../deliverable.ts';
import { assumed } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import type { PipelineGate } from '../../artifacts/ci-workflow.ts';
import { requirementsAbout } from '../requirements.ts';
import { risksOf } from './risks.ts';
import type { Level, Risk } from './risks.ts';

interface LevelWords {
  readonly catches: string;
  readonly where: string;
  readonly gate?: string;
}

const levels: Readonly<Record<Level, LevelWords>> = {
  static: {
    catches: 'wrong types, forbidden imports, committed secrets',
    where: 'the project',
    gate: 'static',
  },
  unit: { catches: 'wrong rules inside one module', where: 'beside the module', gate: 'unit' },
  property: {
    catches: 'broken invariants after any sequence of requests',
    where: '7-testing/invariants.test.ts',
    gate: 'properties',
  },
  consumer: {
    catches: 'effects that repeat with their message',
    where: '7-testing/consumers.test.ts',
    gate: 'properties',
  },
  contract: {
    catches: 'answers and messages that differ from their documents',
    where: '7-testing/contract.test.ts',
    gate: 'contract',
  },
  authorisation: {
    catches: 'a role that may too much or too little',
    where: '7-testing/authorisation.test.ts',
    gate: 'authorisation',
  },
  migration: {
    catches: 'lost rows, long locks, no way back',
    where: '7-testing/migrations.test.ts',
    gate: 'migrations',
  },
  failure: {
    catches: 'effects of a component that fails',
    where: '7-testing/failures.test.ts',
    gate: 'failures',
  },
  security: {
    catches: 'attacks on inputs, sessions and peers',
    where: '7-testing/hostile.test.ts',
    gate: 'security',
  },
  load: { catches: 'missed objectives, queues, leaks', where: '7-testing/workloads.js', gate: 'load-smoke' },
};

const order: readonly Level[] = [
  'static',
  'unit',
  'property',
  'consumer',
  'contract',
  'authorisation',
  'migration',
  'failure',
  'security',
  'load',
];

/** Which risk is caught where, and what that may cost in minutes. */
export function strategy(basis: Basis, gates: readonly PipelineGate[]): readonly (Section | undefined)[] {
  const risks = risksOf(basis);
  if (risks.length === 0) return [];
  return [
    section(
      {
        id: 'risks',
        title: 'Risks and where each is caught',
        items: ['7.1'],
        answers: requirementsAbout(basis.backend, 'scope', ['testing']),
      },
      table(
        ['risk', 'from', 'weight', 'caught by'],
        risks
          .slice(0, 40)
          .map(({ risk, source, weight, level }): readonly Cell[] => [
            risk,
            source,
            count(weight, 'likelihood × impact, 1 to 9'),
            level,
          ]),
      ),
      risks.length > 40
        ? paragraph(`${risks.length - 40} lighter risks are caught by the same levels.`)
        : undefined,
      judgement(
        'Weights of threats are those of the threat model; the others are set by kind: what must never happen 9, objectives and failure modes 6, drift 4.',
      ),
    ),
    levelSection(risks, gates),
  ];
}

function levelSection(risks: readonly Risk[], gates: readonly PipelineGate[]): Section | undefined {
  const used = order.filter(
    (level) => level === 'static' || level === 'unit' || risks.some((risk) => risk.level === level),
  );
  const budgets = gates.map(({ title, minutes }): Part => [title, budget(minutes)]);
  return section(
    { id: 'levels', title: 'Levels and their budget' },
    table(
      ['level', 'catches', 'risks', 'stands in', 'gate', 'budget'],
      used.map((level): readonly Cell[] => {
        const { catches, where, gate } = levels[level];
        const found = gates.find(({ id }) => id === gate);
        return [
          level,
          catches,
          count(risks.filter((risk) => risk.level === level).length, `risks caught by ${level} tests`),
          where.includes('/') ? codeCell(where) : where,
          gate ?? 'scheduled',
          found === undefined ? 'nightly' : budget(found.minutes),
        ];
      }),
    ),
    levelFigure(used, risks),
    budgets.length === 0
      ? undefined
      : table(['what', 'value'], [['all gates one after another', sum(budgets, 's', 'sum of the gates')]]),
    judgement('Budgets are what a team accepts to wait, not measurements; the first ten runs replace them.'),
  );
}

/** Seconds a gate may take; half and double are still borne. */
export const budget = (minutes: number): Quantity =>
  assumed(
    minutes * 60,
    's',
    'what a team waits for without changing the subject',
    minutes * 30,
    minutes * 120,
  );

function levelFigure(used: readonly Level[], risks: readonly Risk[]): Block {
  return figure({
    kind: 'graph',
    id: 'test-levels',
    title: 'Levels in the order in which they run',
    view: 'component',
    groups: [],
    nodes: used.map((level) => ({
      id: level,
      title: level,
      subtitle: names([`${risks.filter((risk) => risk.level === level).length} risks`]),
      kind: 'process',
    })),
    edges: used.slice(1).map((level, index) => ({
      from: used[index] ?? level,
      to: level,
      label: 'then',
      style: 'solid',
    })),
  });
}
