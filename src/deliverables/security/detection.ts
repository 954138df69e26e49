import { claimsOf, judgement, list, paragraph, section, table } from '../blocks.ts';
import type { Artifact, Basis, Cell, Section } from '../deliverable.ts';
import { detectionPath, detectionRules } from '../../artifacts/detection/detection-rules.ts';
import { operationRate } from '../../artifacts/operation-rate.ts';
import { flowDiagrams } from './authentication-flows.ts';
import { learning } from '../../artifacts/detection/learned.ts';
import { travel } from '../../artifacts/detection/travel.ts';
import { kebabCase } from '../../artifacts/words.ts';
import { silence } from '../../artifacts/detection/thresholds.ts';
import { watchesOf, withoutRate } from '../../artifacts/detection/watches.ts';
import type { Backend } from '../../model/backend.ts';

/** What to watch, from what count on, and why that count: the expected rate, not a round number. */
export function detection(basis: Basis): readonly (Section | undefined)[] {
  const { backend } = basis;
  return [counted(basis), learned(basis), travelling(basis), silences(backend), withoutCount(backend)];
}

function counted(basis: Basis): Section | undefined {
  const watches = watchesOf(basis.backend);
  return section(
    { id: 'detection', title: 'Detection rules', items: watches.length > 0 ? ['3.11'] : [] },
    table(
      ['rule', 'signal', 'window', 'expected', 'alarm at', 'that is', 'then'],
      watches.map(({ name, signal, threshold, action }): readonly Cell[] => [
        name,
        signal,
        threshold.window,
        threshold.expected,
        threshold.alarm,
        threshold.times,
        action,
      ]),
    ),
    watches.length === 0
      ? undefined
      : judgement(
          'Thresholds take the peak of the load model and visits that arrive independently, of ten calls on average (assumed). Run each rule silently for two weeks, then replace the assumed parts by what was measured.',
        ),
    claimsOf(basis, ...watches.map(({ name }) => `detection/${kebabCase(name)}`)),
  );
}

/** Operations worth watching whose rate nobody stated. */
function learned(basis: Basis): Section | undefined {
  const open = withoutRate(basis.backend);
  if (open.length === 0) return undefined;
  return section(
    { id: 'no-rate', title: 'Thresholds that are learned' },
    table(
      ['operation', 'what it does'],
      open.map(({ id, about }) => [id, about ?? 'not described']),
    ),
    paragraph(
      `No workload says how often these are called. Each hour is compared with the same hour of the ${learning.days} days before: their mean, raised by twice its standard error, gives the threshold as for a known rate (visits of ${learning.visit.value} calls, assumed). Refunds are the case it is made for: a spike shows within the hour.`,
    ),
    claimsOf(basis, 'detection/learned-thresholds'),
  );
}

/** Two places in too short a time: what it would cost to look at each. */
function travelling(basis: Basis): Section | undefined {
  const claims = claimsOf(basis, 'detection/impossible-travel');
  if (claims === undefined) return undefined;
  return section(
    { id: 'impossible-travel', title: 'Impossible travel' },
    table(
      ['assumed of honest people', 'value'],
      [
        ['sign-ins placed elsewhere', travel.elsewhere],
        ['between two sign-ins', travel.gap],
        ['from a new device', travel.newDevice],
      ],
    ),
    paragraph(
      `Two sign-ins of one person that lie farther apart than ${travel.speed} km/h can travel ask for a second proof. Addresses are placed wrongly so often that nobody can look at each: a person looks only where the device is new as well.`,
    ),
    claims,
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

/** The rules as data, for whatever evaluates them. */
export function detectionArtifacts(backend: Backend): readonly Artifact[] {
  const text = detectionRules(backend);
  return text === '' ? [] : [{ path: detectionPath, text, lost: [], items: ['3.11'] }];
}
