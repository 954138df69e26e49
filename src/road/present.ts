import type { Finding } from '../findings/finding.ts';
import type { Backend } from '../model/backend.ts';
import type { Check, PhaseResult } from './phases.ts';

/**
 * Phase 4: the solution as it will be presented. Of a design: which option was chosen, whether it meets everything,
 * and the number at which the choice flips. Of a recovered backend: its faults, each with a next step.
 */
export function present(backend: Backend, findings: readonly Finding[]): PhaseResult<undefined> {
  const { design } = backend;
  if (design === undefined)
    return {
      value: undefined,
      inputs: [`${findings.length} findings`],
      outputs: ['findings ranked, worst first'],
      checks: [nextSteps(findings)],
    };
  return {
    value: undefined,
    inputs: design.options.map(({ id }) => id),
    outputs: [
      `chosen: ${design.chosen}`,
      ...design.flips.map(({ input, to }) => `${input} flips it to ${to}`),
    ],
    checks: designChecks(design),
  };
}

function nextSteps(findings: readonly Finding[]): Check {
  const without = findings.filter(({ next }) => next.trim() === '');
  return {
    check: 'each finding has a next step',
    passed: without.length === 0,
    detail: `${findings.length - without.length} of ${findings.length}`,
    essential: false,
  };
}

function designChecks(design: NonNullable<Backend['design']>): readonly Check[] {
  const chosen = design.options.find(({ id }) => id === design.chosen);
  const failed = chosen?.criteria.filter(({ met }) => !met) ?? [];
  return [
    {
      check: 'an option was chosen among several',
      passed: chosen !== undefined && design.options.length > 1,
      detail: `${design.options.length} options were sized and judged`,
      essential: true,
    },
    {
      check: 'the chosen option meets every criterion',
      passed: failed.length === 0,
      detail: failed.length === 0 ? 'all met' : failed.map(({ words }) => words).join('; '),
      essential: false,
    },
    {
      check: 'it is known when the choice flips',
      passed: design.flips.length > 0,
      detail: `${design.flips.length} flips`,
      essential: false,
    },
  ];
}
