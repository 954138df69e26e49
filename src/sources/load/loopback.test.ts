import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isLoopback, loopbackTarget } from './loopback.ts';

const server = createServer((_, response) => response.end('ok'));
let port = 0;
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address: AddressInfo | string | null = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => {
  server.close();
});

test.each(['127.0.0.1', '127.255.255.254', '::1'])('%s is loopback', (address) => {
  expect(isLoopback(address)).toBe(true);
});

test.each([
  '128.0.0.1',
  '10.0.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '0.0.0.0',
  '::',
  'fe80::1',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
])('%s is not', (address) => {
  expect(isLoopback(address)).toBe(false);
});

test('takes a name whose addresses are loopback, and keeps the address that listens', async () => {
  const target = await loopbackTarget(`http://app.test:${port}/a?b=1`, async () => ['::1', '127.0.0.1']);
  expect(target).toEqual({
    address: '127.0.0.1',
    port,
    host: `app.test:${port}`,
    origin: `http://app.test:${port}`,
    path: '/a?b=1',
  });
});

test.each([
  ['http://192.0.2.1/', 'not on this machine'],
  ['http://0.0.0.0/', 'not on this machine'],
  ['http://[::ffff:127.0.0.1]/', 'not on this machine'],
  ['https://localhost/', 'only http'],
  ['file:///etc/passwd', 'only http'],
  ['localhost:3000', 'only http'],
  ['nonsense', 'no address'],
  ['http://user:secret@127.0.0.1/', 'credentials'],
  ['http://127.0.0.1:1/', 'nothing listens'],
])('refuses %s: %s', async (url, why) => {
  await expect(loopbackTarget(url)).rejects.toThrow(why);
});

test('one address elsewhere is enough to refuse a name', async () => {
  await expect(
    loopbackTarget(`http://app.test:${port}/`, async () => ['127.0.0.1', '93.184.216.34']),
  ).rejects.toThrow('app.test is 93.184.216.34, which is not on this machine');
  await expect(loopbackTarget('http://app.test/', async () => [])).rejects.toThrow('has no address');
});

test('names are resolved once: what a name means later changes nothing', async () => {
  let asked = 0;
  await loopbackTarget(`http://app.test:${port}/`, async () => {
    asked += 1;
    return ['127.0.0.1'];
  });
  expect(asked).toBe(1);
});
