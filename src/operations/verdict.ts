import { atLeast } from '../findings/finding.ts';
import type { Severity } from '../findings/finding.ts';
import type { ExitCode } from './operation.ts';
import type { Travelled } from './travel.ts';

export const failOnValues = ['blocker', 'warning', 'advice', 'never'] as const;

/** Without `--fail-on` only a blocker fails the run. */
export const failFloor = (value: (typeof failOnValues)[number] | undefined): Severity | 'never' =>
  value ?? 'blocker';

/** 4 for open questions of high impact under `--strict`, 1 for findings at the floor or a shut gate, else 0. */
export function exitOf(result: Travelled, failOn: Severity | 'never', strict: boolean): ExitCode {
  const open = result.backend.requirements.questions.filter(({ impact }) => impact === 'high');
  if (strict && open.length > 0) return 4;
  if (failOn === 'never') return 0;
  const found = result.findings.some(({ severity }) => atLeast(severity, failOn));
  const shut = result.gates.some(({ state }) => state === 'shut');
  return found || shut ? 1 : 0;
}
