import { alertRules, alertsOf, runbookPath } from '../../artifacts/alerts.ts';
import { grafanaDashboard } from '../../artifacts/dashboard.ts';
import { gaugeCollectors, gauges } from '../../artifacts/message-gauges.ts';
import {
  errorRatio,
  jobWaiting,
  missingBuckets,
  percentileOf,
  requestSeconds,
} from '../../artifacts/metrics.ts';
import { kebabCase } from '../../artifacts/words.ts';
import { serviceLevels } from '../../artifacts/service-levels.ts';
import type { ServiceLevel } from '../../artifacts/service-levels.ts';
import { code, codeCell, judgement, link, paragraph, section, table, unknown } from '../blocks.ts';
import type { Artifact, Basis, Cell, Section } from '../deliverable.ts';
import { derived } from '../../model/origin.ts';
import type { Backend } from '../../model/backend.ts';
import { requirementsAbout } from '../requirements.ts';
import { errorBudgets } from './error-budgets.ts';

export const alertsPath = '5-performance/alerts.yaml';
export const dashboardPath = '5-performance/dashboard.json';

/** Objectives as code: indicators, alerts on the pace at which the budget burns, a dashboard. */
export function objectives({ backend }: Basis): readonly (Section | undefined)[] {
  const levels = serviceLevels(backend).filter(
    ({ latency, availability }) => latency !== undefined || availability !== undefined,
  );
  const missing = missingBuckets(levels);
  return [
    section(
      {
        id: 'objectives',
        title: 'Objectives as code',
        items: levels.length > 0 ? ['5.11'] : [],
        answers: levels.length > 0 ? requirementsAbout(backend, 'objective') : [],
      },
      table(['objective', 'indicator', 'limit', 'over'], levels.flatMap(indicatorRows)),
      levels.length === 0 ? undefined : code('promql', levels.flatMap(indicatorExpressions).join('\n')),
      missing.length === 0
        ? undefined
        : paragraph(
            `The histogram needs bucket bounds at ${missing.join(', ')} s: OpenTelemetry's usual bounds have none there, and without them the latency alerts compare with nothing.`,
          ),
    ),
    errorBudgets(backend, levels),
    alertSection(backend),
    metricsSection(backend),
  ];
}

const collectorPath = (schema: string): string => `5-performance/collectors/${kebabCase(schema)}.yaml`;

/** Every metric that an alert or the dashboard speaks of, and who tells it. */
function metricsSection(backend: Backend): Section | undefined {
  const expressions = alertsOf(backend).map(({ expression }) => expression);
  const files = gaugeCollectors(backend).map(({ schema }) =>
    link(collectorPath(schema), collectorPath(schema)),
  );
  const [first] = files;
  const spoken = (metric: string): boolean => expressions.some((expression) => expression.includes(metric));
  const rows: readonly (readonly [metric: string, told: string, row: Cell])[] = [
    [requestSeconds, 'each application process, OpenTelemetry', 'semantic conventions'],
    [
      'container_cpu_usage_seconds_total',
      'cAdvisor of the platform',
      'with container_spec_cpu_quota and _period',
    ],
    ['pg_replication_lag_seconds', 'postgres_exporter of each replica', 'its default query'],
    [jobWaiting, 'whoever runs the jobs', 'seconds the oldest work is due, label job_name'],
    ...Object.values(gauges).map((metric): readonly [string, string, Cell] => [
      metric,
      'sql_exporter of each database',
      first ?? '',
    ]),
  ];
  return section(
    { id: 'metrics', title: 'Metrics and who tells them' },
    table(
      ['metric', 'told by', 'as'],
      rows.filter(([metric]) => spoken(metric)).map(([metric, told, as]) => [codeCell(metric), told, as]),
    ),
    files.length > 1
      ? paragraph('Each database has a collector of its own in the same folder; the link shows the first.')
      : undefined,
  );
}

function indicatorRows({ id, latency, availability }: ServiceLevel): readonly (readonly Cell[])[] {
  const row = (indicator: string, limit: Cell): readonly Cell[] => [id, indicator, limit, '30 days'];
  return [
    ...(latency === undefined
      ? []
      : [
          row(
            `${latency.percentile} % of the answers within`,
            derived(latency.limitMs, 'ms', 'objective', [id]),
          ),
        ]),
    ...(availability === undefined
      ? []
      : [
          row(
            'requests that did not fail on our side, at least',
            derived(availability, 'ratio', 'objective', [id]),
          ),
        ]),
  ];
}

const indicatorExpressions = (level: ServiceLevel): readonly string[] => [
  `# ${level.id}`,
  ...(level.latency === undefined ? [] : [percentileOf(level, level.latency.percentile)]),
  ...(level.availability === undefined ? [] : [errorRatio(level, '30d')]),
];

function alertSection(backend: Backend): Section | undefined {
  const alerts = alertsOf(backend);
  const drawn = grafanaDashboard(backend).text !== '';
  const { lost } = alertRules(backend);
  if (alerts.length === 0) return undefined;
  return section(
    { id: 'alerts', title: 'Alerts' },
    table(
      ['alert', 'severity', 'fires when', 'runbook'],
      alerts.map((alert): readonly Cell[] => [
        codeCell(alert.name),
        alert.severity,
        alert.summary,
        link('runbook', runbookPath(alert)),
      ]),
    ),
    table(
      ['file', 'what'],
      [
        [link('alerts.yaml', alertsPath), 'Prometheus rules'],
        ...(drawn ? [[link('dashboard.json', dashboardPath), 'Grafana dashboard']] : []),
      ],
    ),
    lost.length === 0 ? undefined : unknown(lost.join('; ')),
    judgement(
      'Windows and factors are those of the Google SRE Workbook, chapter 5; names of the metrics follow OpenTelemetry and were not compared with a running system.',
    ),
  );
}

export function objectiveArtifacts({ backend }: Basis): readonly Artifact[] {
  if (alertsOf(backend).length === 0) return [];
  const dashboard = grafanaDashboard(backend);
  return [
    { path: alertsPath, ...alertRules(backend), items: [] },
    ...(dashboard.text === '' ? [] : [{ path: dashboardPath, ...dashboard, items: [] }]),
    ...gaugeCollectors(backend).map(({ schema, ...emitted }) => ({
      path: collectorPath(schema),
      ...emitted,
      items: [],
    })),
  ];
}
