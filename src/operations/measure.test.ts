import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { offeredOperations } from '../mcp/server.ts';
import { readCalibration } from './calibration.ts';
import { measure } from './measure.ts';

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'plumbline-measure-'));
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const run = async (input: Readonly<Record<string, unknown>>) =>
  await measure.run(input, { cwd, version: '0', progress: () => undefined });

test('tool clients are not offered it: it sends requests', () => {
  expect(offeredOperations.map(({ name }) => name)).not.toContain('measure');
});

test.each([
  [{ url: 'http://192.0.2.1/' }, '192.0.2.1, which is not on this machine'],
  [{ url: 'https://127.0.0.1/' }, 'only http'],
  [{ url: 'http://127.0.0.1:1/' }, 'nothing listens on port 1'],
  [{ url: 'http://127.0.0.1:1/', seconds: '0' }, 'seconds cannot be "0"'],
  [{ url: 'http://127.0.0.1:1/', rates: '1,2' }, 'rates cannot be "1,2"'],
  [{ url: 'http://127.0.0.1:1/', rates: '1,2,3,NaN' }, 'rates cannot be "NaN"'],
  [{ url: 'http://127.0.0.1:1/', pid: '1' }, 'pid cannot be "1"'],
  [{}, 'url is missing'],
])('refuses %j: %s', async (input, why) => {
  await expect(run(input)).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringContaining(why),
  });
});

test('a load test to calibrate by is read, or refused with the next step', () => {
  const file = join(cwd, 'run.json');
  writeFileSync(
    file,
    JSON.stringify({ title: 'list Product', url: 'http://127.0.0.1/', duration: 2, '2xx': 100 }),
  );
  expect(readCalibration('run.json', '2', cwd)).toMatchObject({
    file: 'run.json',
    cores: 2,
    record: { tool: 'autocannon', runs: [{ operation: 'list Product', throughput: 50 }] },
  });
  expect(readCalibration(file, '2', cwd).file).toBe('run.json');
  expect(() => readCalibration('run.json', undefined, cwd)).toThrow('how many cores');
  expect(() => readCalibration('run.json', '0.5', cwd)).toThrow('calibrate-cores cannot be');
  expect(() => readCalibration('absent.json', '1', cwd)).toThrow('no such file');
});
