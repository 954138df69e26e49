import type { Network, Step } from '../../../model/network.ts';
import { eachInTurn } from './experiment.ts';
import type { Found, NetworkExperiment, Stage } from './experiment.ts';
import { under, withStation } from './change.ts';
import { secondsText } from './goodput.ts';

/** Ratio of mean service times from which one class counts as long beside another. */
const longer = 5;

/**
 * Short requests wait behind long ones in one queue. The same load is simulated with the long ones interrupted by the
 * short ones; when these gain at least half of their p95 and the long ones lose little, the queue is what hurts.
 */
export const headOfLineBlocking: NetworkExperiment = {
  rule: 'head-of-line-blocking',
  summary: 'Short requests wait behind long ones in one queue.',
  severity: 'warning',
  standards: [],
  run: (stage) =>
    eachInTurn(
      stage.calm.stations.filter(
        ({ discipline, servers }) => discipline === 'fifo' && Number.isFinite(servers),
      ),
      ({ id }) => play(stage, id),
    ),
};

async function play({ calm, base, simulate }: Stage, station: string): Promise<readonly Found[]> {
  const visitors = calm.sources
    .map(({ id, steps }) => ({ id, service: serviceAt(steps, station) }))
    .filter(({ service }) => service > 0)
    .toSorted((a, b) => a.service - b.service);
  const [short] = visitors;
  const long = visitors.at(-1);
  if (short === undefined || long === undefined || long.service < longer * short.service) return [];
  const p95 = (figures: typeof base, source: string): number =>
    figures.sources.find((each) => each.source === source)?.p95?.mean ?? 0;
  if (p95(base, short.id) < 6 * short.service) return [];
  const first: Network = {
    ...withStation(calm, station, (each) => ({ ...each, discipline: 'preemptive' })),
    sources: calm.sources.map((source) => ({ ...source, priority: source.id === short.id ? 1 : 0 })),
  };
  const cured = await simulate(under(first, [], {}));
  const [was, is] = [p95(base, short.id), p95(cured, short.id)];
  const [wasLong, isLong] = [p95(base, long.id), p95(cured, long.id)];
  if (is > 0.5 * was || isLong > 1.3 * wasLong) return [];
  return [
    {
      subject: `${short.id} at ${station}`,
      severity: 'warning',
      confidence: 'certain',
      what: `${short.id} needs ${secondsText(short.service)} at ${station} but 5 % of it take more than ${secondsText(was)}, behind ${long.id} with ${secondsText(long.service)} each.`,
      why: `Were ${long.id} interrupted for it, its p95 would be ${secondsText(is)}; that of ${long.id} would go from ${secondsText(wasLong)} to ${secondsText(isLong)}.`,
      next: `Give ${short.id} a queue of its own at ${station} (workers or connections of its own, a replica for ${long.id}), or cut ${long.id} into parts.`,
      curve: {
        title: `p95 at ${station}`,
        x: 'class (1: short, 2: long)',
        y: 's',
        series: [
          {
            name: 'one queue',
            points: [
              [1, was],
              [2, wasLong],
            ],
          },
          {
            name: `${short.id} first`,
            points: [
              [1, is],
              [2, isLong],
            ],
          },
        ],
      },
    },
  ];
}

/** Mean seconds of one visit of the source's own steps to a station; what operations do is left out. */
function serviceAt(steps: readonly Step[], station: string): number {
  for (const step of steps) {
    if (step.kind === 'work' && step.station === station) return step.time.mean;
    if (step.kind === 'hold' || step.kind === 'cached') {
      const inside = serviceAt(step.steps, station);
      if (inside > 0) return inside;
    }
  }
  return 0;
}
