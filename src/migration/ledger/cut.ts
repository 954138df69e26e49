import type { MigrationPlan } from '../../model/migration.ts';
import type { PlanFault } from '../replay/rules.ts';

/** Every table has one owner and every entry one home. */
export function cutFaults({ contexts, legacy }: MigrationPlan): readonly PlanFault[] {
  const claimants = (of: (context: (typeof contexts)[number]) => readonly string[], item: string) =>
    contexts.filter((context) => of(context).includes(item)).map(({ id }) => id);
  const tables = Object.keys(legacy.tables).flatMap((table): readonly PlanFault[] => {
    const owners = claimants((context) => context.tables, table);
    if (owners.length === 1) return [];
    return [
      owners.length === 0
        ? {
            rule: 'table-without-owner',
            subject: table,
            path: ['contexts'],
            what: `No context has the table ${table}.`,
            why: 'Nobody decides about it, so it stays in the legacy system and keeps it alive.',
            next: 'Give it to the context that writes it, or to one that `stays`.',
          }
        : {
            rule: 'table-in-two-contexts',
            subject: table,
            path: ['contexts'],
            what: `The contexts ${owners.join(' and ')} both have the table ${table}.`,
            why: 'Each would move it, and each would let its own code write it.',
            next: 'Leave it to the one that writes it; the other reads it through that one.',
          },
    ];
  });
  const entries = [...Object.keys(legacy.endpoints), ...Object.keys(legacy.jobs)].flatMap(
    (entry): readonly PlanFault[] => {
      const homes = claimants((context) => context.entries, entry);
      if (homes.length === 1) return [];
      return [
        {
          rule: 'entry-without-context',
          subject: entry,
          path: ['contexts'],
          what:
            homes.length === 0
              ? `No context has ${entry}.`
              : `The contexts ${homes.join(' and ')} both have ${entry}.`,
          why: 'It moves with its context, and here it is not said with which.',
          next: 'List it under `entries` of exactly one context.',
        },
      ];
    },
  );
  return [...tables, ...entries];
}
