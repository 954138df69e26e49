import { qualifiedName, tableKey } from '../../../artifacts/sql-names.ts';
import type { Inbox, Outbox } from '../../../artifacts/outbox-statements.ts';
import type { Query } from '../../../model/data.ts';
import type { Operation } from '../../../model/domain.ts';
import type { Quantity } from '../../../model/origin.ts';
import type { Layout } from '../layout.ts';
import { supportTable } from '../support.ts';
import type { Mechanism } from '../support.ts';
import { sampleId, sampleTime } from './samples.ts';
import { parameters, query } from './statement.ts';

type Kind = Query['kind'];
export type Sample = readonly [type: string, sample: string];

export const uuid: Sample = ['uuid', sampleId];
export const text = (sample: string): Sample => ['text', sample];
export const json: Sample = ['jsonb', '{}'];
export const time: Sample = ['timestamp with time zone', sampleTime];

/**
 * A statement about the table of a mechanism, and those it reads or writes besides; `{}` in the text is the table, `$n`
 * the samples in order.
 */
export function about(
  layout: Layout,
  context: string,
  mechanisms: Mechanism | readonly [Mechanism, ...Mechanism[]],
  place: {
    readonly id: string;
    readonly operation?: Operation;
    readonly rate?: Quantity;
    readonly rule: string;
  },
  kind: Kind,
  sql: string,
  samples: readonly Sample[],
): Query {
  const [first, ...more] = typeof mechanisms === 'string' ? [mechanisms] : mechanisms;
  const table = supportTable(layout, context, first);
  const tables = [table, ...more.map((mechanism) => supportTable(layout, context, mechanism))];
  const into = parameters();
  const names = namesIn(sql);
  for (const [at, [type, sample]] of samples.entries())
    into.add(type, sample, names.get(at + 1) ?? `p${at + 1}`);
  const written = sql.replaceAll('{}', qualifiedName(table));
  return query({ inTransaction: true, ...place }, kind, tables.map(tableKey), written, into);
}

/** What each `$n` of a written statement is: the column it is inserted into, set to or compared with. */
function namesIn(sql: string): ReadonlyMap<number, string> {
  const inserted = /^insert into \S+ \(([^)]*)\) values/.exec(sql)?.[1]?.split(', ') ?? [];
  const compared = [...sql.matchAll(/(\w+) (?:=|<=|<) \$(\d+)/g)].map(
    ([, name = '', at]) => [Number(at), name] as const,
  );
  return new Map([...inserted.map((name, at) => [at + 1, name] as const), ...compared]);
}

/** What a mechanism does of its own. */
export interface Infrastructure {
  readonly name: string;
  readonly kind: Kind;
  readonly rule: string;
  /** `{}` is the table; as delivered in a file of its own, for the mechanisms that have one. */
  readonly sql: string | ((delivered: Delivered) => string);
  /** Whose table it reads or writes, too. */
  readonly also?: Mechanism;
  readonly samples: readonly Sample[];
  /** Rows one execution handles, of those the mechanism sees each second. */
  readonly share: number;
}

/** Outbox and inbox of a context as the statements of their file speak of them. */
export interface Delivered {
  readonly outbox: Outbox;
  readonly inbox: Inbox;
  readonly parked: string;
}
