/**
 * Paths of a file of Remix or React Router by its name: dots between segments, `$id` a parameter, `$` the rest,
 * `(lang)` may be left out, `[.]` is written as it is, `_layout` and a trailing `_` do not show. Undefined for a layout
 * without a path.
 */
export function flatRoutePaths(name: string): readonly string[] | undefined {
  const parts = splitEscaped(name);
  const last = parts.at(-1);
  if (last === undefined) return undefined;
  const isIndex = last === '_index' || last === 'index';
  if (!isIndex && last.startsWith('_')) return undefined;
  let paths: readonly string[] = [''];
  for (const part of isIndex ? parts.slice(0, -1) : parts) {
    if (part.startsWith('_')) continue;
    const optional = /^\((.*)\)$/.exec(part)?.[1];
    const written = segmentOf(optional ?? part);
    paths =
      optional === undefined
        ? paths.map((path) => path + written)
        : paths.flatMap((path) => [path, path + written]);
  }
  return paths.map((path) => (path === '' ? '/' : path));
}

function segmentOf(part: string): string {
  const plain = part.replace(/_$/, '');
  if (plain === '$') return '/*splat';
  const shown = plain.replaceAll(/\$(\w+)/g, ':$1');
  return `/${shown.replaceAll(/\[([^\]]*)\]/g, '$1')}`;
}

/** Splits at dots and slashes outside brackets. */
function splitEscaped(name: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let inside = false;
  for (const letter of name) {
    if (letter === '[') inside = true;
    if (letter === ']') inside = false;
    if (!inside && (letter === '.' || letter === '/')) {
      parts.push(part);
      part = '';
    } else part += letter;
  }
  return [...parts, part].filter((each) => each !== '');
}
