import { alertsOf } from '../../artifacts/alerts.ts';
import { count, judgement, section, table } from '../blocks.ts';
import { itemStates } from '../coverage.ts';
import type { Basis, Cell, Deliverable, Section } from '../deliverable.ts';
import { waitedFor } from '../integration/chains.ts';
import { recoveryObjectives } from '../database/recovery.ts';
import type { Container } from '../../model/architecture.ts';
import type { Outcome } from '../../findings/claim.ts';

/** C: needed to run at all; B: needed for users who pay; A: needed for a system others build on. */
type Level = 'C' | 'B' | 'A';
type State = 'yes' | 'no' | 'not known' | 'does not apply';

interface Check {
  readonly level: Level;
  readonly check: string;
  readonly state: State;
  readonly evidence: string;
}

/** Checks with the evidence that answers each; nothing is ticked without one. */
export function readiness(basis: Basis, others: readonly Deliverable[]): readonly (Section | undefined)[] {
  const checks = [
    ...security(basis),
    ...operation(basis),
    ...resilienceChecks(basis),
    ...proofs(basis),
    ...documents(others),
  ];
  if (nothingSeen(basis)) return [];
  const levels: readonly Level[] = ['C', 'B', 'A'];
  return [
    section(
      { id: 'readiness', title: 'Production readiness', items: ['8.9'] },
      table(
        ['level', 'yes', 'no', 'not known', 'does not apply'],
        levels.map((level): readonly Cell[] => {
          const own = checks.filter((check) => check.level === level);
          const of = (state: State) =>
            count(own.filter((check) => check.state === state).length, `checks of level ${level}: ${state}`);
          return [level, of('yes'), of('no'), of('not known'), of('does not apply')];
        }),
      ),
      table(
        ['level', 'check', 'state', 'evidence or reason'],
        levels.flatMap((level) =>
          checks
            .filter((each) => each.level === level)
            .map(({ check, state, evidence }) => [level, check, state, evidence]),
        ),
      ),
      judgement(
        'Levels follow the readiness checklist that Mercari published; which one is needed is for the owner to say.',
      ),
    ),
  ];
}

/** A model without anything in it has nothing that could be ready. */
function nothingSeen({ backend }: Basis): boolean {
  const { api, data, architecture, processes } = backend;
  return (
    api.endpoints.length +
      data.tables.length +
      architecture.containers.length +
      processes.jobs.length +
      processes.calls.length ===
    0
  );
}

/** `1 tier of known size`, `5 calls`: the first word carries the plural. */
const amount = (number: number, words: string): string =>
  `${number} ${number === 1 ? words.replace(/(\w)s\b/, '$1') : words}`;

/** Yes when nothing is against it, no with the first counter-evidence, not known when nothing was looked at. */
function held(level: Level, check: string, seen: number, against: readonly string[], what: string): Check {
  if (seen === 0) return { level, check, state: 'not known', evidence: `no ${what} in the model` };
  return against.length === 0
    ? { level, check, state: 'yes', evidence: amount(seen, what) }
    : {
        level,
        check,
        state: 'no',
        evidence: `${against.length} of ${amount(seen, what)}: ${against.slice(0, 3).join(', ')}`,
      };
}

function security({ backend, findings }: Basis): readonly Check[] {
  const { api, architecture, trust } = backend;
  const blockers = findings.filter(({ severity }) => severity === 'blocker').map(({ rule }) => rule);
  const keys = architecture.configuration;
  return [
    {
      level: 'C',
      check: 'no finding blocks',
      state: blockers.length === 0 ? 'yes' : 'no',
      evidence: blockers.length === 0 ? 'rules of this run' : [...new Set(blockers)].slice(0, 5).join(', '),
    },
    held(
      'C',
      'of every endpoint it is known who may call it',
      api.endpoints.length,
      api.endpoints.filter(({ access }) => access === 'unknown').map(({ id }) => id),
      'endpoints',
    ),
    held(
      'C',
      'no secret has a default value',
      keys.length,
      keys
        .filter(({ secret, default: value }) => secret && value !== undefined && value !== '')
        .map(({ key }) => key),
      'configuration keys',
    ),
    held(
      'B',
      'every threat has a control',
      trust.threats.length,
      trust.threats.filter(({ controls }) => controls.length === 0).map(({ id }) => id),
      'threats',
    ),
    held(
      'B',
      'connections across a trust boundary are encrypted',
      architecture.connections.filter(({ crossesTrustBoundary }) => crossesTrustBoundary).length,
      architecture.connections
        .filter(({ crossesTrustBoundary, encrypted }) => crossesTrustBoundary && encrypted !== true)
        .map(({ id }) => id),
      'connections',
    ),
  ];
}

