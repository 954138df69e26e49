import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { anna, bert, byWord, orderEvents, orderId, shopFiles, shopRows } from '../../testing/preview-shop.ts';
import { pause, until } from '../../testing/socket-client.ts';
import { packageOf } from '../package.ts';
import { startPreview } from '../preview.ts';
import type { Preview } from '../preview.ts';
import { eventBus } from '../realtime/bus.ts';
import { connectionsOf } from '../realtime/connections.ts';
import { graphqlPart } from './part.ts';

const bus = eventBus({ events: 300, characters: 10_000_000 });
const faults: unknown[] = [];
let preview: Preview;
beforeAll(async () => {
  preview = await startPreview(packageOf('memory', shopFiles()), {
    port: 0,
    limits: false,
    parts: async (running) => {
      const connections = connectionsOf({ all: 60, perCaller: 5 });
      return [
        { authenticate: byWord },
        graphqlPart(running, bus, connections, (error) => faults.push(error)),
      ];
    },
  });
  await preview.running.database.script(shopRows());
}, 60_000);
afterAll(() => preview?.close());

const customer = `customer.${anna}`;
const orderEvent = orderEvents();

const graphqlClient = (as: string) =>
  createClient({
    url: `${preview.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${as}` },
    retryAttempts: 0,
  });

/** Publishes an event of Anna's until it is heard: then the subscription stands. */
async function stands(heard: unknown[]): Promise<void> {
  for (let tries = 0; heard.length === 0; tries++) {
    if (tries > 200) throw new Error('nothing is heard');
    bus.publish(orderEvent(1));
    await pause(50);
  }
  await pause(50);
  heard.length = 0;
}

test('a subscription tells its client of its own orders only', async () => {
  const client = graphqlClient(customer);
  const heard: unknown[] = [];
  const unsubscribe = client.subscribe(
    { query: 'subscription { orderPlaced { eventId id number customerId placedAt } }' },
    { next: (result) => heard.push(result), error: (error) => heard.push(error), complete: () => {} },
  );
  await stands(heard);
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
  const own: unknown[] = [];
  client.subscribe(
    { query: 'subscription { orderPlaced { id } }' },
    { next: (result) => own.push(result), error: () => {}, complete: () => {} },
  );
  client.subscribe(
    { query: 'subscription ($id: ID) { orderPlaced(id: $id) { id } }', variables: { id: orderId(2) } },
    { next: (result) => heard.push(result), error: () => {}, complete: () => {} },
  );
  await stands(own);
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
  expect(await new Promise((resolve) => socket.on('close', resolve))).toBe(4408);
}, 10_000);

test('nothing was a fault of ours', () => expect(faults).toEqual([]));
