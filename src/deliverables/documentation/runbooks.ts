import { alertsOf } from '../../artifacts/alerts.ts';
import type { Alert } from '../../artifacts/alerts.ts';
import { uniqueBy } from '../../artifacts/emitted.ts';
import { kebabCase } from '../../artifacts/words.ts';
import { code, judgement, link, names, section, steps, table } from '../blocks.ts';
import type { Basis, Section } from '../deliverable.ts';
import { alertsPath } from '../performance/objectives.ts';
import type { Backend } from '../../model/backend.ts';

/** One runbook an alert, under the anchor the alert itself names. */
export function runbooks({ backend }: Basis): readonly (Section | undefined)[] {
  return uniqueBy(alertsOf(backend), ({ name }) => name).map((alert) => runbook(backend, alert));
}

function runbook(backend: Backend, alert: Alert): Section | undefined {
  const postgres = backend.data.engine?.name.toLowerCase().startsWith('postgres') ?? false;
  const { diagnose, mitigate } = procedures[alert.kind];
  return section(
    { id: kebabCase(alert.name), title: alert.name, items: ['8.6'] },
    table(
      ['what', 'value'],
      [
        ['symptom', alert.summary],
        ['means', alert.means],
        ['severity', alert.severity === 'page' ? 'wakes somebody' : 'next working day'],
        [
          'fires',
          alert.for === undefined ? 'at once: both windows are over the limit' : `after ${alert.for}`,
        ],
        ['look at', `dashboard ${backend.name}, row ${alert.subject}`],
        ['can also be hit', names(affected(backend, alert))],
      ],
    ),
    code('promql', alert.expression),
    code('sh', diagnose(alert.subject, postgres).join('\n')),
    steps(mitigate(backend, alert.subject)),
    table(
      ['escalate when', 'to'],
      [
        ['not understood after 15 minutes', 'a second person on call'],
        ['no way to mitigate after 30 minutes', `the owner of ${ownerOf(backend, alert.subject)}`],
        ['data is lost, or seen by somebody who may not', 'incident lead and data protection, at once'],
      ],
    ),
    alert.severity === 'page'
      ? judgement('Times of escalation are conventions. The commands were not run against a system.')
      : judgement('The commands were not run against a system.'),
  );
}

interface Procedure {
  readonly diagnose: (subject: string, postgres: boolean) => readonly string[];
  readonly mitigate: (backend: Backend, subject: string) => readonly string[];
}

const busyDatabase = [
  '# who waits, and for whom',
  `psql "$DATABASE_URL" -c "select pid, pg_blocking_pids(pid) as blocked_by, state, now() - query_start as running, left(query, 80) as query from pg_stat_activity where state <> 'idle' order by running desc nulls last limit 20"`,
];

