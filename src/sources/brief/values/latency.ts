import type { Percentile } from '../../../model/brief.ts';
import { parsed, refused } from '../problem.ts';
import type { Parsed } from '../problem.ts';
import { tidy } from './amount.ts';
import type { Amount } from './amount.ts';
import { formatDuration } from './duration.ts';

const percentiles: readonly Percentile[] = [50, 90, 95, 99, 99.9];

/** `p95 < 200ms`; the limit is in milliseconds. */
export function parseLatency(
  text: string,
): Parsed<{ readonly percentile: Percentile; readonly limit: Amount }> {
  const match = /^p(50|90|95|99|99\.9)\s*<\s*(\d{1,7}(?:\.\d{1,3})?)(ms|s)$/.exec(text.trim());
  const percentile = percentiles.find((candidate) => String(candidate) === match?.[1]);
  const limit = Number(match?.[2] ?? 'NaN') * (match?.[3] === 's' ? 1000 : 1);
  if (match === null || percentile === undefined || !(limit > 0))
    return refused(
      `"${text.slice(0, 40)}" is not a latency objective.`,
      'Write the percentile (p50, p90, p95, p99, p99.9), < and a limit in ms or s: p95 < 200ms.',
    );
  return parsed({ percentile, limit: { value: tidy(limit), unit: 'ms' } });
}

export const formatLatency = (percentile: Percentile, limitMs: number): string =>
  `p${percentile} < ${limitMs >= 60_000 ? `${tidy(limitMs / 1000)}s` : formatDuration(tidy(limitMs / 1000))}`;
