import type { PhpClass } from '../classes.ts';
import type { PhpCodebase } from '../codebase.ts';
import { className } from '../names.ts';

const put =
  /\$(?:this->)?registry\s*->\s*set\(\s*['"](\w+)['"]\s*,\s*(?:new\s+(\\?[A-Za-z_][\w\\]*)|\$(\w+)\s*\))/g;

/** Objects that are put into a registry by a name; one that is put there as two things is none. */
export function madeObjects(codebase: PhpCodebase): ReadonlyMap<string, PhpClass | undefined> {
  const found = new Map<string, PhpClass | undefined>();
  for (const { path, text } of codebase.sources) {
    if (!/registry\s*->\s*set\(/.test(text)) continue;
    for (const { 1: name = '', 2: written, 3: variable, index } of text.matchAll(put)) {
      const made = written ?? madeBefore(text.slice(0, index), variable);
      const file = made === undefined ? undefined : codebase.file(path);
      if (made === undefined || file === undefined) continue;
      const declared = codebase.class(className(file.names, made));
      if (declared === undefined) continue;
      const other = found.has(name) && found.get(name) !== declared;
      found.set(name, other ? undefined : declared);
    }
  }
  return found;
}

/** `new X` that a variable was set to last. */
const madeBefore = (text: string, variable: string | undefined): string | undefined =>
  variable === undefined
    ? undefined
    : [...text.matchAll(new RegExp(String.raw`\$${variable}\s*=\s*new\s+(\\?[A-Za-z_][\w\\]*)`, 'g'))].at(
        -1,
      )?.[1];
