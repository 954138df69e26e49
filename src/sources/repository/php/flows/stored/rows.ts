import { isOnlyStored } from '../../../flows/marks.ts';
import type { PhpClass } from '../../classes.ts';
import type { SyntaxNode } from '../../../languages/syntax.ts';
import type { Frame, Machine } from '../machine.ts';
import { can } from '../marks.ts';
import type { Records } from '../records/records.ts';
import type { Source, Taint, Value } from '../value.ts';
import { isFollowed } from './followed.ts';

/** A record that was read, or a column of one. */
export interface Stored {
  readonly entity: string;
  readonly model: PhpClass | undefined;
  /** Undefined for the record itself. */
  readonly column: string | undefined;
  /** What was selected, in its order; undefined for what is computed. */
  readonly selected: readonly (string | undefined)[] | 'all';
  /** It was looked up by who is calling: what they see is their own. */
  readonly isOfCaller: boolean;
}

const places = new WeakMap<Source, Stored>();

export const storedOf = (source: Source): Stored | undefined => places.get(source);

/** The record that a value holds; undefined where it holds none or several. */
export function recordIn({ taints }: Value): Source | undefined {
  const found = taints.filter(({ source }) => places.get(source)?.column === undefined && places.has(source));
  return found.length === 1 ? found[0]?.source : undefined;
}

/** What a record holds that was read from one table. */
export function rowTaints(
  machine: Machine,
  records: Records,
  isOfCaller: boolean,
  node: SyntaxNode,
  frame: Frame,
): readonly Taint[] {
  const { entity, model, action, columns } = records;
  const selected =
    records.selected ?? (records.places === undefined && !records.mixed ? (columns ?? 'all') : undefined);
  if (action !== 'read' || entity === '' || selected === undefined) return [];
  if (!isFollowed(machine.codebase)) return [];
  const named = selected === 'all' ? '*' : selected.join(' ');
  const what = `${named} of ${entity}${isOfCaller ? ' of the caller' : ''}`;
  const source = machine.sourceAt(what, frame.file, node);
  if (!places.has(source)) places.set(source, { entity, model, column: undefined, selected, isOfCaller });
  return [{ source, marks: can.storedMarkup | can.unseen, step: undefined }];
}

/** `$row['column']` of the taints of a record. What was put under the key since is what it holds. */
export function columnTaints(machine: Machine, value: Value, key: string | undefined): readonly Taint[] {
  const { taints, array, records } = value;
  if (!taints.some(({ marks }) => (marks & can.storedMarkup) !== 0)) return taints;
  return taints.flatMap((taint) => {
    const stored = places.get(taint.source);
    if (stored === undefined || !isOnlyStored(taint.marks)) return [taint];
    if (key === undefined) return stored.column === undefined ? [taint] : [];
    if (stored.column !== undefined || array?.fields.has(key) === true) return [];
    const isNumber = /^\d+$/.test(key);
    if (isNumber && records?.form !== 'row') return [taint];
    const column = columnBy(stored, key, isNumber);
    if (column === undefined) return [];
    const { file, node, what } = taint.source;
    const source = machine.sourceAt(`${column}, ${what}`, file, node);
    if (!places.has(source)) places.set(source, { ...stored, column });
    return [{ ...taint, source }];
  });
}

function columnBy({ selected }: Stored, key: string, isNumber: boolean): string | undefined {
  if (selected === 'all') return isNumber ? undefined : key;
  return isNumber ? selected[Number(key)] : selected.find((each) => each === key);
}
