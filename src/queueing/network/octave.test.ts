import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closedSource, networkOf, openSource, randomTime, stationOf } from '../../model/network-parts.ts';
import type { Network } from '../../model/network.ts';
import { closedNetworkOf, oneStation, openNetworkOf, visiting } from '../../testing/network-cases.ts';
import type { Visits } from '../../testing/network-cases.ts';
import { solveNetwork } from './solve.ts';

/** Independent figures: the queueing package of GNU Octave (Debian octave-queueing), where it is installed. */
function octave(script: string): string | undefined {
  const ran = spawnSync(
    'octave-cli',
    ['--no-init-file', '--quiet', '--eval', `pkg load queueing; warning off; ${script}`],
    {
      encoding: 'utf8',
      timeout: 120_000,
    },
  );
  return ran.status === 0 ? ran.stdout : undefined;
}

/** A network, what Octave computes of it (a row vector) and where our answer has the same figures. */
interface Twin {
  readonly network: Network;
  readonly octave: string;
  readonly figures: readonly string[];
}

const amount = (min: number, max: number) => fc.double({ min, max, noNaN: true, noDefaultInfinity: true });
const matrix = (rows: readonly (readonly number[])[]): string =>
  `[${rows.map((row) => row.join(' ')).join('; ')}]`;
const demand = fc.record({ visits: fc.integer({ min: 1, max: 5 }), service: amount(0.01, 1) });
const servers = fc.constantFrom(1, 1, 2, 5, Infinity);
const asOctave = (count: number): number => (count === Infinity ? -1 : count);

const closedOne: fc.Arbitrary<Twin> = fc
  .record({
    stations: fc.array(fc.tuple(demand, servers), { minLength: 1, maxLength: 4 }),
    population: fc.integer({ min: 1, max: 20 }),
    think: amount(0.1, 5),
  })
  .map(({ stations, population, think }) => ({
    network: closedNetworkOf(
      population,
      think,
      stations.map(([{ visits, service }], k): Visits => [`s${k}`, visits, service]),
      stations.map(([, count], k) => ({ id: `s${k}`, servers: count })),
    ),
    octave: `S=${matrix([[...stations.map(([{ service }]) => service), think]])}; V=${matrix([[...stations.map(([{ visits }]) => visits), 1]])}; m=${matrix([[...stations.map(([, count]) => asOctave(count)), -1]])}; [U R Q X]=qncsconv(${population},S,V,m); show([X(end) Q(1:end-1)])`,
    figures: ['users.throughput', ...stations.map((_, k) => `s${k}.inSystem`)],
  }));

const classOf = fc.record({
  population: fc.integer({ min: 1, max: 6 }),
  think: amount(0, 5),
  demands: fc.tuple(demand, demand, demand),
});

const closedTwo: fc.Arbitrary<Twin> = fc.tuple(classOf, classOf).map((classes) => ({
  network: networkOf({
    stations: [0, 1, 2].map((k) => stationOf({ id: `s${k}`, discipline: 'processor-sharing' })),
    sources: classes.map(({ population, think, demands }, r) =>
      closedSource({
        id: `c${r}`,
        population,
        think: randomTime(think),
        steps: visiting(...demands.map(({ visits, service }, k): Visits => [`s${k}`, visits, service])),
      }),
    ),
  }),
  octave: `[U R Q X]=qncmmva(${matrix([classes.map(({ population }) => population)])},${matrix(classes.map(({ demands }) => demands.map(({ service }) => service)))},${matrix(classes.map(({ demands }) => demands.map(({ visits }) => visits)))},[1 1 1],${matrix([classes.map(({ think }) => think)])}); show([(X(:,1)./${matrix(classes.map(({ demands }) => [demands[0].visits]))})' sum(Q,1)])`,
  figures: ['c0.throughput', 'c1.throughput', 's0.inSystem', 's1.inSystem', 's2.inSystem'],
}));

