import { expect, test } from 'vitest';
import { listeningInodes } from './listeners.ts';
import { machineTime } from './machine.ts';
import { descendants, processTime, serverClock } from './processes.ts';

/** proc(5): fields after the name; the name itself may hold anything. */
test('reads CPU and parent of a process whose name holds blanks and brackets', () => {
  const stat = '42 (a (b) c) S 7 42 42 0 -1 4194304 101 0 0 0 150 50 20 10 20 0 1 0 74383 3133440 409';
  expect(processTime(stat)).toEqual({ parent: 7, seconds: 2.3 });
  expect(processTime('')).toBeUndefined();
});

test('finds the sockets that listen on a port, not those that are connected to it', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1',
    '   1: 0100007F:0BB8 0100007F:C001 01 00000000:00000000 00:00000000 00000000     0        0 222 1',
    '   2: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 333 1',
  ].join('\n');
  expect(listeningInodes(table, 3000)).toEqual(['111']);
  expect(listeningInodes(table, 8080)).toEqual(['333']);
  expect(listeningInodes(table, 80)).toEqual([]);
});

test('workers of a server count, its siblings, parents and the one who asks do not', () => {
  const process = (parent: number) => ({ parent, seconds: 1 });
  const all = new Map([
    [1, process(0)],
    [10, process(1)],
    [11, process(10)],
    [12, process(11)],
    [20, process(10)],
    [21, process(20)],
    [30, process(1)],
    // Read while ids changed: a circle.
    [40, process(41)],
    [41, process(40)],
  ]);
  expect([...descendants(all, [10], 20).keys()]).toEqual([10, 11, 12]);
  expect([...descendants(all, [11], 10).keys()]).toEqual([11, 12]);
});

test('reads busy and stolen time of the machine', () => {
  expect(machineTime('cpu  100 10 50 9000 70 5 5 30 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n')).toEqual({
    busy: 1.7,
    stolen: 0.3,
  });
  expect(machineTime('nothing')).toBeUndefined();
});

test('says why a server cannot be watched', () => {
  expect(serverClock(1)).toMatchObject({ kind: 'unwatched', why: expect.stringMatching(/--pid|no \/proc/) });
  expect(serverClock(1, 2 ** 30)).toMatchObject({ kind: 'unwatched' });
});
