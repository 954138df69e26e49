import type { ServiceLevel } from './service-levels.ts';

/**
 * Names after OpenTelemetry's semantic conventions as Prometheus prints them. Whoever measures under other names
 * changes them here, in one place of each generated file.
 */
export const requestSeconds = 'http_server_request_duration_seconds';

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

/** Part of the requests that took longer than the limit; the histogram needs a bucket at the limit. */
export function slowRatio(level: ServiceLevel, limitMs: number, window: string): string {
  const within = `sum(rate(${requestSeconds}_bucket${selector(level, [`le="${limitMs / 1000}"`])}[${window}]))`;
  return `1 - ${within} / sum(rate(${requestSeconds}_count${selector(level)}[${window}]))`;
}

export const percentileOf = (level: ServiceLevel, percentile: number): string =>
  `histogram_quantile(${percentile / 100}, sum by (le) (rate(${requestSeconds}_bucket${selector(level)}[5m])))`;

export const requestRate = (level: ServiceLevel): string =>
  `sum(rate(${requestSeconds}_count${selector(level)}[5m]))`;
