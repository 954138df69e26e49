import type { MigrationContext, MigrationStep, StepAction } from '../../model/migration.ts';
import { chunks } from './batches.ts';
import type { WriteBatch } from './batches.ts';
import { list, ownership, toLegacy, toTarget } from './data-steps.ts';
import { useOf } from './draft.ts';
import { effortOf } from './effort.ts';
import { allEntries, isEndpoint, isKept, reach, reachBack } from './progress.ts';
import type { Progress } from './progress.ts';
import { rowDigests } from './queries.ts';
import { routingOf } from './routing.ts';

const part = (id: string, index: number, of: number): string => (of > 1 ? `${id}-${index + 1}` : id);

const route = (entry: string): StepAction => ({ kind: 'route', entry, to: 'target' });

const routing = (progress: Progress, entries: readonly string[]): Pick<MigrationStep, 'routing'> => {
  const endpoints = entries.filter((entry) => isEndpoint(progress.ground, entry));
  return endpoints.length === 0 ? {} : { routing: routingOf(endpoints, 'target') };
};

/** Entries that only read go first: whatever is wrong shows, and nothing is written that had to be carried back. */
export function readSteps(
  context: MigrationContext,
  readers: readonly string[],
  copied: readonly string[],
  progress: Progress,
): readonly MigrationStep[] {
  const groups = chunks(readers);
  return groups.flatMap((entries, index): readonly MigrationStep[] => {
    const id = part(`${context.id}-reads`, index, groups.length);
    const { before, inline } = adapterSteps(context, id, reachBack(progress, entries, copied));
    for (const entry of entries) progress.moved.add(entry);
    const step: MigrationStep = {
      id,
      title: `Move reads of ${context.name}`,
      context: context.id,
      does: [...inline, ...entries.map(route)],
      entry: ['rows are verified and answers compared', 'the gateway can send one endpoint to either system'],
      exit: [
        `${list(entries)}: error rate and response time are no worse than before for three days`,
        'the lag of the synchronisation stays below what readers accept',
      ],
      ...routing(progress, entries),
      ...ownership(
        copied.filter((table) => !progress.owned.has(table)),
        'legacy',
        'legacy',
      ),
      days: effortOf('reads', entries.length + inline.length),
      risk: {
        level: 'medium',
        because: 'users see the answers of the target, and the legacy system still writes',
      },
      notice: 'a change may be seen later, by the lag of the synchronisation',
      rollBack: 'Route the entries back; the legacy system has written all along.',
    };
    return [...before, step];
  });
}

/** Adapters beyond which they are a release of their own, before anything moves. */
const fewAdapters = 4;

function adapterSteps(
  context: MigrationContext,
  id: string,
  adapters: readonly StepAction[],
): { readonly before: readonly MigrationStep[]; readonly inline: readonly StepAction[] } {
  if (adapters.length <= fewAdapters) return { before: [], inline: adapters };
  const groups = chunks(adapters);
  const before = groups.map((group, index): MigrationStep => ({
    id: part(`${id}-adapters`, index, groups.length),
    title: `Reach tables of the other system through their owner, before ${id}`,
    context: context.id,
    does: group,
    entry: ['the owner offers what the adapters need, in its own words'],
    exit: ['the log of statements shows no access past the adapters for one week'],
    days: effortOf('adapters', group.length),
    risk: { level: 'medium', because: 'a local query becomes a call that can be slow or fail' },
    notice: 'pages that use an adapter may become slower by one call',
    rollBack: 'Let the code reach the tables directly again; they have kept their owner.',
  }));
  return { before, inline: [] };
}

/**
 * Tables change their owner together with everything that writes them, so no moment has two writers. What stays behind
 * writes through the new owner (anti-corruption layer), and an outbox of the target keeps the legacy copy up to date
 * (Richardson: transactional outbox): that copy is the way back, and what legacy readers see.
 */
export function writeSteps(
  context: MigrationContext,
  { tables, entries }: WriteBatch,
  id: string,
  copied: readonly string[],
  money: boolean,
  progress: Progress,
): readonly MigrationStep[] {
  const { ground } = progress;
  for (const table of tables) progress.owned.add(table);
  const own = reachBack(progress, entries, copied);
  for (const entry of entries) progress.moved.add(entry);
  const foreign = tables.flatMap((table) =>
    allEntries(ground)
      .filter((entry) => isKept(ground, entry) && !progress.moved.has(entry))
      .filter((entry) => useOf(ground.legacy, entry).writes.includes(table))
      .flatMap((entry) => reach(progress, entry, table)),
  );
  const { before, inline } = adapterSteps(context, id, [...own, ...foreign]);
  const step: MigrationStep = {
    id,
    title: tables.length > 0 ? `Move writes of ${list(tables)}` : `Move ${list(entries)}`,
    context: context.id,
    does: [
      ...inline,
      ...tables.flatMap((table) => change(table, rowDigests(ground, table))),
      ...entries.map(route),
    ],
    entry: [
      'the way back was rehearsed on a copy',
      'the reconciliation query found no difference on the day before',
      ...(foreign.length > 0 ? ['what stays in the legacy system writes through the target'] : []),
    ],
    exit: [
      'the reconciliation query found no unexplained difference for one week',
      'error rate and response time are no worse than before',
      ...(money ? ['sums of money of both sides are equal at the close of each day of that week'] : []),
    ],
    ...routing(progress, entries),
    ...ownership(tables, 'legacy', 'target'),
    days: effortOf('writes', tables.length + entries.length + inline.length),
    risk: money
      ? { level: 'high', because: 'money is moved by what changes hands' }
      : { level: 'medium', because: 'the target writes; the legacy copy is kept up to date' },
    notice: 'requests in flight at the moment of the change may have to be sent again',
    rollBack:
      tables.length > 0
        ? 'Stop writes, wait until the outbox is empty, run the reconciliation, let the legacy system own the tables and route the entries back.'
        : 'Route the entries back; the tables they write have kept their owner.',
  };
  return [...before, step];
}

const change = (table: string, reconcile: string): readonly StepAction[] => [
  { kind: 'stop-sync', sync: toTarget(table) },
  { kind: 'own', table, by: 'target' },
  { kind: 'sync', sync: toLegacy(table), table, from: 'target', how: 'outbox', reconcile },
];
