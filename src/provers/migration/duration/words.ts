import type { Json, Quantity } from '../../../model/origin.ts';
import { originWords, quantityText, quantityWords, rangeText } from '../../../model/quantity.ts';
import type { Issue } from '../judge/issue.ts';
import { printMode } from '../trace/locks.ts';
import type { Durations, StatementDuration, Wait } from './estimate.ts';
import type { RelationSize, Sizes } from './sizes.ts';
import { throughput } from './throughput.ts';
import type { Work } from './throughput.ts';

const workWords: Readonly<Record<Work, string>> = {
  scan: 'a scan',
  'foreign key': 'the check of a foreign key',
  index: 'a B-tree',
  rewrite: 'a rewrite',
  change: 'a change of every row',
};

/** `ACCESS EXCLUSIVE on orders: every read and write waits`. */
const waitWords = ({ relation, mode, blocked }: Wait): string =>
  `${printMode(mode)} on ${relation}: every ${blocked === 'writers' ? 'write' : 'read and write'} waits`;

/** `takes 14 s–4.2 min in production; ACCESS EXCLUSIVE on orders meanwhile: …`; undefined when no size is known. */
export function durationWords(duration: StatementDuration): string | undefined {
  const { works, seconds, unknown, unmeasured, waits } = duration;
  if (seconds === undefined) return undefined;
  const why = [
    ...(unknown.length > 0 ? [`the size of ${unknown.join(', ')} is not given`] : []),
    ...(unmeasured.length > 0 ? [`the speed of ${unmeasured.join(', ')} is not known`] : []),
  ].join(', ');
  const time = rangeText(seconds) || quantityText(seconds);
  const free = works.some(({ work }) => work === 'change')
    ? 'who changes the same rows waits'
    : 'readers and writers go on';
  const who = waits.length === 0 ? free : waits.map(waitWords).join(', ');
  return `takes ${time} in production${why === '' ? '' : `, and longer: ${why}`}; meanwhile ${who}`;
}

/** Gives issues about work that others wait for the time it takes, where that is known. */
export const withDurations = (issues: readonly Issue[], durations: Durations): readonly Issue[] =>
  issues.map((issue) => {
    const duration = durations.get(issue.statement);
    const words = duration === undefined ? undefined : durationWords(duration);
    if (!issue.executed || issue.severity !== 'blocker' || words === undefined) return issue;
    return { ...issue, what: `${issue.what} It ${words}.` };
  });

/** A time with its range, s. */
export const secondsJson = ({
  value,
  low = value,
  high = value,
}: Quantity): { readonly [key: string]: Json } => ({
  seconds: value,
  low,
  high,
  unit: 's',
});

export const durationJson = ({ seconds, works, unknown, unmeasured, waits }: StatementDuration): Json => ({
  works: works.map(({ work, relation, index }) => ({
    work,
    relation,
    ...(index !== undefined && { index }),
  })),
  ...(seconds !== undefined && {
    ...secondsJson(seconds),
    origin: originWords(seconds.origin),
  }),
  ...(unknown.length > 0 && { sizeUnknown: [...unknown] }),
  ...(unmeasured.length > 0 && { speedUnknown: [...unmeasured] }),
  waits: waits.map(({ relation, mode, blocked }) => ({ relation, mode, who: blocked })),
});

const worksIn = (durations: Durations) => [...durations.values()].flatMap(({ works }) => works);

/** Sizes and throughputs that the durations rest on, one line each. */
export function basisWords(durations: Durations, sizes: Sizes): readonly string[] {
  const works = worksIn(durations).filter(({ relation }) => sizes.has(relation));
  const relations = [...new Set(works.map(({ relation }) => relation))];
  const kinds = [...new Set(works.map(({ work }) => work))];
  return [
    ...relations.flatMap((relation) => {
      const size = sizes.get(relation);
      return size === undefined ? [] : [`${relation}: ${sizeWords(size)}`];
    }),
    ...kinds.map((work) => `${workWords[work]}: ${rateWords(work)}`),
  ];
}

const sizeWords = ({ rows, bytes }: RelationSize): string =>
  [rows, bytes].map((each) => `${quantityWords(each)} (${originWords(each.origin)})`).join(', ');

const rateWords = (work: Work): string =>
  [throughput[work].rows, throughput[work].bytes]
    .map((rate) => `${quantityText(rate)} (${rangeText(rate)}; ${originWords(rate.origin)})`)
    .join(' and ');

/** What the durations leave out, and what to do about it. */
export function durationGaps(durations: Durations): readonly string[] {
  const all = [...durations.values()];
  const unknown = [...new Set(all.flatMap((each) => each.unknown))].toSorted();
  const unmeasured = [...new Set(all.flatMap((each) => each.unmeasured))].toSorted();
  return [
    ...(unknown.length === 0
      ? []
      : [
          `the size of ${unknown.join(', ')} in production is not known, so how long work on it takes is not told: give --stats stats.json (from plumbline stats) or --rows ${unknown[0] ?? ''}=50M`,
        ]),
    ...unmeasured.map((kind) => `how long building ${kind} takes is not told: only B-trees were measured`),
  ];
}
