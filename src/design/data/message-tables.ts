import { givenUpDays, parkedTable } from '../../artifacts/parked-statements.ts';
import type { Blueprint } from './blueprint.ts';
import { days, rows, time } from './blueprint.ts';

/** Names of the tables that messages pass. */
export const messageTables = {
  outbox: 'outbox_events',
  'outbox-parked': parkedTable('outbox_events'),
  inbox: 'inbox_events',
  'inbox-parked': parkedTable('inbox_events'),
} as const;

/** What every parked message has, whoever parked it. */
const parked = {
  columns: [
    ['because', 'text', 40, 60],
    ['parked_at', `${time} = now()`, -0.9, 8],
    ['given_up_at', `${time}?`, -0.9, 8],
  ],
  indexes: [{ columns: ['given_up_at'] }],
  checks: [],
  rows: rows(1_000, 'few messages are refused; one that waits opens a ticket'),
  retention: days(givenUpDays, 'a message that was given up keeps its record for a month'),
} as const;

export const messageBlueprints: Readonly<Record<keyof typeof messageTables, Blueprint>> = {
  outbox: {
    comment: 'Events to publish, written in the transaction that brings them about; a relay hands them on',
    rule: 'transactional outbox: an event is published if and only if its change is committed',
    columns: [
      ['id', 'uuid', -1, 16],
      ['position', 'bigint = generated always as identity', -1, 8],
      ['name', 'text', 40, 18],
      ['aggregate', 'text', 20, 12],
      ['aggregate_id', 'uuid', -0.5, 16],
      ['ordering_key', 'text', -0.5, 37],
      ['payload', 'jsonb', -0.9, 300],
      ['attempts', 'integer = 0', 5, 4],
      ['created_at', `${time} = now()`, -0.9, 8],
      ['published_at', `${time}?`, -0.9, 8],
    ],
    key: ['id'],
    indexes: [{ columns: ['position'], where: 'published_at is null' }, { columns: ['published_at'] }],
    checks: [
      ['name', 'char_length(name) <= 120'],
      ['attempts', 'attempts >= 0'],
    ],
    rows: rows(1_000_000, 'published events are deleted after a week'),
    retention: days(7, 'published events are kept for a week of replay'),
  },
  'outbox-parked': {
    comment:
      'Events that are not handed on: refused once too often, or of the key of one that was. They stay in the outbox',
    rule: 'dead letters: one message that is refused holds up its key, and no other',
    ...parked,
    columns: [
      ['message_id', 'uuid', -1, 16],
      ['ordering_key', 'text', -0.5, 37],
      ['position', 'bigint', -1, 8],
      ...parked.columns,
    ],
    key: ['message_id'],
    indexes: [{ columns: ['ordering_key', 'position'], where: 'given_up_at is null' }, ...parked.indexes],
  },
  'inbox-parked': {
    comment: 'Events that their consumer could not handle, and those of their keys behind them',
    rule: 'dead letters: one message that cannot be handled holds up its key, and no other',
    ...parked,
    columns: [
      ['consumer', 'text', 20, 20],
      ['event_id', 'uuid', -0.5, 16],
      ['ordering_key', 'text', -0.5, 37],
      ['arrived', 'bigint = generated always as identity', -1, 8],
      ['payload', 'jsonb', -0.9, 300],
      ...parked.columns,
    ],
    key: ['consumer', 'event_id'],
    indexes: [
      { columns: ['consumer', 'ordering_key', 'arrived'], where: 'given_up_at is null' },
      ...parked.indexes,
    ],
    checks: [['consumer', 'char_length(consumer) <= 200']],
  },
  inbox: {
    comment:
      'Events that were handled, by consumer: a repeated delivery is recognised and has no second effect',
    rule: 'idempotent consumer: the id of an event is stored in the transaction of its effect',
    columns: [
      ['consumer', 'text', 20, 20],
      ['event_id', 'uuid', -0.5, 16],
      ['handled_at', `${time} = now()`, -0.9, 8],
    ],
    key: ['consumer', 'event_id'],
    indexes: [{ columns: ['handled_at'] }],
    checks: [['consumer', 'char_length(consumer) <= 200']],
    rows: rows(2_000_000, 'as long as a delivery can be repeated'),
    retention: days(14, 'longer than events can be replayed'),
  },
};
