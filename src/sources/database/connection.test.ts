import { expect, test } from 'vitest';
import { shownAddress } from './address.ts';
import { withinReadOnly } from './connection.ts';
import { ConnectionProblem } from './problem.ts';

async function problem(url: string): Promise<ConnectionProblem> {
  try {
    await withinReadOnly(url, () => Promise.resolve());
  } catch (error) {
    if (error instanceof ConnectionProblem) return error;
    throw error;
  }
  throw new Error('it connected');
}

test('a server that is not there is told with the next step, without the password', async () => {
  const refused = await problem('postgres://reader:hunter2@127.0.0.1:1/shop');
  expect(refused.message).toBe('postgres://reader@127.0.0.1:1/shop: connect ECONNREFUSED 127.0.0.1:1');
  expect(refused.next).toContain('check host and port');
});

test.each(['', 'shop', 'mysql://root@localhost/shop', 'postgres://[', 'postgres://user:hunter2@'])(
  'what is no address is told: %s',
  async (url) => {
    const { message, next } = await problem(url);
    expect(`${message} ${next}`).not.toContain('hunter2');
  },
);

test('an address is shown without its password and options', () => {
  expect(shownAddress('postgres://reader:p%40ss@db.internal:5433/shop?password=other')).toBe(
    'postgres://reader@db.internal:5433/shop',
  );
});
