import { expect, test } from 'vitest';
import type { Backend } from '../../../model/backend.ts';
import { shopText } from '../../../testing/briefs.ts';
import { basisOf, partsOf } from '../../../testing/designed.ts';
import { outbox } from './outbox.ts';

const shop = partsOf(basisOf(shopText));
/** Its schema has neither table: the file proposes them. */
const proposing: Backend = {
  ...shop,
  data: { ...shop.data, tables: shop.data.tables.filter(({ name }) => !/outbox|inbox/.test(name)) },
};

const prove = async (backend: Backend, edit?: readonly [RegExp, string], only = '') => {
  const { claims, inputs } = outbox.claims(backend);
  const asked = claims.filter(({ id }) => id.endsWith(only));
  let isChanged = edit === undefined;
  const outcomes = await outbox.prove(asked, (path) => {
    const text = inputs.get(path) ?? '';
    const edited = edit === undefined ? text : text.replaceAll(...edit);
    isChanged ||= edited !== text;
    return edited;
  });
  if (!isChanged) throw new Error('the edit changes nothing');
  return outcomes;
};

/** Verdicts, and of a refutation its first fault. */
const told = (outcomes: Awaited<ReturnType<typeof prove>>): readonly string[] =>
  outcomes.map(({ claim, verdict }) => {
    const name = `${claim.split('/').at(-1)} ${verdict.kind}`;
    switch (verdict.kind) {
      case 'proved':
        return name;
      case 'refuted':
        return `${name}: ${verdict.counterexample.split('\n')[0]}`;
      case 'undecided':
        return `${name}: ${verdict.reason}`;
    }
  });

const proved = ['relay', 'upkeep', 'refused', 'parked', 'once', 'permitted'].map((name) => `${name} proved`);

test('the delivered statements keep what they promise', async () => {
  const outcomes = await prove(shop);
  expect(told(outcomes)).toEqual(proved);
  expect(outcomes.map(({ measurements }) => measurements)).toMatchInlineSnapshot(`
    [
      {
        "SKIP LOCKED alone keeps the order": false,
        "handed on twice when a relay died": true,
        "order broken without the lock": "relay 1 takes a batch; writer writes a message; writer commits; relay 2 takes a batch",
        "statements executed": 123,
        "states of a relay of all messages and one of a slot": 147,
        "states of relays of two slots": 115,
        "states of two relays of all messages": 147,
        "states of two relays of one slot": 147,
      },
      {
        "blocks of a batch beside 2000 sent messages": 927,
        "blocks of a batch beside 20000 sent messages": 928,
        "blocks of a batch with 20000 waiting": 927,
        "blocks of the lag with 20000 waiting": 3,
        "messages a batch hands on": 100,
        "messages a clean-up deletes at most": 5000,
      },
      {
        "states of operators at once": 203,
      },
      {
        "states of operators at once": 106,
      },
      {
        "states": 80,
      },
      {
        "logins and statements": 150,
      },
    ]
  `);
}, 60_000);

test('so do those for the tables it proposes', async () => {
  expect(told(await prove(proposing))).toEqual(proved.filter((name) => !name.startsWith('permitted')));
}, 60_000);

test('outboxes that differ in their schema alone are proved together', async () => {
  const services = partsOf(basisOf(shopText, { style: 'services-per-context' }));
  const { claims } = outbox.claims(services);
  expect(claims.map(({ id }) => id.split('/').at(-1))).toEqual([
    'relay',
    'upkeep',
    'refused',
    'parked',
    'once',
    'permitted',
  ]);
  expect(claims[0]?.statement).toMatch(/ \(and of .*, which differ in their names alone\) is handed on/);
  expect(told(await prove(services))).toEqual(proved);
}, 60_000);

/** Each breaks one statement; the first fault that is found says what it was for. */
const broken: readonly (readonly [part: string, claim: string, from: RegExp, to: string, fault: RegExp])[] = [
  [
    'the lock',
    'relay',
    /select pg_advisory_xact_lock\(hashtext\('platform.outbox_events'\), -1\)/g,
    'select 1',
    /^two relays of all messages: a later message .*relay 1 takes a batch; .*; relay 2 takes a batch$/,
  ],
  [
    'the shared lock',
    'relay',
    /pg_advisory_xact_lock_shared\(hashtext\('platform.outbox_events'\), -1\)/g,
    '1',
    /^a relay of all messages and one of a slot: a later message of a key can be handed on/,
  ],
  [
    'the mark',
    'relay',
    /set published_at = now\(\)/g,
    'set published_at = null',
    /^two relays of all messages: a message is handed on again although nobody died/,
  ],
  [
    'the order',
    'relay',
    /(select \* from taken where not .*) order by "position"/g,
    '$1 order by "position" desc',
    /a later message of a key .*: relay 1 asks for the lock; relay 1 takes a batch$/,
  ],
  [
    'the age',
    'upkeep',
    /published_at < now\(\) - interval '7 days'/g,
    'published_at < now()',
    /^the clean-up leaves 2 of 4 messages/,
  ],
  [
    'that it was sent',
    'upkeep',
    /published_at < now\(\) - interval '7 days'/g,
    "created_at < now() - interval '7 days'",
    /^the clean-up leaves 2 of 4 messages/,
  ],
  [
    'the index of those that wait',
    'upkeep',
    /create index outbox_events_open_idx[^;]*;/g,
    '',
    /^with 2000 messages handed on, a relay looks at 500 messages$/,
  ],
  [
    'the index of those that were sent',
    'upkeep',
    /create index outbox_events_published_at_idx[^;]*;/g,
    '',
    /a clean-up that finds nothing reads the whole table$/,
  ],
  [
    'the statistics',
    'upkeep',
    /create statistics[^;]*;/g,
    '',
    /^with 20000 messages waiting, a relay of a slot looks at 2500 messages$/,
  ],
  [
    'the right to take parked messages out',
    'permitted',
    /grant select, insert, update, delete on platform\.outbox_events_parked/g,
    'grant select, insert, update on platform.outbox_events_parked',
    /^shop_\w+_app cannot run outbox_replay_1: permission denied for table outbox_events_parked/,
  ],
  [
    'the limit of a login',
    'permitted',
    /grant (select, delete) on platform\.inbox_events to shop_retention/g,
    'grant $1, insert, update on platform.inbox_events to shop_retention, shop_admin',
    /^shop_\w+ (may|cannot) run inbox_/,
  ],
  [
    'the key of the inbox',
    'once',
    /constraint inbox_events_pkey primary key \(consumer, event_id\)/g,
    'check (true)',
    /^a message delivered twice has its effect twice/,
  ],
  [
    'the event in the key of the inbox',
    'once',
    /constraint inbox_events_pkey primary key \(consumer, event_id\)/g,
    'primary key (consumer)',
    /^another message is taken for a repetition/,
  ],
];

test.each(broken)(
  'without %s something shows',
  async (_, claim, from, to, fault) => {
    const [outcome] = await prove(shop, [from, to], claim);
    expect(outcome?.verdict.kind === 'refuted' ? outcome.verdict.counterexample.split('\n')[0] : '').toMatch(
      fault,
    );
  },
  60_000,
);
