import type { TextFile } from '../../gather.ts';
import { lineCounter } from '../../lines.ts';
import { packagesOf } from '../../python/evaluator/packages.ts';
import type { ImportsOf, Use } from '../unit.ts';

const statement =
  /^([ \t]*)(?:from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(\([^)]{0,4000}\)?|[^\n#]+)|import[ \t]+([^\n#]+))/gm;

/** `import` and `from`, with dots for the package itself; what stands under `TYPE_CHECKING` is no dependency. */
export function pythonImports(files: readonly TextFile[]): ImportsOf {
  const packages = packagesOf(files.map(({ path }) => path));
  return ({ path, text }) => {
    const uses: Use[] = [];
    const libraries = new Set<string>();
    const lineOf = lineCounter(text);
    for (const match of text.matchAll(statement)) {
      const [, indent = '', dots = '', module = '', names = '', plain = ''] = match;
      if (indent !== '' && isForTypes(text, match.index, indent.length)) continue;
      const line = lineOf(match.index);
      const wanted: readonly (readonly string[])[] =
        plain === ''
          ? importedNames(names).map((name) => [
              ...module.split('.').filter(Boolean),
              ...(name === '*' ? [] : [name]),
            ])
          : importedNames(plain).map((name) => name.split('.'));
      for (const parts of wanted) {
        const target = packages.find(path, dots.length, parts);
        if (target.kind === 'module' && (dots !== '' || isMeant(path, target.path, parts)))
          uses.push({ path: target.path, line });
        else if (target.kind === 'library') libraries.add(target.path.split('.')[0] ?? target.path);
      }
    }
    return { uses, libraries: [...libraries] };
  };
}

/**
 * A file that only shares one name with the import, in a folder that is not around the importing file, is another:
 * `datetime` is no file deep in some package.
 */
function isMeant(from: string, target: string, parts: readonly string[]): boolean {
  const segments = target.replace(/(\/__init__)?\.py$/, '').split('/');
  const last = parts.findLastIndex(
    (_, index) => segments.slice(-index - 1).join('/') === parts.slice(0, index + 1).join('/'),
  );
  const root = segments.slice(0, segments.length - Math.max(last + 1, 1)).join('/');
  return last > 0 || root === '' || from.startsWith(`${root}/`);
}

const importedNames = (text: string): readonly string[] =>
  text
    .replaceAll(/#.*$/gm, '')
    .replaceAll(/[()\\]/g, ' ')
    .split(',')
    .flatMap((name) => {
      const first = name.trim().split(/\s+/)[0] ?? '';
      return /^([\w.]+|\*)$/.test(first) ? [first] : [];
    });

/** Whether the nearest line above that is indented less opens a block for type checkers. */
function isForTypes(text: string, index: number, indent: number): boolean {
  const above = text.slice(Math.max(0, index - 6000), index).split('\n');
  for (const line of above.toReversed()) {
    if (line.trim() === '' || line.search(/\S/) >= indent) continue;
    return /^\s*if\s+(\w+\.)?TYPE_CHECKING\b/.test(line);
  }
  return false;
}
