import { stringify } from 'yaml';
import type { Backend } from '../model/backend.ts';
import type { Emitted } from './emitted.ts';
import { inboxesOf, outboxesOf, outboxRoles } from './outbox-sql.ts';
import { parkedTable } from './parked-statements.ts';
import { quoteName, quoteText } from './sql-names.ts';

/** Gauges that a statement to the database answers: they are told also when the relay that should work is dead. */
export const gauges = {
  waiting: 'outbox_oldest_waiting_seconds',
  parked: 'parked_messages',
  parkedAge: 'parked_oldest_seconds',
} as const;

/** One row of figures from one table. */
export interface MessageGauge {
  readonly metric: (typeof gauges)[keyof typeof gauges];
  /** Name of the label that holds the table. */
  readonly label: 'outbox' | 'parked';
  /** Qualified and quoted. */
  readonly table: string;
  /** Column of the answer that holds the value. */
  readonly value: 'seconds' | 'messages';
  readonly sql: string;
}

/** What is measured of each outbox, and of each table of parked messages that the schema has. */
export function messageGauges({ data }: Backend): readonly MessageGauge[] {
  const roles = outboxRoles(data);
  const outboxes = roles.outboxes.length === 0 ? [] : outboxesOf(data);
  const inboxes = roles.inboxes.length === 0 ? [] : inboxesOf(data);
  const parks = [...outboxes, ...inboxes]
    .filter(({ isParkModelled }) => isParkModelled === true)
    .map(({ table }) => parkedTable(table));
  return [
    ...outboxes.map(({ table, columns }): MessageGauge => {
      const [created, sent, order] = [columns.created, columns.sent, columns.order].map(quoteName);
      return {
        metric: gauges.waiting,
        label: 'outbox',
        table,
        value: 'seconds',
        sql: `select ${quoteText(table)} as outbox, coalesce((select extract(epoch from now() - ${created}) from ${table} where ${sent} is null order by ${order} limit 1), 0) as seconds`,
      };
    }),
    ...parks.flatMap((table): readonly MessageGauge[] => [
      {
        metric: gauges.parked,
        label: 'parked',
        table,
        value: 'messages',
        sql: `select ${quoteText(table)} as parked, count(*) as messages from ${table} where given_up_at is null`,
      },
      {
        metric: gauges.parkedAge,
        label: 'parked',
        table,
        value: 'seconds',
        sql: `select ${quoteText(table)} as parked, coalesce(extract(epoch from now() - min(parked_at)), 0) as seconds from ${table} where given_up_at is null`,
      },
    ]),
  ];
}

const help: Readonly<Record<MessageGauge['metric'], string>> = {
  [gauges.waiting]: 'Seconds the oldest message of an outbox waits for its relay',
  [gauges.parked]: 'Messages that were refused, or stand behind one of their key that was',
  [gauges.parkedAge]: 'Seconds since the oldest of them was parked',
};

const schemaOf = (table: string): string =>
  table.includes('.') ? table.slice(0, table.lastIndexOf('.')).replaceAll('"', '') : 'public';

/** One file a schema, in the words of sql_exporter: where databases lie apart, each has an exporter of its own. */
export function gaugeCollectors(backend: Backend): readonly (Emitted & { readonly schema: string })[] {
  const all = messageGauges(backend);
  return [...new Set(all.map(({ table }) => schemaOf(table)))].map((schema) => {
    const own = all.filter(({ table }) => schemaOf(table) === schema);
    const metrics = [...new Set(own.map(({ metric }) => metric))].flatMap((metric) => {
      const rows = own.filter((gauge) => gauge.metric === metric);
      const [first] = rows;
      return first === undefined
        ? []
        : [
            {
              metric_name: metric,
              type: 'gauge',
              help: help[metric],
              key_labels: [first.label],
              values: [first.value],
              query: rows.map(({ sql }) => sql).join('\nunion all\n'),
            },
          ];
    });
    const text = stringify({ collector_name: `messages_${schema}`, metrics }, { lineWidth: 0 });
    return { schema, text, lost: [] };
  });
}
