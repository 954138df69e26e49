import type { TextFile } from '../../gather.ts';
import { lineCounter } from '../../lines.ts';
import type { ImportsOf, Use } from '../unit.ts';

const packageLine = /^\s*package\s+([\w.]+)/m;
const importLine = /^[ \t]*import[ \t]+(?:static[ \t]+)?([\w.]+)(\.\*)?/gm;

/** `import` of Java and Kotlin: a class of the repository, a member of one, or all of a package. */
export function jvmImports(files: readonly TextFile[]): ImportsOf {
  const classes = new Map<string, string>();
  const packages = new Map<string, string>();
  for (const { path, text } of files) {
    const name = packageLine.exec(text)?.[1] ?? '';
    const own = (path.split('/').at(-1) ?? '').replace(/\.\w+$/, '');
    classes.set(name === '' ? own : `${name}.${own}`, path);
    if (!packages.has(name)) packages.set(name, path);
  }
  const find = (name: string, all: boolean): string | undefined => {
    if (all && packages.has(name)) return packages.get(name);
    const parts = name.split('.');
    for (let length = parts.length; length > 1; length -= 1) {
      const found = classes.get(parts.slice(0, length).join('.'));
      if (found !== undefined) return found;
    }
    // A function or a second class of a Kotlin file goes by its package alone.
    return packages.get(parts.slice(0, -1).join('.'));
  };
  return ({ text }) => {
    const uses: Use[] = [];
    const libraries = new Set<string>();
    const lineOf = lineCounter(text);
    for (const match of text.matchAll(importLine)) {
      const [, name = '', all] = match;
      const path = find(name, all !== undefined);
      if (path === undefined) libraries.add(name);
      else uses.push({ path, line: lineOf(match.index + match[0].search(/\S/)) });
    }
    return { uses, libraries: [...libraries] };
  };
}
