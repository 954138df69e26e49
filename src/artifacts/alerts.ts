import { stringify } from 'yaml';
import type { Backend } from '../model/backend.ts';
import type { Emitted } from './emitted.ts';
import { gauges, messageGauges } from './message-gauges.ts';
import { errorRatio, jobWaiting, slowRatio } from './metrics.ts';
import { keptDays } from './outbox-statements.ts';
import { serviceLevels } from './service-levels.ts';
import type { ServiceLevel } from './service-levels.ts';
import { kebabCase, pascalCase, sentence } from './words.ts';

/** One alert; runbooks are written one per alert, under the same name. */
export interface Alert {
  readonly name: string;
  readonly expression: string;
  /** How long it must hold; absent where the windows of the expression say so themselves. */
  readonly for?: string;
  readonly severity: 'page' | 'ticket';
  readonly summary: string;
  readonly means: string;
  /** Container, objective or job it watches. */
  readonly subject: string;
  /** What is wrong when it fires; its runbook follows from it. */
  readonly kind: 'errors' | 'latency' | 'saturation' | 'replica-lag' | 'job-lag' | 'outbox-lag' | 'parked';
}

/** Where the runbook of an alert stands in the package. */
export const runbookPath = (alert: Pick<Alert, 'name'>): string =>
  `8-documentation/runbooks.md#${kebabCase(alert.name)}`;

interface BurnRate {
  readonly suffix: string;
  readonly factor: number;
  readonly long: string;
  readonly short: string;
  readonly severity: Alert['severity'];
  readonly budget: string;
}

/** Windows and factors of the Google SRE Workbook, chapter 5, table 5-8, for a budget of 30 days. */
const burnRates: readonly BurnRate[] = [
  { suffix: 'fast', factor: 14.4, long: '1h', short: '5m', severity: 'page', budget: '2 % in an hour' },
  { suffix: 'slow', factor: 6, long: '6h', short: '30m', severity: 'page', budget: '5 % in six hours' },
  {
    suffix: 'creeping',
    factor: 1,
    long: '3d',
    short: '6h',
    severity: 'ticket',
    budget: '10 % in three days',
  },
];

/** Every alert of the design: burn rates of each objective, saturation of each tier, lag of replicas, outboxes and jobs, parked messages. */
export function alertsOf(backend: Backend): readonly Alert[] {
  return [
    ...serviceLevels(backend).flatMap(burnAlerts),
    ...backend.load.stations
      .filter(({ model }) => model !== 'delay')
      .map(({ container }) => saturation(container)),
    ...lagAlerts(backend),
  ];
}

/**
 * Two windows for each pace: the long one says that the budget really goes, the short one that it still does, so that
 * the alert ends soon after its cause. The workbook advises against a duration (`for`) on top: it delays the worst.
 */
function burnAlerts(level: ServiceLevel): readonly Alert[] {
  const alert = (
    kind: 'errors' | 'latency',
    burn: BurnRate,
    ratio: (window: string) => string,
    allowed: number,
    what: string,
  ): readonly Alert[] => {
    const limit = Number((burn.factor * allowed).toPrecision(6));
    if (limit >= 1) return [];
    return [
      {
        name: pascalCase(`${level.id} ${kind} ${burn.suffix}`),
        expression: `(${ratio(burn.long)}) > ${limit} and (${ratio(burn.short)}) > ${limit}`,
        severity: burn.severity,
        summary: `${sentence(level.id)}: ${what} burn the error budget at ${burn.factor} times the pace that lasts 30 days`,
        means: `At this pace ${burn.budget} of the 30-day budget is gone.`,
        subject: level.id,
        kind,
      },
    ];
  };
  const { availability, latency } = level;
  return burnRates.flatMap((burn) => [
    ...(availability === undefined || availability >= 1
      ? []
      : alert('errors', burn, (window) => errorRatio(level, window), 1 - availability, 'errors')),
    ...(latency === undefined
      ? []
      : alert(
          'latency',
          burn,
          (window) => slowRatio(level, latency.limitMs, window),
          1 - latency.percentile / 100,
          `requests slower than ${latency.limitMs} ms`,
        )),
  ]);
}

/** A ratio never passes 1: a pace of burning that needs more can never be seen, and has no alert. */
const unseen = ({ id, availability, latency }: ServiceLevel): readonly string[] =>
  [
    ['errors', availability === undefined ? 0 : 1 - availability] as const,
    ['latency', latency === undefined ? 0 : 1 - latency.percentile / 100] as const,
  ].flatMap(([what, allowed]) =>
    burnRates
      .filter(({ factor }) => factor * allowed >= 1)
      .map(({ factor, suffix }) => `${id}: ${what} cannot burn ${factor} times too fast; no ${suffix} alert`),
  );

/** Above this part of its capacity a tier has no room to lose an instance. Default of Mercari's readiness checklist. */
const saturationLimit = 0.8;

function saturation(container: string): Alert {
  return {
    name: pascalCase(`${container} saturated`),
    expression: `avg(rate(container_cpu_usage_seconds_total{container="${container}"}[5m])) / avg(container_spec_cpu_quota{container="${container}"} / container_spec_cpu_period{container="${container}"}) > ${saturationLimit}`,
    for: '10m',
    severity: 'ticket',
    summary: `${sentence(container)}: more than ${saturationLimit * 100} % of its CPU is in use`,
    means: 'The loss of one instance would overload the rest.',
    subject: container,
    kind: 'saturation',
  };
}

/** Seconds after which a waiting message or a late replica is noticed. Default of Mercari's readiness checklist. */
export const lagLimit = 300;

