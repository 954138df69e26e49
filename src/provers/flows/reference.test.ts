import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { checkFlow } from './check.ts';
import { readFlow } from './language/read-flow.ts';

/**
 * The outbox of `examples/flows` written down by hand, from what docs/flows.md says of each word: another author's
 * machine of the same flow must have as many states and transitions as the one that is built.
 */
interface Order {
  readonly asked: number;
  readonly placed: number;
  readonly row: number;
  readonly relayHolds: number;
  readonly copies: number;
  readonly billAt: number;
  readonly inbox: number;
  readonly invoices: number;
}

interface World {
  readonly orders: readonly Order[];
  readonly crashes: number;
  readonly duplicates: number;
}

const fresh: Order = {
  asked: 1,
  placed: 0,
  row: 0,
  relayHolds: 0,
  copies: 0,
  billAt: 0,
  inbox: 0,
  invoices: 0,
};

function successors(world: World): readonly World[] {
  return world.orders.flatMap((order, index) => {
    const next: World[] = [];
    const go = (change: Partial<Order>, budget: Partial<World> = {}): void =>
      void next.push({
        ...world,
        ...budget,
        orders: world.orders.map((each, at) => (at === index ? { ...order, ...change } : each)),
      });
    const crash = { crashes: world.crashes - 1 };
    const { asked, row, relayHolds, copies, billAt, inbox, invoices } = order;
    if (asked > 0) go({ asked: 0, placed: 1, row: 1 });
    if (row > 0 && relayHolds === 0) go({ relayHolds: 1, copies: copies + 1 });
    if (row > 0 && relayHolds === 1) go({ relayHolds: 0, row: row - 1 });
    if (row > 0 && relayHolds === 1 && world.crashes > 0) go({ relayHolds: 0 }, crash);
    if (copies > 0 && billAt === 0)
      go(inbox === 1 ? { billAt: 1 } : { billAt: 1, inbox: 1, invoices: Math.min(2, invoices + 1) });
    if (billAt === 1) go({ billAt: 0, copies: copies - 1 });
    if (billAt === 1 && world.crashes > 0) go({ billAt: 0 }, crash);
    if (copies > 0 && world.duplicates > 0) go({ copies: copies + 1 }, { duplicates: world.duplicates - 1 });
    return next;
  });
}

function count(start: World): { readonly states: number; readonly transitions: number } {
  const key = (world: World): string => JSON.stringify(world);
  const seen = new Set([key(start)]);
  const open = [start];
  let transitions = 0;
  for (let world = open.pop(); world !== undefined; world = open.pop())
    for (const next of successors(world)) {
      transitions++;
      const name = key(next);
      if (seen.has(name)) continue;
      seen.add(name);
      open.push(next);
    }
  return { states: seen.size, transitions };
}

const text = readFileSync(
  join(dirname(fileURLToPath(import.meta.url)), '../../../examples/flows/outbox.yaml'),
  'utf8',
);

test.each([
  [1, 1, 1],
  [2, 1, 1],
  [2, 2, 1],
  [2, 2, 2],
])('the outbox for %i orders, %i crashes and %i duplicates', (instances, crashes, duplicates) => {
  const read = readFlow(`${text}bounds: ${JSON.stringify({ instances, crashes, duplicates })}\n`);
  if (read.kind !== 'flow') throw new Error(JSON.stringify(read.problems));
  const { outcome } = checkFlow('outbox.yaml', read.flow, read.place);
  const orders = Array.from({ length: instances }, () => fresh);
  expect(outcome.verdict.kind).toBe('proved');
  expect(outcome.measurements).toMatchObject(count({ orders, crashes, duplicates }));
});
