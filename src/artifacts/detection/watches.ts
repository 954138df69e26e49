import { assumed } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import type { Backend } from '../../model/backend.ts';
import type { Operation } from '../../model/domain.ts';
import { operationRate } from '../operation-rate.ts';
import { cluster, personThreshold, thresholdOf } from './thresholds.ts';
import type { Threshold } from './thresholds.ts';

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

/** A count that is compared with a threshold known beforehand. */
export interface Watch {
  readonly name: string;
  readonly signal: string;
  readonly threshold: Threshold;
  /** Calls that one visit makes in a row. */
  readonly visit: number;
  /** Counts that are kept side by side: one for all callers, or one for each person. */
  readonly watched: number;
  readonly action: string;
}

/** What is counted of a design whose load is known: sensitive operations, and refusals over all of them. */
export function watchesOf(backend: Backend): readonly Watch[] {
  const sensitive = backend.operations.filter((operation) => operation.sensitive);
  const refusals =
    backend.load.totalPeak === undefined
      ? undefined
      : thresholdOf(backend.load.totalPeak, refused, 300, 'all operations');
  return [
    ...sensitive.flatMap((operation) => [
      ...together(backend, operation),
      ...(operation.anonymous || onlySystemsCall(backend, operation) ? [] : onePerson(backend, operation)),
    ]),
    ...(refusals === undefined
      ? []
      : [
          {
            name: 'enumeration',
            signal: '403 and 404 on object ids, all callers',
            threshold: refusals,
            visit: cluster.value,
            watched: 1,
            action: 'rank callers by refused ids; end the sessions of the first ones',
          },
        ]),
  ];
}

/** Sensitive operations of which no workload says how often they are called: their threshold is learned. */
export const withoutRate = (backend: Backend): readonly Operation[] =>
  backend.operations.filter(
    ({ id, sensitive }) => sensitive && operationRate(backend, id, 'peak') === undefined,
  );

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
  const threshold = peak === undefined ? undefined : thresholdOf(peak, anonymous ? failing : all, 300, id);
  if (threshold === undefined) return [];
  return [
    {
      name: anonymous ? `${id}: guessing` : `${id}: surge`,
      signal: anonymous ? 'attempts that fail, all callers' : 'calls, all callers',
      threshold,
      visit: cluster.value,
      watched: 1,
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
  const mean: Quantity | undefined = operationRate(backend, id, 'mean');
  const { users } = backend.load;
  const threshold =
    mean === undefined || users === undefined ? undefined : personThreshold(mean, users, 3600, id);
  if (threshold === undefined || users === undefined) return [];
  return [
    {
      name: `${id}: one person`,
      signal: 'calls of one person',
      threshold,
      visit: 1,
      watched: Math.ceil(users.value),
      action: 'ask for step-up before the next one; look at what was done',
    },
  ];
}
