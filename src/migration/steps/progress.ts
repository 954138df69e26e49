import type { MigrationStep, Side, StepAction } from '../../model/migration.ts';
import { compareText } from '../../model/text.ts';
import { entryPlacement, readTables, useOf } from './draft.ts';
import type { Groundwork } from './draft.ts';

/** How far a plan has come while it is written; kept by the writer for itself. */
export interface Progress {
  readonly ground: Groundwork;
  /** Entries and tables that the target serves and writes. */
  readonly moved: Set<string>;
  readonly owned: Set<string>;
  readonly adapters: Map<string, { readonly entry: string; readonly table: string }>;
  /** Contexts whose legacy tables are still there. */
  readonly waiting: Set<string>;
  /** Contexts of which a step has brought in a flag. */
  readonly flagged: Set<string>;
  readonly steps: MigrationStep[];
}

export const openProgress = (ground: Groundwork): Progress => ({
  ground,
  moved: new Set(),
  owned: new Set(),
  adapters: new Map(),
  waiting: new Set(),
  flagged: new Set(),
  steps: [],
});

export const allEntries = ({ legacy }: Groundwork): readonly string[] => [
  ...Object.keys(legacy.endpoints),
  ...Object.keys(legacy.jobs),
];

export const isEndpoint = ({ legacy }: Groundwork, entry: string): boolean =>
  Object.hasOwn(legacy.endpoints, entry);

/** Whether it is served at all while the plan runs: what goes is retired before anything moves. */
export const isKept = (ground: Groundwork, entry: string): boolean =>
  entryPlacement(ground, entry)?.kind !== 'goes';

export const ownerOf = ({ owned }: Progress, table: string): Side => (owned.has(table) ? 'target' : 'legacy');

/** Tables of a context that move; those that go have nothing to be carried. */
export const movingTables = ({ ledger }: Groundwork, tables: readonly string[]): readonly string[] =>
  tables.filter((table) => ledger.tables[table]?.kind === 'moves');

/** Adds an adapter where there is none yet. */
export function reach(progress: Progress, entry: string, table: string): readonly StepAction[] {
  const key = `${entry} -> ${table}`;
  if (progress.adapters.has(key)) return [];
  progress.adapters.set(key, { entry, table });
  return [{ kind: 'adapter', entry, table }];
}

/** Entries that go to the target need adapters to what stays behind, but for what comes along or is synchronised. */
export const reachBack = (
  progress: Progress,
  entries: readonly string[],
  present: readonly string[],
): readonly StepAction[] =>
  entries.flatMap((entry) => {
    const { legacy } = progress.ground;
    const use = useOf(legacy, entry);
    const read = readTables(use, legacy).filter((table) => !present.includes(table));
    const touched = [...new Set([...read, ...use.writes])].filter(
      (table) => ownerOf(progress, table) === 'legacy',
    );
    return touched.flatMap((table) => reach(progress, entry, table));
  });

/** Adapters whose both ends are in the target have done their work. */
export function uselessAdapters({ adapters, moved, owned }: Progress): readonly StepAction[] {
  const useless = [...adapters]
    .filter(([, { entry, table }]) => moved.has(entry) && owned.has(table))
    .sort(([a], [b]) => compareText(a, b));
  for (const [key] of useless) adapters.delete(key);
  return useless.map(([, { entry, table }]) => ({ kind: 'remove-adapter', entry, table }));
}

/** Entries of the legacy system that still read its own copy of a table. */
export const legacyReaders = ({ ground, moved, adapters }: Progress, table: string): readonly string[] =>
  allEntries(ground).filter(
    (entry) =>
      isKept(ground, entry) &&
      !moved.has(entry) &&
      !adapters.has(`${entry} -> ${table}`) &&
      readTables(useOf(ground.legacy, entry), ground.legacy).includes(table),
  );
