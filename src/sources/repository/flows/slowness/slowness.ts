import { attacksOn } from './ambiguity.ts';
import type { Attack } from './ambiguity.ts';
import { search } from './matcher.ts';
import { parsePattern } from './pattern-syntax.ts';
import { positionsOf } from './positions.ts';
import { compile } from './program.ts';
import type { Program } from './program.ts';

/** One search that was tried: signs of the text, and steps of a matcher that tracks back. */
export interface Trial {
  readonly length: number;
  readonly steps: number;
  /** It came to an end; else it was stopped after these steps. */
  readonly isWhole: boolean;
}

/** How the steps of a search grow with the text, as it was tried. */
export type Slowness =
  | { readonly kind: 'fast' }
  /** It could not be read, or there was too much of it. */
  | { readonly kind: 'not decided'; readonly why: string }
  | {
      readonly kind: 'exponential' | 'polynomial';
      /** Steps grow with this power of the length; of an exponential growth, the factor of one more sign. */
      readonly degree: number;
      readonly prefix: string;
      readonly pump: string;
      readonly suffix: string;
      readonly trials: readonly Trial[];
    };

/** Steps that one search, one pattern and all patterns of a target may take. */
const mostOfSearch = 300_000;
const mostOfPattern = 6_000_000;
const mostOfAll = 300_000_000;

const known = new Map<string, Slowness>();
let left = mostOfAll;

/** Begins with another target: what was tried for one before does not count. */
export function forgetPatterns(most = mostOfAll): void {
  known.clear();
  left = most;
}

/** What was replaced in a text in all places before the pattern is looked for. */
export interface Change {
  readonly pattern: RegExp;
  readonly by: string;
}

