import type { Crossing } from '../../migration/seams/crossings.ts';
import type { Seams } from '../../migration/seams/seams.ts';
import { codeCell, names, paragraph, section } from '../blocks.ts';
import { cappedLines, cappedTable } from '../capped.ts';
import type { Cell, Section } from '../deliverable.ts';
import { crossingWords, pairsOf } from './seam-map.ts';

const means: Readonly<Record<Crossing['kind'], string>> = {
  transaction: 'becomes a saga, or both stay together',
  write: 'becomes a call or an event to the owner',
  key: 'becomes an id without a constraint, checked by reconciliation',
  read: 'becomes a call, or a copy kept by events',
};

/** Each cut by the edges it goes through: how many between which contexts, then each that is more than a read. */
export function crossingSections(
  { contexts, crossings }: Seams,
  where: string,
): readonly (Section | undefined)[] {
  const titles = new Map(contexts.map(({ id, name }) => [id, name]));
  const title = (id: string): string => titles.get(id) ?? id;
  const hard = crossings.filter(({ kind }) => kind !== 'read');
  const pairs = pairsOf(crossings).toSorted((a, b) => weight(b.crossings) - weight(a.crossings));
  return [
    section(
      { id: 'seam-cuts', title: 'What the cut goes through' },
      ...cappedTable(
        ['from', 'to', 'goes across', 'tables'],
        pairs.map(({ from, to, crossings: between }): readonly Cell[] => [
          title(from),
          title(to),
          crossingWords(between),
          names(cappedLines([...new Set(between.flatMap(tablesOf))], 8)),
        ]),
        where,
        40,
      ),
    ),
    hard.length === 0
      ? undefined
      : section(
          { id: 'seam-edges', title: 'Edges that are cut' },
          paragraph('All but reads, the hardest first: transactions, then writes, then keys.'),
          ...cappedTable(
            ['kind', 'from', 'to', 'by', 'tables', 'without the edge'],
            hard.map((crossing): readonly Cell[] => [
              crossing.kind,
              title(crossing.from),
              title(crossing.to),
              codeCell(crossing.kind === 'key' ? crossing.key : crossing.entry),
              names(tablesOf(crossing)),
              means[crossing.kind],
            ]),
            where,
          ),
        ),
  ];
}

const tablesOf = (crossing: Crossing): readonly string[] =>
  crossing.kind === 'key' ? [crossing.table] : crossing.tables;

const weights: Readonly<Record<Crossing['kind'], number>> = {
  transaction: 1e9,
  write: 1e6,
  key: 1e3,
  read: 1,
};

const weight = (crossings: readonly Crossing[]): number =>
  crossings.reduce((sum, { kind }) => sum + weights[kind], 0);
