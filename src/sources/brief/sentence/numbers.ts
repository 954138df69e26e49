import { tidy } from '../values/amount.ts';
import { secondsPer } from '../values/duration.ts';

const units: Readonly<Record<string, number>> = {
  half: 0.5,
  a: 1,
  an: 1,
  one: 1,
  single: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  ninety: 90,
};

const scales: Readonly<Record<string, number>> = {
  k: 1e3,
  m: 1e6,
  mn: 1e6,
  mio: 1e6,
  b: 1e9,
  bn: 1e9,
  g: 1e9,
  dozen: 12,
  hundred: 100,
  thousand: 1e3,
  million: 1e6,
  millions: 1e6,
  billion: 1e9,
};

const digits = String.raw`(?:\d{1,3}(?:[, ]\d{3})+(?![\d.])|\d{1,12}(?:\.\d{1,6})?)`;
const scaleWords = 'dozen|hundred|thousand|millions?|billion';
const numberWords = Object.keys(units)
  .filter((word) => !['a', 'an', 'half', 'single'].includes(word))
  .join('|');

/**
 * A number as people write it: `100K`, `1.2 million`, `2,000`, `50 000`, `two`, `half a million`, `a hundred thousand`.
 * Without captures, so that it can stand inside a rule.
 */
export const number = String.raw`(?:(?<![\w.,])${digits}(?:\s?(?:k|mn|m|mio|bn|b)\b)?(?:\s(?:${scaleWords})\b){0,2}|(?<![\w-])(?:half\san?|an?|${numberWords})(?:\s(?:${scaleWords})\b){1,2}|(?<![\w-])(?:${numberWords})\b)`;

/** The value of a text that `number` matched. */
export function numberOf(text: string): number {
  const head = /^\d[\d, ]*(?:\.\d+)?/.exec(text)?.[0];
  const rest = text.slice(head?.length ?? 0).trim();
  const words = rest === '' ? [] : rest.split(/[\s-]+/);
  const start = head === undefined ? 1 : Number(head.replace(/[, ]/g, ''));
  return tidy(words.reduce((value, word) => value * (units[word] ?? scales[word] ?? 1), start));
}

const timeUnits: readonly (readonly [RegExp, number])[] = [
  [/^m(?:illi)?s(?:ec(?:ond)?s?)?$|^millis$/, secondsPer.ms],
  [/^s(?:ec(?:ond)?s?)?$/, secondsPer.s],
  [/^m(?:in(?:ute)?s?)?$/, secondsPer.min],
  [/^h(?:(?:ou)?rs?)?$/, secondsPer.h],
  [/^d(?:ays?)?$/, secondsPer.d],
  [/^weeks?$/, 7 * secondsPer.d],
  [/^months?$/, secondsPer.month],
  [/^y(?:(?:ea)?rs?)?$/, secondsPer.year],
];

const timeWords =
  'milliseconds?|millis|msecs?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|hr|h|days?|d|weeks?|months?|years?|yrs?|y';

/** `300 ms`, `15-minute`, `an hour`, `two years`. */
export const duration = String.raw`(?:(?:${number}|(?<![\w-])(?:half\san?|an?))[\s-]?(?:${timeWords})\b)`;

/** Only what can be an answer time. */
export const shortDuration = String.raw`(?:(?:${number}|(?<![\w-])(?:half\san?|an?))[\s-]?(?:milliseconds?|millis|msecs?|ms|seconds?|secs?|s)\b)`;

/** Seconds of a text that `duration` matched. */
export function secondsOf(text: string): number {
  const split = /^(.*?)[\s-]?([a-z]+)$/.exec(text);
  const unit = timeUnits.find(([pattern]) => pattern.test(split?.[2] ?? ''))?.[1] ?? 1;
  return tidy(numberOf((split?.[1] ?? '').trim()) * unit);
}

/** Words that stand before a number and leave it as it is. */
export const about = String.raw`(?:(?:about|around|roughly|approximately|approx\.?|nearly|almost|up to|over|more than|at least|some|~|>|≥)\s*)?`;

/** The lower end of a range; the upper end is what must hold. */
export const rangeStart = String.raw`(?:\d[\d.,]*\s?[km]?\s?(?:-|to)\s?)?`;
