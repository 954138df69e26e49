import { formatted } from './formats.ts';
import { asJson } from './json-result.ts';
import type { Answer } from './operation.ts';
import type { VerdictInput } from './package-fields.ts';
import type { Travelled } from './travel.ts';
import { exitOf, failFloor } from './verdict.ts';

/** What is said of a road that was walked: the handoff with the place of the package, in the format asked for. */
export function packageAnswer(result: Travelled, { failOn, format, strict }: VerdictInput): Answer {
  const floor = failFloor(failOn);
  return {
    exit: exitOf(result, floor, strict),
    result: asJson({ ...result.handoff, ...(result.out !== undefined && { package: result.out }) }),
    text: formatted(result, format, floor),
  };
}
