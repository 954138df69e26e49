import { candidateSizes } from '../candidate-sizes.ts';
import type { Planner } from '../candidate-sizes.ts';
import type { CatalogueIndex } from '../catalogue.ts';
import { pageBytes } from '../page-checksum.ts';
import { sizeIndexes, switchIndexes } from '../size-indexes.ts';
import type { SizedIndex } from '../size-indexes.ts';
import { shown } from './inject.ts';

/** An index of the schema that the server of the statistics has not. */
export interface UnbuiltIndex {
  /** With the schema where that is not `public`. */
  readonly name: string;
  readonly sized: SizedIndex;
}

/** Gives indexes that nobody has built the size they would have, as the index search gives it to its candidates. */
export async function sizeUnbuilt(
  planner: Planner,
  unbuilt: readonly CatalogueIndex[],
): Promise<{ readonly indexes: readonly UnbuiltIndex[]; readonly incomplete: readonly string[] }> {
  if (unbuilt.length === 0) return { indexes: [], incomplete: [] };
  const { session } = planner;
  const oids = unbuilt.map(({ oid }) => oid);
  // The rows of a partial index are the planner's own estimate, which must not see the indexes before they are sized.
  await switchIndexes(session, oids, false);
  const tables = [...new Set(unbuilt.map(({ table }) => table))];
  const sizes = await candidateSizes(planner, tables, unbuilt);
  const indexes = unbuilt.flatMap((index): readonly UnbuiltIndex[] => {
    const sized = sizes.get(index.oid)?.index;
    return sized === undefined ? [] : [{ name: shown(index), sized }];
  });
  const refused = await sizeIndexes(
    session,
    indexes.map(({ sized }) => sized),
  );
  await switchIndexes(session, oids, true);
  const computed = indexes.map(
    ({ name, sized: { pages } }) =>
      `no statistics of index ${name}: its size is computed, ${megabytes(pages)} MB`,
  );
  const assumed = unbuilt.flatMap((index) =>
    (sizes.get(index.oid)?.assumed ?? []).map((words) => `index ${shown(index)}: ${words}`),
  );
  return { indexes, incomplete: [...computed, ...assumed, ...refused] };
}

const megabytes = (pages: number): number => Number(((pages * pageBytes) / 2 ** 20).toPrecision(3));
