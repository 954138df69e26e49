import type { MigrationPlan, Placement } from '../../model/migration.ts';
import type { PlanFault } from './rules.ts';
import { copiesOf } from './state.ts';
import type { State } from './state.ts';

type Path = readonly (string | number)[];

const end: Path = ['steps'];

/** What is left undone when the last step is released. */
export function endFaults(plan: MigrationPlan, state: State): readonly PlanFault[] {
  return [
    ...helpLeft(state),
    ...adaptersLeft(plan, state),
    ...entriesLeft(plan, state),
    ...tablesLeft(plan, state),
  ];
}

/** Everything that was built only for the way. */
function helpLeft({ syncs, flags }: State): readonly PlanFault[] {
  return [
    ...[...syncs].map(([sync, { table, path }]): PlanFault => ({
      rule: 'sync-never-stopped',
      subject: sync,
      path,
      what: `The synchronisation ${sync} of ${table} still runs when the plan ends.`,
      why: 'It costs money and care, and writes to a table that nobody looks after any more.',
      next: 'Stop it with an action `stop-sync` in a step before the legacy table is dropped.',
    })),
    ...[...flags].map(([flag, path]): PlanFault => ({
      rule: 'flag-never-removed',
      subject: flag,
      path,
      what: `The flag ${flag} is still there when the plan ends.`,
      why: 'Both ways stay in the code, and somebody may switch back to a system that is gone.',
      next: 'Remove it with an action `remove-flag` once the way back is given up.',
    })),
  ];
}

function adaptersLeft({ legacy }: MigrationPlan, { adapters, served, owner }: State): readonly PlanFault[] {
  const entries = [...Object.keys(legacy.endpoints), ...Object.keys(legacy.jobs)];
  return entries.flatMap((entry) =>
    Object.keys(legacy.tables).flatMap((table): readonly PlanFault[] => {
      const key = `${entry} -> ${table}`;
      const isNeeded = served.get(entry) === (owner.get(table) === 'legacy' ? 'legacy' : 'target');
      if (!adapters.has(key) || !isNeeded) return [];
      return [
        {
          rule: 'adapter-left',
          subject: key,
          path: end,
          what: `The adapter of ${entry} to ${table} is still there although both are in one system.`,
          why: 'It is a detour through a translation that nobody needs any more.',
          next: 'Remove it with an action `remove-adapter`.',
        },
      ];
    }),
  );
}

function entriesLeft({ ledger, legacy }: MigrationPlan, { served }: State): readonly PlanFault[] {
  const kinds = ['endpoints', 'jobs'] as const;
  return kinds.flatMap((kind) =>
    Object.keys(legacy[kind]).flatMap((entry) => {
      const placement = ledger[kind][entry];
      return placement === undefined
        ? []
        : entryLeft(entry, placement, served.get(entry) ?? 'nobody', [kind]);
    }),
  );
}

function entryLeft(
  entry: string,
  placement: Placement,
  side: 'legacy' | 'target' | 'nobody',
  [kind]: readonly ['endpoints' | 'jobs'],
): readonly PlanFault[] {
  if (side === 'nobody')
    return placement.kind === 'goes'
      ? []
      : [
          {
            rule: 'served-by-nobody',
            subject: entry,
            path: ['ledger', kind, entry],
            what: `${entry} is retired, and the ledger says that it ${placement.kind}.`,
            why: 'Whoever calls it gets no answer.',
            next: 'Move it with an action `route`, or say in the ledger why it goes (`gone`).',
          },
        ];
  const wanted = placement.kind === 'stays' ? 'legacy' : placement.kind === 'moves' ? 'target' : 'nobody';
  if (side === wanted) return [];
  return [
    {
      rule: 'entry-never-moved',
      subject: entry,
      path: ['ledger', kind, entry],
      what: `The ledger says that ${entry} ${placement.kind}; at the end the ${side} system serves it.`,
      why: 'The legacy system cannot be switched off as far as the plan promises.',
      next:
        wanted === 'nobody'
          ? `Add an action \`retire\` of ${entry}.`
          : `Add an action \`route\` of ${entry} to the ${wanted} system, or correct the ledger.`,
    },
  ];
}

function tablesLeft({ ledger, legacy }: MigrationPlan, state: State): readonly PlanFault[] {
  return Object.keys(legacy.tables).flatMap((table): readonly PlanFault[] => {
    const placement = ledger.tables[table];
    if (placement === undefined || placement.kind === 'stays') return [];
    const path: Path = ['ledger', 'tables', table];
    const faults: PlanFault[] = [];
    if (placement.kind === 'moves' && state.owner.get(table) === 'legacy')
      faults.push({
        rule: 'ownership-never-moved',
        subject: table,
        path,
        what: `The ledger says that ${table} moves; at the end the legacy system still owns it.`,
        why: 'Its rows are still written in the system that shall go.',
        next: `Add an action \`own\` of ${table} by the target, or say in the ledger that it stays.`,
      });
    if (copiesOf(state, table).legacy !== 'absent')
      faults.push({
        rule: 'never-contracted',
        subject: table,
        path,
        what: `The legacy table ${table} is still there when the plan ends.`,
        why: 'A copy that nobody keeps is read by mistake, and holds personal data longer than it should.',
        next: `Add a step that drops ${table} once nothing reads it, and call it a point of no return.`,
      });
    return faults;
  });
}
