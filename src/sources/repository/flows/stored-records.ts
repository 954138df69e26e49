import type { StoredRecord } from '../../../model/trust.ts';
import { saysCaller } from './caller.ts';
import type { Machine } from './machine.ts';
import { recordInMemory } from './sinks/record-memory.ts';
import { declared, written } from './sinks/record-statements.ts';
import { recordsOf, writtenRecord } from './sinks/records.ts';
import type { CallFact } from './sinks/sink.ts';
import type { Value } from './value.ts';

/** What is known of records of one kind while the code is walked. */
export interface Stored {
  readonly columns: Set<string>;
  readonly foundBy: Set<string>;
  readonly madeBy: Set<string>;
}

/** Kinds of records, and columns of one kind, that are kept. */
const most = 400;

/** Records of a written list that are looked at. */
const mostShown = 5;

/** Keeps what a call says of the records it makes or looks up, also where no schema is told. */
export function noteStored(call: CallFact): void {
  for (const [entity, columns] of declared(call)) {
    const stored = storedOf(call.machine, entity);
    for (const column of columns) add(stored?.columns, columnOf(column));
  }
  const made = written(call) ?? constructed(call);
  if (made !== undefined) {
    const stored = storedOf(call.machine, made.entity);
    for (const [column, value] of made.columns)
      if (made.isNew) noteMade(stored, column, value);
      else add(stored?.columns, columnOf(column));
    if (made.isNew) return;
  }
  const records = recordsOf(call);
  if (records === undefined || records.entity === '') return;
  const stored = storedOf(call.machine, records.entity);
  for (const { key, value } of records.filters) {
    const column = columnOf(key);
    if (column === undefined) continue;
    add(stored?.columns, column);
    if (saysCaller(value) && !/^_?id$/i.test(column)) add(stored?.foundBy, column);
  }
  // Records that stand in the code themselves.
  for (const { fields } of recordInMemory(call) === undefined ? [] : (call.receiver?.things ?? []))
    for (const { things } of [...fields.values()].slice(0, mostShown))
      for (const each of things) for (const key of each.fields.keys()) add(stored?.columns, columnOf(key));
  if (records.action === 'read' || records.action === 'remove') return;
  for (const { things } of records.data.flatMap(withSet))
    for (const { kind, fields } of things)
      if (kind === 'object')
        for (const [key, value] of fields)
          if (records.action === 'create') noteMade(stored, key, value);
          else add(stored?.columns, columnOf(key));
}

interface Made {
  readonly entity: string;
  readonly isNew: true;
  readonly columns: ReadonlyMap<string, Value>;
}

/** `new Note({ … })` of a mapper. */
function constructed(call: CallFact): Made | undefined {
  if (!call.isNew) return undefined;
  const made = writtenRecord(call);
  if (made === undefined || /^(Schema)?$/.test(made.entity)) return undefined;
  const fields = made.data.flatMap(({ things }) => things.flatMap((thing) => [...thing.fields]));
  return { entity: made.entity, isNew: true, columns: new Map(fields) };
}

/** `{ $set: { … } }` sets what stands inside of it. */
const withSet = (value: Value): readonly Value[] => [
  value,
  ...value.things.flatMap(({ fields }) => fields.get('$set') ?? []),
];

function noteMade(stored: Stored | undefined, key: string, value: Value): void {
  const column = columnOf(key);
  if (column === undefined) return;
  add(stored?.columns, column);
  if (saysCaller(value)) add(stored?.madeBy, column);
}

const columnOf = (key: string): string | undefined => {
  const [first = ''] = key.split('.');
  return /^\w{1,60}$/.test(first) ? first : undefined;
};

function add(columns: Set<string> | undefined, column: string | undefined): void {
  if (columns !== undefined && column !== undefined && columns.size < most) columns.add(column);
}

function storedOf({ stored }: Machine, entity: string): Stored | undefined {
  const known = stored.get(entity);
  if (known !== undefined || stored.size >= most) return known;
  const made: Stored = { columns: new Set(), foundBy: new Set(), madeBy: new Set() };
  stored.set(entity, made);
  return made;
}

const sorted = (columns: ReadonlySet<string>): readonly string[] => [...columns].toSorted();

export const storedRecords = ({ stored }: Machine): readonly StoredRecord[] =>
  [...stored]
    .filter(([, { columns }]) => columns.size > 0)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([entity, { columns, foundBy, madeBy }]) => ({
      entity,
      columns: sorted(columns),
      foundBy: sorted(foundBy),
      madeBy: sorted(madeBy),
    }));
