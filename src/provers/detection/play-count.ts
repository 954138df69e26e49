import { drawer } from '../seeded.ts';
import { proved, refuted, six } from '../settle.ts';
import type { Settled } from '../settle.ts';
import { calls, logFactorial, poisson } from './draws.ts';
import type { Draw } from './draws.ts';
import { interval, month, months, verdictOf, wanted } from './false-alarms.ts';
import type { CountRule } from './rules.ts';

/** Tries of one attack. */
const tries = 400;
/** False alarms in 30 days below which, or above whose inverse, a first look decides: looking twice is not to be luck. */
const clear = 0.8;

/** One count for all callers: honest calls at the high end of the peak around the clock, then an attack beside them. */
export function playCount(rule: CountRule, seed: number): Settled {
  if (rule.watched > 1) return playPersons(rule, seed);
  const draw = drawer(seed);
  const own = playWindows(draw, rule, rule.visit);
  const larger = playWindows(draw, rule, rule.visit * 5);
  const quiet = smallestSeen(draw, rule, 0.05);
  const busy = smallestSeen(draw, rule, 1);
  return {
    verdict: verdictOf(own.range, rule.id),
    measurements: {
      'windows played': own.windows,
      'false alarms in 30 days, at least': six(own.range[0]),
      'false alarms in 30 days, at most': six(own.range[1]),
      [`the same with visits of ${rule.visit * 5} calls, at most`]: six(larger.range[1]),
      'smallest attack seen in one window at peak, a second': six(busy / rule.window),
      'smallest attack seen in one window at night, a second': six(quiet / rule.window),
    },
    incomplete: [
      'honest visits are taken as independent, with sizes of one geometric law; advertising, outages and retries are not played',
      `an attack below ${Number((busy / rule.window).toPrecision(2))} a second at peak is not seen by this rule`,
    ],
  };
}

/** Spans of 30 days after which it is asked whether enough were played. */
const looks = [months / 4, months / 2, months] as const;

interface Played {
  readonly windows: number;
  /** 95 % interval of the false alarms in 30 days. */
  readonly range: readonly [low: number, high: number];
}

/** Honest windows, until the interval is clear of one alarm in 30 days or all that may be are played. */
function playWindows(draw: Draw, rule: CountRule, visit: number): Played {
  let [windows, seen] = [0, 0];
  let range: Played['range'] = [0, Infinity];
  for (const spans of looks) {
    for (const all = Math.round((month / rule.window) * spans); windows < all; windows += 1)
      if (calls(draw, rule.most / visit, visit) >= rule.alarm) seen += 1;
    range = interval(seen, spans);
    if (range[1] < clear || range[0] > 1 / clear) break;
  }
  return { windows, range };
}

/** Calls of an attack in a window, evenly spread, that raise the alarm nearly always; found by halving. */
function smallestSeen(draw: Draw, rule: CountRule, part: number): number {
  const honest = (rule.expected * part) / rule.visit;
  const isSeen = (attack: number): boolean => {
    let seen = 0;
    for (let at = 0; at < tries; at += 1)
      if (calls(draw, honest, rule.visit) + poisson(draw, attack) >= rule.alarm) seen += 1;
    return seen >= wanted * tries;
  };
  let [low, high] = [0, rule.alarm * 2];
  while (high - low > Math.max(1, rule.alarm / 100)) {
    const middle = (low + high) / 2;
    if (isSeen(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** A count for each person: too many to play, so the tail is summed; how much people differ decides it. */
function playPersons(rule: CountRule, seed: number): Settled {
  const spans = (rule.watched * month) / rule.window;
  const alarms = spans * poissonTail(rule.expected, rule.alarm);
  const differing = spans * (rule.expected / (1 + rule.expected)) ** rule.alarm;
  const attack = smallestSeen(drawer(seed), rule, 1);
  return {
    verdict: alarms < 1 ? proved : refuted(`${rule.id}: ${six(alarms)} false alarms in 30 days`),
    measurements: {
      'counts side by side': rule.watched,
      'false alarms in 30 days, people alike': six(alarms),
      'false alarms in 30 days, if people differ by an exponential law': six(differing),
      'smallest number of calls in one window that is seen': Math.ceil(attack),
    },
    incomplete: ['how much people differ is not known; the second figure says what it does to the rule'],
  };
}

/** P(X ≥ k) of a Poisson count, term by term. */
export function poissonTail(mean: number, k: number): number {
  let sum = 0;
  for (let each = Math.ceil(k); each < k + 40 + 10 * Math.sqrt(mean); each += 1)
    sum += Math.exp(each * Math.log(mean) - mean - logFactorial(each));
  return sum;
}
