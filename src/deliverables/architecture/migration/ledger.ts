import { migrationPlanPath } from '../../../artifacts/migration-plan.ts';
import { itemsOf } from '../../../migration/ledger/complete.ts';
import type { LedgerKind, MigrationPlan, Placement } from '../../../model/migration.ts';
import type { MigrationRecord } from '../../../model/migration-record.ts';
import { count, list, names, paragraph, section, table, warning } from '../../blocks.ts';
import { cappedLines, cappedTable } from '../../capped.ts';
import type { Cell, Section } from '../../deliverable.ts';

const kinds: readonly (readonly [LedgerKind, string])[] = [
  ['endpoints', 'Endpoints'],
  ['jobs', 'Jobs'],
  ['tables', 'Tables'],
  ['columns', 'Columns'],
  ['rules', 'Rules'],
];

/** Where each thing of the legacy system is afterwards, or why it goes. */
export function ledger({ plan }: MigrationRecord): readonly (Section | undefined)[] {
  return [totals(plan), ...kinds.map(([kind, title]) => lines(plan, kind, title))];
}

const linesOf = (
  plan: MigrationPlan,
  kind: LedgerKind,
): readonly (readonly [string, Placement | undefined])[] =>
  itemsOf(plan, kind).map((item) => [item, plan.ledger[kind][item]]);

function totals(plan: MigrationPlan): Section | undefined {
  const rows = kinds.map(([kind, title]): readonly Cell[] => {
    const all = linesOf(plan, kind).map(([, placement]) => placement?.kind);
    const of = (which: Placement['kind'] | undefined): Cell =>
      count(all.filter((each) => each === which).length, `${title.toLowerCase()} of the ledger`);
    return [
      title,
      count(all.length, `${title.toLowerCase()} of the inventory`),
      of('moves'),
      of('goes'),
      of('stays'),
      of(undefined),
    ];
  });
  const lost = kinds.flatMap(([kind]) =>
    linesOf(plan, kind).flatMap(([item, placement]) => (placement === undefined ? [item] : [])),
  );
  return section(
    { id: 'totals', title: 'Nothing is lost' },
    paragraph(
      `Every endpoint, job, table, column and rule that was read has a line here. What nobody could place is counted in the last column and shuts the System gate.`,
    ),
    table(['kind', 'in the legacy system', 'moves', 'goes', 'stays', 'without a line'], rows),
    lost.length === 0
      ? undefined
      : warning(`Without a line: ${cappedLines(lost, 30).join(', ')}. Say in the plan where they go.`),
  );
}

function lines(plan: MigrationPlan, kind: LedgerKind, title: string): Section | undefined {
  const all = linesOf(plan, kind);
  const left = all.filter(([, placement]) => placement?.kind !== 'moves');
  const because = left.flatMap(([item, placement]) =>
    placement === undefined || placement.kind === 'moves'
      ? []
      : [`${item} ${placement.kind}: ${placement.because}`],
  );
  return section(
    { id: kind, title },
    ...cappedTable(
      ['in the legacy system', 'in the target'],
      all.flatMap(([item, placement]): readonly (readonly Cell[])[] =>
        placement?.kind === 'moves' ? [[item, names(placement.to)]] : [],
      ),
      migrationPlanPath,
      200,
    ),
    because.length === 0 ? undefined : list(cappedLines(because, 200)),
  );
}
