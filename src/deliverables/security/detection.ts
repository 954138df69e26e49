import { sum } from '../amounts.ts';
import { judgement, list, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { flowDiagrams } from './sign-in-flows.ts';
import { silence, thresholdOf } from './thresholds.ts';
import type { Threshold } from './thresholds.ts';
import type { Backend } from '../../model/backend.ts';
import type { Operation } from '../../model/domain.ts';
import { assumed } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';

const failing = assumed(
  0.05,
  'ratio',
  'part of sign-ins that fail by mistyping; measure it in the first weeks',
  0.02,
  0.1,
);
const refused = assumed(
  0.001,
  'ratio',
  'part of calls refused in normal use: old links, races',
  0.0002,
  0.005,
);
const all = assumed(1, 'ratio', 'every call counts', 1, 1);

interface Watch {
  readonly name: string;
  readonly signal: string;
  readonly threshold: Threshold | undefined;
  readonly action: string;
}

/** What to watch, from what count on, and why that count: the expected rate, not a round number. */
export function detection(basis: Basis): readonly (Section | undefined)[] {
  const { backend } = basis;
  const watches = watchesOf(backend).filter(({ threshold }) => threshold !== undefined);
  return [
    section(
      { id: 'detection', title: 'Detection rules', items: watches.length > 0 ? ['3.11'] : [] },
      table(
        ['rule', 'signal', 'window', 'expected', 'alarm at', 'that is', 'then'],
        watches.map(({ name, signal, threshold, action }): readonly Cell[] => [
          name,
          signal,
          threshold?.window ?? '–',
          threshold?.expected ?? '–',
          threshold?.alarm ?? '–',
          threshold?.times ?? '–',
          action,
        ]),
      ),
      watches.length === 0
        ? undefined
        : judgement(
            'Thresholds take the peak of the load model and visits that arrive independently, each of ten calls (assumed). Run each rule silently for two weeks, then replace the assumed parts by what was measured.',
          ),
    ),
    silences(backend),
    withoutCount(backend),
  ];
}

function peakOf({ load, api }: Backend, { id }: Operation): Quantity | undefined {
  const rates = load.rates.filter(({ operation }) => operation === id);
  if (rates.length > 0)
    return sum(
      rates.map(({ workload, peak }) => [workload, peak]),
      'requests/s',
      'sum over workloads',
    );
  return api.endpoints.find(({ operation }) => operation === id)?.rate;
}

function watchesOf(backend: Backend): readonly Watch[] {
  const sensitive = backend.operations.filter((operation) => operation.sensitive);
  return [
    ...sensitive.flatMap((operation): readonly Watch[] => {
      const peak = peakOf(backend, operation);
      if (peak === undefined) return [];
      const identity = operation.anonymous;
      return [
        {
          name: identity ? `${operation.id}: guessing` : `${operation.id}: surge`,
          signal: identity ? 'attempts that fail, all callers' : 'calls, all callers',
          threshold: thresholdOf(peak, identity ? failing : all, 300, operation.id),
          action: identity
            ? 'ask new devices for a second proof; look at addresses and user agents'
            : 'look at amounts and accounts; halve the budget per person while looking',
        },
      ];
    }),
    ...(backend.load.totalPeak === undefined
      ? []
      : [
          {
            name: 'enumeration',
            signal: '403 and 404 on object ids, all callers',
            threshold: thresholdOf(backend.load.totalPeak, refused, 300, 'all operations'),
            action: 'rank callers by refused ids; end the sessions of the first ones',
          },
        ]),
  ];
}

/** The trail itself must not go quiet. */
function silences(backend: Backend): Section | undefined {
  const rows = backend.operations
    .filter((operation) => operation.sensitive)
    .flatMap((operation): readonly (readonly Cell[])[] => {
      const rates = backend.load.rates.filter((rate) => rate.operation === operation.id);
      if (rates.length === 0) return [];
      const mean = sum(
        rates.map((rate) => [rate.workload, rate.mean]),
        'requests/s',
        'sum over workloads',
      );
      const after = silence(mean, operation.id);
      return after === undefined
        ? []
        : [[operation.id, mean, after, 'the operation is down, or its entries are lost']];
    });
  return section(
    { id: 'silence', title: 'Alarms on silence' },
    table(['entries of', 'mean rate', 'alarm after', 'means'], rows),
    rows.length === 0
      ? undefined
      : judgement('That the quietest hour has a twentieth of the mean rate is assumed.'),
  );
}

/** Signals without a rate to derive a count from: each single occurrence is looked at. */
function withoutCount(backend: Backend): Section | undefined {
  const { trust, operations, data } = backend;
  const privileged = operations
    .filter(({ action, entity }) => /grant|role|erase|refund|lock/i.test(`${entity} ${action ?? ''}`))
    .map(({ id }) => id);
  const rowRules = data.tables.some(({ rowSecurity }) => (rowSecurity?.policies.length ?? 0) > 0);
  const drawn = flowDiagrams(backend);
  const signals = [
    ...(drawn.some(({ id }) => id === 'refresh') ? ['A refresh token presented twice.'] : []),
    ...(drawn.length > 0
      ? ['One session from two places that no airliner could connect in the time between.']
      : []),
    ...(rowRules
      ? ['A statement refused by a row policy: the application asked for what it may not see.']
      : []),
    ...(trust.audit.length > 0 ? ['A break in the hash chain of the trail, or a gap in its sequence.'] : []),
    ...(privileged.length > 0 ? [`Outside working hours: ${privileged.slice(0, 8).join(', ')}.`] : []),
  ];
  if (signals.length === 0) return undefined;
  return section(
    { id: 'single-signals', title: 'Signals that need no count' },
    list(signals),
    judgement('Each of these is rare enough to be looked at one by one; nothing here was measured.'),
  );
}
