/**
 * The one among names that means the same: equal, else equal but for case, separators, schema, plural, a `.php` and a
 * prefix such as `/api/v1`. Where two would do, none is taken: a guess is no mapping.
 */
export function lookAlike(name: string, names: readonly string[]): string | undefined {
  if (names.includes(name)) return name;
  const wanted = folded(name);
  const found = names.filter((each) => folded(each) === wanted);
  return found.length === 1 ? found[0] : undefined;
}

function folded(name: string): string {
  const endpoint = /^([A-Z]+) (\/.*)$/.exec(name);
  if (endpoint !== null) return `${endpoint[1] ?? ''} ${foldedPath(endpoint[2] ?? '')}`;
  const last = name.slice(name.lastIndexOf('.') + 1);
  return singular(last.replaceAll(/[^a-zA-Z0-9]/g, '').toLowerCase());
}

const foldedPath = (path: string): string =>
  path
    .toLowerCase()
    .replace(/^\/(?:index\.php\/?)?/, '/')
    .replace(/^\/(?:api\/)?(?:v\d+\/)?/, '/')
    .replaceAll(/\{[^}]*\}/g, '{}')
    .replaceAll(/\.php(?=\/|$)/g, '')
    .replace(/\/$/, '');

function singular(word: string): string {
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}
