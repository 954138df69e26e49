import { relaySlots } from '../../../artifacts/outbox-statements.ts';
import { quoteName, quoteNullable, quoteText } from '../../../artifacts/sql-names.ts';
import { readTableFacts } from '../rows/facts.ts';
import { problemOf } from '../rows/problem.ts';
import { solve } from '../rows/solve.ts';
import type { Session } from '../session.ts';
import type { RelayParameters } from './parameters.ts';

/** What a message needs to differ in from the next. */
export interface Message {
  /** Place in the order, from 1. */
  readonly order: number;
  readonly key: string;
  /** SQL for the time it was handed on, `null` when it waits. */
  readonly sent: string;
  /** SQL for the time it was written. */
  readonly created?: string;
}

/** Writes messages into the outbox of a schema. */
export interface Template {
  /** INSERT of one message, in full. */
  readonly insert: (message: Message) => string;
  /** INSERT of many: `from` + 1 to `from` + `count`, of several keys in turn. */
  readonly insertMany: (from: number, count: number, sent: string) => string;
  /** How the id of a message reads in answers. */
  readonly idOf: (message: Pick<Message, 'order'>) => string;
}

interface Kind {
  readonly literal: (order: number) => string;
  readonly text: (order: number) => string;
  /** Over `n` of a generated series. */
  readonly series: string;
}

/** Values that differ by number, by type of the column. */
function kindOf(type: string): Kind | undefined {
  if (type === 'uuid') {
    const text = (order: number): string => `00000000-0000-7000-8000-${order.toString(16).padStart(12, '0')}`;
    const series = `('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
    return { text, literal: (order) => quoteText(text(order)), series };
  }
  if (/^(bigint|integer|smallint|numeric)/.test(type)) return { text: String, literal: String, series: 'n' };
  if (/^(text|character varying)/.test(type))
    return { text: (order) => `m${order}`, literal: (order) => `'m${order}'`, series: `'m' || n` };
  if (type.startsWith('timestamp')) {
    const at = `timestamp '2026-01-01' + interval '1 second' *`;
    return { text: String, literal: (order) => `(${at} ${order})`, series: `${at} n` };
  }
  return undefined;
}

/** @returns a text: why no messages can be made. */
export async function templateOf(
  session: Session,
  { name, schema, columns: { id, order, sent, created, key } }: RelayParameters,
): Promise<Template | string> {
  const facts = (await readTableFacts(session)).find(
    (table) => table.name === name && table.schema === schema,
  );
  if (facts === undefined) return `the file makes no table ${schema}.${name}`;
  const typeOf = (column: string): string => facts.columns.find((one) => one.name === column)?.type ?? '';
  const [ids, orders] = [kindOf(typeOf(id)), kindOf(typeOf(order))];
  if (ids === undefined || orders === undefined) return `ids of type ${typeOf(id)} cannot be made here`;
  const [row] = await solve(session, facts, [problemOf(facts, new Map())]);
  if (row === undefined) return 'no message was found that keeps the rules of its table';
  const own = [...new Set([id, order, sent, created, ...(key === null ? [] : [key])])];
  const rest = [...row].filter(([column]) => !own.includes(column));
  const head = [...own, ...rest.map(([column]) => column)].map(quoteName).join(', ');
  const tail = rest.map(([, value]) => quoteNullable(value));
  const into = `insert into ${quoteName(schema)}.${quoteName(name)} (${head}) overriding system value`;
  const valuesFor = (by: Readonly<Record<string, string>>): string =>
    [...own.map((column) => by[column] ?? 'null'), ...tail].join(', ');
  const keyNamed = (text: string): Readonly<Record<string, string>> => (key === null ? {} : { [key]: text });
  return {
    idOf: (message) => ids.text(message.order),
    insert: (message) =>
      `${into} values (${valuesFor({
        [created]: message.created ?? 'now()',
        [sent]: message.sent,
        [order]: orders.literal(message.order),
        [id]: ids.literal(message.order),
        ...keyNamed(quoteText(message.key)),
      })})`,
    insertMany: (from, count, handed) =>
      `${into} select ${valuesFor({
        [created]: 'now()',
        [sent]: handed,
        [order]: orders.series,
        [id]: ids.series,
        ...keyNamed(
          `(array[${keysOf(typeOf(key ?? ''))
            .map(quoteText)
            .join(', ')}])[n % ${keyCount} + 1]::${typeOf(key ?? '') || 'text'}`,
        ),
      })} from generate_series(${from + 1}, ${from + count}) as n`,
  };
}

const keyCount = 16;

/** Values a key may have, by type. */
export const keysOf = (type: string): readonly string[] => {
  const kind = kindOf(type);
  return Array.from({ length: keyCount }, (_, at) => kind?.text(at + 1) ?? String(at + 1));
};

interface SlottedKey {
  readonly value: string;
  readonly slot: string;
}

/** Two keys of different slots. */
export async function keysOfSlots(
  session: Session,
  { keyType, columns: { key } }: RelayParameters,
): Promise<readonly [SlottedKey, SlottedKey]> {
  const all = keysOf(key === null ? 'text' : keyType);
  const rows = await session.rows(
    `select value, (hashtext(value) & 2147483647) % ${relaySlots} as slot from unnest($1::text[]) as value`,
    [`{${all.join(',')}}`],
  );
  const found = rows.map(({ value, slot }) => ({ value: value ?? '', slot: slot ?? '' }));
  const [first = { value: '1', slot: '0' }] = found;
  return [first, found.find(({ slot }) => slot !== first.slot) ?? first];
}
