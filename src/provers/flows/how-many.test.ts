import { expect, test } from 'vitest';
import { readFlow } from './language/read-flow.ts';
import { settleFlow } from './settle-flow.ts';

function settled(text: string) {
  const read = readFlow(text);
  if (read.kind !== 'flow') throw new Error(JSON.stringify(read.problems));
  const { checked, instances } = settleFlow(read.flow);
  return { kind: checked.kind, instances };
}

const stock = (pieces: number, step: string): string => `flow: stock
each: order
participants: { shop: service }
records:
  stock: { at: shop, values: -2..3, start: ${pieces}, shared: true }
  order: { at: shop, values: [none, sold] }
processes:
  buy: { at: shop, on: request, durable: true, steps: [${step}] }
ends: { that: stock = 0 and order = sold, says: all that was there is sold }
`;
const buy = '{ transaction: { stock: stock - 1, order: sold }, require: stock >= 1 }';

test('a promise about all instances is asked of as many as the bounds say', () => {
  expect(settled(stock(2, buy))).toEqual({ kind: 'holds', instances: 2 });
  expect(settled(stock(3, buy))).toEqual({ kind: 'violated', instances: 2 });
  expect(settled(`${stock(3, buy)}bounds: { instances: 3 }\n`)).toEqual({ kind: 'holds', instances: 3 });
});

/** Each node goes on when two have arrived. */
const quorum = (nodes: number): string => `flow: quorum
each: node
participants: { node: service }
records: { state: { at: node, values: [away, there, done] } }
processes:
  join:
    at: node
    on: request
    durable: true
    steps:
      - transaction: { state: there }
      - wait: count(state != away) >= 2
      - transaction: { state: done }
ends: { that: state = done, says: every node is done }
bounds: { instances: ${nodes} }
`;

test('who waits for others waits in vain only where there are too few of them', () => {
  expect(settled(quorum(3))).toEqual({ kind: 'holds', instances: 3 });
  expect(settled(quorum(1))).toEqual({ kind: 'violated', instances: 1 });
});

/** The same with a shared record instead of a count. */
const barrier = quorum(2)
  .replace('records: {', 'records: { here: { at: node, values: 0..3, shared: true },')
  .replace('state: there }', 'state: there, here: here + 1 }')
  .replace('count(state != away)', 'here');

test('and where they meet at something shared', () => {
  expect(settled(barrier)).toEqual({ kind: 'holds', instances: 2 });
});

test('a fault of one that all of them show as well is told with one', () => {
  const lost = stock(2, buy)
    .replace('on: request, durable: true', 'on: request')
    .replace(buy, `{ read: { seen: order } }, ${buy}`)
    .replace('stock = 0 and order = sold', 'order = sold');
  expect(settled(lost)).toEqual({ kind: 'violated', instances: 1 });
});
