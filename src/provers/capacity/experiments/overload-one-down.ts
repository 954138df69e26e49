import { percent } from '../../settle.ts';
import { eachInTurn } from './experiment.ts';
import type { Found, NetworkExperiment, Stage } from './experiment.ts';
import { under, withStation } from './change.ts';

/**
 * A station with several replicas is simulated with one of them away for good: what is left has to carry the load, else
 * the loss of one becomes the loss of all.
 */
export const overloadOneDown: NetworkExperiment = {
  rule: 'overload-one-down',
  summary: 'With one replica lost the rest is overloaded.',
  severity: 'warning',
  standards: ['SRE:addressing-cascading-failures'],
  run: (stage) =>
    eachInTurn(
      stage.calm.stations
        .filter(({ replicas, servers }) => replicas > 1 && Number.isFinite(servers))
        .filter(({ id }) => !stage.calm.autoscalers.some(({ station }) => station === id)),
      ({ id, replicas }) => play(stage, id, replicas),
    ),
};

async function play(
  { calm, base, simulate }: Stage,
  station: string,
  replicas: number,
): Promise<readonly Found[]> {
  const utilisation = base.stations.find((each) => each.station === station)?.utilisation.mean ?? 0;
  const left = (utilisation * replicas) / (replicas - 1);
  // Too much with all of them is another answer.
  if (left < 0.95 || utilisation >= 0.99) return [];
  const enough = Math.ceil((utilisation * replicas) / 0.8) + 1;
  const lost = await simulate(
    under(
      withStation(calm, station, (each) => ({ ...each, replicas: replicas - 1 })),
      [],
      { warmup: 0, duration: 60 },
    ),
  );
  const inSystem = lost.timeline.map(
    ({ at, stations }) => [at, stations.find((each) => each.station === station)?.inSystem ?? 0] as const,
  );
  return [
    {
      subject: station,
      severity: 'warning',
      confidence: 'certain',
      what: `${station} is busy ${percent(utilisation)}; with one of ${replicas} replicas lost the others would have to be busy ${percent(left)}.`,
      why: `${Number((inSystem.at(-1)?.[1] ?? 0).toPrecision(3))} requests are there a minute after the loss, and more every second: the next replica fails under it, or its callers give up.`,
      next: `Run ${enough} replicas: busy ${percent((utilisation * replicas) / (enough - 1))} with one lost. Or let callers be refused above what ${replicas - 1} can serve.`,
      curve: {
        title: `Requests at ${station} after the loss of one replica`,
        x: 's',
        y: 'requests',
        series: [{ name: `${replicas - 1} of ${replicas}`, points: inSystem }],
      },
    },
  ];
}
