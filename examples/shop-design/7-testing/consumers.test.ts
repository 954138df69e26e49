// Whatever is repeated or reordered, the effect of messages is that of one delivery of each.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as fc from 'fast-check';
import { load } from './documents.ts';
import type { Loose } from './documents.ts';
import { itemsOf } from './calls.ts';
import { harness, lacking } from './harness.ts';
import type { Message } from './harness.ts';

interface Consumer {
  readonly context: string;
  readonly action: string;
  readonly event: string;
  readonly entity: string;
  readonly requirement: string;
  readonly data: Loose;
}

before(() => harness.reset());
after(() => harness.reset());
const runs = Number(process.env['DELIVERIES'] ?? 5);

/** Messages of one type about objects that are there. */
async function messagesOf({ event, entity, data }: Consumer): Promise<readonly Message[]> {
  const role = 'system';
  const id = await harness.object(entity, { role, owned: true }).catch(() => undefined);
  return [1, 2, 3].map((n) => {
    const other = `018f6d2e-7b1a-7c3d-9e4f-00000000000${n}`;
    return {
      id: `018f6d2e-7b1a-7c3d-9e4f-1000000000${n}0`,
      type: event,
      data: { ...data, id: n === 1 ? (id ?? other) : other },
    };
  });
}

async function effectsOf(consumer: string, deliveries: readonly Message[]): Promise<unknown> {
  await harness.reset();
  for (const message of deliveries) await harness.deliver(consumer, message);
  return harness.effects(consumer);
}

for (const consumer of itemsOf<Consumer>(load('./suite.json'), 'consumers')) {
  const name = `[${consumer.requirement}] ${consumer.event} at ${consumer.context}, ${consumer.action}:`;
  test(`${name} has its effect once`, { skip: lacking('deliver', 'effects') }, async () => {
    const messages = await messagesOf(consumer);
    const once = await effectsOf(consumer.context, messages);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(messages.length - 1), { minLength: 1, maxLength: 5 }),
        async (repeated) => {
          const again = repeated.flatMap((index) => messages[index] ?? []);
          assert.deepEqual(await effectsOf(consumer.context, [...messages, ...again]), once);
        },
      ),
      { numRuns: runs },
    );
  });

  test(`${name} parks what it cannot read and goes on`, { skip: lacking('deliver', 'effects') }, async () => {
    const [first] = await messagesOf(consumer);
    if (first === undefined) return;
    const once = await effectsOf(consumer.context, [first]);
    const poison: Message = { id: '018f6d2e-7b1a-7c3d-9e4f-0000000000ff', type: consumer.event, data: null };
    assert.deepEqual(await effectsOf(consumer.context, [poison, first]), once);
  });
}
