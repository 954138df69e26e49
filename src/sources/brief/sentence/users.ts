import { formatUsers } from '../values/users.ts';
import type { UserBasis } from '../values/users.ts';
import { grouped } from '../complete/users.ts';
import { about, number, numberOf, rangeStart } from './numbers.ts';
import { addFact, ask, matches } from './sentence.ts';
import type { Family, Findings, Sentence } from './sentence.ts';
import type { Span } from './text.ts';

const people =
  '(?:users?|visitors?|customers?|shoppers?|buyers?|members?|people|players?|viewers?|students?|patients?|clients?|guests?|subscribers?|readers?|sessions?|accounts?|employees?|connections?)';
const atOnce =
  '(?:at once|at (?:the )?same (?:time|moment)|concurrently|simultaneously|in parallel|online at once|at (?:any|a) (?:given )?(?:time|moment))';
const daily = '(?:(?:a|per|each|every) day|daily|/day)';
const monthly = '(?:(?:a|per|each|every) month|monthly|/month)';

/** Each form with what it counts; the first that fits a place wins. The number is group 1. */
const forms: readonly (readonly [RegExp, UserBasis])[] = [
  [`(?:concurrent|simultaneous|parallel)(?:ly)?(?: active)?(?: ${people})?`, 'concurrent'],
  [`(?:active )?${people}(?:\\s\\w+){0,2}\\s${atOnce}`, 'concurrent'],
  [`(?:daily(?: active)? ${people}|dau\\b|(?:active )?${people} ${daily})`, 'daily'],
  [`(?:monthly(?: active)? ${people}|mau\\b|(?:active |unique )?${people} ${monthly})`, 'monthly'],
  [`(?:registered (?:${people})|(?:user )?accounts?|sign-?ups?|registrations)`, 'registered'],
].map(([form, basis]): readonly [RegExp, UserBasis] => [
  new RegExp(`${about}${rangeStart}(${number})\\s+(?:\\w+ )?${form}`, 'g'),
  toBasis(basis),
]);

function toBasis(word: string | undefined): UserBasis {
  return word === 'daily' || word === 'monthly' || word === 'registered' ? word : 'concurrent';
}

const turned = new RegExp(
  `(?:concurrency|concurrent users|simultaneous users)(?: level)?(?: of| is|:| =)? ${about}(${number})`,
  'g',
);
const uncounted = new RegExp(`${about}${rangeStart}(${number})\\s+(?:\\w+ )?(?:${people})\\b`, 'g');
const vague = new RegExp(
  `(?:a few|several|some|many|a couple of|tens of|hundreds of|thousands of|millions of|lots of)(?: (?:hundreds?|thousands?|millions?|dozens?))?(?: of)? (?:(?:concurrent|daily|monthly|active|registered|simultaneous) )*${people}\\b`,
  'g',
);

/** How many use the system, and how they are counted. A number that does not say how is a question. */
export const readUsersSaid: Family = (sentence, findings) => {
  for (const [form, basis] of [...forms, [turned, 'concurrent'] as const])
    for (const match of matches(sentence, findings, form))
      addFact(
        findings,
        sentence,
        match,
        'system.users',
        formatUsers(Math.round(numberOf(match[1] ?? '')), basis),
      );
  for (const match of matches(sentence, findings, uncounted))
    countUnknown(sentence, findings, match, Math.round(numberOf(match[1] ?? '')));
  for (const match of matches(sentence, findings, vague))
    ask(findings, sentence, match, {
      id: 'users',
      ask: `How many are "${sentence.plain.slice(match.start, match.end)}" at once at the busiest time?`,
      affects: ['load', 'architecture', 'cost'],
      default: '1,000 at once',
      effect: 'Every tier is sized for that; load, instances and cost grow in proportion.',
      impact: 'high',
      answer: 'system.users',
    });
};

function countUnknown(sentence: Sentence, findings: Findings, span: Span, count: number): void {
  addFact(findings, sentence, span, 'system.users', formatUsers(count, 'registered'));
  ask(findings, sentence, span, {
    id: 'concurrent-users',
    ask: `Are the ${grouped(count)} there at once, do they come within a day or a month, or is it the number of accounts?`,
    affects: ['load', 'architecture', 'cost'],
    default: `${grouped(count)} accounts`,
    effect:
      'Only a small part of all accounts is there at once: if the number means users at once, load is some hundred times higher.',
    impact: 'high',
    answer: 'system.users',
  });
}
