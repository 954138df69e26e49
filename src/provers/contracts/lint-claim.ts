import { firstOf, proved, refuted, undecided } from '../settle.ts';
import type { Settled } from '../settle.ts';
import { lintDocument, redoclyRuleset } from './redocly.ts';

/** Settles "this document is valid and lint-clean"; `count` says how much the document describes, zero settles nothing. */
export async function settleLint(text: string, what: string, count: number): Promise<Settled> {
  const problems = await lintDocument(text);
  const measurements = { [what]: count, problems: problems.length, ruleset: redoclyRuleset };
  const lines = problems.map((each) => `${each.severity} ${each.rule} at ${each.place}: ${each.message}`);
  if (lines.length > 0) return { verdict: refuted(firstOf(lines)), measurements, incomplete: [] };
  if (count === 0)
    return { verdict: undecided(`the document describes no ${what}`), measurements, incomplete: [] };
  return { verdict: proved, measurements, incomplete: [] };
}
