import type { Coupling } from '../coupling/coupling.ts';
import type { Entry } from '../coupling/entries.ts';

/** The context of each table and of each entry, by their names and ids. */
export interface Homes {
  readonly ofTable: ReadonlyMap<string, string>;
  readonly ofEntry: ReadonlyMap<string, string>;
}

/**
 * An entry belongs where it writes most; one that only reads, where it reads most. Equal shares go to the context that
 * comes first.
 */
export function homesOf(
  { entries }: Coupling,
  contexts: readonly { readonly id: string; readonly tables: readonly string[] }[],
): Homes {
  const places = new Map(contexts.map(({ id }, place) => [id, place]));
  const ofTable = new Map(contexts.flatMap(({ id, tables }) => tables.map((table) => [table, id] as const)));
  return {
    ofTable,
    ofEntry: new Map(
      entries.flatMap((entry) => {
        const home = homeOf(entry, ofTable, places);
        return home === undefined ? [] : [[entry.id, home] as const];
      }),
    ),
  };
}

interface Share {
  readonly writes: number;
  readonly reads: number;
  /** Statements that nearly everything reaches, which tell least. */
  readonly everywhere: number;
}

function homeOf(
  { uses }: Entry,
  ofTable: ReadonlyMap<string, string>,
  places: ReadonlyMap<string, number>,
): string | undefined {
  const shares = new Map<string, Share>();
  for (const { table, reads, writes, everywhere } of uses) {
    const context = ofTable.get(table);
    if (context === undefined) continue;
    const share = shares.get(context) ?? { writes: 0, reads: 0, everywhere: 0 };
    shares.set(
      context,
      everywhere
        ? { ...share, everywhere: share.everywhere + 2 * writes + reads }
        : { ...share, writes: share.writes + writes, reads: share.reads + reads },
    );
  }
  const [first] = [...shares].toSorted(
    ([a, one], [b, other]) =>
      other.writes - one.writes ||
      other.reads - one.reads ||
      other.everywhere - one.everywhere ||
      (places.get(a) ?? 0) - (places.get(b) ?? 0),
  );
  return first?.[0];
}
