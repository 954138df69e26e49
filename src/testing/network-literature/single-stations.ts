import { oneStation } from '../network-cases.ts';
import type { NetworkCase } from '../network-cases.ts';

/** Poisson arrivals at one station: closed forms and textbook examples. */
export const singleStations: readonly NetworkCase[] = [
  {
    name: 'M/M/1: gateway with 125 packets/s of 2 ms',
    source: 'Jain, The Art of Computer Systems Performance Analysis, example 31.2, p. 523',
    network: oneStation({}, 125, 0.002),
    expected: {
      'cpu.utilisation': 0.25,
      'cpu.inSystem': 1 / 3,
      'users.response': 0.002 / 0.75,
      'users.p50': (0.002 / 0.75) * Math.LN2,
      'users.p95': (0.002 / 0.75) * Math.log(20),
      'users.p99': (0.002 / 0.75) * Math.log(100),
      'bounds.throughput': 500,
      'bounds.knee': 250,
    },
  },
  {
    name: 'M/M/5: terminals of a computer centre, 10 students/h for 20 min',
    source: 'Jain, example 31.3, p. 527',
    network: oneStation({ servers: 5 }, 10, 1 / 3),
    expected: { 'cpu.utilisation': 2 / 3, 'cpu.inSystem': 4, 'users.response': 0.4 },
    rounding: 0.015,
  },
  {
    name: 'M/M/3 at 2 erlangs: Lq = 8/9',
    source: 'Gross and Harris, Fundamentals of Queueing Theory, ch. 2.3',
    network: oneStation({ servers: 3 }, 2, 1),
    expected: { 'cpu.inSystem': 26 / 9, 'users.response': 13 / 9 },
  },
  {
    name: 'M/M/2 at 90 %: 1/(1 − ρ²)',
    source: 'Kleinrock, Queueing Systems vol. 1, ch. 3',
    network: oneStation({ servers: 2 }, 1.8, 1),
    expected: { 'users.response': 1 / 0.19, 'cpu.utilisation': 0.9 },
  },
  {
    name: 'M/M/100 at 95 %, with percentiles',
    source: 'Erlang 1917; Kleinrock vol. 1, ch. 3; Bolch et al., ch. 6',
    network: oneStation({ servers: 100 }, 95, 1),
    expected: {
      'users.response': 1.101291370782604,
      'cpu.inSystem': 104.62268022434738,
      'users.p50': 0.8079158973740433,
      'users.p95': 3.114948701211936,
      'users.p99': 4.724387048949151,
    },
  },
  {
    name: 'M/M/256 at 95 %, with percentiles',
    source: 'Erlang 1917; Kleinrock vol. 1, ch. 3; Bolch et al., ch. 6',
    network: oneStation({ servers: 256 }, 243.2, 1),
    expected: {
      'users.response': 1.0244473088346948,
      'users.p95': 3.0219058520636484,
      'users.p99': 4.631343764497748,
    },
  },
  {
    name: 'two choices of very many replicas at 90 %',
    source: 'Mitzenmacher, IEEE TPDS 12, 2001: Σ ρ^(2^i − 2)',
    network: oneStation({ replicas: 1_000_000, balancing: 'two-choices' }, 900_000, 1),
    expected: { 'users.response': 2.614057377323876 },
    isExact: false,
  },
  {
    name: 'two replicas with one queue are two servers',
    source: 'Kleinrock vol. 1, ch. 3',
    network: oneStation({ replicas: 2 }, 1.8, 1),
    expected: { 'users.response': 1 / 0.19, 'cpu.utilisation': 0.9 },
  },
  {
    name: 'two replicas chosen at random are two M/M/1',
    source: 'Kleinrock vol. 1, ch. 3',
    network: oneStation({ replicas: 2, balancing: 'random' }, 1.8, 1),
    expected: { 'users.response': 10, 'users.p95': 10 * Math.log(20) },
  },
  {
    name: 'two replicas in turn: E2/M/1 at 50 %, σ = (3 − √5)/2',
    source: 'Kleinrock vol. 1, ch. 6 (GI/M/1)',
    network: oneStation({ replicas: 2, balancing: 'round-robin' }, 1, 1),
    expected: { 'users.response': 1 / (1 - (3 - Math.sqrt(5)) / 2) },
  },
  ...[
    { scv: 0, name: 'M/D/1', waiting: 2 },
    { scv: 0.5, name: 'M/E2/1', waiting: 3 },
    { scv: 4, name: 'M/H2/1', waiting: 10 },
  ].map(({ scv, name, waiting }): NetworkCase => ({
    name: `${name} at 80 %`,
    source: 'Pollaczek-Khinchine; Kleinrock vol. 1, ch. 5',
    network: oneStation({}, 0.8, 1, scv),
    expected: { 'users.response': 1 + waiting, 'cpu.inSystem': 0.8 * (1 + waiting) },
  })),
  {
    name: 'M/D/1 at 60 %: P(W ≤ t) = (1 − ρ)exp(λt) within one service',
    source: 'Erlang 1909; Tijms, A First Course in Stochastic Models, ch. 9',
    network: oneStation({}, 0.6, 1, 0),
    expected: { 'users.p50': 1 + Math.log(1.25) / 0.6 },
  },
  {
    name: 'processor sharing does not care for the distribution',
    source: 'Kleinrock vol. 2, ch. 4; Baskett, Chandy, Muntz and Palacios 1975',
    network: oneStation({ discipline: 'processor-sharing' }, 0.8, 1, 9),
    expected: { 'users.response': 5, 'cpu.inSystem': 4 },
  },
  {
    name: 'last come first served waits as long in the mean',
    source: 'Kleinrock vol. 1, ch. 3',
    network: oneStation({ discipline: 'lifo' }, 0.8, 1),
    expected: { 'users.response': 5 },
  },
  {
    name: 'M/M/∞: as many present as come in one service',
    source: 'Kleinrock vol. 1, ch. 3',
    network: oneStation({ servers: Infinity }, 7, 3),
    expected: { 'users.response': 3, 'cpu.inSystem': 21, 'users.p95': 3 * Math.log(20) },
  },
  {
    name: 'M/M/1 that works twice as fast with two or more present is M/M/2',
    source: 'Kleinrock vol. 1, ch. 3 (birth-death)',
    network: oneStation({ speeds: [1, 2] }, 1.8, 1),
    expected: { 'users.response': 1 / 0.19 },
  },
  {
    name: 'M^[2]/M/1 at 50 %: L = ρ(b + 1)/2(1 − ρ)',
    source: 'Gross and Harris, ch. 3.1',
    network: oneStation({}, 0.5, 1, 1, { batch: 2 }),
    expected: { 'cpu.inSystem': 1.5, 'users.response': 3 },
  },
  {
    name: 'M^[3]/D/1 at 60 %',
    source: 'Chaudhry and Templeton, A First Course in Bulk Queues, ch. 3: λE[S²]/2(1−ρ) + (b−1)S/2(1−ρ)',
    network: oneStation({}, 0.6, 1, 0, { batch: 3 }),
    expected: { 'users.response': 1 + 0.6 / 0.8 + 2 / 0.8 },
  },
];

