import type { Entity, Field, FieldType, Operation } from '../../model/domain.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { groupedArrivals } from '../../queueing/polya-aeppli.ts';
import { figure } from '../capacity/figures.ts';
import { highOf, inWords, lowOf, plain, product, ranged } from '../quantities.ts';
import { filledBytes } from '../sizing/volume.ts';
import type { Population } from './population.ts';

/** Seconds that are busier than this part of all seconds of the peak are a burst. */
const usual = 0.999;

/**
 * Requests in a busy second of the peak, exceeded in one of a thousand. Views come independently of each other and each
 * asks for several things at once, a geometric number of mean b: a count of index of dispersion 2b − 1.
 */
export function burstOf(peak: Quantity): Quantity {
  const together = figure('callsTogether');
  const at = (rate: number, calls: number): number =>
    Math.max(Math.ceil(rate), groupedArrivals(rate, calls, usual));
  return ranged(
    at(peak.value, together.value),
    at(lowOf(peak), lowOf(together)),
    at(highOf(peak), highOf(together)),
    'requests/s',
    'requests in a second that one of a thousand exceeds, index of dispersion 2b − 1',
    [`peak ${inWords(peak)}`, `b = ${plain(together.value)} calls of one view together (default)`],
  );
}

/** Bytes of a request: its headers, and the fields that a client sends as JSON. */
export function requestBytes(operation: Operation, entities: readonly Entity[]): Quantity {
  const headers = figure('requestHeaders');
  const body = bodyBytes(operation, entities);
  return ranged(
    headers.value + body,
    lowOf(headers) + body / 2,
    highOf(headers) + body * 2,
    'bytes',
    'headers + JSON of the fields a client sends',
    [`headers ${inWords(headers)} (default)`, `body ${plain(body)} bytes, within a factor of two`],
  );
}

/** A quoted name, colon, quotes of a value and comma. */
const punctuation = 6;

const jsonBytes = (fields: readonly Field[]): number =>
  fields.reduce((sum, field) => sum + field.name.length + punctuation + writtenBytes(field), 0);

function bodyBytes({ verb, entity, input = [] }: Operation, entities: readonly Entity[]): number {
  const sent = ['create', 'update', 'import'].includes(verb)
    ? (entities.find(({ name }) => name === entity)?.fields ?? []).filter(
        ({ serverSet }) => serverSet !== true,
      )
    : [];
  return jsonBytes([...sent, ...input]);
}

/** Length of kinds whose text is longer than their storage. */
const textLengths: Partial<Readonly<Record<FieldType['kind'], number>>> = {
  uuid: 36,
  ref: 36,
  datetime: 24,
  date: 10,
  bool: 5,
  int: 6,
  bigint: 10,
  money: 8,
};

const writtenBytes = (field: Field): number =>
  (textLengths[field.type.kind] ?? filledBytes({ ...field, optional: false })) * (field.optional ? 0.6 : 1);

/** Connections that people keep open while they think, and how many of their requests need a new one. */
export interface UserConnections {
  readonly open: Quantity;
  /** TLS handshakes a second. */
  readonly opened: Quantity;
}

/**
 * One multiplexed connection for each user, closed when nothing was asked for as long as the gateway keeps it. With
 * exponential think times of mean Z and a limit T it is open for a part 1 − e^(−T/Z) of the time, and a request finds
 * it closed with probability e^(−T/Z).
 */
export function userConnections({ users, think, peak }: Population): UserConnections {
  const idle = figure('keepAlive');
  const kept = (pause: number, limit: number): number => 1 - Math.exp(-limit / pause);
  const from = [`think time ${inWords(think)}`, `kept for ${inWords(idle)} (default)`];
  const part = ranged(
    kept(think.value, idle.value),
    kept(highOf(think), lowOf(idle)),
    kept(lowOf(think), highOf(idle)),
    'ratio',
    '1 − e^(−kept / think time)',
    from,
  );
  const closed = derived(1 - part.value, 'ratio', 'e^(−kept / think time)', from);
  const rate = product('requests/s', 'users / think time × peak', [
    { name: 'users', quantity: users },
    { name: 'think time', quantity: think, divides: true },
    { name: 'peak', quantity: peak },
  ]);
  return {
    open: product('connections', 'users × part of the time a connection is kept', [
      { name: 'users', quantity: users },
      { name: 'kept', quantity: part },
    ]),
    opened: product('requests/s', 'requests × part that finds its connection closed', [
      {
        name: 'requests',
        quantity: { ...derived(rate.value, 'requests/s', 'users / think time × peak', []) },
      },
      { name: 'closed', quantity: closed },
    ]),
  };
}
