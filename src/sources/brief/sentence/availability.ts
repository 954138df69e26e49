import { plain } from '../values/amount.ts';
import { workloadNamed } from './latency.ts';
import { addFact, addUnread, matches } from './sentence.ts';
import type { Family } from './sentence.ts';

const percent = String.raw`(?<![\d.])(?<percent>\d{2,3}(?:\.\d{1,5})?)\s?(?:%|percent)`;
const word = '(?:uptime|availability|available|sla|slo|of the time|reliability|up\\b)';
const nines: Readonly<Record<string, string>> = {
  two: '99',
  three: '99.9',
  four: '99.99',
  five: '99.999',
  six: '99.9999',
  '2': '99',
  '3': '99.9',
  '4': '99.99',
  '5': '99.999',
  '6': '99.9999',
};

const forms: readonly RegExp[] = [
  new RegExp(`${percent}\\s(?:\\w+\\s){0,2}?${word}`, 'g'),
  new RegExp(`\\b${word}(?:\\s(?:\\w+)){0,3}?[\\s:=≥>]+${percent}`, 'g'),
  /(?<![\w.])(?<nines>two|three|four|five|six|[2-6])[ -]nines?\b(?: (?:of )?(?:availability|uptime))?/g,
];

/** The part of a month in which it must work. */
export const readAvailability: Family = (sentence, findings) => {
  for (const form of forms)
    for (const match of matches(sentence, findings, form)) {
      const value = match.groups?.['percent'] ?? nines[match.groups?.['nines'] ?? ''] ?? '';
      const path = `slos.${workloadNamed(sentence, findings, match)}.availability`;
      if (Number(value) >= 100)
        addUnread(
          findings,
          sentence,
          match,
          'Nothing works all the time; say how many minutes a month may be lost (99.9 % is 43 min).',
        );
      else addFact(findings, sentence, match, path, `${plain(Number(value))}%`);
    }
};
