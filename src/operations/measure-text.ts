import type { Measurement } from '../model/measurement.ts';
import { quantityText } from '../model/quantity.ts';
import type { Judgement } from '../provers/measurement/judgement.ts';

/** The measurement for people: verdict, demands, maximum, and every step beside what the model says of it. */
export function measureText(measurement: Measurement, judgement: Judgement, out: string | undefined): string {
  const { target, server, notes } = measurement;
  const watched =
    server.kind === 'watched'
      ? `${server.command}, ${server.processes} ${server.processes === 1 ? 'process' : 'processes'}`
      : 'its CPU was not read';
  return [
    verdictWords(judgement),
    `${target}  ${watched}`,
    ...demandLines(measurement, judgement),
    stepTable(measurement, judgement),
    ...trialTable(judgement),
    ...(notes.length === 0 ? [] : [['notes', ...notes.map((note) => `  ${note}`)].join('\n')]),
    ...(out === undefined ? [] : [`written to ${out}; plumbline design <brief> --calibrate ${out} takes it`]),
  ].join('\n\n');
}

function verdictWords({ verdict }: Judgement): string {
  const claim = 'A queue with these demands predicts the maximum within 5 % and times within 15 %';
  switch (verdict.kind) {
    case 'proved':
      return `proved  ${claim} up to 80 % utilisation.`;
    case 'refuted':
      return `refuted  ${claim}: ${verdict.counterexample}`;
    case 'undecided':
      return `undecided  ${claim}: ${verdict.reason}`;
  }
}

function demandLines({ operations, saturation }: Measurement, judgement: Judgement): readonly string[] {
  const { server, offset, maximum } = judgement;
  const seen =
    saturation === undefined
      ? []
      : [
          `maximum     ${rate(saturation.throughput.reduce((sum, part) => sum + part, 0))}${predictedWords(maximum)}`,
        ];
  if (server === undefined) return seen.length === 0 ? [] : [seen.join('\n')];
  const { background, demands } = server.fit;
  const stations = server.stations.length > 1 ? server.stations : [];
  const rows = operations.map(({ name, share, single }, index) => {
    const { value = 0, low = 0, high = 0 } = demands[index] ?? {};
    return [
      name,
      seconds(value),
      `${seconds(low)} – ${seconds(high)}`,
      single === undefined ? 'assumed 1' : single.scv.toFixed(2),
      `${(share * 100).toFixed(0)} %`,
      ...stations.map(({ fit }) => seconds(fit.demands[index]?.value ?? 0)),
    ];
  });
  return [
    table(
      [
        'operation',
        'CPU a request',
        '95 % interval',
        'scv',
        'share',
        ...stations.map(({ name }) => `thread ${name}`),
      ],
      rows,
    ),
    [
      `background  ${background.value.toFixed(3)} cores (${background.low.toFixed(3)} – ${background.high.toFixed(3)}), ${server.servers} ${server.servers === 1 ? 'core' : 'cores'} at most`,
      ...seen,
      `offset      ${seconds(offset)} outside the server's CPU: network, kernel, timer of the generator`,
    ].join('\n'),
  ];
}

const predictedWords = (maximum: Judgement['maximum']): string =>
  maximum === undefined ? '' : `, predicted ${rate(maximum.predicted)} (${percent(maximum.error)})`;

function stepTable({ steps }: Measurement, { steps: judged }: Judgement): string {
  const rows = steps.map((step, index) => {
    const model = judged[index];
    return [
      step.throughput.reduce((sum, part) => sum + part, 0).toFixed(1),
      model === undefined ? '' : `${(model.utilisation * 100).toFixed(0)} %`,
      model === undefined
        ? seconds(step.response.mean)
        : `${seconds(model.measured)}${Number.isFinite(model.halfWidth) ? ` ± ${seconds(model.halfWidth)}` : ''}`,
      model === undefined ? '' : seconds(model.predicted),
      model === undefined ? '' : model.disturbance === undefined ? percent(model.error) : 'disturbed',
      model === undefined ? '' : seconds(model.longRun),
      seconds(step.response.p50),
      seconds(step.response.p90),
      seconds(step.response.p99),
      model?.disturbance ?? '',
    ];
  });
  return table(
    ['answers/s', 'busy', 'mean', 'predicted', 'error', 'long run', 'p50', 'p90', 'p99', ''],
    rows,
  );
}

/** What the model said of steps it was not fitted to. */
function trialTable({ trials }: Judgement): readonly string[] {
  if (trials.length === 0) return [];
  const rows = trials.map(({ utilisation, throughput, p95, disturbance, ...mean }) => [
    `${(utilisation * 100).toFixed(0)} %`,
    ...[throughput.measured, throughput.predicted].map(rate),
    percent(throughput.error),
    ...[mean.measured, mean.predicted].map(seconds),
    percent(mean.error),
    `${seconds(p95.measured)}${Number.isFinite(p95.halfWidth) ? ` ± ${seconds(p95.halfWidth)}` : ''}`,
    seconds(p95.predicted),
    percent(p95.error),
    disturbance ?? '',
  ]);
  const header = [
    'trial',
    'answers',
    'predicted',
    'error',
    'mean',
    'predicted',
    'error',
    'p95',
    'predicted',
    'error',
    '',
  ];
  return [table(header, rows)];
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [header, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const seconds = (value: number): string => quantityText({ value, unit: 's' });
const rate = (value: number): string => quantityText({ value, unit: 'requests/s' });
const percent = (ratio: number): string => `${ratio < 0 ? '−' : '+'}${Math.abs(ratio * 100).toFixed(1)} %`;
