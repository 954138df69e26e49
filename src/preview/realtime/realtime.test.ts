import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import {
  anna,
  bert,
  byWord,
  orderEvents,
  orderId,
  quicker,
  shopFiles,
  shopRows,
} from '../../testing/preview-shop.ts';
import { listenAt, pause, refusalOf, until } from '../../testing/socket-client.ts';
import type { Listening, Manner } from '../../testing/socket-client.ts';
import { Refusal } from '../http/problems.ts';
import type { Authenticate } from '../http/routes.ts';
import { packageOf } from '../package.ts';
import { startPreview } from '../preview.ts';
import type { Preview } from '../preview.ts';
import { eventBus } from './bus.ts';
import { connectionsOf } from './connections.ts';
import { realtimePart } from './part.ts';

const revoked = new Set<string>();

const untilRevoked: Authenticate = async (request) => {
  if (revoked.has((request.headers.authorization ?? '').replace('Bearer ', '')))
    throw new Refusal('unauthenticated', 'revoked');
  return byWord(request);
};

const bus = eventBus({ events: 300, characters: 10_000_000 });
let preview: Preview;
beforeAll(async () => {
  preview = await startPreview(packageOf('memory', shopFiles(quicker)), {
    port: 0,
    limits: false,
    parts: async (running) => {
      const connections = connectionsOf({ all: 60, perCaller: 5 });
      return [{ authenticate: untilRevoked }, realtimePart(running, bus, connections)];
    },
  });
  await preview.running.database.script(shopRows());
}, 60_000);
afterAll(() => preview?.close());

const open = new Set<WebSocket>();
afterEach(async () => {
  for (const socket of open) socket.terminate();
  open.clear();
  await pause(50);
});

function connect(as: string | undefined, manner?: Manner): Listening {
  const made = listenAt(preview.url, as, manner);
  open.add(made.socket);
  return made;
}

const customer = `customer.${anna}`;
const orderEvent = orderEvents();
const numbersOf = ({ frames }: Listening): unknown[] =>
  frames.flatMap(({ event }) => event?.data['number'] ?? []);

test('a client hears what happens to its own objects, and nothing of others', async () => {
  const mine = connect(customer);
  const support = connect(`support.${bert}`);
  await Promise.all([mine.opened, support.opened]);
  for (const each of [mine, support]) each.say({ type: 'subscribe', events: ['order.placed'] });
  await pause(50);
  for (const order of [2, 1, 3]) bus.publish(orderEvent(order));
  await until(() => numbersOf(support).length === 3 && numbersOf(mine).length === 1);
  await pause(50);
  expect(numbersOf(mine)).toEqual(['N1']);
  expect(numbersOf(support)).toEqual(['N2', 'N1', 'N3']);
  expect(mine.frames[0]).toEqual({ type: 'welcome', heartbeat_seconds: 0.3 });
  expect(mine.frames[1]?.event).toMatchObject({ name: 'order.placed', key: orderId(1) });
});

test('who has not signed in, or asks for what the role may not hear, is closed with the code of the document', async () => {
  expect(await connect(undefined).closed).toBe(4401);
  expect(await connect(undefined, { path: `/events?access_token=${customer}` }).closed).toBe(4401);
  const finance = connect(`finance.${bert}`);
  await finance.opened;
  finance.say({ type: 'subscribe', events: ['order.placed'] });
  expect(await finance.closed).toBe(4403);
  expect(finance.frames.at(-1)).toEqual({ type: 'error', problem: '/problems/forbidden' });
  const other = connect(customer);
  await other.opened;
  other.say({ type: 'subscribe', events: ['nothing.known'] });
  expect(await other.closed).toBe(4403);
});

test('pages of other sites are refused', async () => {
  expect(await connect(customer, { headers: { origin: 'https://elsewhere.example' } }).closed).toBe(4403);
  const own = connect(customer, { headers: { origin: preview.url } });
  await own.opened;
  own.say({ type: 'subscribe', events: ['order.placed'] });
  await until(() => own.frames.length > 0);
});

test('after a break a client resumes from the last event it has seen, or is told of a gap', async () => {
  const first = orderEvent(1);
  bus.publish(first);
  const missed = [orderEvent(1), orderEvent(2), orderEvent(1)];
  for (const each of missed) bus.publish(each);
  const back = connect(customer);
  await back.opened;
  back.say({ type: 'subscribe', events: ['order.placed'], last_event_id: first.id });
  await until(() => numbersOf(back).length === 2);
  expect(back.frames.flatMap(({ event }) => event?.id ?? [])).toEqual([missed[0]?.id, missed[2]?.id]);
  const late = connect(customer);
  await late.opened;
  late.say({
    type: 'subscribe',
    events: ['order.placed'],
    last_event_id: '01900000-0000-7000-bfff-000000000000',
  });
  await until(() => late.frames.some(({ type }) => type === 'gap'));
});

test('a peer that is silent is closed, one that answers stays', async () => {
  const dead = connect(customer, { answers: false });
  const alive = connect(customer);
  expect(await dead.closed).toBe(4408);
  await pause(300);
  expect(alive.socket.readyState).toBe(WebSocket.OPEN);
});

test('a token that no longer holds ends its socket', async () => {
  const token = `customer.${bert}`;
  const socket = connect(token);
  await socket.opened;
  revoked.add(token);
  expect(await socket.closed).toBe(4401);
  revoked.clear();
});

test('without the subprotocol, or as a plain request, it is answered over HTTP', async () => {
  expect(await refusalOf(`${preview.url}/events`, [])).toBe(400);
  expect(await refusalOf(`${preview.url}/nowhere`, ['events.v1'])).toBe(404);
  expect((await fetch(`${preview.url}/events`)).status).toBe(405);
});
