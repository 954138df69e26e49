import { createClient } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { anna, bert, orderId, shopFiles, shopRows } from '../../testing/preview-shop.ts';
import { graphqlPart } from '../graphql/part.ts';
import { Refusal } from '../http/problems.ts';
import type { Authenticate } from '../http/routes.ts';
import { packageOf } from '../package.ts';
import { startPreview } from '../preview.ts';
import type { Preview } from '../preview.ts';
import { eventBus } from './bus.ts';
import type { BusEvent } from './bus.ts';
import { connectionsOf } from './connections.ts';
import { realtimePart } from './part.ts';

const revoked = new Set<string>();

/** `Bearer role.id`, believed as it is until it is revoked. */
const byWord: Authenticate = async ({ headers, ip }) => {
  const token = (headers.authorization ?? '').replace('Bearer ', '');
  if (revoked.has(token)) throw new Refusal('unauthenticated', 'revoked');
  const [role, id] = token.split('.');
  return role === undefined || id === undefined
    ? { kind: 'anonymous', address: ip }
    : { kind: 'known', id, roles: [role], address: ip };
};

/** The document says the rules: here shorter ones, so that a test need not wait for half a minute. */
const quicker = (path: string, text: string): string =>
  path === '4-api/asyncapi.json'
    ? text
        .replace(/"everySeconds": \d+/, '"everySeconds": 0.3')
        .replace(/"timeoutSeconds": \d+/, '"timeoutSeconds": 0.9')
        .replace(/"unsentEvents": \d+/, '"unsentEvents": 200')
    : text;

