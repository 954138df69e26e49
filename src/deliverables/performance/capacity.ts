import { quotient } from '../../model/amounts.ts';
import { cell, figure, list, paragraph, section, table } from '../blocks.ts';
import type { Basis, Block, Cell, Section } from '../deliverable.ts';
import type { Diagram } from '../diagram.ts';
import type { GrowthStep, Load, Station } from '../../model/load.ts';
import type { Backend } from '../../model/backend.ts';
import type { Quantity } from '../../model/origin.ts';
import { requirementsAbout } from '../requirements.ts';
import { zoneLoss } from './zone-loss.ts';

/** Size of each tier, how it stands with an instance missing, what gives way first, and how far growth goes. */
export function capacity(basis: Basis): readonly (Section | undefined)[] {
  const { backend } = basis;
  const { stations, growth } = backend.load;
  const queues = stations.filter(({ model }) => model !== 'delay');
  const oneDown = queues.some(({ utilisationOneDown }) => utilisationOneDown !== undefined);
  const alone = isAlone(backend);
  return [
    section(
      {
        id: 'capacity',
        title: 'Capacity of each tier at peak',
        items: queues.length > 0 && (oneDown || alone) ? ['5.3'] : [],
        answers: requirementsAbout(backend, 'objective', ['throughput', 'load', 'users']),
      },
      table(
        [
          'tier',
          'model',
          'arrivals',
          'service',
          'servers',
          'busy',
          'busy, one instance down',
          'mean',
          'p95',
          'p99',
        ],
        stations.map(stationRow),
      ),
      alone
        ? paragraph(
            'Every process runs as one instance: the objectives allow the downtime of its loss, which is part of the availability computed. There is no second one to be overloaded.',
          )
        : undefined,
      capacityClaims(basis),
    ),
    zoneLoss(backend),
    bottlenecks(queues, growth),
    ...queues.map(responseCurve),
    growthWalk(growth),
    sensitivity(backend),
  ];
}

/** A design whose objectives are met by one instance of each process. */
function isAlone({ architecture, source }: Backend): boolean {
  const processes = architecture.containers.filter(({ kind }) => kind === 'application' || kind === 'worker');
  return (
    source === 'designed' &&
    processes.length > 0 &&
    processes.every(({ instances }) => instances?.value === 1)
  );
}

/** A delay has neither servers nor a part of them that is busy. */
const stationRow = (station: Station): readonly Cell[] => [
  station.container,
  station.model,
  station.arrival,
  station.service,
  station.model === 'delay' ? '–' : station.servers,
  station.model === 'delay' ? '–' : station.utilisation,
  cell(station.utilisationOneDown),
  station.response,
  station.p95,
  station.p99,
];

function capacityClaims({ claims }: Basis): Block | undefined {
  const ids = claims
    .filter(({ prover }) => prover === 'capacity' || prover === 'recovery')
    .map(({ id }) => id);
  return ids.length === 0 ? undefined : { kind: 'claims', ids };
}

/** How many times the peak a tier takes before its response has doubled. */
const headroom = ({ knee, arrival }: Station): Quantity =>
  quotient(['knee', knee], ['arrivals at peak', arrival], 'x', 'knee / arrivals at peak');

function bottlenecks(queues: readonly Station[], growth: readonly GrowthStep[]): Section | undefined {
  const ranked = queues.toSorted((a, b) => headroom(a).value - headroom(b).value);
  const [first] = ranked;
  return section(
    {
      id: 'bottlenecks',
      title: 'What gives way first',
      items: ranked.length > 0 && growth.length > 0 ? ['5.4'] : [],
    },
    first === undefined
      ? undefined
      : paragraph(
          `${first.container} is nearest to its knee, the rate at which its response time has doubled. More instances of another tier change nothing before it.`,
        ),
    table(
      ['tier', 'arrivals at peak', 'knee', 'peak may grow by', 'busy at peak'],
      ranked.map((station) => [
        station.container,
        station.arrival,
        station.knee,
        headroom(station),
        station.utilisation,
      ]),
    ),
  );
}

