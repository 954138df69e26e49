import type { TextFile } from '../gather.ts';

/** A type as its heading declares it, found without a parse. */
export interface Heading {
  readonly name: string;
  readonly path: string;
}

/**
 * Types by each name that their heading extends or implements. The groups of the pattern are the name of the type and
 * the text of what it extends.
 */
export function declaredBelow(
  files: Iterable<TextFile>,
  heading: RegExp,
): ReadonlyMap<string, readonly Heading[]> {
  const found = new Map<string, Heading[]>();
  for (const { path, text } of files)
    for (const [, name = '', above = ''] of text.matchAll(heading))
      for (const [each] of above.matchAll(/\b[A-Z]\w*/g)) {
        const list = found.get(each);
        if (list === undefined) found.set(each, [{ name, path }]);
        else list.push({ name, path });
      }
  return found;
}
