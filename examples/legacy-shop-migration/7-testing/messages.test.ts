// What happens is published: once, in the form of its document, and only when it has happened.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { looseOf, messageFaults } from './documents.ts';
import { call, callerOf, doneInSomeState, isDone, offered, prepare, title } from './calls.ts';
import { harness } from './harness.ts';
import type { Message } from './harness.ts';

before(() => harness.reset());
after(() => harness.reset());

const publishing = offered.filter(({ events = [], long }) => events.length > 0 && long !== true);

for (const operation of publishing) {
  const isBatch = operation.verb === 'process' && !operation.path.includes('{');
  test(title(operation, `${operation.events?.join(', ')} is published once, as documented`), async (t) => {
    if (isBatch) return t.skip('it works on what is due, and nothing is');
    const before = (await harness.published()).length;
    const done = await doneInSomeState(operation);
    if (done === undefined) return t.skip('it is not done in any state of the generated data');
    const messages = (await harness.published()).slice(before);
    for (const event of operation.events ?? []) {
      const own: readonly Message[] = messages.filter(
        ({ type, data }) => type === event && (done.id === '' || looseOf(data)['id'] === done.id),
      );
      assert.equal(own.length, 1, `${event} is published ${own.length} times: ${done.answer.told}`);
    }
    for (const { type, data } of messages)
      assert.equal(messageFaults(type, data), '', `${type} ${JSON.stringify(data)}`);
    assert.equal(new Set(messages.map(({ id }) => id)).size, messages.length, 'two messages have one id');
  });

  test(title(operation, 'what is refused publishes nothing'), async (t) => {
    const prepared = await prepare(operation, callerOf(operation));
    if (prepared === undefined) return t.skip(`the generated data hold no ${operation.entity}`);
    const before = (await harness.published()).length;
    const answer = await call(operation, callerOf(operation), {
      ...prepared,
      sent: {
        ...prepared.sent,
        body: { unasked_for: 1 },
        headers: {
          ...prepared.sent.headers,
          'content-type': prepared.sent.headers?.['content-type'] ?? 'application/json',
        },
      },
    });
    if (isDone(answer)) return t.skip('it takes no body');
    assert.equal((await harness.published()).length, before, answer.told);
  });
}

test('[scope/system] every message since the reset is one of its document', async () => {
  for (const { type, data } of await harness.published())
    assert.equal(messageFaults(type, data), '', `${type} ${JSON.stringify(data)}`);
});