/** Response time against load: the computed curve where the model carries one, else the three points it does. */
function responseCurve(station: Station): Section | undefined {
  const { container, service, arrival, response, knee } = station;
  const points = station.curve ?? [
    [0, service.value],
    [arrival.value, response.value],
    [knee.value, service.value * 2],
  ];
  const diagram: Diagram = {
    kind: 'curve',
    id: `curve-${container}`,
    title: `${container}: response time against load`,
    x: 'requests/s',
    y: `mean response, ${response.unit}`,
    series: [{ name: container, points: points.toSorted((a, b) => a[0] - b[0]) }],
    marks: [
      { x: arrival.value, label: 'peak' },
      { x: knee.value, label: 'knee' },
    ],
  };
  return section({ id: `curve-${container}`, title: `Knee of ${container}` }, figure(diagram));
}

function growthWalk(growth: readonly GrowthStep[]): Section | undefined {
  const priced = growth.flatMap(({ factor, cost }) =>
    cost === undefined ? [] : [[factor, cost.value] as const],
  );
  return section(
    { id: 'growth', title: 'Growth walk' },
    table(
      ["times today's peak", 'holds', 'gives way first', 'change', 'cost then'],
      growth.map(({ factor, holds, bottleneck, change, cost }) => [
        `${factor}`,
        holds ? 'yes' : 'no',
        bottleneck,
        change,
        cell(cost),
      ]),
    ),
    priced.length < 2
      ? undefined
      : figure({
          kind: 'curve',
          id: 'cost-against-load',
          title: 'Cost against load',
          x: "times today's peak",
          y: 'EUR/month',
          series: [{ name: 'cost', points: priced }],
          marks: growth
            .filter(({ holds }) => !holds)
            .slice(0, 1)
            .map(({ factor, bottleneck }) => ({ x: factor, label: bottleneck })),
        }),
  );
}

function sensitivity({ load }: Backend): Section | undefined {
  const ranked = load.sensitivity.toSorted((a, b) => Math.abs(b.effect.value) - Math.abs(a.effect.value));
  // A design tells each range with what hangs on it, in the design space.
  const ranges = load.swings === undefined || load.swings.length === 0 ? assumedRanges(load) : [];
  return section(
    {
      id: 'sensitivity',
      title: 'Which input moves the result most',
      items: ranked.length > 0 ? ['5.12'] : [],
    },
    table(
      ['input, ten percent more', 'effect', 'in words'],
      ranked.map(({ input, effect, words }) => [input, effect, words]),
    ),
    table(
      ['input that is only known as a range', 'range'],
      ranges.map(({ name, value }) => [name, value]),
    ),
    ranked[0] === undefined ? undefined : list([`Measure first: ${ranked[0].input}.`]),
  );
}

/** What is known as a range only, each once with the workloads it holds for. */
function assumedRanges({ workloads }: Load): readonly { readonly name: string; readonly value: Quantity }[] {
  const ranges = new Map<
    string,
    { readonly words: string; readonly ids: string[]; readonly value: Quantity }
  >();
  for (const { id, think, share, peak, users } of workloads)
    for (const [words, value] of [
      ['pause between requests', think],
      ['part of all', share],
      ['peak', peak],
      ['users', users],
    ] as const) {
      if (value === undefined || value.low === undefined || value.high === undefined) continue;
      const key = `${words} ${value.value} ${value.low} ${value.high}`;
      const known = ranges.get(key);
      if (known === undefined) ranges.set(key, { words, ids: [id], value });
      else known.ids.push(id);
    }
  return [...ranges.values()].map(({ words, ids, value }) => ({
    name: ids.length === workloads.length ? `${words} of all workloads` : `${words} of ${ids.join(', ')}`,
    value,
  }));
}
