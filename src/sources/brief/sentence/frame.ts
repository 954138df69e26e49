import { formatNumber } from '../values/amount.ts';
import { deadlinePattern } from '../sections/constraints.ts';
import { about, number, numberOf } from './numbers.ts';
import { addFact, ask, matches } from './sentence.ts';
import type { Family, Findings, Sentence } from './sentence.ts';
import type { Span } from './text.ts';

const builders =
  '(?:developers?|devs?|engineers?|programmers?|people(?: team)?|persons?|members?|of us|backend developers?|fte)';
const team: readonly RegExp[] = [
  new RegExp(
    `\\bteam (?:of|with|has|is|size(?: is| of)?:?) ${about}(?<n>${number})(?: (?:[\\w-]+ )?${builders})?`,
    'g',
  ),
  new RegExp(
    `(?<n>${number})[ -](?:person|people|man|member|developer|engineer|dev)s?[ -](?:team|start-?up|company)\\b`,
    'g',
  ),
  new RegExp(
    `(?<n>${number}) (?:(?:backend|senior|junior|full-?stack|software|experienced|in-house|node|java|python|part-time) )*(?:developers?|devs?|engineers?|programmers?|of us)\\b`,
    'g',
  ),
  /\b(?<solo>i am alone|i'm alone|solo (?:developer|founder|dev)|only (?:developer|engineer)|single developer|just me|only me|one-man)\b/g,
];
const vagueTeam =
  /\b(?:a |our )?(?:small|big|large|tiny|growing) (?:dev(?:elopment)? |engineering |product )?team\b|\b(?:a few|several|some|a couple of) (?:developers|engineers|devs)\b/g;
const oncall =
  /\b(?<not>no|not|without|never)?\s?(?:an? )?(?:24\/7 )?on-?\s?call(?: (?:rotation|duty|team))?\b/g;

/** Who builds and runs it. */
export const readTeam: Family = (sentence, findings) => {
  for (const rule of team)
    for (const match of matches(sentence, findings, rule)) {
      const said = match.groups?.['n'];
      addFact(
        findings,
        sentence,
        match,
        'constraints.team.size',
        formatNumber(said === undefined ? 1 : Math.round(numberOf(said))),
      );
    }
  for (const match of matches(sentence, findings, vagueTeam))
    ask(findings, sentence, match, {
      id: 'team-size',
      ask: 'How many people will build and run it?',
      affects: ['architecture', 'plan'],
      default: 'a small team (up to 8)',
      effect: 'One deployable unit is preferred; services of their own need a team each.',
      impact: 'medium',
      answer: 'constraints.team.size',
    });
  for (const match of matches(sentence, findings, oncall))
    addFact(findings, sentence, match, 'constraints.team.oncall', match.groups?.['not'] === undefined);
};

const currency = '(?:€|eur\\b|euros?\\b|\\$|usd\\b|dollars?\\b|£|gbp\\b|pounds?\\b|chf\\b|francs?\\b)';
const period =
  '(?:\\s?(?:/|a |per |each |every )\\s?(?<period>month|year|mo|annum)\\b|\\s(?<adverb>monthly|yearly|annually))';
const money = new RegExp(
  `(?:\\bbudget(?: is| of|:)? )?${about}(?:(?<before>${currency})\\s?(?<a>${number.replaceAll('(?<![\\w.,])', '(?<![\\w.])')})|(?<b>${number})\\s?(?<after>${currency}))${period}?`,
  'g',
);

/** Money is read in euro a month or year; another currency or an open period is a question. */
export const readBudget: Family = (sentence, findings) => {
  for (const match of matches(sentence, findings, money)) {
    const groups = match.groups ?? {};
    const near = sentence.lower.slice(Math.max(0, match.start - 40), match.end + 25);
    const per = groups['period'] ?? groups['adverb'];
    if (!/budget|cost|spend|hosting|infrastructure|run(?:ning)?\b/.test(near) && per === undefined) continue;
    const euro = /€|eur/.test(groups['before'] ?? groups['after'] ?? '');
    const amount = formatNumber(numberOf(groups['a'] ?? groups['b'] ?? ''));
    if (euro && per !== undefined)
      addFact(
        findings,
        sentence,
        match,
        'constraints.budget',
        `${amount} EUR/${per.startsWith('m') ? 'month' : 'year'}`,
      );
    else askBudget(sentence, findings, match, euro);
  }
};

function askBudget(sentence: Sentence, findings: Findings, span: Span, euro: boolean): void {
  const said = sentence.plain.slice(span.start, span.end).trim();
  ask(findings, sentence, span, {
    id: 'budget',
    ask: euro
      ? `Is "${said}" what it may cost a month, a year, or once?`
      : `How much is "${said}" in euro a month?`,
    affects: ['architecture', 'cost'],
    default: 'no limit',
    effect: 'Cost is shown and excludes no option.',
    impact: 'medium',
    answer: 'constraints.budget',
  });
}

const months: readonly string[] = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const monthWord = `(?:${months.join('|')}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)`;
const until =
  '(?:by|before|until|deadline(?: is| of|:)?|due(?: by| in)?|go(?:es|ing)? live (?:in|on|by)|launch(?:es|ing)? (?:in|on|by)|live (?:in|by|on)|ready (?:in|by|for)|ship (?:in|by)|release (?:in|by)|finished (?:in|by)|done (?:in|by)|within|in)';
const dated: readonly RegExp[] = [
  new RegExp(`\\b${until} (?:the end of |end of |early |mid )?(?<iso>\\d{4}-\\d{2}(?:-\\d{2})?)\\b`, 'g'),
  new RegExp(`\\b${until} (?:the end of |end of )?(?<month>${monthWord})\\.?,? (?<year>20\\d\\d)\\b`, 'g'),
  new RegExp(`\\b${until} (?:the end of |end of )?(?:q(?<q>[1-4]))[ /]?(?<qyear>20\\d\\d)\\b`, 'g'),
  new RegExp(
    `(?<=\\b(?:go(?:es|ing)? live|launch\\w*|live|ready|ship\\w*|release\\w*|finish\\w*|done|deadline|deliver\\w*|mvp|rewrite|migrat\\w+|switch\\w*|replac\\w+|online)\\b(?:\\s[\\w-]+){0,7}?\\s)(?:in|within|of|is) (?:the next )?(?<n>${number}) (?<unit>days|weeks|months?|years?)\\b`,
    'g',
  ),
];
const undated = new RegExp(
  `\\b(?:by|before|until|go live in|launch in|launching in) (?:the end of |end of )?(?<word>${monthWord}|q[1-4]|summer|winter|spring|autumn|christmas|black friday|next (?:month|year|quarter))\\b`,
  'g',
);

/** When it must be there. A month without a year is a question: nothing here knows today's date. */
export const readDeadline: Family = (sentence, findings) => {
  for (const rule of dated)
    for (const match of matches(sentence, findings, rule)) {
      const value = dateOf(match.groups ?? {});
      if (deadlinePattern.test(value)) addFact(findings, sentence, match, 'constraints.deadline', value);
    }
  for (const match of matches(sentence, findings, undated))
    ask(findings, sentence, match, {
      id: 'deadline',
      ask: `Of which year is "${sentence.plain.slice(match.start, match.end)}"?`,
      affects: ['plan'],
      default: 'no deadline',
      effect: 'The plan is ordered by benefit and dependency only.',
      impact: 'low',
      answer: 'constraints.deadline',
    });
};

function dateOf(groups: Readonly<Record<string, string | undefined>>): string {
  const { iso, month, year, q, qyear, n, unit } = groups;
  if (iso !== undefined) return iso;
  if (q !== undefined) return `${qyear ?? ''}-Q${q}`;
  if (month !== undefined) {
    const index = months.findIndex((name) => name.startsWith(month.slice(0, 3)));
    return `${year ?? ''}-${String(index + 1).padStart(2, '0')}`;
  }
  return `${Math.round(numberOf(n ?? ''))} ${(unit ?? '').replace(/s?$/, 's')}`;
}
