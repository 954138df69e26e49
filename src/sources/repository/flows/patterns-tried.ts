import type { Value } from './value.ts';

/** Longest pattern that is tried. */
const longest = 400;

/** A repetition of a group that repeats itself: trying it may take for ever. */
const blowsUp = /\([^()]*[*+}][^()]*\)[*+{]|\)\)[*+{]|\\[1-9k]/;

const classes = /\[(\\.|[^\]\\])*\]/g;

/** Whether trying a pattern on short texts takes no time. */
export const isQuick = (body: string): boolean =>
  body.length <= longest && !blowsUp.test(body.replaceAll(classes, '[]'));

/** A pattern, whether it is tried or not. */
export const isPattern = ({ traces }: Value): boolean => traces[0]?.name.startsWith('/') === true;

/** The target's pattern, where trying it on short texts takes no time; undefined where it is none or not known. */
export function patternOf({ traces }: Value): RegExp | undefined {
  const [first] = traces;
  if (first?.name.startsWith('/') !== true || traces.length > 1) return undefined;
  const end = first.name.lastIndexOf('/');
  const [body, flags] = [first.name.slice(1, end), first.name.slice(end + 1)];
  if (!isQuick(body)) return undefined;
  try {
    return new RegExp(body, flags.replaceAll(/[gy]/g, ''));
  } catch {
    return undefined;
  }
}

/** The same for a replacement: it counts whether all places are meant. */
export function replacingPattern(value: Value): RegExp | undefined {
  const pattern = patternOf(value);
  return pattern === undefined
    ? undefined
    : new RegExp(pattern.source, pattern.flags + (isGlobal(value) ? 'g' : ''));
}

/** Whether a pattern asks for all places. */
export const isGlobal = ({ traces }: Value): boolean => /\/[a-z]*g[a-z]*$/.test(traces[0]?.name ?? '');
