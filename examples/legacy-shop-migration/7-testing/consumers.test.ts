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
const runs = Number(process.env['DELIVERIES'] ?? 2);

/** Events with all that consume them: whoever hands a message on hands it to each. */
const consumed = new Map<string, readonly Consumer[]>();
for (const consumer of itemsOf<Consumer>(load('./suite.json'), 'consumers'))
  consumed.set(consumer.event, [...(consumed.get(consumer.event) ?? []), consumer]);

/** Messages of one type about objects that are there, and one that is not. */
async function messagesOf({ event, entity, data }: Consumer): Promise<readonly Message[]> {
  const id = await harness.object(entity, { role: 'anonymous', owned: true });
  return [id ?? '018f6d2e-7b1a-7c3d-9e4f-000000000001', '018f6d2e-7b1a-7c3d-9e4f-000000000002'].map(
    (about, n) => ({
      id: `018f6d2e-7b1a-7c3d-9e4f-1000000000${n}0`,
      type: event,
      data: { ...data, id: about },
    }),
  );
}

async function effectsOf(consumer: string, deliveries: readonly Message[]): Promise<unknown> {
  await harness.reset();
  for (const message of deliveries) await harness.deliver(consumer, message);
  return harness.effects(consumer);
}

for (const [event, consumers] of consumed) {
  const [first] = consumers;
  if (first === undefined) continue;
  const name = `[${first.requirement}] ${event}:`;
  const what = consumers.map(({ context, action }) => `${context} (${action})`).join(', ');
  test(`${name} ${what} has its effect once`, { skip: lacking('deliver', 'effects') }, async () => {
    const messages = await messagesOf(first);
    const once = await effectsOf(first.context, messages);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(messages.length - 1), { minLength: 1, maxLength: 4 }),
        async (repeated) => {
          const again = repeated.flatMap((index) => messages[index] ?? []);
          assert.deepEqual(await effectsOf(first.context, [...messages, ...again]), once);
        },
      ),
      { numRuns: runs },
    );
  });

  test(
    `${name} a message that cannot be read is set aside, and the next is taken`,
    { skip: lacking('deliver', 'effects') },
    async () => {
      const [message] = await messagesOf(first);
      if (message === undefined) return;
      const once = await effectsOf(first.context, [message]);
      const poison: Message = { id: '018f6d2e-7b1a-7c3d-9e4f-0000000000ff', type: event, data: { id: null } };
      assert.deepEqual(await effectsOf(first.context, [poison, message]), once);
    },
  );
}
