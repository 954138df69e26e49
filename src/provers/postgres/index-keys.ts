import { typeWidth } from '../../artifacts/column-width.ts';
import type { CatalogueIndex, IndexElement } from './catalogue.ts';

/** Values of so many bytes, and their part of all. */
export interface WidthShare {
  readonly bytes: number;
  readonly part: number;
}

/** What the size of an index depends on. */
export interface ColumnShape {
  readonly averageWidth: number;
  /** Negative: as a part of the rows. */
  readonly distinct: number;
  readonly nullFraction?: number;
  readonly correlation?: number;
  /** Of values that statistics hold, as they are stored; parts of what is not null. */
  readonly widths?: readonly WidthShare[];
}

export type ShapeOf = (element: IndexElement) => ColumnShape | undefined;

/** What is known of an index's columns: those of the table by name, expressions by the name the index has for them. */
export const shapesOf =
  (columns: ReadonlyMap<string, ColumnShape>): ShapeOf =>
  ({ column, name }) =>
    columns.get(column ?? name);

/** Longest value with a header of one byte, which is not aligned (VARATT_CAN_MAKE_SHORT in varatt.h). */
const longestShort = 127;
/** Header of an index tuple, and with the map of nulls that a tuple with any null has (IndexInfoFindDataOffset in itup.h). */
const header = 8;
const headerWithNulls = 16;
const aligned = (bytes: number, to: number): number => Math.ceil(bytes / to) * to;

/**
 * Bytes of the tuples of an index, each with its part of them: values one after another, each where its type may
 * begin, and the whole a multiple of 8 (heap_compute_data_size in heaptuple.c, index_form_tuple in indextuple.c).
 *
 * @param elements of the tuple: all of a leaf, the keys alone of the pages above
 */
export function tupleWidths(
  elements: readonly IndexElement[],
  shapeOf: ShapeOf,
  neverNull: ReadonlySet<string> = new Set(),
): readonly WidthShare[] {
  // By where the values end, twice that and one more where there is a null.
  let states = new Map([[0, 1]]);
  for (const element of elements) {
    const shape = shapeOf(element);
    const nulls = neverNull.has(element.column ?? element.name) ? 0 : (shape?.nullFraction ?? 0);
    const next = new Map<number, number>();
    const reach = (state: number, part: number): void => {
      if (part > 0) next.set(state, part + (next.get(state) ?? 0));
    };
    const values = valueWidths(element, shape);
    for (const [state, part] of states) {
      const [end, hasNull] = [Math.floor(state / 2), state % 2];
      reach(end * 2 + 1, part * nulls);
      for (const width of values) {
        const from = aligned(end, alignmentOf(element, width.bytes));
        reach((from + Math.round(width.bytes)) * 2 + hasNull, part * (1 - nulls) * width.part);
      }
    }
    states = next;
  }
  const sums = new Map<number, number>();
  for (const [state, part] of states) {
    const bytes = aligned((state % 2 === 1 ? headerWithNulls : header) + Math.floor(state / 2), 8);
    sums.set(bytes, part + (sums.get(bytes) ?? 0));
  }
  return [...sums].map(([bytes, part]) => ({ bytes, part }));
}

const alignmentOf = ({ length, alignment }: IndexElement, bytes: number): number =>
  length < 0 && bytes <= longestShort ? 1 : alignment;

/**
 * Widths of the values that are not null. Of those that vary, only their mean is known where no value is: they are
 * taken to end at each of the eight places between two multiples of 8 equally often.
 */
function valueWidths(element: IndexElement, shape: ColumnShape | undefined): readonly WidthShare[] {
  if (element.length > 0) return [{ bytes: element.length, part: 1 }];
  if (shape?.widths !== undefined && shape.widths.length > 0) return shape.widths;
  const mean = shape?.averageWidth ?? typeWidth(element.type)[0];
  const spread = Math.min(4, mean - 1);
  if (spread < 1) return [{ bytes: Math.max(1, mean), part: 1 }];
  const steps = Math.round(2 * spread);
  return Array.from({ length: steps }, (_, at) => ({
    bytes: Math.round(mean - spread + at + 0.5),
    part: 1 / steps,
  }));
}

