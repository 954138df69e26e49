import { folderOf, joinPath } from '../../file-paths.ts';
import type { TextFile } from '../../gather.ts';
import { blanked, lineCounter } from '../../lines.ts';
import type { ImportsOf, Use } from '../unit.ts';

/** Folders from which Rails loads constants by their names. */
const loaded = /^(?:.*\/)?(?:app\/[^/]+\/(?:concerns\/)?|lib\/)(.+)\.rb$/;

/** Constants that the loader of Rails finds in a file of that name, and `require_relative`. */
export function rubyImports(files: readonly TextFile[]): ImportsOf {
  const constants = new Map<string, string | undefined>();
  const paths = new Set(files.map(({ path }) => path));
  for (const { path } of files) {
    const name = loaded.exec(path)?.[1];
    if (name === undefined) continue;
    const key = keyOf(name);
    constants.set(key, constants.has(key) ? undefined : path);
  }
  return ({ path, text }) => {
    const uses: Use[] = [];
    const lineOf = lineCounter(text);
    const around = (loaded.exec(path)?.[1] ?? '').split('/');
    const seen = new Set<string>();
    for (const match of withoutComments(text).matchAll(/(?<![\w:.@$'"])[A-Z]\w*(?:::[A-Z]\w*)*/g)) {
      if (seen.has(match[0])) continue;
      seen.add(match[0]);
      const found = constantFrom(constants, around, match[0]);
      if (found !== undefined && found !== path) uses.push({ path: found, line: lineOf(match.index) });
    }
    for (const match of text.matchAll(/^[ \t]*require_relative[ (]+['"]([^'"]+)['"]/gm)) {
      const target = `${joinPath(folderOf(path), match[1] ?? '')}.rb`;
      if (paths.has(target)) uses.push({ path: target, line: lineOf(match.index) });
    }
    const libraries = [...text.matchAll(/^[ \t]*require[ (]+['"]([^'"]+)['"]/gm)].map(
      ([, name]) => name ?? '',
    );
    return { uses, libraries };
  };
}

/** `Admin::APIKey` and `admin/api_key` alike: which letters of an abbreviation are capital is a setting. */
const keyOf = (name: string): string => name.replaceAll('::', '/').replaceAll('_', '').toLowerCase();

/** Looked up from the innermost module around the code to the outermost; a nested constant is in its owner's file. */
function constantFrom(
  constants: ReadonlyMap<string, string | undefined>,
  around: readonly string[],
  name: string,
): string | undefined {
  const parts = name.split('::');
  for (let length = parts.length; length > 0; length -= 1)
    for (let depth = around.length - 1; depth >= 0; depth -= 1) {
      const key = keyOf([...around.slice(0, depth), ...parts.slice(0, length)].join('/'));
      const found = constants.get(key);
      if (found !== undefined) return found;
    }
  return undefined;
}

const withoutComments = (text: string): string => blanked(text, /(?:^|[ \t])#(?!\{).*$/gm);
