import { expect, test } from 'vitest';
import { openAhead, takeSession } from './ahead.ts';

test('a session begun ahead is handed to the first who asks for its extensions, and to nobody else', async () => {
  const ahead = openAhead(['citext']);
  const second = openAhead(['citext']);
  const [session, other] = await Promise.all([takeSession(['citext']), takeSession(['citext'])]);
  expect(other).not.toBe(session);
  // It was taken: to close what is left ahead leaves it open.
  await ahead.close();
  await second.close();
  expect(await session.rows('select 1 as one')).toEqual([{ one: '1' }]);
  await Promise.all([session.close(), other.close()]);
});

test('a session that nobody took is closed', async () => {
  const ahead = openAhead([]);
  await ahead.close();
  const session = await takeSession([]);
  expect(await session.rows('select 1 as one')).toEqual([{ one: '1' }]);
  await session.close();
});
