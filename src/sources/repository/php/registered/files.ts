import type { PhpClass } from '../classes.ts';
import { shortName } from '../names.ts';
import type { PhpCodebase } from '../codebase.ts';

/** What a framework loads by a path below a folder of that name. */
export type Kind = 'model' | 'library' | 'controller';

interface Place {
  readonly kind: Kind;
  /** Folders above `model/`, and the rest below it, in small letters. */
  readonly above: readonly string[];
  readonly inner: string;
  readonly path: string;
}

const kinds: Readonly<Record<string, Kind>> = {
  model: 'model',
  models: 'model',
  library: 'library',
  libraries: 'library',
  controller: 'controller',
  controllers: 'controller',
};

const places = new WeakMap<PhpCodebase, ReadonlyMap<string, readonly Place[]>>();

/** By the last part of the path. */
function placesOf(codebase: PhpCodebase): ReadonlyMap<string, readonly Place[]> {
  const known = places.get(codebase);
  if (known !== undefined) return known;
  const found = new Map<string, Place[]>();
  for (const { path } of codebase.sources) {
    const parts = path
      .toLowerCase()
      .replace(/\.php$/, '')
      .split('/');
    for (const [at, part] of parts.slice(0, -1).entries()) {
      const kind = kinds[part];
      const last = parts.at(-1) ?? '';
      if (kind === undefined) continue;
      const place = { kind, above: parts.slice(0, at), inner: parts.slice(at + 1).join('/'), path };
      found.set(last, [...(found.get(last) ?? []), place]);
    }
  }
  places.set(codebase, found);
  return found;
}

/**
 * The class that `shop/order` stands for in a file: below the folder of its kind, on the same side of the application
 * (`admin/model/…` for `admin/controller/…`). The first parts of the path may name folders above it: a module, an
 * extension. Where two are as near, none is taken.
 */
export function loadedClass(
  codebase: PhpCodebase,
  kind: Kind,
  path: string,
  from: string,
): PhpClass | undefined {
  const parts = path.toLowerCase().split('/');
  const named = (placesOf(codebase).get(parts.at(-1) ?? '') ?? []).filter((each) => each.kind === kind);
  for (const [at] of parts.entries()) {
    const [folders, inner] = [parts.slice(0, at).join('/'), parts.slice(at).join('/')];
    const fitting = named.filter(
      (each) => each.inner === inner && `/${each.above.join('/')}/`.includes(at === 0 ? '/' : `/${folders}/`),
    );
    if (fitting.length > 0) return mainClass(codebase, nearest(fitting, from)?.path, parts.at(-1) ?? '');
  }
  return undefined;
}

/** Whoever stands beside the same folders comes first. */
function nearest(all: readonly Place[], from: string): Place | undefined {
  const own = from.toLowerCase().split('/');
  const at = own.findIndex((part) => kinds[part] !== undefined);
  const side = at === -1 ? undefined : own.slice(0, at).at(-1);
  const worth = ({ above }: Place): number => {
    const differs = above.findIndex((part, index) => part !== own[index]);
    return (
      (side !== undefined && above.at(-1) === side ? 1_000 : 0) + (differs === -1 ? above.length : differs)
    );
  };
  const best = Math.max(...all.map(worth));
  const [only, ...others] = all.filter((each) => worth(each) === best);
  return others.length === 0 ? only : undefined;
}

/** The class of a file that goes by the file's name; the only one where none does. */
function mainClass(codebase: PhpCodebase, path: string | undefined, name: string): PhpClass | undefined {
  const classes = path === undefined ? [] : [...(codebase.file(path)?.classes.values() ?? [])];
  const plain = name.replaceAll('_', '');
  const named = classes.filter((each) =>
    shortName(each.name).replaceAll('_', '').toLowerCase().endsWith(plain),
  );
  const [only, ...others] = named.length === 0 ? classes : named;
  return others.length === 0 ? only : undefined;
}