const bus = eventBus({ events: 300, characters: 10_000_000 });
const faults: unknown[] = [];
let preview: Preview;
beforeAll(async () => {
  preview = await startPreview(packageOf('memory', shopFiles(quicker)), {
    port: 0,
    limits: false,
    parts: async (running) => {
      const connections = connectionsOf({ all: 60, perCaller: 5 });
      return [
        { authenticate: byWord },
        graphqlPart(running, bus, connections, (error) => faults.push(error)),
        realtimePart(running, bus, connections),
      ];
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

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Frame {
  readonly type: string;
  readonly event?: {
    readonly id: string;
    readonly name: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
  readonly problem?: string;
}

interface Listening {
  readonly socket: WebSocket;
  readonly frames: Frame[];
  readonly say: (frame: unknown) => void;
  readonly closed: Promise<number>;
  readonly opened: Promise<void>;
}

const anonymous = Symbol('anonymous');
function connect(
  as: string | typeof anonymous,
  {
    answers = true,
    headers = {},
    path = '/events',
  }: { answers?: boolean; headers?: Record<string, string>; path?: string } = {},
): Listening {
  const protocols = ['events.v1', ...(as === anonymous ? [] : [`bearer.${as}`])];
  const socket = new WebSocket(preview.url.replace('http', 'ws') + path, protocols, { headers });
  open.add(socket);
  const frames: Frame[] = [];
  socket.on('error', () => {});
  socket.on('message', (data) => {
    const frame: Frame = JSON.parse(String(data));
    if (frame.type !== 'ping') frames.push(frame);
    else if (answers) socket.send('{"type":"pong"}');
  });
  return {
    socket,
    frames,
    say: (frame) => socket.send(JSON.stringify(frame)),
    closed: new Promise((resolve) => socket.on('close', (code) => resolve(code))),
    opened: new Promise((resolve, reject) => {
      socket.on('open', () => resolve());
      socket.on('error', reject);
    }),
  };
}

async function until(holds: () => boolean, ms = 3000): Promise<void> {
  const end = Date.now() + ms;
  while (!holds()) {
    if (Date.now() > end) throw new Error('it did not come to be');
    await pause(10);
  }
}

let position = 0;
const orderEvent = (order: number, more: Partial<BusEvent> = {}): BusEvent => {
  position += 1;
  return {
    id: `01900000-0000-7000-b000-${String(position).padStart(12, '0')}`,
    name: 'order.placed',
    aggregate: 'Order',
    aggregateId: orderId(order),
    payload: {
      id: orderId(order),
      number: `N${order}`,
      customer: anna,
      total: 200,
      placed_at: '2027-01-01T00:00:00Z',
    },
    position,
    ...more,
  };
};

const customer = `customer.${anna}`;
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
  expect(await connect(anonymous).closed).toBe(4401);
  expect(await connect(anonymous, { path: `/events?access_token=${customer}` }).closed).toBe(4401);
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

test('a client that does not read is closed, and the others go on', async () => {
  const slow = connect(`support.${bert}`);
  const quick = connect(`admin.${anna}`);
  await Promise.all([slow.opened, quick.opened]);
  for (const each of [slow, quick]) each.say({ type: 'subscribe', events: ['order.placed'] });
  await pause(50);
  slow.socket.pause();
  const long = 'x'.repeat(60_000);
  for (let sent = 0; sent < 800; sent++) {
    bus.publish(orderEvent(1, { payload: { number: long } }));
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

test('without the subprotocol, or as a plain request, it is answered over HTTP', async () => {
  const socket = new WebSocket(`${preview.url.replace('http', 'ws')}/events`);
  const status = await new Promise((resolve) => {
    socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode));
    socket.on('error', () => {});
  });
  expect(status).toBe(400);
  expect((await fetch(`${preview.url}/events`)).status).toBe(405);
  const elsewhere = new WebSocket(`${preview.url.replace('http', 'ws')}/nowhere`, ['events.v1']);
  const missing = await new Promise((resolve) => {
    elsewhere.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode));
    elsewhere.on('error', () => {});
  });
  expect(missing).toBe(404);
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

const graphqlClient = (as: string) =>
  createClient({
    url: `${preview.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${as}` },
    retryAttempts: 0,
  });

test('a subscription tells its client of its own orders only', async () => {
  const client = graphqlClient(customer);
  const heard: unknown[] = [];
  const unsubscribe = client.subscribe(
    { query: 'subscription { orderPlaced { eventId id number customerId placedAt } }' },
    { next: (result) => heard.push(result), error: (error) => heard.push(error), complete: () => {} },
  );
  await pause(300);
  for (const order of [2, 1, 3, 1]) bus.publish(orderEvent(order));
  await until(() => heard.length === 2);
  await pause(50);
  expect(heard).toEqual(
    [1, 1].map(() => ({
      data: {
        orderPlaced: {
          eventId: expect.any(String),
          id: orderId(1),
          number: 'N1',
          customerId: anna,
          placedAt: '2027-01-01T00:00:00Z',
        },
      },
    })),
  );
  unsubscribe();
  await client.dispose();
});

test('a subscription to the order of somebody else stays silent', async () => {
  const client = graphqlClient(customer);
  const heard: unknown[] = [];
  client.subscribe(
    { query: 'subscription ($id: ID) { orderPlaced(id: $id) { id } }', variables: { id: orderId(2) } },
    { next: (result) => heard.push(result), error: () => {}, complete: () => {} },
  );
  await pause(300);
  bus.publish(orderEvent(2));
  bus.publish(orderEvent(1));
  await pause(200);
  expect(heard).toEqual([]);
  await client.dispose();
});

const failed = (as: string, query: string): Promise<unknown> =>
  new Promise((resolve) => {
    const client = graphqlClient(as);
    client.subscribe({ query }, { next: resolve, error: resolve, complete: () => {} });
  });

test('what a role may not hear, and what is no subscription, is an error', async () => {
  expect(await failed(`finance.${bert}`, 'subscription { orderPlaced { id } }')).toMatchObject({
    data: null,
    errors: [{ extensions: { code: 'forbidden' } }],
  });
  expect(await failed(customer, '{ products { edges { cursor } } }')).toMatchObject([
    { extensions: { code: 'malformed' } },
  ]);
  expect(await failed('nobody', 'subscription { orderPlaced { id } }')).toMatchObject({ code: 4403 });
});

test('who says nothing is closed in time', async () => {
  const socket = new WebSocket(`${preview.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  open.add(socket);
  expect(await new Promise((resolve) => socket.on('close', resolve))).toBe(4408);
}, 10_000);

test('nothing was a fault of ours', () => expect(faults).toEqual([]));
