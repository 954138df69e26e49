import type { EntryUse, LedgerKind, MigrationPlan, Placement } from '../../model/migration.ts';
import type { PlanFault } from '../replay/rules.ts';

const kinds: readonly LedgerKind[] = ['endpoints', 'jobs', 'tables', 'columns', 'rules'];

const words: Readonly<Record<LedgerKind, string>> = {
  endpoints: 'endpoint',
  jobs: 'job',
  tables: 'table',
  columns: 'column',
  rules: 'rule',
};

/** Ids of the inventory that the ledger has to account for. */
export function itemsOf({ legacy }: Pick<MigrationPlan, 'legacy'>, kind: LedgerKind): readonly string[] {
  if (kind !== 'columns') return Object.keys(legacy[kind]);
  return Object.entries(legacy.tables).flatMap(([table, { columns }]) =>
    columns.map((column) => `${table}.${column}`),
  );
}

/** Nothing is lost: every item has its line, every line leads somewhere, and nothing goes that is still used. */
export const ledgerFaults = (plan: MigrationPlan): readonly PlanFault[] =>
  kinds.flatMap((kind) => {
    const items = itemsOf(plan, kind);
    const known = new Set(items);
    const lines = plan.ledger[kind];
    return [
      ...items.filter((item) => !Object.hasOwn(lines, item)).map((item) => missing(kind, item)),
      ...Object.keys(lines)
        .filter((item) => !known.has(item))
        .map((item) => ofNothing(kind, item)),
      ...Object.entries(lines).flatMap(([item, placement]) =>
        known.has(item)
          ? [...leadsNowhere(plan, kind, item, placement), ...used(plan, kind, item, placement)]
          : [],
      ),
    ];
  });

const missing = (kind: LedgerKind, item: string): PlanFault => ({
  rule: 'missing-in-ledger',
  subject: `${words[kind]} ${item}`,
  path: ['ledger', kind],
  what: `The ${words[kind]} ${item} has no line in the ledger.`,
  why: 'Nobody has said where it goes, so it is lost without anybody having decided it.',
  next: `Add it under ledger.${kind}: where it is afterwards, or \`gone\` or \`stays\` with the reason.`,
});

const ofNothing = (kind: LedgerKind, item: string): PlanFault => ({
  rule: 'ledger-of-nothing',
  subject: `${words[kind]} ${item}`,
  path: ['ledger', kind, item],
  what: `The ledger has a line for the ${words[kind]} ${item}, which the inventory does not have.`,
  why: 'Either the inventory is incomplete or the name is wrong, and the real one has no line.',
  next: 'Correct the name, or add it to the inventory.',
});

function leadsNowhere(
  { target, ledger }: MigrationPlan,
  kind: LedgerKind,
  item: string,
  placement: Placement,
): readonly PlanFault[] {
  if (placement.kind !== 'moves' || kind === 'rules') return [];
  const isThere = (to: string): boolean => {
    if (kind === 'endpoints' || kind === 'jobs') return target[kind].includes(to);
    if (kind === 'tables') return Object.hasOwn(target.tables, to);
    const at = to.lastIndexOf('.');
    const table = to.slice(0, at);
    return Object.hasOwn(target.tables, table) && (target.tables[table] ?? []).includes(to.slice(at + 1));
  };
  const nowhere = placement.to.filter((to) => !isThere(to));
  if (nowhere.length === 0 && placement.to.length > 0) return strayed(ledger, kind, item, placement.to);
  const where = nowhere.length === 0 ? 'nowhere' : `to ${nowhere.join(', ')}, which the target does not have`;
  return [
    {
      rule: 'ledger-leads-nowhere',
      subject: `${words[kind]} ${item}`,
      path: ['ledger', kind, item],
      what: `The ledger leads the ${words[kind]} ${item} ${where}.`,
      why: 'The promise that nothing is lost rests on a place that does not exist.',
      next: 'Add it to the target, or correct the line.',
    },
  ];
}

/** A column can only go along with its table: into one of the tables that the back-fill of its table fills. */
function strayed(
  ledger: MigrationPlan['ledger'],
  kind: LedgerKind,
  item: string,
  to: readonly string[],
): readonly PlanFault[] {
  if (kind !== 'columns') return [];
  const table = item.slice(0, item.lastIndexOf('.'));
  const home = ledger.tables[table];
  if (home === undefined) return [];
  const reached = home.kind === 'moves' ? home.to : [];
  const stray = to.filter((each) => !reached.includes(each.slice(0, each.lastIndexOf('.'))));
  if (stray.length === 0) return [];
  return [
    {
      rule: 'ledger-leads-nowhere',
      subject: `column ${item}`,
      path: ['ledger', 'columns', item],
      what: `The ledger leads the column ${item} to ${stray.join(', ')}, and its table ${table} ${reached.length === 0 ? 'does not move' : `to ${reached.join(', ')}`}.`,
      why: 'The steps copy a table as a whole, so nothing carries this column there.',
      next: `Name the table of ${stray.join(', ')} in the line of ${table} as well, or correct the line.`,
    },
  ];
}

/** Something that stays or moves still needs what the ledger lets go. */
function used(
  { legacy, ledger }: MigrationPlan,
  kind: LedgerKind,
  item: string,
  placement: Placement,
): readonly PlanFault[] {
  if (placement.kind !== 'goes' || (kind !== 'tables' && kind !== 'columns')) return [];
  const users = (['endpoints', 'jobs'] as const).flatMap((entries) =>
    Object.entries(legacy[entries])
      .filter(([entry]) => ledger[entries][entry]?.kind !== 'goes')
      .filter(([, use]) => (kind === 'tables' ? usesTable(use, item) : readsColumn(use, item)))
      .map(([entry]) => entry),
  );
  const [first] = users;
  if (first === undefined) return [];
  return [
    {
      rule: 'gone-but-used',
      subject: `${words[kind]} ${item}`,
      path: ['ledger', kind, item],
      what: `The ledger lets the ${words[kind]} ${item} go, and ${first}${users.length > 1 ? ` and ${users.length - 1} more` : ''} still ${users.length > 1 ? 'use' : 'uses'} it.`,
      why: 'What needs it either fails or shows less than before, and nobody has decided that.',
      next: `Give ${item} a place in the target, or let ${first} go as well.`,
    },
  ];
}

const usesTable = ({ reads, writes }: EntryUse, table: string): boolean =>
  [...reads, ...writes].some((reference) => reference === table || reference.startsWith(`${table}.`));

/** Who reads a table as a whole reads each of its columns. */
const readsColumn = ({ reads }: EntryUse, column: string): boolean =>
  reads.some((reference) => reference === column || reference === column.slice(0, column.lastIndexOf('.')));
