import { formatDuration } from '../values/duration.ts';
import { duration, secondsOf } from './numbers.ts';
import { packsWithOption } from './options.ts';
import { addFact, addUnread, clauseEnd, clauseStart, matches } from './sentence.ts';
import type { Family, Findings, Sentence } from './sentence.ts';
import type { Span } from './text.ts';

const link =
  '(?:[\\s:=<≤]+(?:\\([^)]{1,12}\\)|of|is|must|should|shall|be|to|at|most|under|below|within|less|than|max|maximum|no|more|after|in|about|around|objective)\\b){0,6}[\\s:=<≤]+';
const limit = `(?<limit>${duration})`;

const rpo: readonly RegExp[] = [
  new RegExp(`\\b(?:rpo|recovery point(?: objective)?)\\b${link}${limit}`, 'g'),
  new RegExp(`(?<limit>${duration}) rpo\\b`, 'g'),
  new RegExp(
    `\\blos(?:e|es|ing|s of)(?:\\s(?:at most|no more than|not more than|more than|less than|up to|only|max(?:imum)?))*\\s${limit}(?: (?:worth )?of (?:data|transactions|orders|writes))?`,
    'g',
  ),
  new RegExp(`(?<limit>${duration}) (?:worth )?of (?:lost data|data loss)\\b`, 'g'),
  /\b(?<limit>no|zero|without(?: any)?) data[ -]loss\b|\b(?<limit2>never lose|must not lose|cannot lose|can't lose|may not lose|not lose|lose no|without losing) (?:(?:any|a single|one|our) )*(?:data|orders?|payments?|transactions?|records?|rows?|writes?|messages?)\b/g,
];

const rto: readonly RegExp[] = [
  new RegExp(`\\b(?:rto|recovery time(?: objective)?)\\b${link}${limit}`, 'g'),
  new RegExp(`(?<limit>${duration}) rto\\b`, 'g'),
  new RegExp(
    `\\b(?:recover(?:s|y|ed)?|restor(?:e|es|ed|ing)|back(?: up| online)?|fail(?:s)? ?over|failover)(?:\\s\\w+){0,4}? (?:within|in|under|in under|in less than|after at most) ${limit}`,
    'g',
  ),
];

/** What a disaster may cost: data and time. */
export const readRecovery: Family = (sentence, findings) => {
  for (const rule of rpo)
    for (const match of matches(sentence, findings, rule)) {
      const said = match.groups?.['limit'] ?? '';
      addFact(
        findings,
        sentence,
        match,
        'slos.*.rpo',
        /\d|\w+\s\w+/.test(said) && !said.startsWith('without') ? formatDuration(secondsOf(said)) : '0s',
      );
    }
  for (const rule of rto)
    for (const match of matches(sentence, findings, rule)) {
      // Nothing recovers within milliseconds: that is an answer time.
      if (secondsOf(match.groups?.['limit'] ?? '1h') < 1) continue;
      addFact(
        findings,
        sentence,
        match,
        'slos.*.rto',
        formatDuration(secondsOf(match.groups?.['limit'] ?? '1h')),
      );
    }
};

const kept = new RegExp(
  `\\b(?:keep|keeps|kept|store[sd]?|storing|keeping|retain(?:s|ed|ing)?|retention|archived?|archiving|hold|held)\\b(?<what>(?:\\s(?:[\\w-]+)){0,6}?)[\\s:]+(?:for |of |at least |is |must be |up to |minimum |a minimum of )*${limit}`,
  'g',
);
const erased = new RegExp(
  `\\b(?:delet(?:e|ed|es|ion)|eras(?:e|ed|es|ure)|forg(?:et|otten)|purged?|removed?)\\b(?:\\s[\\w-]+){0,6}? (?:within|after|in) ${limit}`,
  'g',
);

/** How long something is kept, if a pack has such an option for it; and how soon personal data is erased. */
export const readRetention: Family = (sentence, findings) => {
  for (const match of matches(sentence, findings, erased))
    addFact(
      findings,
      sentence,
      match,
      'policies.data.erase',
      formatDuration(secondsOf(match.groups?.['limit'] ?? '30d')),
    );
  for (const match of matches(sentence, findings, kept)) {
    const packs = keptPacks(sentence, match);
    const value = formatDuration(secondsOf(match.groups?.['limit'] ?? '1y'));
    for (const id of packs) retain(sentence, findings, match, id, value);
    if (packs.length === 0)
      addUnread(
        findings,
        sentence,
        match,
        'It does not say of which capability; write retention under that capability in the brief.',
      );
  }
};

function keptPacks(sentence: Sentence, match: RegExpExecArray & Span): readonly string[] {
  const what = match.groups?.['what'] ?? '';
  const clause = sentence.lower.slice(clauseStart(sentence, match.start), clauseEnd(sentence, match.start));
  const found = packsWithOption(sentence, 'retention', what);
  return found.length > 0 ? found : packsWithOption(sentence, 'retention', clause);
}

function retain(sentence: Sentence, findings: Findings, span: Span, pack: string, value: string): void {
  addFact(findings, sentence, span, `capabilities.${pack}.retention`, value);
}