const procedures: Readonly<Record<Alert['kind'], Procedure>> = {
  errors: {
    diagnose: (_subject, postgres) => [
      '# what changed in the last hour: releases, configuration, migrations',
      'git log --since="1 hour ago" --oneline',
      '# which route and status',
      `promtool query instant "$PROMETHEUS" 'topk(10, sum by (http_route, http_response_status_code) (rate(http_server_request_duration_seconds_count{http_response_status_code=~"5.."}[5m])))'`,
      ...(postgres ? busyDatabase : []),
    ],
    mitigate: (backend) => [
      'A release in the last hour: roll back first, look for the cause afterwards (deployment guide).',
      `A peer fails: open its breaker or turn the feature off${degradedWords(backend)}.`,
      'The database refuses connections: stop the batch jobs, then the workers; requests come first.',
      'Traffic is far above the peak: lower the rate limits of anonymous callers.',
    ],
  },
  latency: {
    diagnose: (_subject, postgres) => [
      '# which route got slow',
      `promtool query instant "$PROMETHEUS" 'topk(10, histogram_quantile(0.99, sum by (http_route, le) (rate(http_server_request_duration_seconds_bucket[5m]))))'`,
      ...(postgres
        ? [
            ...busyDatabase,
            '# statements that take most time',
            'psql "$DATABASE_URL" -c "select calls, round(mean_exec_time::numeric, 1) as mean_ms, left(query, 80) as query from pg_stat_statements order by total_exec_time desc limit 10"',
          ]
        : []),
    ],
    mitigate: () => [
      'One statement is slow that was not: compare its plan with the plans of this package; a lost index is created concurrently.',
      'A tier is above four fifths of its CPU: add an instance, then look for the cause.',
      'A peer is slow: shorten its timeout, so that it takes its own callers down and not everybody.',
      'Locks: end the session at the head of the queue (`pg_terminate_backend`), never the waiting ones.',
    ],
  },
  saturation: {
    diagnose: (subject) => [
      '# is the load higher, or the work per request?',
      `promtool query instant "$PROMETHEUS" 'sum(rate(http_server_request_duration_seconds_count[5m]))'`,
      `promtool query instant "$PROMETHEUS" 'topk(5, rate(container_cpu_usage_seconds_total{container="${subject}"}[5m]))'`,
    ],
    mitigate: (backend, subject) => [
      `Add one instance of ${subject}${instancesWords(backend, subject)}.`,
      'Load did not rise: the last release made requests dearer; roll it back.',
      'Load rose and stays: order the next step of the growth walk.',
    ],
  },
  'replica-lag': {
    diagnose: (_subject, postgres) =>
      postgres
        ? [
            `psql "$DATABASE_URL" -c "select application_name, state, write_lag, flush_lag, replay_lag from pg_stat_replication"`,
            '# long queries on the replica hold its replay back',
            `psql "$REPLICA_URL" -c "select pid, now() - xact_start as open, left(query, 80) as query from pg_stat_activity where xact_start is not null order by open desc limit 10"`,
          ]
        : ['# ask the replica how far behind it is'],
    mitigate: () => [
      'Take the replica out of the read pool: readers go to the primary.',
      'A long query holds it back: end it; move reports to an hour with less traffic.',
      'A bulk write on the primary: stop it, go on in smaller batches.',
      'Still behind after an hour: build the replica anew from a backup.',
    ],
  },
  'outbox-lag': {
    diagnose: () => [
      '# which outbox, and does its relay run; no answer: its exporter does not',
      `promtool query instant "$PROMETHEUS" 'outbox_oldest_waiting_seconds'`,
      '# who holds the lock of the relay',
      `psql "$DATABASE_URL" -c "select a.pid, a.state, now() - a.xact_start as open from pg_locks l join pg_stat_activity a using (pid) where l.locktype = 'advisory' and l.granted"`,
    ],
    mitigate: () => [
      'No relay runs: start it. It hands on again what it had not confirmed; the inbox stops the repetition.',
      'A relay holds its lock and does nothing: end its session; the next one takes over at once.',
      'The receiver does not answer: leave the events where they are; they are kept.',
      'One relay cannot keep up: start relays of slots (outbox.sql, "More relays").',
    ],
  },
  parked: {
    diagnose: () => [
      '# which table and key, and the first refusal: the others only stand behind it',
      `promtool query instant "$PROMETHEUS" 'parked_messages > 0'`,
      `psql "$DATABASE_URL" -f 6-integration/outbox.sql -c 'execute outbox_parked_1' -c 'execute inbox_parked_1'`,
    ],
    mitigate: () => [
      'Many keys within minutes: the last release of the consumer or its peer is wrong; roll it back before anything is replayed.',
      'One key: mend the cause, or let the producer send a correct message.',
      'Replay that key and look at its effect; then the rest, at a tenth of the normal rate.',
      'It can never be handled: give it up with a reason and a name, and tell the owner of the consumer.',
    ],
  },
  'job-lag': {
    diagnose: (subject, postgres) => [
      '# does a worker run at all, and what does it say',
      `promtool query instant "$PROMETHEUS" 'topk(5, job_oldest_waiting_seconds${subject === 'jobs' ? '' : `{job_name="${subject}"}`})'`,
      ...(postgres ? busyDatabase : []),
    ],
    mitigate: (backend, subject) => [
      `No worker runs: start it. It crashes on one message: park that message, then go on (${concurrencyWords(backend, subject)}).`,
      'Work arrives faster than it is done: add workers up to the stated concurrency, no further; the database is the next limit.',
      'A peer fails: leave the work waiting, it is kept; tell those who wait for it.',
      'Afterwards replay what was parked, one first, then the rest (resilience, "Work that keeps failing").',
    ],
  },
};

function degradedWords({ architecture }: Backend): string {
  const [first] = architecture.failureModes;
  return first === undefined ? '' : ` (for ${first.component}: ${first.degraded})`;
}

function instancesWords({ architecture }: Backend, subject: string): string {
  const instances = architecture.containers.find(({ id }) => id === subject)?.instances;
  return instances === undefined ? '' : `; designed for ${instances.value}`;
}

function concurrencyWords({ processes }: Backend, subject: string): string {
  const job = processes.jobs.find(({ id }) => id === subject);
  const safe = job?.idempotent === true ? 'safe to repeat' : 'not known to be safe to repeat';
  return job === undefined ? 'see the job' : safe;
}

/** Other alerts of the same container or objective, and flows that need the peer or job. */
function affected(backend: Backend, { subject, name }: Alert): readonly string[] {
  const beside = alertsOf(backend).filter((other) => other.subject === subject && other.name !== name);
  const callers = backend.architecture.connections.filter(({ to }) => to === subject).map(({ from }) => from);
  return [...new Set([...beside.map((other) => other.name), ...callers])].slice(0, 6);
}

function ownerOf({ load, operations, architecture, processes }: Backend, subject: string): string {
  const workload = load.workloads.find(({ id }) => id === subject);
  const context = operations.find(({ id }) => id === workload?.operation)?.context;
  const contexts = architecture.containers.find(({ id }) => id === subject)?.contexts ?? [];
  if (context !== undefined) return context;
  if (contexts.length > 0) return contexts.join(' or ');
  return processes.jobs.some(({ id }) => id === subject) ? `job ${subject}` : subject;
}

/** The table of contents: alert to runbook, one to one. */
export function runbookIndex({ backend }: Basis): Section | undefined {
  const alerts = uniqueBy(alertsOf(backend), ({ name }) => name);
  return section(
    { id: 'alerts', title: 'Alerts' },
    table(
      ['alert', 'severity', 'watches', 'runbook'],
      alerts.map(({ name, severity, subject }) => [
        name,
        severity,
        subject,
        link(name, `8-documentation/runbooks.md#${kebabCase(name)}`),
      ]),
    ),
    alerts.length === 0
      ? undefined
      : table(['rules', 'file'], [['Prometheus', link('alerts.yaml', alertsPath)]]),
  );
}
