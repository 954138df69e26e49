import type { IntervalEstimate } from '../../../model/network-figures.ts';
import type { Unit } from '../../../model/origin.ts';
import { quantityText } from '../../../model/quantity.ts';
import type { Curve } from '../experiments/experiment.ts';
import type { CheckedNetwork } from './check.ts';
import { isSolved } from './compare.ts';
import type { Comparison } from './compare.ts';

/** For a terminal: what is full first, then each figure of both ways of computing. */
export function capacityText(checked: CheckedNetwork, curves: readonly Curve[]): string {
  return [boundsText(checked), table(rowsOf(checked)), callsText(checked), ...curves.map(curveText)]
    .filter((part) => part !== '')
    .join('\n\n');
}

const unitOf = (unit: Comparison['unit']): Unit => unit;

const figure = (value: number, unit: Unit): string => quantityText({ value, unit });

/** A mean of zero without an interval is no observation. */
const isUnseen = ({ mean, halfWidth }: IntervalEstimate): boolean => mean === 0 && halfWidth === Infinity;

function interval({ mean, halfWidth }: IntervalEstimate, unit: Unit): string {
  if (isUnseen({ mean, halfWidth })) return 'not seen';
  return `${figure(mean, unit)} ± ${figure(halfWidth, unit)}`;
}

function boundsText({ solution }: CheckedNetwork): string {
  if (!isSolved(solution)) return `solver      ${solution.because}\n            ${solution.mend}`;
  const { bottleneck, throughput, knee } = solution.bounds;
  const limit = Number.isFinite(throughput)
    ? `${bottleneck}: at most ${figure(throughput, 'requests/s')} in all, the knee at ${Number(knee.toPrecision(3))}`
    : 'none: nothing that is asked for can be full';
  return `solver      ${solution.accuracy}\nbottleneck  ${limit}`;
}

type Row = readonly [what: string, solved: string, simulated: string, remark: string];

function rowsOf({ simulation, comparisons }: CheckedNetwork): readonly Row[] {
  const compared = new Map(comparisons.map((each) => [each.what, each]));
  const row = (
    what: string,
    unit: Comparison['unit'],
    simulated: IntervalEstimate | undefined,
  ): readonly Row[] => {
    if (simulated === undefined) return [];
    const pair = compared.get(what);
    const remark =
      pair === undefined || isUnseen(simulated)
        ? ''
        : pair.agrees
          ? 'agrees'
          : pair.isExact
            ? 'differs'
            : `${difference(pair)} off`;
    return [
      [
        what,
        pair === undefined ? '–' : figure(pair.solved, unitOf(unit)),
        interval(simulated, unitOf(unit)),
        remark,
      ],
    ];
  };
  return [
    ...simulation.sources.flatMap(({ source, throughput, response, p50, p95, p99, failures }) => [
      ...row(`${source}: throughput`, 'requests/s', throughput),
      ...row(`${source}: mean response`, 's', response),
      ...row(`${source}: p50`, 's', p50),
      ...row(`${source}: p95`, 's', p95),
      ...row(`${source}: p99`, 's', p99),
      ...row(`${source}: failed`, 'ratio', failures),
    ]),
    ...simulation.stations.flatMap(({ station, utilisation, response, refused }) => [
      ...row(`${station}: utilisation`, 'ratio', utilisation),
      ...row(`${station}: response of a visit`, 's', response),
      ...row(`${station}: refused`, 'ratio', refused),
    ]),
    ...simulation.pools.flatMap(({ pool, utilisation, waiting }) => [
      ...row(`${pool}: places in use`, 'ratio', utilisation),
      ...row(`${pool}: wait for a place`, 's', waiting),
    ]),
    ...simulation.caches.flatMap(({ cache, hits }) => row(`${cache}: hits`, 'ratio', hits)),
  ];
}

function difference({ solved, simulated }: Comparison): string {
  return simulated.mean === 0 ? 'some' : figure(Math.abs(solved / simulated.mean - 1), 'ratio');
}

function callsText({ simulation: { amplification } }: CheckedNetwork): string {
  const retried = amplification.filter(({ factor }) => factor.mean > 1.0005);
  return retried
    .map(({ call, factor }) => `${call}: ${Number(factor.mean.toPrecision(4))} attempts for each call`)
    .join('\n');
}

/** A line of each curve in eight levels, with its ends; the points are in the JSON. */
function curveText({ title, x, y, series }: Curve): string {
  const all = series.flatMap(({ points }) => points.map(([, value]) => value));
  const [low, high] = [Math.min(0, ...all), Math.max(...all)];
  const xs = series.flatMap(({ points }) => points.map(([at]) => at));
  const width = Math.max(...series.map(({ name }) => name.length));
  const bars = '▁▂▃▄▅▆▇█';
  const line = (points: Curve['series'][number]['points']): string =>
    thinned(points)
      .map(([, value]) => bars[Math.min(7, Math.floor((8 * (value - low)) / (high - low || 1)))] ?? '')
      .join('');
  return [
    `${title} (${y}, 0 to ${Number(high.toPrecision(3))}; ${x} ${Number(Math.min(...xs).toPrecision(3))} to ${Number(Math.max(...xs).toPrecision(3))})`,
    ...series.map(({ name, points }) => `  ${name.padEnd(width)}  ${line(points)}`),
  ].join('\n');
}

/** At most sixty points, evenly taken. */
function thinned<T>(points: readonly T[]): readonly T[] {
  const every = Math.ceil(points.length / 60);
  return points.filter((_, index) => index % every === 0);
}

function table(rows: readonly Row[]): string {
  const head: Row = ['', 'solver', 'simulation, 95 %', ''];
  const all = [head, ...rows];
  const width = (column: 0 | 1 | 2): number => Math.max(...all.map((row) => row[column].length));
  return all
    .map(([what, solved, simulated, remark]) =>
      `${what.padEnd(width(0))}  ${solved.padStart(width(1))}  ${simulated.padStart(width(2))}  ${remark}`.trimEnd(),
    )
    .join('\n');
}
