import type { ServiceLevel } from './service-levels.ts';

/**
 * Names after OpenTelemetry's semantic conventions as Prometheus prints them. Whoever measures under other names
 * changes them here, in one place of each generated file.
 */
export const requestSeconds = 'http_server_request_duration_seconds';

/** Told by whoever runs the jobs, with the label `job_name`: how long the oldest work is due. */
export const jobWaiting = 'job_oldest_waiting_seconds';

/** Label matchers for the endpoints of an objective. */
export function selector(level: ServiceLevel, more: readonly string[] = []): string {
  const routes = [...new Set(level.endpoints.map(({ path }) => path))];
  const methods = [...new Set(level.endpoints.map(({ method }) => method))];
  const matchers = [
    ...(routes.length === 0 ? [] : [`http_route=~"${routes.map(escaped).join('|')}"`]),
    ...(methods.length === 0 ? [] : [`http_request_method=~"${methods.join('|')}"`]),
    ...more,
  ];
  return matchers.length === 0 ? '' : `{${matchers.join(',')}}`;
}

/** RE2 metacharacters in a route, escaped twice: once for the expression, once for the string. */
const escaped = (route: string): string => route.replaceAll(/[.*+?^${}()|[\]\\]/g, (each) => `\\\\${each}`);

/** Part of the requests that failed on our side. */
export const errorRatio = (level: ServiceLevel, window: string): string =>
  `sum(rate(${requestSeconds}_count${selector(level, ['http_response_status_code=~"5.."'])}[${window}])) / sum(rate(${requestSeconds}_count${selector(level)}[${window}]))`;

/**
 * The bucket that ends at a limit. Prometheus 3 writes whole bounds as `1.0` where version 2 kept `1` (migration guide
 * of version 3, "le and quantile label values"): both are matched.
 */
function bucketAt(limitMs: number): string {
  const seconds = limitMs / 1000;
  return Number.isInteger(seconds) ? `le=~"${seconds}|${seconds}[.]0"` : `le="${seconds}"`;
}

/** Bounds of `http.server.request.duration` that OpenTelemetry's semantic conventions advise, in seconds. */
const usualBuckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] as const;

/** Limits in seconds at which the histogram has no bucket unless it is given one. */
export const missingBuckets = (levels: readonly ServiceLevel[]): readonly number[] =>
  [...new Set(levels.flatMap(({ latency }) => (latency === undefined ? [] : [latency.limitMs / 1000])))]
    .filter((limit) => !usualBuckets.some((bucket) => bucket === limit))
    .toSorted((a, b) => a - b);

/** Part of the requests that took longer than the limit; the histogram needs a bucket at the limit. */
export function slowRatio(level: ServiceLevel, limitMs: number, window: string): string {
  const within = `sum(rate(${requestSeconds}_bucket${selector(level, [bucketAt(limitMs)])}[${window}]))`;
  return `1 - ${within} / sum(rate(${requestSeconds}_count${selector(level)}[${window}]))`;
}

export const percentileOf = (level: ServiceLevel, percentile: number): string =>
  `histogram_quantile(${percentile / 100}, sum by (le) (rate(${requestSeconds}_bucket${selector(level)}[5m])))`;

export const requestRate = (level: ServiceLevel): string =>
  `sum(rate(${requestSeconds}_count${selector(level)}[5m]))`;
