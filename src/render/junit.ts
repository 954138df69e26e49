import type { Finding, Severity } from '../findings/finding.ts';
import { atLeast, findingName } from '../findings/finding.ts';
import type { GateVerdict } from '../gates/gate.ts';
import { standing, standingReason } from './proofs.ts';
import type { ProofBook } from './proofs.ts';
import type { RuleInfo } from './sarif.ts';
import { escapeXml } from './visible.ts';

export interface JunitInput extends ProofBook {
  readonly rules: readonly RuleInfo[];
  readonly findings: readonly Finding[];
  readonly gates: readonly GateVerdict[];
  /** Findings below this severity do not fail their case. */
  readonly failOn: Severity;
}

interface Case {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly detail: string;
}

/** JUnit XML with a case for each rule, claim and gate check, so that what passed is seen as well. */
export function junit(input: JunitInput): string {
  const suites: readonly (readonly [name: string, cases: readonly Case[]])[] = [
    ['rules', input.rules.map((rule) => ruleCase(rule, input))],
    ...proverSuites(input),
    ...input.gates.map((gate): readonly [string, readonly Case[]] => [`gate ${gate.gate}`, gateCases(gate)]),
  ];
  const cases = suites.flatMap(([, each]) => each);
  const body = suites.filter(([, each]) => each.length > 0).map(([name, each]) => suiteText(name, each));
  return `${['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites name="plumbline" ${counts(cases)}>`, ...body, '</testsuites>'].join('\n')}\n`;
}

function ruleCase(rule: RuleInfo, { findings, failOn }: JunitInput): Case {
  const failing = findings.filter(({ rule: id, severity }) => id === rule.id && atLeast(severity, failOn));
  const detail = failing
    .map((finding) => `${findingName(finding)}\n${finding.what}\nNext: ${finding.next}`)
    .join('\n\n');
  return { name: `${rule.id}: ${rule.summary}`, outcome: failing.length > 0 ? 'failed' : 'passed', detail };
}

function proverSuites({ claims, outcomes }: ProofBook): readonly (readonly [string, readonly Case[]])[] {
  const settled = new Map(outcomes.map((outcome) => [outcome.claim, outcome]));
  const provers = [...new Set(claims.map(({ prover }) => prover))];
  return provers.map((prover) => [
    `prover ${prover}`,
    claims
      .filter((claim) => claim.prover === prover)
      .map((claim): Case => {
        const outcome = settled.get(claim.id);
        const word = standing(claim, outcome);
        return {
          name: `${claim.id}: ${claim.statement}`,
          outcome: word === 'proved' ? 'passed' : word === 'refuted' ? 'failed' : 'skipped',
          detail: [word, standingReason(outcome)].filter((part) => part !== '').join(': '),
        };
      }),
  ]);
}

const gateCases = (gate: GateVerdict): readonly Case[] => [
  ...gate.checked.map(({ item, passed, detail }): Case => ({
    name: item,
    outcome: passed ? 'passed' : 'failed',
    detail,
  })),
  {
    name: `gate ${gate.gate} is open`,
    outcome: gate.state === 'open' ? 'passed' : 'failed',
    detail: [gate.state, ...gate.because, ...(gate.next === undefined ? [] : [`Next: ${gate.next}`])].join(
      '\n',
    ),
  },
];

const suiteText = (name: string, cases: readonly Case[]): string =>
  [
    `  <testsuite name="${escapeXml(name)}" ${counts(cases)}>`,
    ...cases.map((each) => caseText(name, each)),
    '  </testsuite>',
  ].join('\n');

function caseText(suite: string, { name, outcome, detail }: Case): string {
  const open = `    <testcase classname="${escapeXml(suite)}" name="${escapeXml(name)}"`;
  const message = escapeXml(detail.split('\n')[0] ?? '');
  switch (outcome) {
    case 'passed':
      return `${open}/>`;
    case 'failed':
      return `${open}><failure message="${message}">${escapeXml(detail)}</failure></testcase>`;
    case 'skipped':
      return `${open}><skipped message="${message}"/></testcase>`;
  }
}

const counts = (cases: readonly Case[]): string => {
  const count = (wanted: Case['outcome']): number => cases.filter(({ outcome }) => outcome === wanted).length;
  return `tests="${cases.length}" failures="${count('failed')}" skipped="${count('skipped')}" errors="0"`;
};
