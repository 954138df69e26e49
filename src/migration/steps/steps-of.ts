import type { MigrationContext, MigrationPlan, MigrationStep, StepAction } from '../../model/migration.ts';
import { groundworkOf } from '../ledger/draft-ledger.ts';
import { writeBatches } from './batches.ts';
import { contractionOf } from './contraction.ts';
import { readSteps, writeSteps } from './cut-over.ts';
import { dataSteps, flagOf, list } from './data-steps.ts';
import { entryPlacement, useOf } from './draft.ts';
import type { Groundwork, PlanDraft } from './draft.ts';
import { effortOf } from './effort.ts';
import { orderOf } from './order.ts';
import type { ContextRank } from './order.ts';
import { allEntries, isKept, movingTables, openProgress } from './progress.ts';
import type { Progress } from './progress.ts';

/**
 * The steps of a strangler fig, context after context, safest first: what goes is retired; then for each context
 * expand, back-fill, verify, compare, reads, writes; and what it leaves behind is dropped as soon as nothing reads it.
 * The same draft gives the same plan.
 */
export function planOf(draft: PlanDraft): MigrationPlan {
  const ground = groundworkOf(draft);
  const progress = openProgress(ground);
  progress.steps.push(...retirement(ground));
  const ranks = orderOf(ground);
  for (const rank of ranks) {
    progress.steps.push(...withFlag(rank, contextSteps(rank, progress), progress));
    progress.waiting.add(rank.context.id);
    for (const { context } of ranks)
      if (progress.waiting.has(context.id)) contract(context.id, ranks, progress);
  }
  for (const context of ground.contexts) progress.steps.push(...leavings(context, progress));
  return { ...ground, steps: progress.steps };
}

/** A context that stays may have tables that go all the same. */
function leavings(context: MigrationContext, progress: Progress): readonly MigrationStep[] {
  if (context.stays === undefined) return [];
  const { tables } = progress.ground.ledger;
  return contractionOf(
    { ...context, tables: context.tables.filter((table) => tables[table]?.kind === 'goes') },
    progress,
  );
}

function contract(id: string, ranks: readonly ContextRank[], progress: Progress): void {
  const context = ranks.find((rank) => rank.context.id === id)?.context;
  if (context === undefined) return;
  const steps = contractionOf(context, progress);
  if (steps.length === 0) return;
  progress.steps.push(...steps);
  progress.waiting.delete(id);
}

function contextSteps({ context, money }: ContextRank, progress: Progress): readonly MigrationStep[] {
  const { ground } = progress;
  const tables = movingTables(ground, context.tables);
  const entries = context.entries.filter(
    (entry) => (entryPlacement(ground, entry)?.kind ?? 'moves') === 'moves',
  );
  const isReader = (entry: string): boolean => useOf(ground.legacy, entry).writes.length === 0;
  const readers = entries.filter(isReader);
  const writers = entries.filter((entry) => !isReader(entry));
  const batches = writeBatches({ tables, entries: writers }, ground);
  return [
    ...dataSteps(context, tables, readers, ground),
    ...readSteps(context, readers, tables, progress),
    ...batches.flatMap((batch, index) =>
      writeSteps(
        context,
        batch,
        batches.length > 1 ? `${context.id}-writes-${index + 1}` : `${context.id}-writes`,
        tables,
        money,
        progress,
      ),
    ),
  ];
}

/** One switch for each context: its first step brings it in, and giving up the way back takes it out. */
function withFlag(
  { context }: ContextRank,
  [first, ...rest]: readonly MigrationStep[],
  progress: Progress,
): readonly MigrationStep[] {
  if (first === undefined) return [];
  progress.flagged.add(context.id);
  return [{ ...first, does: [{ kind: 'flag', flag: flagOf(context) }, ...first.does] }, ...rest];
}

/** What nobody needs any more goes before anything moves: it is not worth carrying over. */
function retirement(ground: Groundwork): readonly MigrationStep[] {
  const gone = allEntries(ground).filter((entry) => !isKept(ground, entry));
  if (gone.length === 0) return [];
  return [
    {
      id: 'retire',
      title: `Retire ${list(gone)}`,
      does: gone.map((entry): StepAction => ({ kind: 'retire', entry })),
      entry: ['the access log of one full business cycle shows no use, or its users were told and asked'],
      exit: ['nobody has asked for it back within four weeks'],
      days: effortOf('retire', gone.length),
      risk: { level: 'low', because: 'the code stays in place until its tables go' },
      notice: 'who still uses it is told that it is gone (410)',
      rollBack: 'Serve it again: the code and its tables are still there.',
    },
  ];
}
