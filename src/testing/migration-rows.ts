import type { EntryUse, MigrationPlan, MigrationStep, Side, StepAction } from '../model/migration.ts';

/**
 * Both systems with real rows, as simple as they can be: every entry that writes adds a row, every entry that reads
 * must find all rows that were ever added. It shares nothing with the replay of plans, and so tells whether what that
 * replay calls usable is.
 */
interface Systems {
  readonly rows: Readonly<Record<Side, Map<string, Set<number>>>>;
  readonly truth: Map<string, Set<number>>;
  readonly served: Map<string, Side | undefined>;
  readonly owner: Map<string, Side>;
  readonly syncs: Map<string, Extract<StepAction, { kind: 'sync' }>>;
  readonly adapters: Set<string>;
  next: number;
}

const other = (side: Side): Side => (side === 'legacy' ? 'target' : 'legacy');

const entriesOf = ({ legacy }: MigrationPlan): readonly (readonly [string, EntryUse])[] => [
  ...Object.entries(legacy.endpoints),
  ...Object.entries(legacy.jobs),
];

function open(plan: MigrationPlan): Systems {
  const tables = Object.keys(plan.legacy.tables);
  return {
    rows: { legacy: new Map(tables.map((table) => [table, new Set([0])])), target: new Map() },
    truth: new Map(tables.map((table) => [table, new Set([0])])),
    served: new Map(entriesOf(plan).map(([entry]) => [entry, 'legacy'])),
    owner: new Map(tables.map((table) => [table, 'legacy'])),
    syncs: new Map(),
    adapters: new Set(),
    next: 1,
  };
}

/** What can be switched back; rows cannot. */
const setting = ({ served, owner, syncs, adapters }: Systems) => ({
  served: new Map(served),
  owner: new Map(owner),
  syncs: new Map(syncs),
  adapters: new Set(adapters),
});

type Setting = ReturnType<typeof setting>;

function fill<K, V>(map: Map<K, V>, from: ReadonlyMap<K, V>): void {
  map.clear();
  for (const [key, value] of from) map.set(key, value);
}

function take(systems: Systems, action: StepAction): void {
  const { rows, served, owner, syncs, adapters } = systems;
  switch (action.kind) {
    case 'expand':
      return void rows.target.set(action.table, rows.target.get(action.table) ?? new Set());
    case 'sync':
      return void syncs.set(action.sync, action);
    case 'stop-sync':
      return void syncs.delete(action.sync);
    case 'back-fill':
      return copy(systems, action.table, action.to);
    case 'route':
      return void served.set(action.entry, action.to);
    case 'retire':
      return void served.set(action.entry, undefined);
    case 'own':
      return void owner.set(action.table, action.by);
    case 'adapter':
      return void adapters.add(`${action.entry} -> ${action.table}`);
    case 'remove-adapter':
      return void adapters.delete(`${action.entry} -> ${action.table}`);
    case 'drop':
      return void rows.legacy.delete(action.table);
    case 'verify':
    case 'compare':
    case 'flag':
    case 'remove-flag':
      return undefined;
  }
}

function copy({ rows }: Systems, table: string, to: Side): void {
  for (const row of rows[other(to)].get(table) ?? []) rows[to].get(table)?.add(row);
}

/** As before the step: an outbox and a change log send what they have kept, a dual write has kept nothing. */
function takeBack(systems: Systems, before: Setting, { does }: MigrationStep): void {
  const running = new Set(systems.syncs.keys());
  fill(systems.served, before.served);
  fill(systems.owner, before.owner);
  fill(systems.syncs, before.syncs);
  systems.adapters.clear();
  for (const key of before.adapters) systems.adapters.add(key);
  for (const action of does) if (action.kind === 'expand') systems.rows.target.delete(action.table);
  for (const { sync, how, table, from } of systems.syncs.values())
    if (!running.has(sync) && how !== 'dual-write') copy(systems, table, other(from));
}

/** Everybody reads, everybody writes, everybody reads again: what is wrong, in words. */
function use(systems: Systems, entries: readonly (readonly [string, EntryUse])[]): string | undefined {
  const { rows, truth, served, owner, syncs, adapters } = systems;
  const sideFor = (entry: string, table: string): Side | undefined =>
    served.get(entry) !== undefined && adapters.has(`${entry} -> ${table}`)
      ? owner.get(table)
      : served.get(entry);
  const read = (): string | undefined => {
    for (const [entry, { reads }] of entries)
      for (const table of reads) {
        const side = sideFor(entry, table);
        if (side === undefined) continue;
        const found = rows[side].get(table);
        const missing = [...(truth.get(table) ?? [])].filter((row) => found?.has(row) !== true);
        if (missing.length > 0)
          return `${entry} misses ${missing.length} rows of ${table} in the ${side} system`;
      }
    return undefined;
  };
  const write = (): string | undefined => {
    for (const [entry, { writes }] of entries)
      for (const table of writes) {
        const side = sideFor(entry, table);
        if (side === undefined) continue;
        const home = rows[side].get(table);
        if (home === undefined) return `${entry} cannot write ${table} in the ${side} system`;
        const row = systems.next++;
        home.add(row);
        truth.get(table)?.add(row);
        for (const sync of syncs.values())
          if (sync.table === table && sync.from === side) rows[other(side)].get(table)?.add(row);
      }
    return undefined;
  };
  return read() ?? write() ?? read();
}

/**
 * Releases each step, uses the systems, takes the step back where it has a way back, uses them again, and releases it
 * once more. What went wrong first; undefined where nothing did.
 */
export function firstLoss(plan: MigrationPlan): string | undefined {
  const systems = open(plan);
  const entries = entriesOf(plan);
  for (const step of plan.steps) {
    const before = setting(systems);
    const told = (when: string): string | undefined => {
      const wrong = use(systems, entries);
      return wrong === undefined ? undefined : `${when} ${step.id}: ${wrong}`;
    };
    const release = (): void => step.does.forEach((action) => take(systems, action));
    release();
    const after = told('after');
    if (after !== undefined) return after;
    if (step.pointOfNoReturn !== undefined) continue;
    takeBack(systems, before, step);
    const back = told('after the roll-back of');
    if (back !== undefined) return back;
    release();
    const again = told('after the second release of');
    if (again !== undefined) return again;
  }
  return undefined;
}
