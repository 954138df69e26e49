import { closedNetworkOf } from '../network-cases.ts';
import type { NetworkCase } from '../network-cases.ts';

/** Closed networks of one class. */
export const closedOneClass: readonly NetworkCase[] = [
  {
    name: 'twenty users of a CPU and two disks',
    source: 'Jain, example 34.2, p. 577',
    network: closedNetworkOf(20, 4, [
      ['cpu', 16, 0.125],
      ['diskA', 10, 0.3],
      ['diskB', 5, 0.2],
    ]),
    expected: {
      'users.throughput': 0.3332465122205763,
      'users.response': 56.01563187182579,
      'diskA.inSystem': 16.17665112170628,
      'cpu.utilisation': 0.6664930244411525,
      'bounds.throughput': 1 / 3,
      'bounds.knee': 10 / 3,
    },
  },
  {
    name: 'central server, six jobs',
    source: 'Bolch et al., example 8.3, p. 331',
    network: closedNetworkOf(6, 0, [
      ['cpu', 1, 0.02],
      ['diskA', 0.4, 0.2],
      ['diskB', 0.2, 0.4],
      ['diskC', 0.1, 0.6],
    ]),
    expected: { 'users.throughput': 9.919836337154356, 'diskC.inSystem': 1.234309158225948 },
  },
  {
    name: 'two and three servers, three jobs',
    source: 'Bolch et al., example 8.1, p. 318',
    network: closedNetworkOf(
      3,
      0,
      [
        ['one', 1, 1 / 0.8],
        ['two', 0.667, 1 / 0.6],
        ['three', 0.2, 1 / 0.4],
      ],
      [
        { id: 'one', servers: 2 },
        { id: 'two', servers: 3 },
      ],
    ),
    expected: {
      'users.throughput': 0.945,
      'one.utilisation': 0.59,
      'two.utilisation': 0.35,
      'three.utilisation': 0.473,
      'one.inSystem': 1.29,
      'two.inSystem': 1.05,
      'three.inSystem': 0.66,
      'three.response': 3.496,
    },
    rounding: 0.001,
  },
  {
    name: 'two servers, two stations and a delay, three jobs',
    source: 'Bolch et al., example 8.4, p. 333',
    network: closedNetworkOf(
      3,
      0,
      [
        ['one', 1, 0.5],
        ['two', 0.5, 0.6],
        ['three', 0.5, 0.8],
        ['four', 1, 1],
      ],
      [
        { id: 'one', servers: 2 },
        { id: 'four', servers: Infinity },
      ],
    ),
    expected: {
      'users.throughput': 1.218,
      'one.inSystem': 0.624,
      'two.inSystem': 0.473,
      'three.inSystem': 0.686,
      'four.inSystem': 1.217,
      'one.utilisation': 0.304,
    },
    rounding: 0.001,
  },
  {
    name: 'the same with a station whose speed depends on its queue',
    source: 'Bolch et al., example 8.7, p. 349',
    network: closedNetworkOf(
      3,
      0,
      [
        ['one', 1, 0.5],
        ['two', 0.5, 1 / 1.667],
        ['three', 0.5, 1 / 1.25],
        ['four', 1, 1],
      ],
      [
        { id: 'one', speeds: [1, 2] },
        { id: 'four', speeds: [1, 2, 3] },
      ],
    ),
    expected: {
      'one.inSystem': 0.624,
      'one.response': 0.512,
      'two.response': 0.776,
      'three.response': 1.127,
    },
    rounding: 0.001,
  },
  {
    name: 'fifty users on a pool of eight connections',
    source: 'machine repairman M/M/8//50',
    network: closedNetworkOf(50, 1, [['pool', 1, 0.1]], [{ id: 'pool', servers: 8 }]),
    expected: { 'users.throughput': 45.370072065090866, 'pool.inSystem': 4.629927934909134 },
  },
  {
    name: 'machine repairman with one man and two machines',
    source: 'Kleinrock vol. 1, ch. 3: p0 = 1/(1 + 2a + 2a²), a = S/Z',
    network: closedNetworkOf(2, 10, [['man', 1, 5]]),
    expected: { 'man.utilisation': 1 - 1 / 2.5, 'users.throughput': 0.12 },
  },
  {
    name: 'two users of one server: half a service ahead where S = Z, e^−t(1 + t/2)',
    source: 'arrival theorem, Lavenberg and Reiser 1980; 1 + t/2 = 0.05e^t at t = 4.113',
    network: closedNetworkOf(2, 1, [['cpu', 1, 1]]),
    expected: { 'users.response': 1.5, 'users.throughput': 0.8, 'users.p95': 4.1130032807 },
  },
  {
    name: 'balanced network: X = N/((N + K − 1)D)',
    source: 'Lazowska et al., ch. 5.4',
    network: closedNetworkOf(7, 0, [
      ['one', 1, 0.2],
      ['two', 2, 0.1],
      ['three', 4, 0.05],
    ]),
    expected: { 'users.throughput': 7 / (9 * 0.2), 'users.response': 9 * 0.2, 'one.inSystem': 7 / 3 },
  },
];
