import type { FlowSpec } from '../language/flow-spec.ts';
import { settleFlow } from '../settle-flow.ts';
import type { SettledFlow } from '../settle-flow.ts';
import { isHolding, vacuous } from '../vacuity.ts';
import type { Advised, FlowAdvice } from './advice.ts';
import { adviceRules } from './all.ts';

/** More changes at once are no advice but another design. */
const mostTogether = 3;

/** Changed flows that are searched for one advice. */
const mostTried = 60;

interface Candidate {
  readonly flow: FlowSpec;
  readonly rules: Advised['rules'];
  /** Advice behind this one may be added, so that no pair is tried twice. */
  readonly last: number;
}

/**
 * The fewest changes that make a refuted flow hold: each alone, then two together, then three. Nothing is advised
 * that was not searched; a changed flow whose search meets the bound, or that never comes to what is promised, is none.
 */
export function advise(flow: FlowSpec, present: SettledFlow): readonly Advised[] {
  if (present.checked.kind !== 'violated') return [];
  let candidates: readonly Candidate[] = [{ flow, rules: [], last: -1 }];
  let tried = 0;
  for (let together = 1; together <= mostTogether; together++) {
    candidates = candidates.flatMap(extended);
    for (const { flow: changed, rules } of candidates) {
      if (++tried > mostTried) return [];
      const settled = settleFlow(changed);
      if (isHolding(settled) && vacuous(settled).length === 0) return [{ rules, settled }];
    }
  }
  return [];
}

const extended = ({ flow, rules, last }: Candidate): readonly Candidate[] =>
  adviceRules.flatMap((advice: FlowAdvice, index) =>
    index <= last
      ? []
      : advice.changes(flow).map((change): Candidate => ({
          flow: change.flow,
          rules: [...rules, { rule: advice.id, change }],
          last: index,
        })),
  );