/** Whether a pattern is slow by itself, proved by a text on which it was tried. */
export function slownessOf(source: string, flags: string, change?: Change): Slowness {
  // What a search gives makes it no slower.
  const asked = flags.replaceAll(/[dg]/g, '');
  const key = `${source}/${asked}${change === undefined ? '' : `${change.pattern.source}/${change.by}`}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const found = examine(source, flags, change);
  known.set(key, found);
  return found;
}

function examine(source: string, flags: string, change: Change | undefined): Slowness {
  const pattern = parsePattern(source, flags);
  if (pattern === undefined) return { kind: 'not decided', why: 'the pattern is not understood' };
  const program = compile(pattern);
  const positions = positionsOf(pattern);
  if (program === undefined || positions === undefined)
    return { kind: 'not decided', why: 'the pattern is too large' };
  if (left <= 0) return { kind: 'not decided', why: 'the patterns before took all the steps of one target' };
  const budget = { left: mostOfPattern };
  const { attacks, isAll } = attacksOn(positions);
  // Of a set of signs an attack names one: others of it may still make a row.
  const isSpelled = change !== undefined && !sets.test(source);
  const possible = isSpelled ? attacks.filter((attack) => isLeft(attack, change)) : attacks;
  const slow = worstOf(program, possible, suffixesFor(source), budget);
  left -= mostOfPattern - budget.left;
  return slow.kind === 'fast' && (budget.left <= 0 || !isAll)
    ? { kind: 'not decided', why: 'looking for a slow text took too many steps' }
    : slow;
}

/** Signs of which only is said what they are like. */
const sets = /\[|(^|[^\\])\.|\\[wsdpWSDP]/;

/** Whether a row of what is repeated is still as long after what stands before the search: `--` as `-` leaves no row. */
function isLeft({ pump }: Attack, change: Change): boolean {
  // Of several things that go, one may stand between parts of another.
  if (change.pattern.source.includes('|')) return true;
  const row = pump.repeat(few);
  return row.replace(change.pattern, change.by).length * 2 > row.length;
}

function worstOf(
  program: Program,
  attacks: readonly Attack[],
  suffixes: readonly string[],
  budget: Budget,
): Slowness {
  let slow: Slowness = { kind: 'fast' };
  for (const attack of attacks) {
    const least: number = 'degree' in slow ? slow.degree + worth : leastPower;
    const found = tried(program, attack, { suffixes, budget, least });
    if (found?.kind === 'exponential') return found;
    slow = found ?? slow;
    if (budget.left <= 0) break;
  }
  return slow;
}

/** What another attack has to be worse by, in powers of the length. */
const worth = 0.3;

/** What may stand behind an attack so that the pattern fails: line ends, signs that few patterns take, and its own. */
function suffixesFor(source: string): readonly string[] {
  const own = [...new Set(source.replaceAll(/[\\()[\]{}|*+?^$.]/g, ''))].slice(0, 6);
  return ['', '!', '\n', '\u0000', '\n\n', 'a', ...own];
}

interface Budget {
  left: number;
}

function stepsOf(program: Program, text: string, budget: Budget, enough = mostOfSearch): Trial {
  const most = Math.min(enough, Math.max(1, budget.left));
  const { found, steps } = search(program, text, most);
  budget.left -= steps;
  return { length: text.length, steps: Math.min(steps, most), isWhole: found !== undefined };
}

/** Most repetitions for a growth that multiplies with each, and those for one with a power of the length. */
const few = 36;
const many = [60, 120, 240, 480] as const;

interface Trying {
  readonly suffixes: readonly string[];
  readonly budget: Budget;
  /** Least power of the length that is told. */
  readonly least: number;
}

function tried(program: Program, attack: Attack, { suffixes, budget, least }: Trying): Slowness | undefined {
  const { pump } = attack;
  const { prefix, suffix } = worstFrame(program, attack, suffixes, budget);
  const shown = { prefix, pump, suffix };
  const measure = (counts: readonly number[]): readonly Trial[] => {
    const all: Trial[] = [];
    for (const count of counts)
      if (all.at(-1)?.isWhole !== false)
        all.push(stepsOf(program, prefix + pump.repeat(count) + suffix, budget));
    return all;
  };
  const first = measure(Array.from({ length: few }, (_, at) => at + 1));
  const thirds = thirdsOf(first);
  const growth = growthOf(thirds);
  const beyond = first.filter(({ isWhole }) => !isWhole);
  if (growth !== undefined)
    return { kind: 'exponential', degree: growth, ...shown, trials: [...thirds, ...beyond] };
  const short = measure(many.slice(0, 2)).filter(({ isWhole }) => isWhole);
  // The longer ones take most of the steps: they are left where the shorter ones are far from what is told.
  if (short.length < 2 || powerOf(short) + worth / 2 < least) return undefined;
  const trials = [...short, ...measure(many.slice(2)).filter(({ isWhole }) => isWhole)];
  const degree = powerOf(trials);
  return degree < least ? undefined : { kind: 'polynomial', degree, ...shown, trials };
}

interface Frame {
  readonly prefix: string;
  readonly suffix: string;
}

/** Repetitions with which the signs around are chosen, and steps that are enough to choose them. */
const tries = 8;
const enough = 20_000;

/** Of what may stand around the repetitions, what makes the search longest; the first where all are alike. */
function worstFrame(
  program: Program,
  { prefix, pump }: Attack,
  suffixes: readonly string[],
  budget: Budget,
): Frame {
  let worst: Frame & { readonly steps: number } = { prefix, suffix: '', steps: -1 };
  // What fits at the beginning already is not looked for any more: something else may have to stand there.
  for (const before of prefix === '' ? ['', '!', 'a', '\n'] : [prefix])
    for (const suffix of suffixes) {
      const { steps, isWhole } = stepsOf(program, before + pump.repeat(tries) + suffix, budget, enough);
      if (steps > worst.steps * 1.5) worst = { prefix: before, suffix, steps };
      if (!isWhole) return worst;
    }
  return worst;
}

/** Searches with n, 2n and 3n repetitions, of all that came to an end. */
function thirdsOf(measured: readonly Trial[]): readonly Trial[] {
  const whole = measured.filter(({ isWhole }) => isWhole);
  const third = Math.floor(whole.length / 3);
  return [1, 2, 3].flatMap((times) => whole[third * times - 1] ?? []);
}

/**
 * The factor of each repetition, where steps multiply: from 2n to 3n as much as from n to 2n. With a power p of the
 * length the second factor is (3/4)^p of the first.
 */
function growthOf(thirds: readonly Trial[]): number | undefined {
  const [one, two, three] = thirds;
  if (one === undefined || two === undefined || three === undefined || three.length < one.length + 4)
    return undefined;
  const [before, last] = [two.steps / one.steps, three.steps / two.steps];
  if (last < 1.8 || last < before * 0.8) return undefined;
  return last ** (1 / (three.length - two.length));
}

/** Least power that is told: twice as long takes three times as many steps. */
const leastPower = 1.6;

/** The power of the length with which the steps of the last two grow; nothing where there are no two. */
function powerOf(trials: readonly Trial[]): number {
  const [before, last] = trials.slice(-2);
  if (before === undefined || last === undefined) return 0;
  return Math.log(last.steps / before.steps) / Math.log(last.length / before.length);
}
