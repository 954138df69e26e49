import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { anna, bert, byWord, orderEvents, quicker, shopFiles, shopRows } from '../../testing/preview-shop.ts';
import { listenAt, pause, until } from '../../testing/socket-client.ts';
import type { Listening, Manner } from '../../testing/socket-client.ts';
import { packageOf } from '../package.ts';
import { startPreview } from '../preview.ts';
import type { Preview } from '../preview.ts';
import { eventBus } from './bus.ts';
import { connectionsOf } from './connections.ts';
import { realtimePart } from './part.ts';

const bus = eventBus({ events: 300, characters: 10_000_000 });
let preview: Preview;
beforeAll(async () => {
  preview = await startPreview(packageOf('memory', shopFiles(quicker)), {
    port: 0,
    limits: false,
    parts: async (running) => {
      const connections = connectionsOf({ all: 60, perCaller: 5 });
      return [{ authenticate: byWord }, realtimePart(running, bus, connections)];
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

test('a client that does not read is closed, and the others go on', async () => {
  const slow = connect(`support.${bert}`);
  const quick = connect(`admin.${anna}`);
  await Promise.all([slow.opened, quick.opened]);
  for (const each of [slow, quick]) each.say({ type: 'subscribe', events: ['order.placed'] });
  await pause(50);
  slow.socket.pause();
  const long = 'x'.repeat(60_000);
  for (let sent = 0; sent < 800; sent++) {
    bus.publish(orderEvent(1, { number: long }));
    if (sent % 20 === 0) await pause(5);
  }
  await until(() => numbersOf(quick).length === 800, 20_000);
  slow.socket.resume();
  expect([1006, 4508]).toContain(await slow.closed);
}, 40_000);

test.each([
  ['no JSON', 'not json', 4400],
  ['no list of events', '{"type":"subscribe","events":"all"}', 4400],
  ['another type', '{"type":"shout"}', 4400],
  ['bytes', Buffer.from('{"type":"pong"}'), 4400],
  ['a long frame', `{"type":"${'x'.repeat(20_000)}"}`, 1009],
])('a frame of %s closes the socket', async (_name, frame, code) => {
  const socket = connect(customer);
  await socket.opened;
  socket.socket.send(frame);
  expect(await socket.closed).toBe(code);
});

test('too many frames close the socket', async () => {
  const socket = connect(customer);
  await socket.opened;
  for (let at = 0; at < 50; at++) socket.say({ type: 'pong' });
  expect(await socket.closed).toBe(4429);
});

test('a caller has so many sockets and no more, and gets the place back', async () => {
  const all = Array.from({ length: 8 }, () => connect(customer));
  const refused = await Promise.all(
    all.map(({ closed }) => Promise.race([closed, pause(600).then(() => 0)])),
  );
  expect(refused.filter((code) => code === 4429)).toHaveLength(3);
  for (const { socket } of all) socket.terminate();
  await pause(100);
  const again = connect(customer);
  await again.opened;
  await until(() => again.frames.length === 1);
});

test('a flood of sockets is refused, and the server answers on', async () => {
  const flood = Array.from({ length: 300 }, (_, at) =>
    connect(`customer.01900000-0000-7000-8000-${String(at).padStart(12, '0')}`),
  );
  const states = await Promise.all(
    flood.map(({ opened }) =>
      opened.then(
        () => 'open',
        () => 'refused',
      ),
    ),
  );
  expect(states.filter((state) => state === 'refused').length).toBeGreaterThan(200);
  expect((await fetch(`${preview.url}/products`)).status).toBe(200);
  for (const { socket } of flood) socket.terminate();
  await pause(300);
  const after = connect(customer);
  await after.opened;
}, 30_000);
