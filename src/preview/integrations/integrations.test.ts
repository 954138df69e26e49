import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageFiles } from '../../testing/preview-package.ts';
import { anna, cartId, shopBrief, shopRows } from '../../testing/preview-checkouts.ts';
import { backgroundOf } from '../background.ts';
import type { Background } from '../background.ts';
import { byWord } from '../harness/by-word.ts';
import { packageOf } from '../package.ts';
import { startPreview } from '../preview.ts';
import type { Preview } from '../preview.ts';
import { BreakerOpen, breakerOf } from './breaker.ts';
import { clientOf } from './client.ts';
import { httpPeer, servePeer } from './http-peer.ts';
import { paymentProvider } from './payments.ts';
import { isSigned, signatureOf } from './signature.ts';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const received: Received[] = [];
let answer = 200;
let subscriber: Server;
let subscriberUrl = '';
let preview: Preview;
let background: Background;

beforeAll(async () => {
  subscriber = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += String(part)));
    request.on('end', () => {
      if (answer === 200) received.push({ headers: request.headers, body });
      response.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => subscriber.listen(0, '127.0.0.1', resolve));
  const address = subscriber.address();
  subscriberUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/hooks`;
  const files = packageFiles(shopBrief);
  preview = await startPreview(
    packageOf('memory', (path) => files.get(path)),
    {
      port: 0,
      limits: false,
      parts: async (running) => {
        background = await backgroundOf(running, { latency: 0, fault: () => {} });
        return [{ authenticate: byWord }, ...background.parts];
      },
    },
  );
  await preview.running.database.script(shopRows(10));
}, 120_000);
afterAll(async () => {
  await preview?.close();
  subscriber?.close();
});

const order = (n: number): Promise<Response> =>
  fetch(`${preview.url}/orders`, {
    method: 'POST',
    headers: {
      authorization: `Bearer customer:${anna}`,
      'content-type': 'application/json',
      'idempotency-key': `order-of-cart-${n}`,
    },
    body: JSON.stringify({ cart_id: cartId(n), expected_total: 1000, payment_method: 'tok_1' }),
  });

const settled = async (): Promise<void> => {
  await background.processes.settle();
  await background.webhooks.loop.settle();
};

/** As the library of Stripe does it: the header taken apart, the age, the digest in constant time. */
function stripeVerifies(body: string, header: string, secret: string, tolerance = 300): boolean {
  const parts = header.split(',').map((part) => part.split('='));
  const timestamp = Number(parts.find(([name]) => name === 't')?.[1]);
  const expected = createHmac('sha256', secret).update(`${timestamp}.${body}`, 'utf8').digest('hex');
  const isFresh = Math.abs(Date.now() / 1000 - timestamp) <= tolerance;
  return (
    isFresh &&
    parts.some(
      ([name, value = '']) =>
        name === 'v1' &&
        value.length === expected.length &&
        timingSafeEqual(Buffer.from(value), Buffer.from(expected)),
    )
  );
}

test('a subscriber gets each event once, in order, and a verifier in the way of Stripe accepts it', async () => {
  const { secret, id } = await background.webhooks.subscriptions.register({ url: subscriberUrl, events: [] });
  expect((await order(1)).status).toBe(201);
  await settled();
  const types = received.map(({ body }) => JSON.parse(body).type);
  expect(types).toContain('order.placed');
  for (const { headers, body } of received) {
    const signature = String(headers['signature']);
    expect(stripeVerifies(body, signature, secret)).toBe(true);
    expect(stripeVerifies(`${body} `, signature, secret)).toBe(false);
    expect(stripeVerifies(body, signature, 'another')).toBe(false);
  }
  const ids = received.map(({ body }) => JSON.parse(body).id);
  expect(new Set(ids).size).toBe(ids.length);

  // A subscriber that is down gets it later; after a day it is parked, and comes back by replay.
  answer = 503;
  expect((await order(2)).status).toBe(201);
  await settled();
  expect((await background.webhooks.figures()).waiting).toBeGreaterThan(0);
  await preview.running.clock.travel(25 * 3_600_000);
  await settled();
  const parked = await background.webhooks.figures();
  expect([parked.parked > 0, received.length]).toEqual([true, ids.length]);
  answer = 200;
  await background.webhooks.replay(id);
  await settled();
  await background.webhooks.loop.settle();
  expect((await background.webhooks.figures()).parked).toBe(0);
  expect(received.length).toBeGreaterThan(ids.length);
  await expect(
    background.webhooks.subscriptions.register({ url: 'http://example.org/', events: [] }),
  ).rejects.toThrow(/loopback/);
});

test('a webhook of a peer is taken when its signature is right and fresh, once', async () => {
  const [webhook] = background.integrations.incoming;
  expect(webhook?.endpoint.path).toBe('/webhooks/psp');
  const body = JSON.stringify({ provider: 'psp', event_key: 'evt_1', kind: 'payment.captured' });
  const send = async (signature: string | undefined, text = body): Promise<number> => {
    const said = await fetch(`${preview.url}/webhooks/psp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(signature !== undefined && { 'webhook-signature': signature }),
      },
      body: text,
    });
    return said.status;
  };
  const secret = background.integrations.secretOf('psp');
  const now = preview.running.clock.now();
  const good = signatureOf(secret, body, now);
  expect(await send(undefined)).toBe(401);
  expect(await send(signatureOf('another', body, now))).toBe(401);
  expect(await send(signatureOf(secret, body, new Date(now.getTime() - 301_000)))).toBe(401);
  expect(await send(good, body.replace('evt_1', 'evt_2'))).toBe(401);
  expect([await send(good), await send(good)]).toEqual([204, 204]);
  const { rows } = await preview.running.database.query(
    {},
    "select event_key from payments.provider_events where event_key like 'evt_%'",
  );
  expect(rows).toEqual([{ event_key: 'evt_1' }]);
});