/** Octave solves several servers by MVA with marginal probabilities; the service must be equal for both classes. */
const closedServers: fc.Arbitrary<Twin> = fc
  .tuple(classOf, classOf, fc.constantFrom(2, 3, 4), amount(0.1, 1))
  .map(([first, second, count, service]) => {
    const classes = [first, second];
    const rows = classes.map(({ demands }) => [service, demands[1].service, demands[2].service]);
    const visits = classes.map(({ demands }) => demands.map((each) => each.visits));
    return {
      network: networkOf({
        stations: [
          stationOf({ id: 's0', servers: count }),
          stationOf({ id: 's1', discipline: 'processor-sharing' }),
          stationOf({ id: 's2', servers: Infinity }),
        ],
        sources: classes.map(({ population }, r) =>
          closedSource({
            id: `c${r}`,
            population,
            think: randomTime(0),
            steps: visiting(
              ...[0, 1, 2].map((k): Visits => [`s${k}`, visits[r]?.[k] ?? 0, rows[r]?.[k] ?? 0]),
            ),
          }),
        ),
      }),
      octave: `[U R Q X]=qncmmva(${matrix([classes.map(({ population }) => population)])},${matrix(rows)},${matrix(visits)},[${count} 1 -1]); show([(X(:,1)./${matrix(visits.map((row) => [row[0] ?? 1]))})' sum(Q,1)])`,
      figures: ['c0.throughput', 'c1.throughput', 's0.inSystem', 's1.inSystem', 's2.inSystem'],
    };
  });

const openOne: fc.Arbitrary<Twin> = fc
  .record({
    stations: fc.array(fc.tuple(demand, fc.constantFrom(1, 2, 8)), { minLength: 1, maxLength: 4 }),
    part: amount(0.05, 0.95),
  })
  .map(({ stations, part }) => {
    const rate =
      part * Math.min(...stations.map(([{ visits, service }, count]) => count / (visits * service)));
    return {
      network: openNetworkOf(
        rate,
        stations.map(([{ visits, service }], k): Visits => [`s${k}`, visits, service]),
        stations.map(([, count], k) => ({ id: `s${k}`, servers: count })),
      ),
      octave: `V=${matrix([stations.map(([{ visits }]) => visits)])}; [U R Q X]=qnos(${rate},${matrix([stations.map(([{ service }]) => service)])},V,${matrix([stations.map(([, count]) => count)])}); show([R*V' U Q])`,
      figures: [
        'users.response',
        ...stations.map((_, k) => `s${k}.utilisation`),
        ...stations.map((_, k) => `s${k}.inSystem`),
      ],
    };
  });

const openTwo: fc.Arbitrary<Twin> = fc
  .tuple(fc.tuple(demand, demand), fc.tuple(demand, demand), amount(0.05, 0.9), amount(0.1, 0.9))
  .map(([first, second, part, share]) => {
    const classes = [first, second];
    const work = [0, 1].map((k) =>
      classes.map((demands) => (demands[k]?.visits ?? 0) * (demands[k]?.service ?? 0)),
    );
    const most = Math.max(...work.map(([a = 0, b = 0]) => a * share + b * (1 - share)));
    const rates = [(part * share) / most, (part * (1 - share)) / most];
    return {
      network: networkOf({
        stations: [0, 1].map((k) => stationOf({ id: `s${k}`, discipline: 'processor-sharing' })),
        sources: classes.map((demands, r) =>
          openSource({
            id: `c${r}`,
            rate: rates[r] ?? 0,
            steps: visiting(...demands.map(({ visits, service }, k): Visits => [`s${k}`, visits, service])),
          }),
        ),
      }),
      octave: `V=${matrix(classes.map((demands) => demands.map(({ visits }) => visits)))}; l=${matrix([rates])}; [U R Q X]=qnom(l,${matrix(classes.map((demands) => demands.map(({ service }) => service)))},V.*(l'/sum(l))); show([sum(R.*V,2)' sum(U,1) sum(Q,1)])`,
      figures: [
        'c0.response',
        'c1.response',
        's0.utilisation',
        's1.utilisation',
        's0.inSystem',
        's1.inSystem',
      ],
    };
  });

