import { readCondition } from './conditions.ts';
import type { Named, Scope } from './conditions.ts';
import type { Channel, Lock, Participant, StoredRecord } from './flow-spec.ts';
import { choices } from './problem.ts';
import type { Problems } from './problem.ts';
import type { RecordShape, Shape } from './shape.ts';

/** What is declared at the top of the file, by name. */
export interface Declared {
  readonly participants: ReadonlyMap<string, Participant>;
  readonly records: ReadonlyMap<string, StoredRecord>;
  readonly channels: readonly Channel[];
  readonly locks: ReadonlyMap<string, Lock>;
  /** Channel of each message. */
  readonly messages: ReadonlyMap<string, Channel>;
}

export const scopeOf = (records: Iterable<StoredRecord>): Map<string, Named> =>
  new Map([...records].map(({ name, words }) => [name, words === undefined ? {} : { words }]));

export function readDeclared(shape: Shape, problems: Problems): Declared {
  const participants = new Map(
    Object.entries(shape.participants).map(([name, kind]) => [name, { name, kind }]),
  );
  const plain = new Map(
    Object.entries(shape.records).map(([name, record]) => [name, readRecord(name, record, problems)]),
  );
  const scope = scopeOf(plain.values());
  const records = new Map(
    [...plain].map(([name, record]) => [name, withCopy(record, shape.records[name], plain, scope, problems)]),
  );
  for (const { name, at } of records.values())
    if (!participants.has(at))
      problems.tell(
        ['records', name, 'at'],
        `there is no participant ${at}`,
        `Add it to participants; there are ${choices([...participants.keys()])}.`,
      );
  const channels = Object.entries(shape.channels).map(
    ([name, { delivery, ordered, messages = [name] }]): Channel => ({ name, delivery, ordered, messages }),
  );
  return {
    participants,
    records,
    channels,
    locks: new Map(Object.entries(shape.locks).map(([name, lock]) => [name, { name, ...lock }])),
    messages: messagesOf(channels, problems),
  };
}

function messagesOf(channels: readonly Channel[], problems: Problems): ReadonlyMap<string, Channel> {
  const messages = new Map<string, Channel>();
  for (const channel of channels)
    for (const message of channel.messages) {
      const other = messages.get(message);
      if (other !== undefined)
        problems.tell(
          ['channels', channel.name],
          `${message} is a message of ${other.name} and of ${channel.name}`,
          'Give one of them another name.',
        );
      messages.set(message, channel);
    }
  return messages;
}

type Values = Pick<StoredRecord, 'least' | 'most' | 'words' | 'counts'>;

function valuesOf(values: RecordShape['values']): Values {
  if (values === 'times') return { least: 0, most: 2, counts: true };
  if (typeof values !== 'string') return { least: 0, most: values.length - 1, words: values, counts: false };
  const [least = 0, most = 0] = values.split('..').map(Number);
  return { least, most, counts: false };
}

function readRecord(name: string, shape: RecordShape, problems: Problems): StoredRecord {
  const values = valuesOf(shape.values);
  const { least, most } = values;
  if (least >= most || least < -10)
    problems.tell(
      ['records', name, 'values'],
      `${String(shape.values)} is no range that can be searched`,
      'Write the least and the most, such as -1..3: at least -10, at most 99.',
    );
  return {
    name,
    at: shape.at,
    ...values,
    start: startOf(name, shape, values, problems),
    shared: shape.shared,
    expires: shape.expires,
  };
}

function startOf(name: string, { start }: RecordShape, values: Values, problems: Problems): number {
  const { least, most, words } = values;
  if (start === undefined) return Math.min(Math.max(0, least), most);
  const value = typeof start === 'number' ? start : (words?.indexOf(start) ?? -1);
  const isKnown = typeof start === 'number' ? value >= least && value <= most : value >= 0;
  if (!isKnown)
    problems.tell(
      ['records', name, 'start'],
      `${name} cannot start as ${start}`,
      words === undefined ? `Its values are ${least} to ${most}.` : `Its values are ${choices(words)}.`,
    );
  return isKnown ? value : least;
}

function withCopy(
  record: StoredRecord,
  shape: RecordShape | undefined,
  all: ReadonlyMap<string, StoredRecord>,
  scope: Scope,
  problems: Problems,
): StoredRecord {
  const source = shape?.['copy-of'];
  if (shape === undefined || source === undefined) return record;
  const path = ['records', record.name, 'copy-of'];
  const of = all.get(source);
  if (of === undefined || source === record.name)
    problems.tell(path, `there is no other record ${source}`, `There are ${choices([...all.keys()])}.`);
  else if (of.shared !== record.shared || of.most !== record.most || of.least !== record.least)
    problems.tell(
      path,
      `${record.name} has not the values of ${source}`,
      'Give both the same values, and the same shared.',
    );
  const holds =
    shape.while === undefined
      ? undefined
      : readCondition(shape.while, ['records', record.name, 'while'], scope, problems);
  return { ...record, copyOf: { record: source, ...(holds !== undefined && { while: holds }) } };
}