/** Mean bytes of tuples. */
export const meanWidth = (widths: readonly WidthShare[]): number =>
  widths.reduce((sum, { bytes, part }) => sum + bytes * part, 0);

/** What is known of the table besides its columns. */
export interface TableShape {
  /** Of which a partial index holds only some. */
  readonly rows?: number;
  /** Distinct values of columns taken together. */
  readonly groups?: readonly KeyGroup[];
}

/** So many values that columns have together, or may have: those of a key they refer to need not all occur. */
export interface KeyGroup {
  readonly of: readonly string[];
  readonly values: number;
  readonly kind: 'measured' | 'possible';
}

/** How keys repeat: tuples that are alone, in groups of a mean size, or all one. */
export interface Repeats {
  /** Distinct keys. */
  readonly keys: number;
  /** Part of the tuples whose key is null, all of them equal; 0 for several columns. */
  readonly nulls: number;
}

/**
 * Distinct keys among the tuples of an index. Columns that are drawn independently fill D cells with n rows such that
 * D(1 − e^(−n/D)) of them occur; of a key with m rows, some of which a partial index has with part p of the rows,
 * 1 − (1 − p)^m are left.
 */
export function repeatsOf(
  index: CatalogueIndex,
  tuples: number,
  shapeOf: ShapeOf,
  { rows = tuples, groups = [] }: TableShape,
): Repeats {
  const keys = index.elements.slice(0, index.keys);
  const names = keys.map(({ column }) => column);
  const [first] = keys;
  const only = keys.length === 1 && first !== undefined && index.predicate === undefined;
  const nulls = only ? (shapeOf(first)?.nullFraction ?? 0) : 0;
  const there = rows * (1 - nulls);
  const known = groupsWithin(names, groups);
  const grouped = new Set(known.flatMap(({ of }) => of));
  const singles = keys
    .filter(({ column }) => column === undefined || !grouped.has(column))
    .map((element) => ({ values: distinctOf(shapeOf(element), rows), kind: 'measured' as const }));
  const factors: readonly Pick<KeyGroup, 'values' | 'kind'>[] = [...known, ...singles];
  const product = factors.reduce((sum, { values }) => sum * values, 1);
  const isMeasured = factors.length === 1 && factors[0]?.kind === 'measured';
  const least = factors.flatMap(({ values, kind }) => (kind === 'measured' ? [values] : []));
  const drawn = isMeasured ? product : occurring(Math.max(1, product), there);
  const all = Math.max(1, Math.min(there, Math.max(drawn, ...least)));
  const part = Math.min(1, tuples / Math.max(1, rows));
  const left = part >= 1 ? all : all * (1 - (1 - part) ** (there / all));
  return { keys: Math.max(1, Math.min(tuples * (1 - nulls), left)), nulls };
}

/** Cells of `cells` that a number of rows fill when each takes any. */
export const occurring = (cells: number, rows: number): number => cells * -Math.expm1(-rows / cells);

/** Groups of these columns, no column in two of them: the largest first, of those of one size that with fewest values. */
function groupsWithin(
  names: readonly (string | undefined)[],
  groups: readonly KeyGroup[],
): readonly KeyGroup[] {
  const chosen: KeyGroup[] = [];
  const within = groups.filter(({ of }) => of.every((name) => names.includes(name)));
  for (const group of within.toSorted((a, b) => b.of.length - a.of.length || a.values - b.values))
    if (!chosen.some(({ of }) => of.some((name) => group.of.includes(name)))) chosen.push(group);
  return chosen;
}

/** Where nothing is told: DEFAULT_NUM_DISTINCT in selfuncs.h. */
const unknownDistinct = 200;

function distinctOf(shape: ColumnShape | undefined, rows: number): number {
  const distinct = shape?.distinct ?? 0;
  if (distinct === 0) return Math.min(unknownDistinct, rows);
  return distinct < 0 ? -distinct * rows : distinct;
}
