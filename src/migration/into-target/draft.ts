import type { ConvertedTable } from '../conversion/table.ts';
import type { Table } from '../../model/data.ts';
import { familyOf } from './family.ts';
import type { MappingGround } from './ground.ts';
import { pairNames } from './names.ts';
import type { PairNames } from './names.ts';
import type { Link } from './sources.ts';

/** A pair before its columns are known: how its rows are named on both sides. */
export interface DraftPair extends PairNames, Link {
  readonly source: ConvertedTable;
  readonly target: Table;
  readonly keyed: boolean;
  readonly legacyKey: readonly string[];
  /** Numbers of the legacy key are spread so that those of several tables do not meet. */
  readonly spread: { readonly times: number; readonly plus: number };
}

export function draftPairs(links: readonly Link[], { target }: MappingGround): readonly DraftPair[] {
  const taken = new Set<string>();
  return links.map((link) => {
    const isOnly = links.filter(({ source }) => source === link.source).length === 1;
    const legacyKey = legacyKeyOf(link.source);
    const rivals = links.filter((one) => one.target === link.target);
    return {
      ...link,
      ...pairNames(link.source.name, link.target, isOnly, taken),
      legacyKey,
      keyed: isKeyed(link, legacyKey, target.enums),
      spread: { times: rivals.length, plus: rivals.indexOf(link) },
    };
  });
}

function legacyKeyOf({ uniques, columns }: ConvertedTable): readonly string[] {
  const keys = [...uniques].sort((a, b) => Number(b.primary) - Number(a.primary));
  const usable = keys.find(({ parts }) =>
    parts.every(
      ({ column, prefix }) =>
        prefix === undefined && columns.find(({ name }) => name === column)?.nullable === false,
    ),
  );
  return usable?.parts.map(({ column }) => column) ?? [];
}

/** One column that is made for the target: a uuid, or a number that was a number before. */
function isKeyed(
  { target, source, columns }: Link,
  legacyKey: readonly string[],
  enums: MappingGround['target']['enums'],
): boolean {
  const [id, ...more] = target.primaryKey?.columns ?? [];
  // PostgreSQL demands the column by which rows are split in every key; it names no row by itself.
  if (id === undefined || more.some((name) => name !== target.partition?.by)) return false;
  if (target.foreignKeys.some((key) => key.columns.includes(id))) return false;
  const family = familyOf(target.columns.find(({ name }) => name === id)?.type ?? '', enums).kind;
  const given = columns.get(id) ?? [];
  if (family === 'uuid')
    return given.every((name) => legacyKey.includes(name)) && !given.some((name) => isUuid(source, name));
  if (family !== 'whole') return false;
  const [only] = legacyKey;
  return (
    legacyKey.length === 1 &&
    source.columns.find(({ name }) => name === only)?.kind === 'integer' &&
    given.every((name) => name === only)
  );
}

const isUuid = (source: ConvertedTable, column: string): boolean =>
  source.columns.find(({ name }) => name === column)?.legacyType.startsWith('uuid') === true;