function operation({ backend }: Basis): readonly Check[] {
  const { objectives } = backend.requirements;
  const alerts = alertsOf(backend);
  const { rto, rpo } = recoveryObjectives(backend);
  return [
    {
      level: 'B',
      check: 'objectives are stated',
      state: objectives.length > 0 ? 'yes' : 'no',
      evidence: objectives.length > 0 ? amount(objectives.length, 'objectives') : 'nobody stated one',
    },
    held(
      'B',
      'every objective can wake somebody',
      objectives.length,
      objectives
        .filter(({ latency, availability }) => latency === undefined && availability === undefined)
        .map(({ id }) => id),
      'objectives',
    ),
    {
      level: 'B',
      check: 'each alert has a runbook',
      state: alerts.length > 0 ? 'yes' : 'does not apply',
      evidence:
        alerts.length > 0
          ? `${alerts.length} alerts, made from the same list as the runbooks`
          : 'there are no alerts',
    },
    {
      level: 'A',
      check: 'recovery objectives are stated',
      state: rto !== undefined && rpo !== undefined ? 'yes' : 'no',
      evidence: rto !== undefined && rpo !== undefined ? 'RTO and RPO' : 'RTO or RPO is missing',
    },
    {
      level: 'A',
      check: 'a restore was practised in the last six months',
      state: 'not known',
      evidence: 'a drill cannot be seen in a model; write its date here',
    },
  ];
}

/** A standby or read replica of a database: its own name, or the only database there is. */
function hasCopy(containers: readonly Container[], id: string): boolean {
  const copies = containers.filter(({ kind }) => kind === 'replica');
  const databases = containers.filter(({ kind }) => kind === 'database');
  return copies.some((copy) => copy.id.startsWith(`${id}-`) || databases.length === 1);
}

function resilienceChecks({ backend }: Basis): readonly Check[] {
  const { containers } = backend.architecture;
  const { calls, jobs } = backend.processes;
  const waits = [
    ...waitedFor(backend).map(({ id, timeout, without }) => ({
      id,
      isBounded: timeout !== undefined || without?.timeout !== undefined,
    })),
    ...calls.map(({ target, timeout }) => ({ id: target, isBounded: timeout !== undefined })),
  ];
  const tiers = containers.filter(({ kind }) => kind === 'application' || kind === 'gateway');
  const databases = containers.filter(
    ({ kind, instances }) => kind === 'database' && instances !== undefined,
  );
  return [
    held(
      'C',
      'every call has a timeout, or a reason why none',
      waits.length,
      waits.filter(({ isBounded }) => !isBounded).map(({ id }) => id),
      'calls',
    ),
    held(
      'B',
      'no tier that serves requests depends on one instance',
      tiers.filter(({ instances }) => instances !== undefined).length,
      tiers.filter(({ instances }) => instances?.value === 1).map(({ id }) => id),
      'tiers of known size',
    ),
    held(
      'B',
      'every database has a second copy that is running',
      databases.length,
      databases
        .filter(({ id, instances }) => !hasCopy(containers, id) && (instances?.value ?? 1) === 1)
        .map(({ id }) => id),
      'databases',
    ),
    held(
      'B',
      'every job may run twice',
      jobs.length,
      jobs.filter(({ idempotent }) => idempotent !== true).map(({ id }) => id),
      'jobs',
    ),
    held(
      'A',
      'a tier survives the loss of one instance at peak',
      backend.load.stations.filter(({ utilisationOneDown }) => utilisationOneDown !== undefined).length,
      backend.load.stations
        .filter(({ utilisationOneDown }) => (utilisationOneDown?.value ?? 0) >= 1)
        .map(({ container }) => container),
      'stations',
    ),
  ];
}

function proofs({ outcomes }: Basis): readonly Check[] {
  const of = (kind: Outcome['verdict']['kind']): readonly string[] =>
    outcomes.filter(({ verdict }) => verdict.kind === kind).map(({ claim }) => claim);
  return [
    held('C', 'no claim is refuted', outcomes.length, of('refuted'), 'claims'),
    held('B', 'no claim is undecided', outcomes.length, of('undecided'), 'claims'),
  ];
}

function documents(others: readonly Deliverable[]): readonly Check[] {
  const states = itemStates(others).filter(({ item }) => !item.startsWith('8.'));
  return [
    held(
      'A',
      'no catalogue item is missing',
      states.filter(({ state }) => state !== 'not-applicable').length,
      states.filter(({ state }) => state === 'missing').map(({ item }) => item),
      'items',
    ),
  ];
}
