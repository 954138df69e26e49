import type { PhpCodebase } from '../codebase.ts';

/** Something that code asks a loader for, by its path. */
export interface Loaded {
  readonly kind: 'model' | 'library';
  readonly path: string;
  readonly file: string;
  /** The name it is asked to go by. */
  readonly alias?: string;
}

const single =
  /->load\s*->\s*(model|library)\(\s*(['"])([\w/-]+)\2\s*(?:,\s*(?:(['"])(\w*)\4|[^,)'"]*)\s*)?(?:,\s*(['"])(\w+)\6)?/g;
const several = /->load\s*->\s*(model|library)\(\s*(?:array\(|\[)([^)\]]*)/g;
const always = /\$autoload\[\s*['"](model|libraries)['"]\s*\]\s*=\s*(?:array\(|\[)([^;]*);/g;
const item = /(['"])([\w/-]+)\1(?:\s*=>\s*(['"])(\w+)\3)?/g;

/** Everything that code loads, by the name of the property it becomes. */
export function loadsIn(codebase: PhpCodebase): ReadonlyMap<string, readonly Loaded[]> {
  const all = codebase.sources.flatMap(({ path, text }) =>
    text.includes('load') ? loadsOf(path, text) : [],
  );
  const prefixed = joinsPaths(codebase, all);
  const found = new Map<string, Loaded[]>();
  for (const load of all) {
    const name = load.alias ?? (prefixed ? joinedName(load) : lastName(load));
    const before = found.get(name);
    if (before === undefined) found.set(name, [load]);
    else before.push(load);
  }
  return found;
}

function loadsOf(file: string, text: string): readonly Loaded[] {
  const found: Loaded[] = [];
  const add = (kind: string | undefined, path: string | undefined, alias: string | undefined): void => {
    if (path === undefined) return;
    const named = alias === undefined || alias === '' ? {} : { alias };
    found.push({ kind: kind === 'model' ? 'model' : 'library', path, file, ...named });
  };
  // The second argument of a library is its configuration, the third its name.
  for (const [, kind, , path, , second, , third] of text.matchAll(single))
    add(kind, path, kind === 'model' ? second : third);
  for (const pattern of [several, always])
    for (const [, kind, list = ''] of text.matchAll(pattern))
      for (const [, , path, , alias] of list.matchAll(item)) add(kind, path, alias);
  return found;
}

/** `model_shop_order` of `shop/order`. */
const joinedName = ({ kind, path }: Loaded): string => `${kind}_${path.replaceAll('/', '_')}`;

const lastName = ({ kind, path }: Loaded): string => {
  const last = path.slice(path.lastIndexOf('/') + 1);
  return kind === 'model' ? last : last.toLowerCase();
};

/** Whether the application names what it loads by whole paths: what its files do with what they load says so. */
function joinsPaths(codebase: PhpCodebase, all: readonly Loaded[]): boolean {
  const texts = new Map(codebase.sources.map(({ path, text }) => [path, text]));
  const uses = (name: (load: Loaded) => string): number =>
    all.filter((load) => (texts.get(load.file) ?? '').includes(`->${name(load)}->`)).length;
  return uses(joinedName) > uses(lastName);
}
