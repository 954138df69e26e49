import type {
  Ledger,
  LedgerKind,
  MigrationContext,
  Placement,
  TargetInventory,
} from '../../model/migration.ts';
import type { Groundwork, PlanDraft } from '../steps/draft.ts';
import { lookAlike } from './look-alike.ts';

const moves = (...to: readonly string[]): Placement => ({ kind: 'moves', to });

/** What no context has: it needs a home before anything can move. */
const leftover = 'rest';

/**
 * Fills in what a draft leaves out: a context for what has none, the target as it is now where none is given, and the
 * lines of the ledger that names settle. A line that no name settles is left out, so that the check tells it.
 */
export function groundworkOf(draft: PlanDraft): Groundwork {
  const contexts = withLeftover(draft);
  const target = draft.target ?? sameTarget(draft, contexts);
  const { plan, about, legacy } = draft;
  return {
    plan,
    ...(about !== undefined && { about }),
    legacy,
    contexts,
    target,
    ledger: ledgerOf(draft, contexts, target),
  };
}

function withLeftover({ contexts, legacy }: PlanDraft): readonly MigrationContext[] {
  const tables = new Set(contexts.flatMap((context) => context.tables));
  const entries = new Set(contexts.flatMap((context) => context.entries));
  const homeless = {
    tables: Object.keys(legacy.tables).filter((table) => !tables.has(table)),
    entries: [...Object.keys(legacy.endpoints), ...Object.keys(legacy.jobs)].filter(
      (entry) => !entries.has(entry),
    ),
  };
  if (homeless.tables.length === 0 && homeless.entries.length === 0) return contexts;
  const own = contexts.find(({ id }) => id === leftover);
  if (own === undefined) return [...contexts, { id: leftover, name: 'Everything else', ...homeless }];
  return contexts.map((context) =>
    context === own
      ? {
          ...own,
          tables: [...own.tables, ...homeless.tables],
          entries: [...own.entries, ...homeless.entries],
        }
      : context,
  );
}

const contextOf = (contexts: readonly MigrationContext[], table: string): MigrationContext | undefined =>
  contexts.find(({ tables }) => tables.includes(table));

function sameTarget({ legacy, ledger }: PlanDraft, contexts: readonly MigrationContext[]): TargetInventory {
  const isMoving = (kind: 'endpoints' | 'jobs', entry: string): boolean => {
    const said = ledger?.[kind]?.[entry];
    if (said !== undefined) return said.kind === 'moves';
    return contexts.every((context) => context.stays === undefined || !context.entries.includes(entry));
  };
  const placesOf = (kind: 'endpoints' | 'jobs'): readonly string[] => [
    ...new Set(
      Object.keys(legacy[kind])
        .filter((entry) => isMoving(kind, entry))
        .flatMap((entry) => {
          const said = ledger?.[kind]?.[entry];
          return said?.kind === 'moves' ? said.to : [entry];
        }),
    ),
  ];
  const tables = Object.entries(legacy.tables).flatMap(([table, { columns }]) => {
    const context = contextOf(contexts, table);
    const said = ledger?.tables?.[table];
    if (said === undefined ? context?.stays !== undefined : said.kind !== 'moves') return [];
    const names = said?.kind === 'moves' ? said.to : [`${context?.id ?? leftover}.${table}`];
    const columnsOf = (name: string): readonly string[] =>
      columns.flatMap((column) => {
        const place = ledger?.columns?.[`${table}.${column}`];
        if (place === undefined) return [column];
        const to = place.kind === 'moves' ? place.to : [];
        return to.filter((each) => each.startsWith(`${name}.`)).map((each) => each.slice(name.length + 1));
      });
    return names.map((name) => [name, columnsOf(name)] as const);
  });
  return { endpoints: placesOf('endpoints'), jobs: placesOf('jobs'), tables: Object.fromEntries(tables) };
}

function ledgerOf(draft: PlanDraft, contexts: readonly MigrationContext[], target: TargetInventory): Ledger {
  const { legacy, ledger = {} } = draft;
  const fill = (
    kind: LedgerKind,
    items: readonly string[],
    place: (item: string) => Placement | undefined,
  ): Readonly<Record<string, Placement>> => {
    const said = ledger[kind] ?? {};
    const drafted = items.flatMap((item) => {
      const placement = said[item] ?? place(item);
      return placement === undefined ? [] : [[item, placement] as const];
    });
    return { ...Object.fromEntries(drafted), ...said };
  };
  const entry = (kind: 'endpoints' | 'jobs') =>
    fill(kind, Object.keys(legacy[kind]), (item) => entryPlace(item, kind, contexts, target));
  const tables = fill('tables', Object.keys(legacy.tables), (table) => tablePlace(table, contexts, target));
  const columns = Object.entries(legacy.tables).flatMap(([table, told]) =>
    told.columns.map((column) => [table, column] as const),
  );
  const columnPlaces = new Map(
    columns.map(([table, column]) => [`${table}.${column}`, columnPlace(tables[table], column, target)]),
  );
  return {
    endpoints: entry('endpoints'),
    jobs: entry('jobs'),
    tables,
    columns: fill('columns', [...columnPlaces.keys()], (item) => columnPlaces.get(item)),
    rules: fill('rules', Object.keys(legacy.rules), (rule) =>
      draft.target === undefined ? moves(`the same rule in the target: ${rule}`) : undefined,
    ),
  };
}

function entryPlace(
  entry: string,
  kind: 'endpoints' | 'jobs',
  contexts: readonly MigrationContext[],
  target: TargetInventory,
): Placement | undefined {
  const home = contexts.find(({ entries }) => entries.includes(entry));
  if (home?.stays !== undefined) return { kind: 'stays', because: home.stays };
  const found = lookAlike(entry, target[kind]);
  return found === undefined ? undefined : moves(found);
}

function tablePlace(
  table: string,
  contexts: readonly MigrationContext[],
  target: TargetInventory,
): Placement | undefined {
  const context = contextOf(contexts, table);
  if (context?.stays !== undefined) return { kind: 'stays', because: context.stays };
  const names = Object.keys(target.tables);
  const own = `${context?.id ?? leftover}.${table}`;
  const found = names.includes(own) ? own : lookAlike(table, names);
  return found === undefined ? undefined : moves(found);
}

/** Along with its table: to the column of the same name, in each of the tables to which that one leads. */
function columnPlace(
  home: Placement | undefined,
  column: string,
  target: TargetInventory,
): Placement | undefined {
  if (home === undefined) return undefined;
  if (home.kind !== 'moves') return home;
  const places = home.to.flatMap((table) => {
    const found = lookAlike(column, target.tables[table] ?? []);
    return found === undefined ? [] : [`${table}.${found}`];
  });
  return places.length === 0 ? undefined : moves(...places);
}