const mixed: fc.Arbitrary<Twin> = fc
  .tuple(
    fc.tuple(demand, demand),
    fc.tuple(demand, demand),
    fc.integer({ min: 1, max: 8 }),
    amount(0.05, 0.8),
  )
  .map(([open, closed, population, part]) => {
    const rate = part / Math.max(...open.map(({ visits, service }) => visits * service));
    const rows = [open, closed];
    return {
      network: networkOf({
        stations: [0, 1].map((k) => stationOf({ id: `s${k}`, discipline: 'processor-sharing' })),
        sources: [
          openSource({
            id: 'c0',
            rate,
            steps: visiting(...open.map(({ visits, service }, k): Visits => [`s${k}`, visits, service])),
          }),
          closedSource({
            id: 'c1',
            population,
            think: randomTime(0),
            steps: visiting(...closed.map(({ visits, service }, k): Visits => [`s${k}`, visits, service])),
          }),
        ],
      }),
      octave: `V=${matrix(rows.map((demands) => demands.map(({ visits }) => visits)))}; [U R Q X]=qnmix([${rate} 0],[0 ${population}],${matrix(rows.map((demands) => demands.map(({ service }) => service)))},V); show([R(1,:)*V(1,:)' X(2,1)/V(2,1) sum(Q,1)])`,
      figures: ['c0.response', 'c1.throughput', 's0.inSystem', 's1.inSystem'],
    };
  });

const limited: fc.Arbitrary<Twin> = fc
  .record({
    rate: amount(0.1, 10),
    service: amount(0.05, 1),
    count: fc.integer({ min: 1, max: 6 }),
    room: fc.integer({ min: 0, max: 20 }),
  })
  .map(({ rate, service, count, room }) => ({
    network: oneStation({ servers: count, room }, rate, service),
    octave: `[U R Q X p0 pK]=qsmmmk(${rate},${1 / service},${count},${count + room}); show([R Q X pK])`,
    figures: ['users.response', 'cpu.inSystem', 'users.throughput', 'cpu.refused'],
  }));

const kinds = { closedOne, closedTwo, closedServers, openOne, openTwo, mixed, limited };
const seed = 20261130;

const isThere = octave('1;') !== undefined;
if (!isThere) console.log('skipped: octave is not installed (Debian: octave octave-queueing)');

test.skipIf(!isThere).each(Object.entries(kinds))(
  '%s: forty random networks as Octave solves them',
  (_name, kind) => {
    const twins = fc.sample(kind, { seed, numRuns: 40 });
    const printed =
      octave(`show = @(x) printf("%.17g ", x); ${twins.map((twin) => twin.octave).join('; ')}`) ?? '';
    const numbers = printed.trim().split(/\s+/).map(Number);
    let at = 0;
    for (const { network, figures } of twins) {
      const solution = solveNetwork(network);
      if ('kind' in solution) throw new Error(solution.because);
      expect(solution.accuracy, solution.because.join('; ')).toBe('exact');
      for (const path of figures) {
        const [name, figure] = path.split('.');
        const found = [...solution.sources, ...solution.stations].find(
          (each) => ('source' in each ? each.source : each.station) === name,
        );
        const got: unknown = Object.entries(found ?? {}).find(([key]) => key === figure)?.[1];
        const value = numbers[at++] ?? NaN;
        expect(Math.abs(Number(got) - value), `${path}: ${String(got)} for ${value}`).toBeLessThanOrEqual(
          1e-6 * Math.abs(value) + 1e-12,
        );
      }
    }
    expect(at).toBe(numbers.length);
  },
);
