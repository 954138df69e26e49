/** The template that a name stands for: the one nearest to who names it; undefined where several are alike. */
export function viewNamed(templates: readonly string[], name: string, from: string): string | undefined {
  const wanted = name.replace(/^(\.{0,2}\/)+/, '').replace(/^.*\.\.\//, '');
  const found = templates.filter((path) => isNamed(path, wanted));
  const ranked = found
    .map((path) => ({ path, shared: sharedFolders(path, from), depth: path.split('/').length }))
    .toSorted((a, b) => b.shared - a.shared || a.depth - b.depth);
  const [best, next] = ranked;
  if (best === undefined) return undefined;
  return next !== undefined && next.shared === best.shared && next.depth === best.depth
    ? undefined
    : best.path;
}

function isNamed(path: string, name: string): boolean {
  const bare = path.replace(/\.((html|blade)\.)?\w+$/, '');
  return [path, bare, bare.replace(/\/index$/, '')].some(
    (each) => each === name || each.endsWith(`/${name}`),
  );
}

function sharedFolders(a: string, b: string): number {
  const [one, other] = [a.split('/'), b.split('/')];
  const at = one.findIndex((part, place) => part !== other[place]);
  return at === -1 ? one.length : at;
}