test('a signature may come with its time beside it', () => {
  const at = new Date('2030-01-01T00:00:00Z');
  const seconds = String(at.getTime() / 1000);
  const bare = createHmac('sha256', 's').update(`${seconds}.x`).digest('hex');
  expect(isSigned('s', Buffer.from('x'), { signature: bare, timestamp: seconds }, at, 1000)).toBe(true);
  expect(isSigned('s', Buffer.from('x'), { signature: bare }, at, 1000)).toBe(false);
});

test('a breaker opens at half of twenty failed calls, and closes when the one it tries goes well', async () => {
  let now = 0;
  const breaker = breakerOf('psp', () => now);
  const fails = (): Promise<never> => Promise.reject(new Error('down'));
  for (let call = 0; call < 19; call++) await breaker.guard(fails).catch(() => {});
  expect(breaker.state()).toBe('closed');
  await breaker.guard(fails).catch(() => {});
  expect(breaker.state()).toBe('open');
  let called = 0;
  const works = (): Promise<number> => Promise.resolve((called += 1));
  await expect(breaker.guard(works)).rejects.toBeInstanceOf(BreakerOpen);
  now = 5000;
  expect(breaker.state()).toBe('half-open');
  await breaker.guard(works);
  expect([breaker.state(), called]).toEqual(['closed', 1]);
});

test('a call stops at the attempts that are stated, and at its time', async () => {
  let asked = 0;
  const policy = { timeoutMs: 30, attempts: 3, hasBreaker: false };
  const never = clientOf(
    'psp',
    {
      ask: (_, signal) =>
        new Promise((_resolve, reject) => {
          asked++;
          signal.addEventListener('abort', () => reject(new Error('late')));
        }),
    },
    policy,
    { now: () => 0, chance: () => 0 },
  );
  await expect(never.askAgain({ request: 'authorise', values: {}, gives: [], key: 'k' })).rejects.toThrow(
    'late',
  );
  expect([asked, never.figures().retried]).toEqual([3, 2]);
});

test('a provider knows what rows say that it did, until it is told to forget', async () => {
  const row = { reference: 'r1', subject: 'p1', amount: 900, refunded: 0, state: 'authorised' as const };
  const provider = paymentProvider(
    { latency: 0, chance: () => 0.5 },
    () => {},
    async ({ provider_reference }) => (provider_reference === row.reference ? row : undefined),
  );
  const signal = AbortSignal.timeout(5000);
  const capture = (reference: string, key: string) =>
    provider.ask(
      {
        request: 'capture',
        values: { payment_id: 'p1', provider_reference: reference, amount: 900 },
        gives: [],
        key,
      },
      signal,
    );
  expect((await capture('r1', 'k1')).kind).toBe('done');
  // What it did since counts, not what the row says.
  expect(await capture('r1', 'k2')).toMatchObject({ kind: 'refused', why: 'it is captured' });
  provider.forget();
  expect(provider.kept()).toEqual([]);
  expect((await capture('r2', 'k3')).kind).toBe('refused');
  expect((await capture('r1', 'k1')).kind).toBe('done');
});

test('a provider in another process charges once for one key', async () => {
  const provider = paymentProvider({ latency: 0, chance: () => 0.5 });
  const served = await servePeer(provider);
  const peer = httpPeer(served.url);
  const request = {
    request: 'authorise',
    values: { payment_id: 'p1', amount: 900 },
    gives: ['provider_reference'],
    key: 'k1',
  };
  const signal = AbortSignal.timeout(5000);
  const first = await peer.ask(request, signal);
  expect(await peer.ask(request, signal)).toEqual(first);
  expect(provider.kept()).toMatchObject([{ subject: 'p1', amount: 900, state: 'authorised' }]);
  const declined = await peer.ask(
    { ...request, values: { payment_id: 'p2', amount: 902 }, key: 'k2' },
    signal,
  );
  expect(declined.kind).toBe('refused');
  await served.close();
  expect(() => httpPeer('http://example.org')).toThrow(/loopback/);
});
