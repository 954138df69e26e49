import { expect, test } from 'vitest';
import {
  closedSource,
  networkOf,
  once,
  openSource,
  operationOf,
  randomTime,
  stationOf,
} from '../../model/network-parts.ts';
import type { Network, NetworkStation, Step } from '../../model/network.ts';
import { solveNetwork } from './solve.ts';

test('what cannot be solved says with numbers what breaks it and what mends it', () => {
  const said = (network: Network): string => {
    const solution = solveNetwork(network);
    return 'kind' in solution ? `${solution.kind}: ${solution.because} ${solution.mend}` : 'solved';
  };
  const one = (rate: number, station: Partial<NetworkStation> = {}) =>
    networkOf({
      stations: [stationOf({ id: 'db', ...station })],
      sources: [
        openSource({ id: 'users', rate, steps: [{ kind: 'work', station: 'db', time: randomTime(0.1) }] }),
      ],
    });
  expect(said(one(125, { servers: 12 }))).toBe(
    'unstable: db is asked for 12.5 seconds of work a second and can do 12: its queue grows without end. db needs 13 servers, has 12, or send it less than 120 of the 125 visits a second.',
  );
  expect(said(one(125, { servers: 4, replicas: 3, balancing: 'random' }))).toContain(
    'needs 13 servers, has 12 (4 replicas, has 3)',
  );
  expect(said(one(10))).toContain('db needs 2 servers, has 1');
  expect(said(one(0))).toBe('no-formula: users sends 0 requests/s: nothing to solve. Give a rate above 0.');
  expect(said(one(NaN))).toContain('users sends NaN requests/s');
  expect(said(one(1, { servers: 0 }))).toContain('db has 0 servers');
  expect(said(networkOf({}))).toContain('The network has no source');
  expect(said({ ...one(1), stations: [] })).toContain('There is no station called db');
  expect(
    said({ ...one(1), disturbances: [{ kind: 'herd', source: 'users', requests: 9, from: 1 }] }),
  ).toContain('herd');
  const autoscaler = {
    station: 'db',
    least: 1,
    most: 9,
    target: 0.5,
    interval: 1,
    startup: 1,
    cooldownUp: 1,
    cooldownDown: 1,
    tolerance: 0.1,
  };
  expect(said({ ...one(1), autoscalers: [autoscaler] })).toContain('db is scaled while it runs');
  const call: Step = { kind: 'call', operation: 'read', times: once, isAwaited: true };
  const calling = (step: Step) =>
    networkOf({
      stations: [stationOf({ id: 'db' })],
      operations: [operationOf({ id: 'read', steps: [step] })],
      sources: [openSource({ id: 'users', rate: 1, steps: [call] })],
    });
  expect(said(calling(call))).toContain('in a circle: read -> read');
  expect(said(calling({ ...call, operation: 'db', policy: { attempts: 3 } }))).toContain(
    'There is no operation called db',
  );
  const retried = calling({ kind: 'work', station: 'db', time: randomTime(0.1) });
  expect(
    said({
      ...retried,
      sources: [
        openSource({ id: 'users', rate: 1, steps: [{ ...call, policy: { attempts: 3, timeout: 1 } }] }),
      ],
    }),
  ).toContain('Calls of read have 3 attempts, timeout');
  expect(
    said({
      ...one(1),
      sources: [closedSource({ id: 'users', population: 3, think: randomTime(0), steps: [] })],
    }),
  ).toContain('ask without end');
});