/** A replica is late when it lags by half of the least age that a reader of it accepts; else at the usual limit. */
function replicaLagLimit({ operations }: Backend): number {
  const accepted = operations.flatMap(({ staleness }) =>
    staleness === undefined || staleness.value === 0 ? [] : [staleness.value / 2],
  );
  return Math.min(lagLimit, ...accepted);
}

/** A parked message is forgotten after a day: long before the marks go by which a repeated delivery is known. */
export const parkedLimit = 86_400;

/** Parked messages in an hour from which it is no single message that is wrong. */
export const parkedBurst = 10;

function lagAlerts(backend: Backend): readonly Alert[] {
  const replicas = backend.architecture.containers.filter(({ kind }) => kind === 'replica');
  const late = replicaLagLimit(backend);
  const measured = new Set(messageGauges(backend).map(({ metric }) => metric));
  return [
    ...replicas.map(({ id }): Alert => ({
      name: pascalCase(`${id} lag`),
      expression: `max(pg_replication_lag_seconds{instance=~".*${id}.*"}) > ${late}`,
      for: '5m',
      severity: 'ticket',
      summary: `${sentence(id)}: more than ${late} s behind the primary`,
      means: 'Reads from the replica are older than promised, and a failover would lose that much.',
      subject: id,
      kind: 'replica-lag',
    })),
    ...(measured.has(gauges.waiting) ? [outboxLag] : []),
    ...(measured.has(gauges.parked) ? parkedAlerts : []),
    ...jobLags(backend, measured.has(gauges.waiting)),
  ];
}

/** Asked of the database: a relay that is dead tells nothing. */
const outboxLag: Alert = {
  name: 'OutboxLag',
  expression: `max by (outbox) (${gauges.waiting}) > ${lagLimit} or absent(${gauges.waiting})`,
  for: '5m',
  severity: 'page',
  summary: `The oldest event of an outbox waits for more than ${lagLimit} s, or nobody measures it`,
  means: 'Events are not delivered; everything behind them stands still.',
  subject: 'outbox',
  kind: 'outbox-lag',
};

const parkedAlerts: readonly Alert[] = [
  {
    name: 'MessageParked',
    expression: `max by (parked) (${gauges.parked}) > 0`,
    for: '5m',
    severity: 'ticket',
    summary: 'A message was refused after its last attempt',
    means: 'Later messages of its key wait behind it; the other keys go on.',
    subject: 'parked',
    kind: 'parked',
  },
  {
    name: 'MessagesParkedFast',
    expression: `sum(delta(${gauges.parked}[1h])) > ${parkedBurst}`,
    severity: 'page',
    summary: `More than ${parkedBurst} messages were parked within an hour`,
    means: 'A consumer or a peer refuses what it took before: every new message of it will be parked too.',
    subject: 'parked',
    kind: 'parked',
  },
  {
    name: 'ParkedMessageForgotten',
    expression: `max by (parked) (${gauges.parkedAge}) > ${parkedLimit}`,
    for: '5m',
    severity: 'page',
    summary: `A message is parked for more than ${parkedLimit / 3600} hours`,
    means: `Its key stands still. After ${keptDays.handled} days a repeated delivery of it is no longer recognised.`,
    subject: 'parked',
    kind: 'parked',
  },
];

/**
 * One alert for all jobs, which names the one that is late. A relay whose outbox is not measured has one of its own,
 * because it wakes somebody.
 */
function jobLags({ processes: { jobs } }: Backend, isMeasured: boolean): readonly Alert[] {
  const relays = isMeasured ? [] : jobs.filter(({ kind }) => kind === 'relay');
  const others = jobs.filter(({ kind }) => kind !== 'relay');
  return [
    ...relays.map(({ id, name }): Alert => ({
      name: pascalCase(`${id} lag`),
      expression: `max(${jobWaiting}{job_name="${id}"}) > ${lagLimit}`,
      for: '5m',
      severity: 'page',
      summary: `${sentence(name)}: work waits for more than ${lagLimit} s`,
      means: 'Events are not delivered; everything behind them stands still.',
      subject: id,
      kind: 'job-lag',
    })),
    ...(others.length === 0
      ? []
      : [
          {
            name: 'JobLag',
            expression: `max by (job_name) (${jobWaiting}) > ${lagLimit}`,
            for: '5m',
            severity: 'ticket',
            summary: `The work of a job waits for more than ${lagLimit} s`,
            means: 'Work is late; the label job_name says which.',
            subject: 'jobs',
            kind: 'job-lag',
          } as const,
        ]),
  ];
}

/** The alerts as Prometheus rules. */
export function alertRules(backend: Backend): Emitted {
  const alerts = alertsOf(backend);
  const groups = [
    {
      name: kebabCase(backend.id),
      rules: alerts.map((alert) => ({
        alert: alert.name,
        expr: alert.expression,
        ...(alert.for !== undefined && { for: alert.for }),
        labels: { severity: alert.severity, subject: alert.subject },
        annotations: { summary: alert.summary, description: alert.means, runbook: runbookPath(alert) },
      })),
    },
  ];
  const levels = serviceLevels(backend);
  const withoutNumbers = levels.filter(({ latency, availability }) => !latency && !availability);
  return {
    text: alerts.length === 0 ? '' : stringify({ groups }, { lineWidth: 0 }),
    lost: [
      ...withoutNumbers.map(({ id }) => `${id}: has neither latency nor availability to alert on`),
      ...levels.flatMap(unseen),
      ...(alerts.length === 0 ? ['no objectives and no tiers are known: there is nothing to alert on'] : []),
    ],
  };
}
