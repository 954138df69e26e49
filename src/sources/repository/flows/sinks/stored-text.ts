import { anyMarkup, can } from '../marks.ts';
import { storedIn } from '../stored/columns.ts';
import type { Stored } from '../stored/columns.ts';
import { noteSetByCode } from '../stored/set-by-code.ts';
import { isFollowed } from '../stored/followed.ts';
import { columnsWritten } from '../stored/statements.ts';
import type { Place, Value } from '../value.ts';
import { isFromOutside, tainted, wholeText } from '../value.ts';
import { writtenRecord } from './records.ts';
import type { CallFact, Hit, Sink, WriteFact } from './sink.ts';
import { calledName } from './sink.ts';

/** Fields of a change that hold the columns. */
const operators = /^(\$set|\$setOnInsert|\$push|\$addToSet|data|create|update|\d+)$/;

interface Written {
  readonly entity: string;
  readonly action: 'create' | 'change';
  readonly what: string;
}

/** What a call writes into columns of records. */
function hits(call: CallFact): readonly Hit[] {
  if (!isFollowed(call.machine.codebase)) return [];
  const statement = columnsWritten(call).map(({ entity, action, column, value }) =>
    hitOf(value, column, { entity, action, what: calledName(call) }, undefined),
  );
  if (statement.length > 0) return statement;
  const [first] = call.args;
  const held = heldIn(call.receiver) ?? heldIn(first);
  const written = changedRecord(call, heldIn(call.receiver)) ?? writtenRecord(call);
  if (written === undefined) return [];
  const entity = written.entity === '' ? (held?.entity ?? '') : written.entity;
  const to: Written = { entity, action: call.isNew ? 'create' : 'change', what: calledName(call) };
  return entity === '' ? [] : written.data.flatMap((value) => fieldsWritten(value, to, 0));
}

const heldIn = (value: Value | undefined): Stored | undefined =>
  value === undefined ? undefined : storedIn(value);

/** `record.update({ … })` of a record that was read. */
const changedRecord = (
  { method, args }: CallFact,
  held: Stored | undefined,
): ReturnType<typeof writtenRecord> =>
  held !== undefined && /^(set|update|updateOne|merge|assign|fill|patch)$/.test(method)
    ? { entity: held.entity, data: args.slice(0, 1) }
    : undefined;

function fieldsWritten(value: Value, to: Written, depth: number): readonly Hit[] {
  if (depth > 2) return [];
  const inside = value.things.flatMap(({ kind, fields, rest, places }): readonly Hit[] => {
    if (kind === 'instance') return [];
    const named = [...fields].flatMap(([key, field]) =>
      operators.test(key) ? fieldsWritten(field, to, depth + 1) : [hitOf(field, key, to, places?.get(key))],
    );
    const others =
      kind === 'array' ? fieldsWritten(rest, to, depth + 1) : wholeOf(rest, to, [...fields.keys()]);
    return [...named, ...others];
  });
  return [...inside, ...wholeOf(value, to, [])];
}

const hitOf = (value: Value, column: string, { entity, action, what }: Written, place?: Place): Hit => ({
  value,
  what: `${column} of ${what}`,
  access: { entity, action, key: column },
  ...(place === undefined ? {} : { place }),
});

/** A body that is written as a whole: any column that nobody names beside it. */
function wholeOf(
  { taints }: Value,
  { entity, action, what }: Written,
  except: readonly string[],
): readonly Hit[] {
  const whole = taints.filter(
    ({ source, marks }) => /^the (body|input)$/.test(source.what) && (marks & can.object) !== 0,
  );
  return whole.length === 0
    ? []
    : [{ value: tainted(whole), what: `fields of ${what}`, access: { entity, action, key: '', except } }];
}

/** `record.title = request.body.title`, in code that saves records. What code sets itself is not what was sent. */
function writes({ machine, object, key, value, frame }: WriteFact): readonly Hit[] {
  const stored = key === undefined || !isFollowed(machine.codebase) ? undefined : storedIn(object);
  if (stored === undefined || key === undefined) return [];
  if (!isFromOutside(value)) {
    const isShown = value.taints.some(({ marks }) => (marks & anyMarkup) !== 0);
    if (wholeText(value) === undefined && !isShown) noteSetByCode(machine, stored.entity, key);
    return [];
  }
  if (!/\.(save|persist|flush|update\w*|set)\(/.test(frame.file.text)) return [];
  return [hitOf(value, key, { entity: stored.entity, action: 'change', what: 'the record' })];
}

/** Told only together with a page that shows the column. */
export const storedTextSink: Sink = {
  kind: 'stored-text',
  needs: can.markup | can.code,
  hits,
  writes,
};
