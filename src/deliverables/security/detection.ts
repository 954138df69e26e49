import { judgement, list, section, table, unknown } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { operationRate } from '../operation-rate.ts';
import { flowDiagrams } from './authentication-flows.ts';
import { personThreshold, silence, thresholdOf } from './thresholds.ts';
import type { Threshold } from './thresholds.ts';
import type { Backend } from '../../model/backend.ts';
import type { Operation } from '../../model/domain.ts';
import { assumed } from '../../model/origin.ts';

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
    withoutRate(backend),
    silences(backend),
    withoutCount(backend),
  ];
}

function watchesOf(backend: Backend): readonly Watch[] {
  const sensitive = backend.operations.filter((operation) => operation.sensitive);
  return [
    ...sensitive.flatMap((operation) => [
      ...together(backend, operation),
      ...(operation.anonymous || onlySystemsCall(backend, operation) ? [] : onePerson(backend, operation)),
    ]),
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

/** Operations that nobody but systems is allowed: there is no person whose calls could be counted. */
function onlySystemsCall({ trust }: Backend, { id }: Operation): boolean {
  const systems = new Set(trust.actors.flatMap(({ name, kind }) => (kind === 'system' ? [name] : [])));
  const allowed = trust.permissions.filter(({ operation, effect }) => operation === id && effect === 'allow');
  return allowed.length > 0 && allowed.every(({ role }) => systems.has(role));
}

/** All callers at once: a wave that no single caller would show. */
function together(backend: Backend, operation: Operation): readonly Watch[] {
  const { id, anonymous } = operation;
  const peak = operationRate(backend, id, 'peak');
  if (peak === undefined) return [];
  return [
    {
      name: anonymous ? `${id}: guessing` : `${id}: surge`,
      signal: anonymous ? 'attempts that fail, all callers' : 'calls, all callers',
      threshold: thresholdOf(peak, anonymous ? failing : all, 300, id),
      action: anonymous
        ? 'ask new devices for a second proof; look at addresses and user agents'
        : onlySystemsCall(backend, operation)
          ? 'compare with what the caller says it sent; withdraw its key if the calls are not its own'
          : 'look at amounts and accounts; halve the budget per person while looking',
    },
  ];
}

/** One caller far above the others. */
function onePerson(backend: Backend, { id }: Operation): readonly Watch[] {
  const mean = operationRate(backend, id, 'mean');
  const { users } = backend.load;
  if (mean === undefined || users === undefined) return [];
  return [
    {
      name: `${id}: one person`,
      signal: 'calls of one person',
      threshold: personThreshold(mean, users, 3600, id),
      action: 'ask for step-up before the next one; look at what was done',
    },
  ];
}

/** Operations worth watching whose rate nobody stated: told, not left out. */
function withoutRate(backend: Backend): Section | undefined {
  const open = backend.operations.filter(
    ({ id, sensitive }) => sensitive && operationRate(backend, id, 'peak') === undefined,
  );
  return section(
    { id: 'no-rate', title: 'No threshold yet' },
    table(
      ['operation', 'what it does'],
      open.map(({ id, about }) => [id, about ?? 'not described']),
    ),
    open.length === 0
      ? undefined
      : unknown('No workload says how often these are called: count for two weeks, then derive a threshold.'),
  );
}

/** The trail itself must not go quiet. */
function silences(backend: Backend): Section | undefined {
  const rows = backend.operations
    .filter((operation) => operation.sensitive)
    .flatMap((operation): readonly (readonly Cell[])[] => {
      const mean = operationRate(backend, operation.id, 'mean');
      if (mean === undefined) return [];
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
