import type { MigrationContext, MigrationStep, StepAction } from '../../model/migration.ts';
import { flagOf, list, ownership, toLegacy } from './data-steps.ts';
import { entryPlacement } from './draft.ts';
import { effortOf } from './effort.ts';
import { legacyReaders, movingTables, reach, uselessAdapters } from './progress.ts';
import type { Progress } from './progress.ts';

/**
 * What a context leaves behind goes once nothing of the legacy system reads it: readers that stay get adapters, the
 * synchronisation back is stopped, and only then are tables dropped, in a step that says that it has no way back.
 * Empty while readers are left that shall move.
 */
export function contractionOf(context: MigrationContext, progress: Progress): readonly MigrationStep[] {
  const { ground } = progress;
  const moved = movingTables(ground, context.tables);
  const gone = context.tables.filter((table) => ground.ledger.tables[table]?.kind === 'goes');
  const readers = [...moved, ...gone].map((table) => [table, legacyReaders(progress, table)] as const);
  const isWaited = readers.some(([, entries]) =>
    entries.some((entry) => entryPlacement(ground, entry)?.kind !== 'stays'),
  );
  if (isWaited) return [];
  const adapters = readers
    .filter(([table]) => moved.includes(table))
    .flatMap(([table, entries]) => entries.flatMap((entry) => reach(progress, entry, table)));
  return [
    ...(adapters.length === 0 ? [] : [adapterStep(context, adapters)]),
    ...(progress.flagged.has(context.id) ? [releaseStep(context, moved, uselessAdapters(progress))] : []),
    ...(moved.length + gone.length === 0 ? [] : [dropStep(context, moved, gone)]),
  ];
}

function adapterStep(context: MigrationContext, adapters: readonly StepAction[]): MigrationStep {
  return {
    id: `${context.id}-adapters`,
    title: `Let what stays read ${context.name} through the target`,
    context: context.id,
    does: adapters,
    entry: ['the API of the target gives what the legacy readers need, in its own words'],
    exit: [
      'the legacy system reads none of the tables directly, by its own log of statements over one full business cycle',
    ],
    days: effortOf('adapters', adapters.length),
    risk: { level: 'medium', because: 'a local query becomes a call that can be slow or fail' },
    notice: 'pages of the legacy system may become slower by one call',
    rollBack: 'Let the legacy code read its own copy again; the synchronisation still keeps it up to date.',
  };
}

function releaseStep(
  context: MigrationContext,
  tables: readonly string[],
  adapters: readonly StepAction[],
): MigrationStep {
  return {
    id: `${context.id}-release`,
    title: `Give up the way back of ${context.name}`,
    context: context.id,
    does: [
      ...adapters,
      ...tables.map((table): StepAction => ({ kind: 'stop-sync', sync: toLegacy(table) })),
      { kind: 'remove-flag', flag: flagOf(context) },
    ],
    entry: [
      'nothing in the legacy system reads or writes the tables, by its own log of statements',
      'the exit criteria of every earlier step of this context have held for two weeks',
    ],
    exit: [
      'no error and no missing row was reported for one week',
      'a backup of the legacy tables was restored once, elsewhere',
    ],
    ...ownership(tables, 'target', 'target'),
    days: effortOf('release', tables.length + adapters.length),
    risk: {
      level: 'low',
      because: 'the legacy tables are still there, and the outbox can go on from where it stopped',
    },
    notice: 'nothing',
    rollBack:
      'Bring the flag and the adapters back and let the outbox go on from where it stopped: it keeps what it has not sent.',
  };
}

function dropStep(
  context: MigrationContext,
  moved: readonly string[],
  gone: readonly string[],
): MigrationStep {
  const tables = [...moved, ...gone];
  return {
    id: `${context.id}-contract`,
    title: `Drop the legacy tables of ${context.name}`,
    context: context.id,
    does: tables.map((table): StepAction => ({ kind: 'drop', table })),
    entry: [
      'a backup of the tables is kept for as long as the law asks',
      'the step before has met its exit criteria',
    ],
    exit: [
      'the tables are gone',
      'the legacy system logs no statement that fails for want of them, over one full business cycle',
    ],
    ...ownership(moved, 'target', 'target'),
    days: effortOf('contract', tables.length),
    risk: { level: 'medium', because: 'what was overlooked fails from now on' },
    notice: 'nothing',
    pointOfNoReturn: `${list(tables)}: rows can only be had back from the backup, without what was written since; nothing reads them by then.`,
  };
}
