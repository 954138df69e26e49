import { can, isOnlyStored, ofStored } from '../marks.ts';
import type { Frame, Machine } from '../machine.ts';
import { holdsCaller } from '../caller.ts';
import type { RecordCall } from '../sinks/record-calls.ts';
import type { CallFact } from '../sinks/sink.ts';
import { joinTaints } from '../taints.ts';
import type { Source, Taint, Value } from '../value.ts';
import { nothing, tainted } from '../value.ts';
import { isFollowed } from './followed.ts';
import { selectedColumns } from './selected.ts';

/** A record that was read from a store, or a column of one. */
export interface Stored {
  readonly entity: string;
  /** Undefined for the record itself. */
  readonly column: string | undefined;
  /** The columns that the statement names; all where it names none. */
  readonly selected: readonly string[] | 'all';
  /** It was looked up by who is calling: what they see is their own. */
  readonly isOfCaller: boolean;
}

const places = new WeakMap<Source, Stored>();

export const storedOf = (source: Source): Stored | undefined => places.get(source);

/** The record that a value holds, where it is one that was read. */
export const storedIn = ({ taints }: Value): Stored | undefined =>
  taints.map(({ source }) => places.get(source)).find((stored) => stored?.column === undefined && stored);

/** Calls on the way from a question to its answer. */
const onTheWay =
  /^(sort|limit|skip|populate|lean|exec|select|project|orderBy|order|offset|where|andWhere|orWhere|first|last|collation|hint|session|addSelect|leftJoinAndSelect|take|getMany|getOne|getOneOrFail|toArray|toObject|toJSON|cursor|stream|fetch|all|get|each|next|values|execute|then|catch)$/;

/** What a call that reads records gives of them. */
export function rowsRead(
  machine: Machine,
  call: CallFact,
  records: RecordCall | undefined,
  frame: Frame,
): Value {
  if (!isFollowed(machine.codebase)) return nothing;
  const kept = onTheWay.test(call.method) ? rowsOf(call.receiver) : [];
  if (records === undefined || records.action !== 'read' || records.entity === '') return tainted(kept);
  const selected = selectedColumns(call);
  if (selected === undefined) return tainted(kept);
  const isOfCaller = records.filters.some(({ value }) => holdsCaller(value));
  const source = machine.sourceAt(
    `record of ${records.entity}${isOfCaller ? ' of the caller' : ''}`,
    frame.file,
    call.node,
  );
  places.set(source, { entity: records.entity, column: undefined, selected, isOfCaller });
  const row: Taint = { source, marks: ofStored | can.unseen, step: undefined };
  return tainted(joinTaints(kept, [row]));
}

const rowsOf = (value: Value | undefined): readonly Taint[] =>
  (value?.taints ?? []).filter(
    ({ source, marks }) => isOnlyStored(marks) && places.get(source)?.column === undefined,
  );

/** `record.column` of the taints of a record: what the column holds. A member of a column is not known. */
export function columnsOf(machine: Machine, taints: readonly Taint[], key: string): readonly Taint[] {
  if (!taints.some(({ marks }) => (marks & ofStored) !== 0)) return taints;
  return taints.flatMap((taint) => {
    const stored = (taint.marks & ofStored) === 0 ? undefined : places.get(taint.source);
    if (stored === undefined) return [taint];
    if (stored.column !== undefined) return [];
    if (stored.selected !== 'all' && !stored.selected.includes(key)) return [];
    const { file, node, what } = taint.source;
    const source = machine.sourceAt(`column ${key}, ${what}`, file, node);
    if (!places.has(source)) places.set(source, { ...stored, column: key });
    return [{ ...taint, source }];
  });
}
