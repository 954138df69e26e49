import { clauseEnd, clauseStart } from './sentence.ts';
import type { SentenceText, Span } from './text.ts';

const fillers =
  'a|an|the|any|our|own|use|uses|using|used|want|wants|need|needs|needed|require|have|having|be|being|support|supporting|extra|more|such|on|in|with|to|it|by|written|based|kind|of|separate|additional|built-in|run|running|touch|store|deploy|build|add|include|like';
const negators =
  "no|not|never|without|avoid|avoiding|avoids|don't|doesn't|won't|cannot|can't|mustn't|shouldn't|isn't|aren't|instead of|rather than|nor|neither|except|excluding|skip|anything but";
const before = new RegExp(
  `(?<![\\w-])(?:${negators})\\s+(?:(?:${fillers})\\s+){0,3}(?:(?:[\\w.#+-]+,?\\s+){0,2}(?:or|nor)\\s+(?:(?:a|an|the|any)\\s+)?)?$`,
);
const after =
  /^\s?(?:is|are)\s(?:not needed|not required|not wanted|out of scope|excluded|off the table|not an option|forbidden|banned|not allowed)\b|^\s(?:(?:comes?|later)\b|in (?:phase|version|release) (?:2|two)|not needed|out of scope|(?:will |shall )?(?:come|follow)s? later)/;

/**
 * A negation within three filler words before (`no`, `without any`, `must not be written in`), also across `or`; or a
 * verdict right after it (`is out of scope`). "not only" negates nothing.
 */
export function negated(text: SentenceText, { start, end }: Span): boolean {
  const prefix = text.lower.slice(Math.max(clauseStart(text, start), start - 80), start);
  return before.test(prefix) || after.test(text.lower.slice(end, Math.min(end + 40, clauseEnd(text, end))));
}
