import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { missingBuckets, requestSeconds } from '../../artifacts/metrics.ts';
import { messageGauges } from '../../artifacts/message-gauges.ts';
import { serviceLevels } from '../../artifacts/service-levels.ts';
import { owner } from '../database/database.ts';
import type { Running } from '../running.ts';

export interface Metrics {
  readonly registry: Registry;
  readonly request: (method: string, route: string, status: number, seconds: number) => void;
  readonly cache: (cache: string, outcome: 'hit' | 'miss') => void;
}

/** Bounds that OpenTelemetry's semantic conventions advise for http.server.request.duration, in seconds. */
const usual = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** Figures under the names by which the delivered alerts ask for them. */
export function metricsOf(running: Running): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const buckets = [...usual, ...missingBuckets(serviceLevels(running.backend))].sort((a, b) => a - b);
  const requests = new Histogram({
    name: requestSeconds,
    help: 'Seconds from the first byte of a request to the last of its answer',
    labelNames: ['http_request_method', 'http_route', 'http_response_status_code'],
    buckets,
    registers,
  });
  const caches = new Counter({
    name: 'cache_lookups_total',
    help: 'Lookups of a cache by their outcome',
    labelNames: ['cache', 'outcome'],
    registers,
  });
  const gauges = messageGauges(running.backend);
  for (const metric of new Set(gauges.map((each) => each.metric))) {
    const own = gauges.filter((each) => each.metric === metric);
    const [first] = own;
    if (first === undefined) continue;
    const gauge = new Gauge({
      name: metric,
      help: `As ${own.length} statement${own.length === 1 ? '' : 's'} of 5-performance/collectors say`,
      labelNames: [first.label],
      registers,
      collect: async () => {
        for (const { sql, label, value } of own) {
          const { rows } = await running.database.query(owner, sql);
          for (const row of rows) gauge.set({ [label]: row[label] ?? '' }, Number(row[value]));
        }
      },
    });
  }
  return {
    registry,
    request: (method, route, status, seconds) =>
      requests.observe(
        { http_request_method: method, http_route: route, http_response_status_code: status },
        seconds,
      ),
    cache: (cache, outcome) => caches.inc({ cache, outcome }),
  };
}
