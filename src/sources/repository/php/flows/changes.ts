import { surviving } from './marks.ts';
import { toRegExp } from './regexps.ts';
import type { Value } from './value.ts';
import { wholeText } from '../../flows/value.ts';

/** Texts of a text or of a list of texts; undefined where one is not known. */
export function textsOf(value: Value | undefined): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (value.array === undefined) {
    const known = wholeText(value);
    return known === undefined ? undefined : [known];
  }
  const known = [...value.array.fields.values()].map(wholeText);
  return known.every((each) => each !== undefined) ? known : undefined;
}

/** What a replacement of known texts leaves of what can be done; undefined where they are not known. */
export function replacing(
  from: Value | undefined,
  to: Value | undefined,
  ignoreCase: boolean,
): number | undefined {
  const [search, given] = [textsOf(from), textsOf(to)];
  if (search === undefined || search.length === 0 || given === undefined) return undefined;
  const isList = to?.array !== undefined;
  const change = (text: string): string =>
    search.reduce((all, each, at) => {
      if (each === '') return all;
      const instead = (isList ? given[at] : given[0]) ?? '';
      return ignoreCase
        ? all.replaceAll(new RegExp(escaped(each), 'gi'), () => instead)
        : all.replaceAll(each, () => instead);
    }, text);
  return surviving(change);
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

/** The same for patterns. */
export function replacingPattern(from: Value | undefined, to: Value | undefined): number | undefined {
  const [patterns, given] = [textsOf(from), textsOf(to)];
  const found = patterns?.map((each) => toRegExp(each));
  if (found === undefined || found.length === 0 || given === undefined) return undefined;
  const known = found.flatMap((each) => each ?? []);
  if (known.length < found.length) return undefined;
  const isList = to?.array !== undefined;
  return surviving((text) =>
    known.reduce((all, each, at) => {
      const instead = ((isList ? given[at] : given[0]) ?? '').replaceAll(/\\(\d)|\$\{(\d)\}/g, '$$$1$2');
      return all.replaceAll(new RegExp(each.source, `${each.flags}g`), instead);
    }, text),
  );
}

/** What taking letters off an end leaves. */
export function trimming(letters: string, start: boolean, end: boolean): number {
  const set = new Set(letters);
  return surviving((text) => {
    let [from, to] = [0, text.length];
    while (start && from < to && set.has(text.charAt(from))) from += 1;
    while (end && to > from && set.has(text.charAt(to - 1))) to -= 1;
    return text.slice(from, to);
  });
}

export const encodedAddress: number = surviving((text) =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
);
