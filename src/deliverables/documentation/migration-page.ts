import type { Finding } from '../../findings/finding.ts';
import type { MigrationRecord } from '../../model/migration-record.ts';
import { roadmapDiagram } from '../architecture/migration/roadmap-diagram.ts';
import { totalDays } from '../architecture/migration/steps.ts';
import { cell, claimsOf, count, figure, list, paragraph, section, table } from '../blocks.ts';
import { sum } from '../../model/amounts.ts';
import type { Part } from '../../model/amounts.ts';
import type { Quantity } from '../../model/origin.ts';
import { effortOf } from '../effort.ts';
import { cappedLines } from '../capped.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';

/** One page for whoever decides: what there is, what it becomes, how long, what users notice, what is needed. */
export function migrationPage(basis: Basis): readonly (Section | undefined)[] {
  const { migration } = basis.backend;
  if (migration === undefined) return [];
  return [
    section(
      { id: 'in-short', title: 'In short' },
      paragraph(shortly(basis, migration)),
      table(['figure', 'value'], figures(basis, migration)),
      claimsOf(basis, 'migration-plan/'),
    ),
    section({ id: 'way', title: 'The way' }, figure(roadmapDiagram(migration.plan)), list(howLong(basis))),
    section({ id: 'notice', title: 'What users notice' }, list(noticed(migration))),
    section({ id: 'no-return', title: 'Where there is no way back' }, list(withoutReturn(migration))),
    section({ id: 'decide', title: 'What has to be decided' }, list(decisions(basis, migration))),
  ];
}

function shortly({ backend }: Basis, { legacy, plan }: MigrationRecord): string {
  const { design, name } = backend;
  const chosen = design?.options.find(({ id }) => id === design.chosen)?.title ?? 'one process';
  const kept = plan.contexts.filter(({ stays }) => stays !== undefined).length;
  return [
    `${legacy.name} (${legacy.api.endpoints.length} endpoints, ${legacy.data.tables.length} tables) becomes ${name}: ${chosen}.`,
    `Both run side by side while ${plan.contexts.length - kept} parts move one after another, in ${plan.steps.length} releases.`,
    `After each of them everything works; each can be taken back, apart from those named below.`,
  ].join(' ');
}

function figures(
  { backend, recommendations }: Basis,
  { legacy, plan }: MigrationRecord,
): readonly (readonly Cell[])[] {
  const moved = Object.values(plan.ledger.endpoints).filter(({ kind }) => kind === 'moves').length;
  return [
    ['lines of code read', count(legacy.coverage.lines, 'lines of files that were read')],
    ['endpoints that move', count(moved, 'endpoints of the ledger that move')],
    ['releases', count(plan.steps.length, 'steps of the plan')],
    ['days of one person for the steps', totalDays(plan)],
    ['days of one person to build the target', buildDays(recommendations)],
    ['people', cell(backend.requirements.teamSize)],
    ['deadline', backend.requirements.deadline?.value ?? 'not stated'],
  ];
}

const buildDays = (recommendations: Basis['recommendations']): Quantity =>
  sum(
    recommendations
      .filter(({ id }) => id.startsWith('build/'))
      .map((each): Part => [each.id, effortOf(each)]),
    'days',
    'sum of the parts',
  );

function howLong({ backend }: Basis): readonly string[] {
  const built = backend.operations.length;
  return [
    `Building the target itself (${built} operations) comes on top of the steps: the roadmap tells both, part by part.`,
    'Contexts move one after another. Two teams can work at two contexts only where the steps of one do not touch tables of the other.',
  ];
}

function noticed({ plan }: MigrationRecord): readonly string[] {
  const told = new Map<string, number>();
  for (const { notice } of plan.steps)
    if (notice !== undefined && !notice.startsWith('nothing')) told.set(notice, (told.get(notice) ?? 0) + 1);
  if (told.size === 0) return ['Nothing, by what the steps say.'];
  return [...told].map(([notice, steps]) => `${notice} (${steps} ${steps === 1 ? 'step' : 'steps'})`);
}

function withoutReturn({ plan }: MigrationRecord): readonly string[] {
  const final = plan.steps.flatMap(({ title, pointOfNoReturn }) =>
    pointOfNoReturn === undefined ? [] : [`${title}: ${pointOfNoReturn}`],
  );
  return final.length === 0 ? ['Nowhere.'] : cappedLines(final, 10);
}

function decisions({ backend, findings }: Basis, { legacy, plan }: MigrationRecord): readonly string[] {
  const goes = Object.values(plan.ledger).flatMap((lines) =>
    Object.entries(lines).filter(([, placement]) => placement.kind === 'goes'),
  );
  return [
    ...backend.requirements.questions
      .filter(({ impact }) => impact === 'high')
      .slice(0, 8)
      .map(({ ask, default: taken }) => `${ask} Taken until it is answered: ${taken}.`),
    ...(goes.length === 0
      ? []
      : [
          `${goes.length} ${goes.length === 1 ? 'thing' : 'things'} of the legacy system ${goes.length === 1 ? 'goes' : 'go'}; the ledger says which and why, and somebody who knows their users has to agree.`,
        ]),
    ...(legacy.gaps.length === 0
      ? []
      : [
          `${legacy.gaps.length} places of the legacy code could not be read; what they do is not in the plan until somebody looks.`,
        ]),
    ...blockers(findings),
  ];
}

const blockers = (findings: readonly Finding[]): readonly string[] =>
  findings
    .filter(({ severity }) => severity === 'blocker')
    .slice(0, 3)
    .map(({ what }) => what);
