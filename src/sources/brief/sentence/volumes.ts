import { entry, jsonText } from '../tree.ts';
import { formatNumber, tidy } from '../values/amount.ts';
import { formatDuration } from '../values/duration.ts';
import { formatPeak } from '../values/ratio.ts';
import { about, duration, number, numberOf, secondsOf } from './numbers.ts';
import { addFact, ask, matches } from './sentence.ts';
import type { Family, Sentence } from './sentence.ts';

const per =
  '(?:\\s?/\\s?|\\s(?:a|per|each|every) )(?<period>second|sec|s|minute|min|hour|h|day|month|year)\\b';
const adverb = '(?:\\s(?<adverb>daily|monthly|yearly|annually))';
const requests =
  '(?:requests?|reqs?|calls?|api calls?|queries|hits|page views|pageviews|transactions|reads|writes|messages|events)';
const throughput: readonly RegExp[] = [
  new RegExp(`${about}(?<n>${number})\\s?(?<what>(?:\\w+ )?${requests})${per}`, 'g'),
  new RegExp(`${about}(?<n>${number})\\s?(?<short>rps|qps|tps|req/s|r/s)\\b`, 'g'),
];
const periods: Readonly<Record<string, string>> = {
  second: 's',
  sec: 's',
  s: 's',
  minute: 'min',
  min: 'min',
  hour: 'h',
  h: 'h',
  day: 'day',
  daily: 'day',
  month: 'month',
  monthly: 'month',
  year: 'year',
  yearly: 'year',
  annually: 'year',
};

/** How many requests come. Messages and events are taken as requests, and that is asked. */
export const readThroughput: Family = (sentence, findings) => {
  for (const rule of throughput)
    for (const match of matches(sentence, findings, rule)) {
      const { n, what, period } = match.groups ?? {};
      const value = `${formatNumber(numberOf(n ?? ''))}/${periods[period ?? 's'] ?? 's'}`;
      addFact(findings, sentence, match, 'slos.*.throughput', value);
      if (what !== undefined && /message|event|transaction|read|write|quer/.test(what))
        ask(findings, sentence, match, {
          id: 'throughput-unit',
          ask: `Does each of "${sentence.plain.slice(match.start, match.end).trim()}" come as one request?`,
          affects: ['load', 'architecture'],
          default: 'yes',
          effect: 'If many come in one request, the web tier needs less and the rest the same.',
          impact: 'medium',
          answer: 'slos.*.throughput',
        });
    }
};

/** Rows of what a pack holds: a number before the name of the pack (`10,000 orders a day`, `200k products`). */
export const readVolumes: Family = (sentence, findings) => {
  for (const pack of sentence.packs.packs) {
    const rows = pack.options.find(({ name }) => name === 'rows');
    const names = namesOf(pack.id, sentence);
    if (rows === undefined) continue;
    const growing = /\/| per /.test(jsonText(rows.default));
    const rule = new RegExp(
      `${about}(?<n>${number}) (?:\\w+ )?(?:${names})(?:${per}|${adverb})?(?![\\w-])`,
      'g',
    );
    for (const match of matches(sentence, findings, rule)) {
      const { n, period, adverb: often } = match.groups ?? {};
      const every = period ?? often;
      if (every === undefined && growing) continue;
      addFact(
        findings,
        sentence,
        match,
        `capabilities.${pack.id}.rows`,
        `${formatNumber(Math.round(numberOf(n ?? '')))}${every === undefined ? '' : `/${periods[every] ?? 'year'}`}`,
      );
    }
  }
};

/** The plural of a pack's id names its rows; entities are named in packs alone. */
function namesOf(id: string, { packs }: Sentence): string {
  const pack = packs.packs.find((one) => one.id === id);
  const entities = entry(pack?.root, 'entities');
  const main = entities?.kind === 'map' ? entities.entries.map(({ key }) => key.toLowerCase()) : [];
  const singular = id.replace(/s$/, '');
  const own = main.includes(singular) ? [`${singular}s`] : [id];
  return own.join('|');
}

const factor = String.raw`(?<![\w.])(?<n>\d{1,3}(?:\.\d)?)\s?(?:x|×|times|fold|-fold)`;
const peaks: readonly RegExp[] = [
  new RegExp(
    `${factor}(?:\\s(?:the|normal|usual|average|higher|more|as|much|of))*(?:\\s(?:traffic|load|requests|users))?\\s(?:peaks?|spikes?|bursts?|on|during|at)\\b`,
    'g',
  ),
  new RegExp(
    `\\b(?:peaks?|spikes?|bursts?)(?:\\s\\w+){0,4}? ${factor}(?: (?:the )?(?:normal|usual|average)(?: (?:load|traffic))?)?`,
    'g',
  ),
];
const thinking = new RegExp(
  `\\b(?:a|one|each a) (?:request|click|page|action|call) every (?<limit>${duration})`,
  'g',
);

/** How far the busiest time lies above the mean, and how fast one user acts. */
export const readRhythm: Family = (sentence, findings) => {
  for (const rule of peaks)
    for (const match of matches(sentence, findings, rule)) {
      const value = tidy(Number(match.groups?.['n'] ?? '1'));
      if (value >= 1) addFact(findings, sentence, match, 'system.peak', formatPeak(value));
    }
  for (const match of matches(sentence, findings, thinking))
    addFact(
      findings,
      sentence,
      match,
      'system.think',
      formatDuration(secondsOf(match.groups?.['limit'] ?? '20s')),
    );
};
