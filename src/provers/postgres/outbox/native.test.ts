import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { schemaSql } from '../../../artifacts/ddl.ts';
import { outboxSql } from '../../../artifacts/outbox-sql.ts';
import { relaySlots } from '../../../artifacts/outbox-statements.ts';
import { shopText } from '../../../testing/briefs.ts';
import { basisOf, partsOf } from '../../../testing/designed.ts';
import { startNative } from '../../../testing/native-postgres.ts';
import { drawer } from '../../seeded.ts';

const native = startNative();
const isSkipped = native.kind === 'skipped';
const backend = partsOf(basisOf(shopText));
const url = native.kind === 'running' ? native.server.url : '';
const clients: Client[] = [];

const connect = async (): Promise<Client> => {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  clients.push(client);
  return client;
};

/** A connection that knows the delivered statements by name. */
async function relayConnection(): Promise<Client> {
  const client = await connect();
  for (const [statement] of outboxSql(backend).text.matchAll(/^prepare [\s\S]*?;$/gm))
    await client.query(statement);
  return client;
}

beforeAll(async () => {
  if (native.kind === 'skipped') {
    console.log(`skipped: ${native.why}`);
    return;
  }
  const owner = await connect();
  await owner.query(`${schemaSql(backend.data).text}\n${outboxSql(backend).text}`);
}, 60_000);

afterAll(async () => {
  await Promise.all(clients.map((client) => client.end().catch(() => {})));
  if (native.kind === 'running') native.server.stop();
});

const keys = 12;
const write = (key: number): string =>
  `insert into platform.outbox_events (name, aggregate, aggregate_id, ordering_key, payload)
   values ('order.placed', 'Order', '00000000-0000-7000-8000-00000000000${key % 10}', 'key-${key}', '{}') returning "position"`;

interface HandedOn {
  readonly key: string;
  readonly position: number;
}

