import { policyDocument } from '../../artifacts/policy.ts';
import type { Claim, Outcome, Verdict } from '../../findings/claim.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Backend } from '../../model/backend.ts';
import type { Gap } from '../../model/origin.ts';
import { rowSecurity } from '../postgres/row-security/row-security.ts';
import { firstOf, proved, refuted, undecided } from '../settle.ts';
import { policyRules } from './faults.ts';
import { properties } from './properties.ts';
import { readPolicy } from './read-policy.ts';
import type { Policy } from './read-policy.ts';

export interface CheckedPolicy {
  readonly claim: Claim;
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
  /** Each property with what was enumerated, for people. */
  readonly details: () => string;
}

interface Held {
  readonly id: string;
  readonly statement: string;
  readonly states: number;
  readonly breaches: readonly string[];
}

/** What enumeration of roles, operations and relations does not cover, whatever the brief. */
const limits: readonly string[] = [
  'conditions are owner, tenant, team and assigned; amounts, times and states of an object are not part of a rule',
  'that the code asks the matrix at each operation is for the tests of the design to show',
];

/** Holds the access rules of a designed backend to every property, and has PostgreSQL try those that it enforces. */
export async function checkPolicy(file: string, backend: Backend): Promise<CheckedPolicy> {
  const claim: Claim = {
    id: 'policy/holds',
    prover: 'policy',
    subject: file,
    statement:
      'The access rules keep every property for every role, operation and relation to the object, and PostgreSQL enforces those on rows.',
    oracle: 'enumeration',
    inputs: [file],
    parameters: {},
  };
  const policy = readPolicy(policyDocument(backend).text);
  const held = properties.map(({ id, statement, examine }) => ({ id, statement, ...examine(policy) }));
  const rows = await tryRows(backend);
  const silent = silentRules(backend);
  const faults = [...held, silent, rows.held];
  return {
    claim,
    findings: faults.flatMap((each) => findingsOf(each)),
    details: () => faults.map(line).join('\n'),
    outcome: {
      claim: claim.id,
      engine: { name: 'exhaustive enumeration', version: '1' },
      verdict: verdictOf(policy, faults),
      measurements: {
        roles: policy.roles.length,
        operations: policy.operations.length,
        rules: policy.rules.length,
        states: held.reduce((sum, { states }) => sum + states, 0),
        tables: rows.held.states,
        breaches: faults.reduce((sum, { breaches }) => sum + breaches.length, 0),
      },
      incomplete: [...limits, ...assumedRules(backend), ...rows.incomplete],
    },
  };
}

/** A gap of the composition that speaks of a rule; the others speak of an entity that no rule names. */
const isOfRule = ({ kind, subject }: Gap): boolean => kind === 'access-rule' && subject.includes(' may ');

const assumedRules = ({ gaps }: Backend): readonly string[] =>
  gaps
    .filter((gap) => gap.kind === 'access-rule' && !isOfRule(gap))
    .map(({ subject, why }) => `${subject}: ${why}`);

/** Rules of the brief that were left out, whole or in part, because another one or nothing is meant. */
function silentRules({ gaps, trust }: Backend): Held {
  const left = gaps.filter(isOfRule);
  return {
    id: 'no-idle-rule',
    statement: 'Every rule of the brief decides all that it says.',
    states: trust.rules.length + left.length,
    breaches: left.map(({ subject, why }) => `${subject}: ${why.replace(/\.$/, '')}`),
  };
}

/** Tables with policies on rows, each tried on the embedded server with rows of two owners. */
async function tryRows(
  backend: Backend,
): Promise<{ readonly held: Held; readonly incomplete: readonly string[] }> {
  const { claims, inputs } = rowSecurity.claims(backend);
  const outcomes =
    claims.length === 0 ? [] : await rowSecurity.prove(claims, (path) => inputs.get(path) ?? '');
  const about = (outcome: Outcome): string => outcome.claim.replace('row-security/', '');
  return {
    held: {
      id: 'row-security',
      statement: 'PostgreSQL gives a role the rows that are its own and no others.',
      states: outcomes.length,
      breaches: outcomes.flatMap((outcome) =>
        outcome.verdict.kind === 'refuted' ? [`${about(outcome)}: ${outcome.verdict.counterexample}`] : [],
      ),
    },
    incomplete: [
      ...new Set(
        outcomes.flatMap((outcome) =>
          outcome.verdict.kind === 'undecided'
            ? [`row security of ${about(outcome)}: ${outcome.verdict.reason}`]
            : outcome.incomplete,
        ),
      ),
    ],
  };
}

function verdictOf(policy: Policy, held: readonly Held[]): Verdict {
  const breaches = held.flatMap((each) => each.breaches);
  if (breaches.length > 0) return refuted(firstOf(breaches));
  if (policy.rules.length === 0)
    return undecided('the brief has no access rule, and none comes with its packs');
  return proved;
}

const findingsOf = ({ id, breaches }: Held): readonly Finding[] =>
  policyRules
    .filter(({ property }) => property === id)
    .flatMap(({ id: rule, severity, standards, why, next, summary }) =>
      breaches.map((breach) => ({
        rule,
        subject: breach.split(': ')[0] ?? breach,
        severity,
        confidence: 'certain' as const,
        what: `${summary.replace(/\.$/, '')}: ${breach}.`,
        why,
        next,
        standards,
        evidence: [{ kind: 'computed' as const, words: breach }],
      })),
    );

const line = ({ id, statement, states, breaches }: Held): string =>
  `${stateOf(states, breaches.length)}  ${statement} (${states} ${id === 'row-security' ? 'tables' : 'states'})`;

function stateOf(states: number, breaches: number): string {
  if (breaches > 0) return breaches === 1 ? '1 breach' : `${breaches} breaches`;
  return states === 0 ? 'nothing to try' : 'holds';
}
