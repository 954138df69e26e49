import { percent } from '../../settle.ts';
import type { NetworkCache } from '../../../model/network.ts';
import { eachInTurn } from './experiment.ts';
import type { Found, NetworkExperiment, Stage } from './experiment.ts';
import { under } from './change.ts';
import { goodputCurve, meanBetween, requestRate } from './goodput.ts';

/**
 * A cache is emptied while the load goes on. When the stations behind it cannot bear the misses the answers stop, and the
 * cache fills more slowly than it is asked.
 */
export const coldCacheCollapse: NetworkExperiment = {
  rule: 'cold-cache-collapse',
  summary: 'An empty cache lets through more than the stations behind it can serve.',
  severity: 'blocker',
  standards: ['SRE:addressing-cascading-failures'],
  run: (stage) => eachInTurn(stage.calm.caches, ({ id }) => play(stage, id)),
};

/** Seconds of the experiment; a cache of keys is emptied after a third of it, one with a known ratio is empty all along. */
const span = 180;

async function play({ calm, base, simulate }: Stage, cache: string): Promise<readonly Found[]> {
  const asked = calm.caches.find(({ id }) => id === cache);
  if (asked === undefined) return [];
  const from = asked.kind === 'keys' ? span / 3 : 0;
  const empty = {
    ...calm,
    caches: calm.caches.map((each) =>
      each.id === cache && each.kind === 'ratio' ? { ...each, hits: 0 } : each,
    ),
  };
  const emptied = asked.kind === 'keys' ? [{ kind: 'cold-cache', cache, from } as const] : [];
  const figures = await simulate(under(empty, emptied, { warmup: 0, duration: span }));
  const curve = goodputCurve(figures);
  const usual = base.sources.reduce((sum, { throughput }) => sum + throughput.mean, 0);
  const late = meanBetween(curve, (2 * span) / 3, span);
  const dip = Math.min(...curve.filter(([at]) => at > from + span / 36).map(([, y]) => y));
  const isLasting = late < 0.9 * usual;
  if (!isLasting && dip >= 0.7 * usual) return [];
  const hits = base.caches.find((each) => each.cache === cache)?.hits.mean ?? 0;
  const waiting = Math.max(
    0,
    ...figures.timeline.flatMap(({ stations }) => stations.map(({ inSystem }) => inSystem)),
  );
  return [
    {
      subject: cache,
      severity: isLasting && asked.kind === 'keys' ? 'blocker' : 'warning',
      confidence: 'certain',
      what: whatHappens(cache, asked.kind, isLasting, { usual, late, dip }),
      why: `${percent(hits)} of the reads hit; without it the stations behind get ${Number((1 / Math.max(1e-9, 1 - hits)).toPrecision(3))} times their usual load, and up to ${Number(waiting.toPrecision(3))} requests wait there.`,
      next: 'Load a key once for all who wait (guard: single-flight), fill the cache before traffic is let in, and refuse reads above what the stations can serve without it.',
      curve: {
        title: `Answers ${asked.kind === 'keys' ? 'around the loss of' : 'without'} ${cache}`,
        x: 's',
        y: 'requests/s',
        series: [{ name: 'now', points: curve }],
      },
    },
  ];
}

function whatHappens(
  cache: string,
  kind: NetworkCache['kind'],
  isLasting: boolean,
  { usual, late, dip }: { readonly usual: number; readonly late: number; readonly dip: number },
): string {
  if (kind === 'ratio')
    return `Without ${cache} ${requestRate(late)} are answered of ${requestRate(usual)}: the stations behind it cannot do its work.`;
  return isLasting
    ? `Two minutes after ${cache} is emptied ${requestRate(late)} are answered, ${requestRate(usual)} before.`
    : `After ${cache} is emptied the answers fall from ${requestRate(usual)} to ${requestRate(dip)}.`;
}
