import { search } from './slowness/matcher.ts';
import { parsePattern } from './slowness/pattern-syntax.ts';
import type { Program } from './slowness/program.ts';
import { compile } from './slowness/program.ts';
import { slownessOf } from './slowness/slowness.ts';
import type { Place, Value } from './value.ts';

/** Longest pattern that the engine of the language is given. */
const longest = 400;

/** Whether the engine of the language takes no time for a pattern on short texts, whatever it is asked. */
export function isQuick(body: string): boolean {
  if (body.length > longest) return false;
  const { kind } = slownessOf(body, '');
  return kind === 'fast' || kind === 'polynomial';
}

/** A pattern, whether it is tried or not. */
export const isPattern = ({ traces }: Value): boolean =>
  traces.length === 1 && traces[0]?.name.startsWith('/') === true;

interface Written {
  readonly source: string;
  readonly flags: string;
  readonly place?: Place;
}

/** A pattern as it stands in the code. */
export function writtenPattern({ traces: [first] }: Value): Written {
  const name = first?.name ?? '//';
  const end = name.lastIndexOf('/');
  const place = first?.place;
  return {
    source: name.slice(1, end),
    flags: name.slice(end + 1),
    ...(place === undefined ? {} : { place }),
  };
}

/** The target's pattern; undefined where it is none or not known. */
export function patternOf(value: Value): RegExp | undefined {
  if (!isPattern(value)) return undefined;
  const { source, flags } = writtenPattern(value);
  try {
    return new RegExp(source, flags.replaceAll(/[gy]/g, ''));
  } catch {
    return undefined;
  }
}

/** Steps of one trial. */
const mostSteps = 20_000;
const programs = new Map<string, Program | undefined>();

function programOf(source: string, flags: string): Program | undefined {
  const key = `${source}/${flags}`;
  if (programs.has(key)) return programs.get(key);
  const tree = parsePattern(source, flags);
  const program = tree === undefined ? undefined : compile(tree);
  programs.set(key, program);
  return program;
}

/** Whether a text fits; undefined where that is not known. It ends, whatever the pattern is. */
export function fits({ source, flags }: Pick<RegExp, 'source' | 'flags'>, text: string): boolean | undefined {
  const program = programOf(source, flags);
  return program === undefined ? undefined : search(program, text, mostSteps).found;
}

/** A pattern with which the engine of the language replaces; it counts whether all places are meant. */
export function replacingPattern(value: Value): RegExp | undefined {
  const pattern = patternOf(value);
  return pattern === undefined || !isQuick(pattern.source)
    ? undefined
    : new RegExp(pattern.source, pattern.flags + (isGlobal(value) ? 'g' : ''));
}

/** Whether a pattern asks for all places. */
export const isGlobal = (value: Value): boolean =>
  isPattern(value) && writtenPattern(value).flags.includes('g');
