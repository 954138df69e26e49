import type { Side } from '../../model/migration.ts';
import type { Scene } from './scene.ts';
import type { PlanFault } from './rules.ts';
import { adapterKey, copiesOf, otherSide } from './state.ts';
import type { State } from './state.ts';

/** A fault without its place. */
export interface StateFault extends Omit<PlanFault, 'path'> {
  readonly entry?: string;
  readonly table: string;
}

/**
 * What is wrong with both systems as they stand between two steps: every entry is served by a side that has the data
 * it reads and may write what it writes, and every table has an owner that has all of it.
 */
export function stateFaults(state: State, scene: Scene): readonly StateFault[] {
  const entries = [...scene.entries].flatMap(([entry, use]) => {
    const side = state.served.get(entry) ?? 'nobody';
    if (side === 'nobody') return [];
    return [
      ...use.reads.flatMap((reference) => readFaults(state, entry, side, reference, scene)),
      ...use.writes.flatMap((table) => writeFaults(state, entry, side, table, scene)),
    ];
  });
  return [...entries, ...ownerFaults(state, scene)];
}

function readFaults(
  state: State,
  entry: string,
  side: Side,
  reference: string,
  scene: Scene,
): readonly StateFault[] {
  const table = scene.tableOf(reference);
  const subject = `${entry} -> ${table}`;
  if (state.adapters.has(adapterKey(entry, table))) return [];
  const content = copiesOf(state, table)[side];
  if (content === 'absent' && side === 'legacy')
    return [
      {
        rule: 'contract-before-readers-moved',
        subject,
        entry,
        table,
        what: `${table} is dropped from the legacy system while ${entry} still reads it there.`,
        why: 'Every request of it fails from that moment, and the rows cannot be had back.',
        next: `Move ${entry} to the target before ${table} is dropped, or let it read through an \`adapter\`.`,
      },
    ];
  if (content !== 'current')
    return [
      {
        rule: 'data-not-there',
        subject,
        entry,
        table,
        what: `${entry} is served by the ${side} system, which ${lacks[content]} ${table}.`,
        why: 'Users see rows missing or old.',
        next: `Have ${table} made, synchronised from the ${otherSide(side)} system, back-filled and verified first, or give ${entry} an \`adapter\` to it.`,
      },
    ];
  return side === 'legacy' ? droppedColumns(state, entry, reference, table) : [];
}

const lacks = { absent: 'has no', empty: 'has none of the older rows of', stale: 'has missed changes of' };

function droppedColumns(
  state: State,
  entry: string,
  reference: string,
  table: string,
): readonly StateFault[] {
  return [...state.droppedColumns]
    .filter((column) => column === reference || (reference === table && column.startsWith(`${table}.`)))
    .map((column) => ({
      rule: 'dropped-column-read',
      subject: `${entry} -> ${column}`,
      entry,
      table,
      what: `The column ${column} is dropped while ${entry} still reads ${reference === column ? 'it' : `all of ${table}`}.`,
      why: 'The statement that names it fails from that moment.',
      next: `Move ${entry} first; if it does not need the column, list in \`reads\` the columns it does need.`,
    }));
}

function writeFaults(
  state: State,
  entry: string,
  side: Side,
  table: string,
  scene: Scene,
): readonly StateFault[] {
  const owner = state.owner.get(table) ?? 'legacy';
  if (side === owner || state.adapters.has(adapterKey(entry, table))) return [];
  const rivals = directWriters(state, table, owner, scene);
  const [rival] = rivals;
  if (rival === undefined)
    return [
      {
        rule: 'writer-is-not-owner',
        subject: table,
        entry,
        table,
        what: `${entry} writes ${table} in the ${side} system, and the ${owner} system owns it.`,
        why: 'What is written there does not reach the owner: the change is lost, or undone by the synchronisation.',
        next: `Let the step also make the ${side} system the owner of ${table} (\`own\`), or give ${entry} an \`adapter\` to the owner.`,
      },
    ];
  if (isReconciledBothWays(state, table)) return [];
  return [
    {
      rule: 'two-writers',
      subject: table,
      entry,
      table,
      what: `${table} is written by ${entry} in the ${side} system and by ${rival} in the ${owner} system.`,
      why: 'No synchronisation in both directions with a reconciliation query and a rule for conflicts is stated, so changes overwrite each other unseen.',
      next: `Move all writers of ${table} in one step, give one of them an \`adapter\` to the owner, or run a \`sync\` in each direction with \`reconcile\` and \`conflicts\`.`,
    },
  ];
}

const directWriters = (state: State, table: string, side: Side, scene: Scene): readonly string[] =>
  [...scene.entries]
    .filter(
      ([entry, { writes }]) =>
        writes.includes(table) &&
        state.served.get(entry) === side &&
        !state.adapters.has(adapterKey(entry, table)),
    )
    .map(([entry]) => entry);

function isReconciledBothWays({ syncs }: State, table: string): boolean {
  const stated = [...syncs.values()].filter(
    (sync) => sync.table === table && sync.reconcile !== undefined && sync.conflicts !== undefined,
  );
  return (['legacy', 'target'] as const).every((side) => stated.some(({ from }) => from === side));
}

function ownerFaults(state: State, scene: Scene): readonly StateFault[] {
  return [...state.owner].flatMap(([table, side]): readonly StateFault[] => {
    const content = copiesOf(state, table)[side];
    if (content === 'current' || (content === 'absent' && scene.goes(table))) return [];
    if (content === 'absent' && side === 'legacy')
      return [
        {
          rule: 'table-without-owner',
          subject: table,
          table,
          what: `${table} is dropped by the legacy system, which still owns it.`,
          why: 'Nobody owns the table any more: its rows are lost, although the ledger does not let it go.',
          next: `Make the target the owner of ${table} (\`own\`) in an earlier step, or say in the ledger why it goes.`,
        },
      ];
    return [
      {
        rule: 'data-not-there',
        subject: table,
        table,
        what: `The ${side} system owns ${table} and ${lacks[content]} it.`,
        why: 'From now on this copy is the truth, and rows are missing from it.',
        next: `Have ${table} back-filled, synchronised and verified before the ${side} system becomes its owner.`,
      },
    ];
  });
}
