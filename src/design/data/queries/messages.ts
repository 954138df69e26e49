import { inboxesOf, outboxesOf } from '../../../artifacts/outbox-sql.ts';
import {
  cleanUpBatch,
  handledCleanUpSql,
  rememberSql,
  sentCleanUpSql,
  takeSql,
} from '../../../artifacts/outbox-statements.ts';
import {
  behindParkedSql,
  giveUpSql,
  inboxReplaySql,
  parkedCleanUpSql,
  relayReplaySql,
} from '../../../artifacts/parked-statements.ts';
import { qualifiedName } from '../../../artifacts/sql-names.ts';
import type { Layout } from '../layout.ts';
import { supportTable, supportingTable } from '../support.ts';
import type { Mechanism } from '../support.ts';
import { sampleId } from './samples.ts';
import { json, text, uuid } from './standing.ts';
import type { Delivered, Infrastructure, Sample } from './standing.ts';

const consumer: Sample = text('orders: send the receipt');

/** What was parked comes back, is given up, and its record goes in the end. */
const parkedLife = (
  replay: Pick<Infrastructure, 'sql' | 'also' | 'samples'>,
  key: readonly Sample[],
): readonly Infrastructure[] => [
  {
    name: 'replay',
    kind: 'delete',
    rule: 'an operator brings the parked messages of a key back, oldest first',
    share: 0,
    ...replay,
  },
  {
    name: 'give-up',
    kind: 'update',
    rule: 'a message that is given up keeps its record, with a reason and a name',
    sql: ({ parked }) => giveUpSql(parked, key.length === 1 ? ['message_id'] : ['consumer', 'event_id']),
    samples: [...key, text('by the on-call engineer: superseded')],
    share: 0,
  },
  {
    name: 'cleanup',
    kind: 'delete',
    rule: 'records of what was given up go in small batches',
    sql: ({ parked }) => parkedCleanUpSql(parked),
    samples: [],
    share: 0,
  },
];

/** Relay, consumers and operators: the statements of the delivered file, whose plans and privileges are thus these. */
export const messageStatements: Readonly<
  Record<'outbox' | 'outbox-parked' | 'inbox' | 'inbox-parked', readonly Infrastructure[]>
> = {
  outbox: [
    {
      name: 'take',
      kind: 'update',
      rule: 'the relay marks a batch in the order of writing; its marks hold once the receiver has confirmed it: at least once',
      sql: ({ outbox }) => takeSql(outbox),
      also: 'outbox-parked',
      samples: [],
      share: 1 / 100,
    },
    {
      name: 'cleanup',
      kind: 'delete',
      rule: 'old rows go in small batches, so that no lock is held for long',
      sql: ({ outbox }) => sentCleanUpSql(outbox),
      also: 'outbox-parked',
      samples: [],
      share: 1 / cleanUpBatch,
    },
  ],
  'outbox-parked': parkedLife(
    { sql: ({ outbox }) => relayReplaySql(outbox), also: 'outbox', samples: [text(sampleId)] },
    [uuid],
  ),
  inbox: [
    {
      name: 'record',
      kind: 'insert',
      rule: 'no row inserted means the event was handled before',
      sql: ({ inbox }) => rememberSql(inbox),
      samples: [consumer, uuid],
      share: 1,
    },
    {
      name: 'cleanup',
      kind: 'delete',
      rule: 'old rows go in small batches, so that no lock is held for long',
      sql: ({ inbox }) => handledCleanUpSql(inbox.table, inbox.handled ?? ''),
      samples: [],
      share: 1 / cleanUpBatch,
    },
  ],
  'inbox-parked': [
    {
      name: 'look',
      kind: 'insert',
      rule: 'a message whose key has a parked one is parked behind it',
      sql: ({ inbox }) => behindParkedSql(inbox),
      samples: [consumer, uuid, text(sampleId), json],
      share: 1,
    },
    ...parkedLife({ sql: ({ inbox }) => inboxReplaySql(inbox), samples: [consumer, text(sampleId)] }, [
      consumer,
      uuid,
    ]),
  ],
};

export function deliveredOf(layout: Layout, context: string, mechanism: Mechanism): Delivered {
  const tables = (['outbox', 'outbox-parked', 'inbox', 'inbox-parked'] as const).map((each) =>
    supportingTable(layout, context, each),
  );
  const [[outbox], [inbox]] = [outboxesOf({ tables }), inboxesOf({ tables })];
  if (outbox === undefined || inbox === undefined)
    throw new Error(`the tables of outbox and inbox of ${context} are not known as such by their columns`);
  return { outbox, inbox, parked: qualifiedName(supportTable(layout, context, mechanism)) };
}
