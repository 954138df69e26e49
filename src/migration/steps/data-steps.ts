import type { MigrationContext, MigrationStep, StepAction } from '../../model/migration.ts';
import { chunks } from './batches.ts';
import type { Groundwork } from './draft.ts';
import { effortOf } from './effort.ts';
import { rowCounts, rowDigests } from './queries.ts';
import { isEndpoint } from './progress.ts';

/** Tables beyond which one release of a schema or a copy is hard to watch. */
const most = 12;

/** Rows beyond which a copy takes long enough to be planned around. */
const many = 10_000_000;

export const flagOf = (context: MigrationContext): string => `move-${context.id}`;
export const toTarget = (table: string): string => `${table}-to-target`;
export const toLegacy = (table: string): string => `${table}-to-legacy`;

export const list = (names: readonly string[], shown = 4): string =>
  names.length <= shown
    ? names.join(', ')
    : `${names.slice(0, shown).join(', ')} and ${names.length - shown} more`;

export const ownership = (
  tables: readonly string[],
  before: 'legacy' | 'target',
  after: 'legacy' | 'target',
): Pick<MigrationStep, 'ownership'> =>
  tables.length === 0
    ? {}
    : { ownership: Object.fromEntries(tables.map((table) => [table, { before, after }])) };

const part = (id: string, index: number, of: number): string => (of > 1 ? `${id}-${index + 1}` : id);

/**
 * Tables are made, filled and verified while the legacy system goes on writing them: the first half of expand and
 * contract (Fowler, ParallelChange). The change log is followed before rows are copied, so that nothing written
 * meanwhile is missed (Newman: change data capture).
 */
export function dataSteps(
  context: MigrationContext,
  tables: readonly string[],
  readers: readonly string[],
  ground: Groundwork,
): readonly MigrationStep[] {
  const groups = chunks(tables, most);
  return [
    ...groups.map((group, index) =>
      expandStep(context, group, part(`${context.id}-expand`, index, groups.length)),
    ),
    ...groups.map((group, index) =>
      backFillStep(context, group, part(`${context.id}-back-fill`, index, groups.length), ground),
    ),
    ...groups.map((group, index) =>
      verifyStep(context, group, part(`${context.id}-verify`, index, groups.length), ground),
    ),
    ...compareSteps(context, readers, ground),
  ];
}

function expandStep(context: MigrationContext, tables: readonly string[], id: string): MigrationStep {
  return {
    id,
    title: `Make the tables of ${context.name}`,
    context: context.id,
    does: tables.map((table): StepAction => ({ kind: 'expand', table })),
    entry: [
      'the database of the target accepts connections and is backed up',
      'the migration of the schema ran on a copy',
    ],
    exit: [`${list(tables)}: the tables are there, empty, with their constraints`],
    ...ownership(tables, 'legacy', 'legacy'),
    days: effortOf('expand', tables.length),
    risk: { level: 'low', because: 'nothing uses the tables yet' },
    notice: 'nothing',
    rollBack: 'Drop the new tables; the legacy system was not touched.',
  };
}

function backFillStep(
  context: MigrationContext,
  tables: readonly string[],
  id: string,
  ground: Groundwork,
): MigrationStep {
  const large = tables.filter((table) => (ground.legacy.tables[table]?.rows ?? 0) > many);
  return {
    id,
    title: `Follow the changes of ${context.name} and copy its rows`,
    context: context.id,
    does: [
      ...tables.map((table): StepAction => ({
        kind: 'sync',
        sync: toTarget(table),
        table,
        from: 'legacy',
        how: 'cdc',
        reconcile: rowDigests(ground, table),
      })),
      ...tables.map((table): StepAction => ({ kind: 'back-fill', table, to: 'target' })),
    ],
    entry: [
      'the tables of the target are there',
      'the legacy database keeps its change log for longer than the copy takes',
    ],
    exit: [
      'the copy has ended',
      'the lag of the synchronisation stays below what readers accept for one day',
    ],
    ...ownership(tables, 'legacy', 'legacy'),
    days: effortOf('back-fill', tables.length),
    risk:
      large.length > 0
        ? {
            level: 'medium',
            because: `${list(large)}: more than ${many} rows are read from the system in use`,
          }
        : { level: 'low', because: 'only rows are read from the system in use, in batches' },
    notice: 'nothing; the legacy database reads more while rows are copied',
    rollBack: 'Stop the synchronisation and empty the new tables; the legacy system stays the only owner.',
  };
}

function verifyStep(
  context: MigrationContext,
  tables: readonly string[],
  id: string,
  ground: Groundwork,
): MigrationStep {
  return {
    id,
    title: `Verify the copy of ${context.name}`,
    context: context.id,
    does: tables.map((table): StepAction => ({ kind: 'verify', table, query: rowCounts(ground, table) })),
    entry: ['the copy has ended and the synchronisation keeps up'],
    exit: ['counts and digests of all rows are equal on both sides, on three days in a row'],
    ...ownership(tables, 'legacy', 'legacy'),
    days: effortOf('verify', tables.length),
    risk: { level: 'low', because: 'it only reads' },
    notice: 'nothing',
    rollBack: 'Nothing to take back: it only reads.',
  };
}

function compareSteps(
  context: MigrationContext,
  readers: readonly string[],
  ground: Groundwork,
): readonly MigrationStep[] {
  const groups = chunks(readers, most);
  return groups.map((entries, index): MigrationStep => {
    const served = entries.filter((entry) => isEndpoint(ground, entry));
    return {
      id: part(`${context.id}-compare`, index, groups.length),
      title: `Let both systems answer reads of ${context.name}`,
      context: context.id,
      does: entries.map((entry): StepAction => ({ kind: 'compare', entry })),
      entry: ['the copy is verified', 'the target is deployed and answers no user'],
      exit: [
        `${list(entries)}: no unexplained difference in 10,000 answers or one week, whichever comes first`,
        'the target answers within the objective of each endpoint',
      ],
      days: effortOf('verify', entries.length),
      risk: { level: 'low', because: 'users get the answer of the legacy system only' },
      notice: 'nothing',
      rollBack:
        served.length > 0
          ? 'Stop mirroring requests; users were served by the legacy system throughout.'
          : 'Stop the second run; its results were used by nobody.',
    };
  });
}