/** Limited room. */
export const limitedRoom: readonly NetworkCase[] = [
  {
    name: 'M/M/1/10 at ρ = 1: half full',
    source: 'octave-queueing, test of qsmm1k',
    network: oneStation({ room: 9 }, 1, 1),
    expected: {
      'cpu.inSystem': 5,
      'cpu.refused': 1 / 11,
      'users.failures': 1 / 11,
      'users.throughput': 10 / 11,
    },
  },
  {
    name: 'M/M/4/6: 50/s, 10/s a server',
    source: 'octave-queueing, test of qsmmmk',
    network: oneStation({ servers: 4, room: 2 }, 50, 0.1),
    expected: { 'cpu.refused': 0.293543 },
  },
  {
    name: 'M/M/2/5: 3/s, 2/s a server',
    source: 'octave-queueing, test of qsmmmk',
    network: oneStation({ servers: 2, room: 3 }, 3, 0.5),
    expected: { 'cpu.refused': 0.085113, 'cpu.inSystem': 2.00595, 'users.response': 0.730857 },
  },
  {
    name: 'M/M/3/7: 40/s, 30/s a server',
    source: 'octave-queueing, test of qsmmmk',
    network: oneStation({ servers: 3, room: 4 }, 40, 1 / 30),
    expected: { 'users.response': 0.036517 },
  },
  {
    name: 'M/M/1/11: 9/s, 10/s',
    source: 'balance equations; inputs of an example of Java Modelling Tools',
    network: oneStation({ room: 10 }, 9, 0.1),
    expected: { 'cpu.refused': 0.0437323736195966, 'users.response': 0.4969440598586172 },
  },
  {
    name: 'M/M/110/110 at 100 erlangs: Erlang B',
    source: 'Erlang 1917',
    network: oneStation({ servers: 110, room: 0 }, 100, 1),
    expected: { 'cpu.refused': 0.027463448449822916, 'users.response': 1 },
  },
  {
    name: 'M/D/2/2: the loss does not care for the distribution',
    source: 'Sevastyanov 1957; Erlang B of 1 erlang on 2',
    network: oneStation({ servers: 2, room: 0 }, 1, 1, 0),
    expected: { 'cpu.refused': 0.2 },
  },
  {
    name: 'M/D/1/2 at ρ = 0.8: refused 1 − 1/(e^−ρ + ρ)',
    source: 'Gross and Harris, ch. 5.1',
    network: oneStation({ room: 1 }, 0.8, 1, 0),
    expected: { 'cpu.refused': 1 - 1 / (Math.exp(-0.8) + 0.8) },
    isExact: false,
  },
];
