/** Whether a path is left out by one `.gitignore`. */
export type IgnoreRules = (path: string, isFolder: boolean) => boolean;

interface Pattern {
  readonly segments: readonly string[];
  /** The pattern is one name, at any depth. */
  readonly name?: string;
  readonly negated: boolean;
  readonly foldersOnly: boolean;
}

/** The rules of a `.gitignore` in `folder`; the last matching line decides, as in git. */
export function ignoreRules(folder: string, text: string): IgnoreRules {
  const patterns = text
    .split('\n')
    .slice(0, 2_000)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#') && line.length < 300)
    .map(readPattern);
  const prefix = folder === '' ? '' : `${folder}/`;
  return (path, isFolder) => {
    if (!path.startsWith(prefix)) return false;
    const own = path.slice(prefix.length).split('/');
    const name = own.at(-1) ?? '';
    const last = patterns.findLast(
      ({ segments, name: only, foldersOnly }) =>
        (isFolder || !foldersOnly) &&
        // What lies in an ignored folder is not asked for, so a name alone is compared with the last name only.
        (only === undefined ? matchSegments(segments, own) : matchName(only, name)),
    );
    return last !== undefined && !last.negated;
  };
}

function readPattern(line: string): Pattern {
  const negated = line.startsWith('!');
  const body = negated ? line.slice(1) : line;
  const plain = body.replace(/\/$/, '');
  const segments = plain.replace(/^\//, '').split('/');
  return {
    segments,
    ...(plain.includes('/') ? {} : { name: plain }),
    negated,
    foldersOnly: body.endsWith('/'),
  };
}

/** Glob over path segments, `**` = any number of them. Quadratic at worst: the patterns are not ours. */
export function matchSegments(pattern: readonly string[], path: readonly string[]): boolean {
  let reachable = new Set([0]);
  for (const segment of pattern) {
    const next = new Set<number>();
    for (const at of reachable) {
      if (segment === '**') for (let skip = at; skip <= path.length; skip += 1) next.add(skip);
      else if (at < path.length && matchName(segment, path[at] ?? '')) next.add(at + 1);
    }
    reachable = next;
  }
  return reachable.has(path.length);
}

/** `*` and `?` inside one name; on a mismatch only the last star is widened, so time stays quadratic. */
function matchName(pattern: string, name: string): boolean {
  if (!pattern.includes('*') && !pattern.includes('?')) return pattern === name;
  let star = -1;
  let resume = 0;
  let at = 0;
  let index = 0;
  while (index < name.length) {
    if (pattern[at] === '*') {
      star = at;
      resume = index;
      at += 1;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[index])) {
      at += 1;
      index += 1;
    } else if (star !== -1) {
      at = star + 1;
      resume += 1;
      index = resume;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