/** One batch, handed on message by message, then committed, or the connection breaks. @returns whether there was any. */
async function relayOnce(
  client: Client,
  slot: number | undefined,
  receiver: HandedOn[],
  dies: boolean,
): Promise<'some' | 'none' | 'dead'> {
  await client.query('begin');
  await client.query(slot === undefined ? 'execute relay_lock_1' : `execute relay_lock_slot_1(${slot})`);
  const { rows } = await client.query(
    slot === undefined ? 'execute relay_take_1' : `execute relay_take_slot_1(${slot})`,
  );
  for (const row of rows) {
    receiver.push({ key: row.ordering_key, position: Number(row.position) });
    if (receiver.length % 7 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  if (dies) {
    // As when its process is killed: nobody rolls back, the server notices that the connection is gone.
    await client.end();
    return 'dead';
  }
  await client.query('commit');
  return rows.length > 0 ? 'some' : 'none';
}

/** Writers and relays side by side until all messages that were committed are handed on. */
async function run(slotsOf: (relay: number) => readonly (number | undefined)[], relays: number) {
  const owner = await connect();
  await owner.query('truncate platform.outbox_events');
  const random = drawer(7);
  const receiver: HandedOn[] = [];
  const committed: HandedOn[] = [];
  let isWriting = true;
  let deaths = 0;
  const writer = async (own: number): Promise<void> => {
    const client = await connect();
    for (let at = 0; at < 120; at++) {
      // Keys of a writer are its own: the order of its commits is that of the positions.
      const key = own * (keys / 4) + (at % (keys / 4));
      const isKept = random() > 0.1;
      await client.query('begin');
      const { rows } = await client.query(write(key));
      await client.query(isKept ? 'commit' : 'rollback');
      if (isKept) committed.push({ key: `key-${key}`, position: Number(rows[0].position) });
    }
  };
  const relay = async (own: number): Promise<void> => {
    let client = await relayConnection();
    for (let quiet = false; isWriting || !quiet;) {
      quiet = true;
      for (const slot of slotsOf(own)) {
        const dies = isWriting && deaths < 12 && random() < 0.2;
        const outcome = await relayOnce(client, slot, receiver, dies);
        if (outcome !== 'none') quiet = false;
        if (outcome !== 'dead') continue;
        deaths++;
        client = await relayConnection();
      }
    }
  };
  const all = Array.from({ length: relays }, (_, at) => relay(at));
  await Promise.all(Array.from({ length: 4 }, (_, at) => writer(at)));
  isWriting = false;
  await Promise.all(all);
  // The server may have noticed that a connection is gone only after the others had found nothing.
  await new Promise((resolve) => setTimeout(resolve, 300));
  for (let own = 0; own < relays; own++) await relay(own);
  return { receiver, committed, deaths };
}

const printed = ({ key, position }: HandedOn): string => `${key} ${position}`;

/** First deliveries of each key in the order in which they came. */
function firstDeliveries(receiver: readonly HandedOn[]): ReadonlyMap<string, readonly number[]> {
  const byKey = new Map<string, number[]>();
  for (const { key, position } of receiver) {
    const before = byKey.get(key) ?? [];
    if (!before.includes(position)) byKey.set(key, [...before, position]);
  }
  return byKey;
}

const slotted = (own: number): readonly number[] =>
  Array.from({ length: relaySlots }, (_, slot) => slot).filter((slot) => slot % 3 === own % 3);

test.skipIf(isSkipped).each([
  ['three relays that wait for one lock', () => [undefined], 3],
  ['three relays, each on slots of its own', slotted, 3],
  ['five relays that share slots', slotted, 5],
] as const)(
  '%s: nothing is lost, nothing is made up, keys keep their order',
  async (_, slotsOf, relays) => {
    const { receiver, committed, deaths } = await run(slotsOf, relays);
    expect(deaths).toBeGreaterThan(0);
    expect([...new Set(receiver.map(printed))].toSorted()).toEqual(committed.map(printed).toSorted());
    for (const [key, positions] of firstDeliveries(receiver))
      expect(positions, key).toEqual(positions.toSorted((a, b) => a - b));
    expect(receiver.length).toBeGreaterThanOrEqual(committed.length);
  },
  120_000,
);

test.skipIf(isSkipped)('SKIP LOCKED alone: a second relay overtakes the first', async () => {
  const [owner, first, second] = [await connect(), await relayConnection(), await relayConnection()];
  await owner.query('truncate platform.outbox_events');
  await owner.query(write(1));
  await first.query('begin');
  const before = await first.query('execute relay_take_1');
  await owner.query(write(1));
  await second.query('begin');
  const after = await second.query('execute relay_take_1');
  await second.query('commit');
  await first.query('rollback');
  expect([before.rows.length, after.rows.length]).toEqual([1, 1]);
  expect(Number(after.rows[0].position)).toBeGreaterThan(Number(before.rows[0].position));
});

test.skipIf(isSkipped)(
  'two writers of one key that lock no row of it: commits and positions differ',
  async () => {
    const [first, second] = [await connect(), await connect()];
    await first.query('truncate platform.outbox_events');
    await first.query('begin');
    const early = await first.query(write(1));
    const late = await second.query(write(1));
    const { rows } = await second.query(
      'select "position" from platform.outbox_events where published_at is null',
    );
    await first.query('commit');
    // Who looks between the two commits sees the later position first.
    expect(rows.map(({ position }) => position)).toEqual([late.rows[0].position]);
    expect(Number(early.rows[0].position)).toBeLessThan(Number(late.rows[0].position));
  },
);

test.skipIf(isSkipped)('a message delivered to eight workers at once has its effect once', async () => {
  const owner = await connect();
  await owner.query('create table platform.effects (worker integer)');
  const workers = await Promise.all(Array.from({ length: 8 }, relayConnection));
  await Promise.all(
    workers.map(async (client, at) => {
      await client.query('begin');
      const { rowCount } = await client.query(
        `execute inbox_remember_1('orders: send the receipt', '00000000-0000-7000-8000-000000000001')`,
      );
      if (rowCount === 1) await client.query(`insert into platform.effects values (${at})`);
      await client.query(at % 3 === 0 ? 'rollback' : 'commit');
    }),
  );
  expect((await owner.query('select count(*)::int as n from platform.effects')).rows).toEqual([{ n: 1 }]);
});
