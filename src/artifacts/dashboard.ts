import type { Backend } from '../model/backend.ts';
import { lagLimit, parkedLimit } from './alerts.ts';
import type { Json } from '../model/origin.ts';
import { jsonText } from './emitted.ts';
import type { Emitted, JsonObject } from './emitted.ts';
import { gauges, messageGauges } from './message-gauges.ts';
import type { MessageGauge } from './message-gauges.ts';
import { errorRatio, percentileOf, requestRate } from './metrics.ts';
import { serviceLevels } from './service-levels.ts';
import type { ServiceLevel } from './service-levels.ts';
import { kebabCase, sentence } from './words.ts';

const source: JsonObject = { type: 'prometheus', uid: '${datasource}' };

interface Panel {
  readonly title: string;
  readonly expression: string;
  readonly unit: string;
  /** Value from which the panel turns red: the objective. */
  readonly limit?: number;
}

/** One row per objective (rate, errors, latency), the load of each tier, and what waits or was parked: a Grafana dashboard. */
export function grafanaDashboard(backend: Backend): Emitted {
  const levels = serviceLevels(backend);
  const panels = [...levels.flatMap(levelPanels), ...tierPanels(backend), ...messagePanels(backend)];
  if (panels.length === 0)
    return { text: '', lost: ['no objectives and no tiers are known: there is nothing to show'] };
  const document: Json = {
    uid: kebabCase(backend.id).slice(0, 40),
    title: `${backend.name}: objectives and saturation`,
    schemaVersion: 39,
    version: 1,
    editable: true,
    timezone: 'utc',
    time: { from: 'now-6h', to: 'now' },
    templating: { list: [{ name: 'datasource', type: 'datasource', query: 'prometheus' }] },
    panels: panels.map(printPanel),
  };
  return { text: jsonText(document), lost: [] };
}

function levelPanels(level: ServiceLevel): readonly Panel[] {
  const name = sentence(level.id);
  return [
    { title: `${name}: requests/s`, expression: requestRate(level), unit: 'reqps' },
    {
      title: `${name}: part that failed`,
      expression: errorRatio(level, '5m'),
      unit: 'percentunit',
      ...(level.availability === undefined ? {} : { limit: Number((1 - level.availability).toPrecision(6)) }),
    },
    {
      title: `${name}: p${level.latency?.percentile ?? 95} latency`,
      expression: percentileOf(level, level.latency?.percentile ?? 95),
      unit: 's',
      ...(level.latency === undefined ? {} : { limit: level.latency.limitMs / 1000 }),
    },
  ];
}

function tierPanels(backend: Backend): readonly Panel[] {
  return backend.load.stations
    .filter(({ model }) => model !== 'delay')
    .map(({ container, utilisation }) => ({
      title: `${sentence(container)}: CPU in use (planned at peak: ${Math.round(utilisation.value * 100)} %)`,
      expression: `avg(rate(container_cpu_usage_seconds_total{container="${container}"}[5m])) / avg(container_spec_cpu_quota{container="${container}"} / container_spec_cpu_period{container="${container}"})`,
      unit: 'percentunit',
      limit: 0.8,
    }));
}

/** What waits and what was refused, by table. */
function messagePanels(backend: Backend): readonly Panel[] {
  const measured = new Set(messageGauges(backend).map(({ metric }) => metric));
  const all: readonly (Panel & { readonly metric: MessageGauge['metric'] })[] = [
    {
      metric: gauges.waiting,
      title: 'Outbox: oldest event that waits',
      expression: `max by (outbox) (${gauges.waiting})`,
      unit: 's',
      limit: lagLimit,
    },
    {
      metric: gauges.parked,
      title: 'Parked messages',
      expression: `sum by (parked) (${gauges.parked})`,
      unit: 'short',
      limit: 1,
    },
    {
      metric: gauges.parkedAge,
      title: 'Oldest parked message',
      expression: `max by (parked) (${gauges.parkedAge})`,
      unit: 's',
      limit: parkedLimit,
    },
  ];
  return all.flatMap(({ metric, ...panel }) => (measured.has(metric) ? [panel] : []));
}

/** Three panels in a row of Grafana's 24 columns. */
function printPanel(panel: Panel, at: number): JsonObject {
  return {
    id: at + 1,
    type: 'timeseries',
    title: panel.title,
    datasource: source,
    gridPos: { h: 8, w: 8, x: (at % 3) * 8, y: Math.floor(at / 3) * 8 },
    targets: [{ refId: 'A', datasource: source, expr: panel.expression, legendFormat: panel.title }],
    fieldConfig: {
      defaults: {
        unit: panel.unit,
        min: 0,
        thresholds: {
          mode: 'absolute',
          steps: [
            { color: 'green', value: null },
            ...(panel.limit === undefined ? [] : [{ color: 'red', value: panel.limit }]),
          ],
        },
      },
      overrides: [],
    },
  };
}
