import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageFiles } from '../../testing/preview-package.ts';
import { anna, bert, cartId, shopBrief, shopRows } from '../../testing/preview-checkouts.ts';
import { servePeer } from '../integrations/http-peer.ts';
import type { ServedPeer } from '../integrations/http-peer.ts';
import { paymentProvider } from '../integrations/payments.ts';

const source = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
/** More of both by hand: `CARTS=1000 KILLS=8`. */
const carts = Number(process.env['CARTS'] ?? 60);
const kills = Number(process.env['KILLS'] ?? 4);

const folder = mkdtempSync(join(tmpdir(), 'preview-'));
const provider = paymentProvider({ latency: 20, chance: Math.random });
let served: ServedPeer;
let child: ChildProcess | undefined;

beforeAll(async () => {
  for (const [path, text] of packageFiles(shopBrief)) {
    mkdirSync(dirname(join(folder, 'package', path)), { recursive: true });
    writeFileSync(join(folder, 'package', path), text);
  }
  served = await servePeer(provider);
}, 120_000);
afterAll(async () => {
  child?.kill('SIGKILL');
  await served?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a preview on the folder of rows. @returns its address */
function start(): Promise<string> {
  const started = fork(
    source('testing/preview-child.mjs'),
    [join(folder, 'package'), join(folder, 'rows'), served.url],
    { execArgv: ['--import', source('testing/typescript-hooks.mjs')], silent: true },
  );
  child = started;
  let said = '';
  started.stderr?.on('data', (part) => (said += String(part)));
  return new Promise((resolve, reject) => {
    started.stdout?.once('data', (line) => resolve(String(line).trim()));
    started.once('exit', () => reject(new Error(`the preview ended: ${said}`)));
  });
}

let asked = 0;
function ask(
  message: Readonly<Record<string, unknown>>,
): Promise<readonly Readonly<Record<string, string>>[]> {
  const id = (asked += 1);
  return new Promise((resolve) => {
    const listen = (answer: {
      readonly id: number;
      readonly rows?: readonly Record<string, string>[];
    }): void => {
      if (answer.id !== id) return;
      child?.off('message', listen);
      resolve(answer.rows ?? []);
    };
    child?.on('message', listen);
    child?.send({ ...message, id });
  });
}

interface Answered {
  readonly status: number;
  readonly text: string;
}

const placed = new Map<number, Answered>();
let cut = 0;

/** Orders a cart under its key; what is cut off is not answered. */
async function order(url: string, cart: number): Promise<Answered | undefined> {
  try {
    const answer = await fetch(`${url}/orders`, {
      method: 'POST',
      headers: {
        authorization: `Bearer customer:${anna}`,
        'content-type': 'application/json',
        'idempotency-key': `order-of-cart-${cart}`,
      },
      body: JSON.stringify({ cart_id: cartId(cart), expected_total: 1000, payment_method: 'tok_1' }),
    });
    return { status: answer.status, text: await answer.text() };
  } catch {
    return undefined;
  }
}

/** Sends what has no answer yet, eight side by side, until all is sent or the preview is gone. */
async function orderAll(url: string): Promise<void> {
  const waiting = Array.from({ length: carts }, (_, at) => at + 1).filter((cart) => !placed.has(cart));
  const worker = async (): Promise<void> => {
    for (let cart = waiting.shift(); cart !== undefined; cart = waiting.shift()) {
      const answer = await order(url, cart);
      if (answer === undefined) {
        cut++;
        return;
      }
      // 409: the flow of the killed process is being continued; 503: all was taken back.
      if (answer.status === 201) placed.set(cart, answer);
      else if (answer.status !== 409 && answer.status !== 503) throw new Error(answer.text);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

/** Accepts an export. @returns where to ask for it; undefined = it was cut off */
async function accept(url: string): Promise<string | undefined> {
  try {
    const answer = await fetch(`${url}/orders/export`, {
      method: 'POST',
      headers: { authorization: `Bearer merchandiser:${bert}`, 'idempotency-key': crypto.randomUUID() },
    });
    return answer.status === 202 ? (answer.headers.get('location') ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}

async function stateOf(url: string, location: string): Promise<string> {
  const answer = await fetch(url + location, { headers: { authorization: `Bearer merchandiser:${bert}` } });
  const { state }: { readonly state: string } = JSON.parse(await answer.text());
  return state;
}

const byText = (a: unknown, b: unknown): number => (String(a) < String(b) ? -1 : 1);

test('whenever the process is killed, no order is lost, none is charged twice, and accepted work is done', async () => {
  const accepted: string[] = [];
  let url = await start();
  await ask({ kind: 'script', sql: shopRows(carts) });
  provider.misbehave({ loseAnswer: 0.1, fail: 0.1 });
  for (let kill = 0; kill < kills; kill++) {
    accepted.push(...[await accept(url)].filter((location) => location !== undefined));
    const running = orderAll(url);
    await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 700));
    const gone = new Promise((resolve) => child?.once('exit', resolve));
    child?.kill('SIGKILL');
    await Promise.all([gone, running]);
    url = await start();
  }
  // A breaker that opened stays open for a while; whoever is told to come again later does.
  for (const end = Date.now() + 45_000 + carts * 100; Date.now() < end && placed.size < carts;) {
    await orderAll(url);
    await ask({ kind: 'settle' });
    if (placed.size < carts) await new Promise((resolve) => setTimeout(resolve, 500));
  }
  expect(cut).toBeGreaterThan(0);
  expect(placed.size).toBe(carts);
  await ask({ kind: 'settle' });
  const orders = await ask({
    kind: 'rows',
    sql: "select id, cart, status from orders.orders where status <> 'cancelled'",
  });
  expect(orders.map(({ status }) => status)).toEqual(Array.from({ length: carts }, () => 'paid'));
  expect(new Set(orders.map(({ cart }) => cart)).size).toBe(carts);
  const answered = [...placed.values()].map(({ text }) => JSON.parse(text).id);
  expect(orders.map(({ id }) => id).toSorted(byText)).toEqual(answered.toSorted(byText));
  const held = provider.kept().filter(({ state }) => state === 'authorised');
  const payments = await ask({
    kind: 'rows',
    sql: "select p.id, p.provider_reference from payments.payments p where p.status = 'authorised'",
  });
  expect(held.map(({ subject }) => subject).toSorted(byText)).toEqual(
    payments.map(({ id }) => id).toSorted(byText),
  );
  expect(held.length).toBe(carts);
  const [stock] = await ask({ kind: 'rows', sql: 'select on_hand, reserved from inventory.stock_levels' });
  expect(stock).toEqual({ on_hand: '0', reserved: '0' });
  const broken = await ask({ kind: 'rows', sql: 'select * from audit.check_audit_entries()' });
  const entries = await ask({
    kind: 'rows',
    sql: "select count(*) as number from audit.audit_entries where action = 'create Order'",
  });
  expect([broken, entries]).toEqual([[], [{ number: String(carts) }]]);
  // No accepted job is lost either: each comes to its end, whoever worked on it when the process went.
  for (const location of accepted)
    for (let look = 0; look < 100 && (await stateOf(url, location)) !== 'succeeded'; look++)
      await new Promise((resolve) => setTimeout(resolve, 200));
  const states = await Promise.all(accepted.map((location) => stateOf(url, location)));
  expect(states).toEqual(accepted.map(() => 'succeeded'));
  expect(accepted.length).toBeGreaterThan(0);
  // The same key still gets the same bytes.
  expect((await order(url, 1))?.text).toBe(placed.get(1)?.text);
}, 600_000);
