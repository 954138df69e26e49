import { migrationPlanPath } from '../../../artifacts/migration-plan.ts';
import { assumed } from '../../../model/origin.ts';
import type { Quantity } from '../../../model/origin.ts';
import type { MigrationPlan, MigrationStep } from '../../../model/migration.ts';
import type { MigrationRecord } from '../../../model/migration-record.ts';
import {
  anchor,
  claimsOf,
  code,
  count,
  figure,
  judgement,
  link,
  list,
  paragraph,
  section,
  table,
} from '../../blocks.ts';
import { cappedLines } from '../../capped.ts';
import type { Basis, Block, Cell, Section } from '../../deliverable.ts';
import { actionWords } from './action-words.ts';
import { roadmapDiagram } from './roadmap-diagram.ts';

const document = '1-architecture/15-steps.md';

/** The way to the target: a picture of all steps, then each with what it does, when it is done and how it is taken back. */
export function steps(basis: Basis, { plan }: MigrationRecord): readonly (Section | undefined)[] {
  return [
    overview(basis, plan),
    section(
      { id: 'order', title: 'In which order' },
      orderTable(plan),
      orderWords(plan),
      plan.steps.some(({ routing }) => routing !== undefined) ? routingWords : undefined,
    ),
    ...plan.steps.map((step) => stepSection(step)),
  ];
}

const routingWords = paragraph(
  'In the routing of a step, `target` is what answers the old addresses on the new side: pages of a new front end, or a translator that calls the counterparts of 7-testing/parity.md. The API itself does not know old addresses and refuses them. Lines of a step stand before those of earlier steps.',
);

function overview(basis: Basis, plan: MigrationPlan): Section | undefined {
  const final = plan.steps.filter(({ pointOfNoReturn }) => pointOfNoReturn !== undefined);
  return section(
    { id: 'overview', title: 'The whole way', items: ['1.14'] },
    paragraph(
      `${plan.steps.length} steps lead from the legacy system to the target while both run (strangler fig). Each is one release. Before each step and after it, and after its roll-back, every entry is served by a system that has its data, and every table has one writer: this was replayed, not promised.`,
    ),
    claimsOf(basis, 'migration-plan/'),
    plan.steps.length === 0 ? undefined : figure(roadmapDiagram(plan)),
    table(
      ['what', 'value'],
      [
        ['steps', count(plan.steps.length, 'steps of the plan')],
        ['days of one person', totalDays(plan)],
        ['steps without a way back', count(final.length, 'steps that say so')],
        ['contexts', count(plan.contexts.length, 'contexts of the cut')],
      ],
    ),
    judgement(
      'Days are judged by the number of things in a step, not measured: after the first context has moved, its real days replace them. The order is found by rules: contexts that read and write least across go first, money last.',
    ),
  );
}

/** Days of one person for all steps that tell them. */
export function totalDays({ steps: all }: MigrationPlan): Quantity {
  const days = all.flatMap((step) => step.days ?? []);
  const low = days.reduce((sum, each) => sum + each.low, 0);
  const high = days.reduce((sum, each) => sum + each.high, 0);
  return assumed(
    (low + high) / 2,
    'days',
    'sum of the steps, each judged by the number of its parts',
    low,
    high,
  );
}

const orderTable = (plan: MigrationPlan): Block | undefined =>
  table(
    ['step', 'what', 'context', 'days', 'risk', 'what users notice', 'way back'],
    plan.steps.map((step): readonly Cell[] => [
      link(step.id, `${document}#${anchor(step.id)}`),
      step.title,
      plan.contexts.find(({ id }) => id === step.context)?.name ?? '–',
      daysOf(step),
      step.risk?.level ?? 'not said',
      step.notice ?? 'not said',
      step.pointOfNoReturn === undefined ? 'yes' : 'none',
    ]),
  );

const orderWords = ({ contexts }: MigrationPlan): Block | undefined => {
  const left = contexts.filter(({ stays }) => stays !== undefined);
  return left.length === 0
    ? undefined
    : list(left.map(({ name, stays }) => `${name} stays where it is: ${stays ?? ''}`));
};

const daysOf = ({ days }: MigrationStep): Cell =>
  days === undefined
    ? 'not said'
    : assumed((days.low + days.high) / 2, 'days', days.because, days.low, days.high);

function stepSection(step: MigrationStep): Section | undefined {
  const { routing, ownership = {}, risk } = step;
  const gateway = routing?.nginx ?? routing?.envoy;
  return section(
    { id: anchor(step.id), title: `${step.id}: ${step.title}` },
    list(cappedLines(step.does.map(actionWords), 30)),
    table(['it begins when', 'it is done when'], rowsBeside(step.entry, step.exit)),
    table(
      ['table', 'writer before', 'writer after'],
      Object.entries(ownership).map(([name, { before, after }]) => [name, before, after]),
    ),
    paragraph(
      step.pointOfNoReturn === undefined
        ? `Way back: ${step.rollBack ?? 'not said'}`
        : `No way back: ${step.pointOfNoReturn}`,
    ),
    risk === undefined ? undefined : paragraph(`Risk ${risk.level}: ${risk.because}.`),
    gateway === undefined ? undefined : code(routing?.nginx === undefined ? 'yaml' : 'nginx', gateway),
    paragraph(`Queries and the other gateway's form are in \`${migrationPlanPath}\`.`),
  );
}

const rowsBeside = (left: readonly string[], right: readonly string[]): readonly (readonly Cell[])[] =>
  Array.from({ length: Math.max(left.length, right.length) }, (_, at) => [left[at] ?? '', right[at] ?? '']);
