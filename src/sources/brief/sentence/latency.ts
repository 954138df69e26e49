import { entry } from '../tree.ts';
import { formatDuration } from '../values/duration.ts';
import { packNamed } from '../pack/pack.ts';
import type { PackSource } from '../pack/pack.ts';
import { secondsOf, shortDuration } from './numbers.ts';
import { addFact, ask, clauseStart, factAt, matches } from './sentence.ts';
import type { Family, Findings, Sentence } from './sentence.ts';
import type { Span } from './text.ts';

const link =
  '(?:[\\s:=<≤]+(?:latency|latencies|response|responses|times?|must|should|shall|has|needs|to|be|stay|stays|is|are|remain|kept|at|of|within|under|below|in|less|lower|than|most|no|more|max|maximum|up|about)\\b){0,6}[\\s:=<≤]+';
const answered =
  '(?:latency|latencies|response times?|responses?|respond(?:s|ing)?|answer(?:s|ed|ing)?|page loads?|load(?:s|ed|ing)?|loading times?|return(?:s|ed)?|repl(?:y|ies|ied)|render(?:s|ed)?|complete[sd]?|finish(?:es|ed)?|take|takes)';
const within =
  '(?:within|in under|in less than|in at most|under|below|less than|faster than|no more than|at most|in)';
const short = shortDuration;

/** The percentile is group `p` or fixed, the limit group `limit`. `guessed` says that no percentile was stated. */
const forms: readonly (readonly [rule: RegExp, percentile: string | undefined, guessed: boolean])[] = [
  [new RegExp(`\\bp(?<p>50|90|95|99\\.9|999|99)\\b${link}(?<limit>${short})`, 'g'), undefined, false],
  [
    new RegExp(
      `(?<![\\d.])(?<p>50|90|95|99\\.9|99)\\s?(?:th|%|percent)?(?: percentile| of (?:all |the )?(?:requests|responses|calls|pages|queries|users|page loads))${link}(?<limit>${short})`,
      'g',
    ),
    undefined,
    false,
  ],
  [
    new RegExp(
      `(?<limit>${short})\\s(?:\\(|at (?:the )?|for (?:the )?|@ ?)?p?(?<p>50|90|95|99\\.9|999|99)(?:th percentile|\\b)`,
      'g',
    ),
    undefined,
    false,
  ],
  [new RegExp(`\\bmedian${link}(?<limit>${short})`, 'g'), '50', false],
  [new RegExp(`(?<limit>${short})\\s(?:at the |in the )?median\\b`, 'g'), '50', false],
  [new RegExp(`\\b(?:average|mean|typical)${link}(?<limit>${short})`, 'g'), '50', true],
  [new RegExp(`\\b${answered}(?:\\s\\w+){0,3}?${link}(?<limit>${short})`, 'g'), '95', true],
  [
    new RegExp(
      `(?<limit>${short})\\s(?:average |maximum |max )?(?:latency|latencies|response times?|responses?)\\b`,
      'g',
    ),
    '95',
    true,
  ],
  [new RegExp(`\\bsub-?(?<limit>${short})`, 'g'), '95', true],
  [new RegExp(`\\bsub-?\\s?(?<limit>second|millisecond)\\b`, 'g'), '95', true],
  [new RegExp(`\\b${within} (?<limit>${short})`, 'g'), '95', true],
];

/** How fast answers must be. Without a percentile the value is taken at p95 and the percentile is asked for. */
export const readLatency: Family = (sentence, findings) => {
  for (const [rule, fixed, guessed] of forms)
    for (const match of matches(sentence, findings, rule)) {
      const limit = match.groups?.['limit'] ?? '';
      if (notAnAnswer(sentence, match)) continue;
      const percentile = fixed ?? (match.groups?.['p'] ?? '95').replace('999', '99.9');
      const seconds = /^(?:milli)?second$/.test(limit) ? secondsOf(`1 ${limit}`) : secondsOf(limit);
      const path = `slos.${workloadNamed(sentence, findings, match)}.latency`;
      const known = factAt(findings, path) !== undefined;
      addFact(findings, sentence, match, path, `p${percentile} < ${formatDuration(seconds)}`);
      if (guessed && !known) askPercentile(sentence, findings, match, percentile, path);
    }
};

/** Times to recover, intervals and time-outs are no answer times. */
function notAnAnswer({ lower }: Sentence, { start, end }: Span): boolean {
  const before = lower.slice(Math.max(0, start - 40), start);
  return (
    /\b(?:every|each|recover\w*|restor\w*|rpo|rto|be back|back online|back up|failover|fail over|timeouts?|time out|expire\w*|cach\w+|stale|refresh\w*|poll\w*|wait\w*)\b[^.,;]*$/.test(
      before,
    ) ||
    /^\s(?:old|stale|timeout|ttl|recovery|of data)\b/.test(lower.slice(end, end + 12)) ||
    /\b(?:recover\w*|restor\w*)\b/.test(lower.slice(start, end))
  );
}

function askPercentile(
  sentence: Sentence,
  findings: Findings,
  span: Span,
  percentile: string,
  answer: string,
): void {
  ask(findings, sentence, span, {
    id: 'latency-percentile',
    ask: `For which part of the requests must "${sentence.plain.slice(span.start, span.end).trim()}" hold?`,
    affects: ['load', 'architecture'],
    default: `p${percentile}`,
    effect: `${100 - Number(percentile)} of 100 requests may be slower.`,
    impact: 'medium',
    answer,
  });
}

/** A workload of a pack that is asked for, if the clause before the value speaks of it; else everywhere. */
export function workloadNamed(sentence: Sentence, findings: Findings, { start, end }: Span): string {
  const clause = sentence.lower.slice(Math.max(clauseStart(sentence, start), start - 60), end);
  const near = clause.split(/,|\band\b/).at(-1) ?? '';
  const ids = workloadIds(sentence, findings).filter((id) =>
    new RegExp(`(?<![\\w-])${id.replaceAll('-', '[ -]')}(?![\\w-])`).test(near),
  );
  return ids[0] ?? '*';
}

function workloadIds(sentence: Sentence, findings: Findings): readonly string[] {
  const asked = findings.facts.flatMap(({ path }) => (path[0] === 'capabilities' ? [path[1] ?? ''] : []));
  const all = new Map<string, PackSource>();
  const add = (key: string): void => {
    const pack = packNamed(sentence.packs, key);
    if (pack === undefined || all.has(pack.id)) return;
    all.set(pack.id, pack);
    for (const required of pack.requires) add(required);
  };
  for (const key of asked) add(key);
  return [...all.values()].flatMap(({ root }) => {
    const workloads = entry(root, 'workloads');
    // A workload that depends on an option may not be there.
    return workloads?.kind === 'map'
      ? workloads.entries.filter(({ value }) => entry(value, 'when') === undefined).map(({ key }) => key)
      : [];
  });
}
