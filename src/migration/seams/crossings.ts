import { compareText } from '../../model/text.ts';
import type { Coupling } from '../coupling/coupling.ts';
import type { Entry, Use } from '../coupling/entries.ts';
import type { Homes } from './homes.ts';

/** An edge that a cut goes through, and between which contexts. */
export type Crossing =
  | {
      /** `transaction`: the entry writes there in a transaction that writes elsewhere too. */
      readonly kind: 'transaction' | 'write' | 'read';
      readonly from: string;
      readonly to: string;
      readonly entry: string;
      readonly tables: readonly string[];
    }
  | {
      readonly kind: 'key';
      readonly from: string;
      readonly to: string;
      /** `order_lines(order_id)`, and the table that it refers to. */
      readonly key: string;
      readonly table: string;
    };

const severity: Readonly<Record<Crossing['kind'], number>> = { transaction: 0, write: 1, key: 2, read: 3 };

/** All edges that are cut, the hardest to cut first; without statements that nearly everything reaches. */
export function crossingsOf(coupling: Coupling, homes: Homes): readonly Crossing[] {
  const entries = coupling.entries.flatMap((entry) => entryCrossings(entry, homes));
  return [...entries, ...keyCrossings(coupling, homes)].toSorted(
    (one, other) =>
      severity[one.kind] - severity[other.kind] ||
      compareText(one.from, other.from) ||
      compareText(one.to, other.to) ||
      compareText(what(one), what(other)),
  );
}

const what = (crossing: Crossing): string => (crossing.kind === 'key' ? crossing.key : crossing.entry);

function entryCrossings({ id, uses }: Entry, { ofTable, ofEntry }: Homes): readonly Crossing[] {
  const from = ofEntry.get(id);
  if (from === undefined) return [];
  const committed = new Set(uses.flatMap((use) => (use.inTransaction ? [ofTable.get(use.table)] : [])));
  const kindOf = (use: Use): 'transaction' | 'write' | 'read' =>
    use.inTransaction && committed.size > 1 ? 'transaction' : use.writes > 0 ? 'write' : 'read';
  const found = new Map<string, { kind: 'transaction' | 'write' | 'read'; to: string; tables: string[] }>();
  for (const use of uses) {
    const to = ofTable.get(use.table);
    if (to === undefined || to === from || use.everywhere) continue;
    const kind = kindOf(use);
    const known = found.get(`${kind} ${to}`) ?? { kind, to, tables: [] };
    known.tables.push(use.table);
    found.set(`${kind} ${to}`, known);
  }
  return [...found.values()].map(({ kind, to, tables }) => ({ kind, from, to, entry: id, tables }));
}

/** A key ties the table that holds it to the table it names. */
function keyCrossings({ ties }: Coupling, { ofTable }: Homes): readonly Crossing[] {
  return ties.flatMap(({ kind, a, b, by }) => {
    if (kind !== 'foreign-key' || ofTable.get(a) === ofTable.get(b)) return [];
    return by.flatMap((key): readonly Crossing[] => {
      const [holder, table] = key.startsWith(`${a}(`) ? [a, b] : [b, a];
      const [from, to] = [ofTable.get(holder), ofTable.get(table)];
      return from === undefined || to === undefined ? [] : [{ kind: 'key', from, to, key, table }];
    });
  });
}
