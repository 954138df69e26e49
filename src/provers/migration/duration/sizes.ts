import { heapRowBytes, typeWidth } from '../../../artifacts/column-width.ts';
import { product, quotient, ranged } from '../../../model/amounts.ts';
import type { Origin, Quantity } from '../../../model/origin.ts';
import type { Details, DetailsMap } from '../trace/details.ts';
import type { Relation } from '../trace/state.ts';

/** What is known of the size of one table in production, before anybody knows which relation it is. */
export interface GivenSize {
  /** `table`, or `schema.table` outside the schema public. */
  readonly name: string;
  /** At least one of the two; the other follows from the types of the columns. */
  readonly rows?: number;
  /** Of the heap. */
  readonly bytes?: number;
  readonly origin: Origin;
}

export interface RelationSize {
  readonly rows: Quantity;
  /** Of the heap, without its indexes. */
  readonly bytes: Quantity;
}

/** By the names that observations use. */
export type Sizes = ReadonlyMap<string, RelationSize>;

export interface KnownSizes {
  readonly sizes: Sizes;
  /** Given names that the database before the migration does not have. */
  readonly unmatched: readonly GivenSize[];
}

/** The database as it stands before the migration. */
export interface Before {
  readonly relations: ReadonlyMap<string, Relation>;
  readonly details: DetailsMap;
  /** oid of the outermost table by the oid of its partition. */
  readonly roots: ReadonlyMap<string, string>;
  /** Relations whose columns are known only as far as the migration names them. */
  readonly isInferred: (relation: string) => boolean;
}

/** Sizes of the relations they are given for; a later one counts. Partitions share that of their table evenly. */
export function knownSizes(given: readonly GivenSize[], before: Before): KnownSizes {
  const tables = [...before.relations.values()].filter(({ kind }) => /[rmp]/.test(kind));
  const sizes = new Map<string, RelationSize>();
  const unmatched: GivenSize[] = [];
  for (const size of given) {
    const table = named(tables, size.name);
    if (table === undefined) unmatched.push(size);
    if (table === undefined) continue;
    const isWhole = table.kind !== 'p';
    const parts = isWhole
      ? [table]
      : tables.filter(({ oid, kind }) => kind === 'r' && before.roots.get(oid) === table.oid);
    for (const part of parts) sizes.set(part.name, sizeOf(part, size, parts.length, before));
  }
  return { sizes, unmatched };
}

/** A name without its schema means the table of another schema where it is the only one. */
function named(tables: readonly Relation[], name: string): Relation | undefined {
  const exact = tables.find((table) => table.name === name);
  if (exact !== undefined) return exact;
  const others = tables.filter((table) => table.name.endsWith(`.${name}`));
  return others.length === 1 ? others[0] : undefined;
}

function sizeOf(part: Relation, given: GivenSize, parts: number, before: Before): RelationSize {
  const share = (value: number | undefined, unit: 'rows' | 'bytes'): Quantity | undefined =>
    value === undefined ? undefined : { value: value / parts, unit, origin: originOf(given, parts) };
  const [rows, bytes] = [share(given.rows, 'rows'), share(given.bytes, 'bytes')];
  const row = rowBytes(before.details.get(part.oid), before.isInferred(part.name));
  const none: Quantity = { value: 0, unit: 'rows', origin: given.origin };
  return {
    rows:
      rows ?? quotient(['bytes', bytes ?? none], ['bytes of a row', row], 'rows', 'bytes / bytes of a row'),
    bytes:
      bytes ??
      product(
        [
          ['rows', rows ?? none],
          ['bytes of a row', row],
        ],
        'bytes',
        'rows × bytes of a row',
      ),
  };
}

const originOf = ({ origin, name }: GivenSize, parts: number): Origin =>
  parts === 1
    ? origin
    : { kind: 'derived', rule: 'an even share', from: [`size of ${name}`, `${parts} partitions`] };

/** Data of a row whose columns no schema tells, in bytes: from a narrow list to a document. */
const unknownRow = [100, 30, 1000] as const;

function rowBytes(details: Details | undefined, isInferred: boolean): Quantity {
  const columns = [...(details?.columns.values() ?? [])].filter(({ kind }) => kind !== 'virtual');
  if (isInferred || columns.length === 0) {
    const [value, low, high] = unknownRow;
    const because = 'no schema tells the columns';
    return { value, low, high, unit: 'bytes', origin: { kind: 'assumed', because } };
  }
  const widths = columns.map(({ type }) => typeWidth(type));
  const total = (at: 0 | 1 | 2): number => heapRowBytes(widths.reduce((sum, width) => sum + width[at], 0));
  return ranged([total(0), total(1), total(2)], 'bytes', 'row = 24 + align8(Σ width) + 4', ['column types']);
}
