import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** Where the objects of a repository lie and which commit is checked out. */
export interface Store {
  /** Absolute, links resolved. */
  readonly objects: string;
  /** Name of the commit, 40 or 64 hexadecimal digits. */
  readonly head: string;
  /** Commits whose parents are not there, as a shallow clone tells them. */
  readonly shallow: readonly string[];
}

export type FoundStore =
  | { readonly kind: 'found'; readonly store: Store }
  | { readonly kind: 'none'; readonly why: string };

/** Largest file of names that is read, bytes. */
const most = 32_000_000;

const commitName = /^([0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * The object store of a target by its files alone: nothing of its configuration is asked. What lies outside of the
 * target (a worktree, a link, borrowed objects) is not followed, which is then the answer.
 */
export function findStore(directory: string): FoundStore {
  try {
    const root = join(realpathSync(directory), '.git');
    const kind = kindOf(root);
    if (kind === 'none') return none('there is no .git in the folder of the target');
    if (kind !== 'folder')
      return none(
        '.git is a file or a link to another place (a worktree or a submodule), which is not followed; read the main checkout',
      );
    const objects = join(root, 'objects');
    const isOwn = ['', 'pack', 'info'].every((part) => /folder|none/.test(kindOf(join(objects, part))));
    if (kindOf(objects) !== 'folder' || !isOwn)
      return none('the objects of .git are a link to another place, which is not followed');
    if (['alternates', 'http-alternates'].some((name) => kindOf(join(objects, 'info', name)) !== 'none'))
      return none(
        'objects are borrowed from another repository (objects/info/alternates), which is not read',
      );
    const head = headOf(root);
    if (head.kind === 'none') return head;
    return { kind: 'found', store: { objects, head: head.name, shallow: shallowOf(root) } };
  } catch (error) {
    return none(
      error instanceof Error && 'code' in error
        ? `.git cannot be read (${String(error.code)})`
        : '.git cannot be read',
    );
  }
}

const none = (why: string): { readonly kind: 'none'; readonly why: string } => ({ kind: 'none', why });

function kindOf(path: string): 'folder' | 'file' | 'other' | 'none' {
  try {
    const stat = lstatSync(path);
    return stat.isDirectory() ? 'folder' : stat.isFile() ? 'file' : 'other';
  } catch {
    return 'none';
  }
}

/** A plain file of bounded size inside of .git; undefined where there is none. */
function textOf(path: string): string | undefined {
  const stat = kindOf(path) === 'file' ? lstatSync(path) : undefined;
  return stat === undefined || stat.size > most ? undefined : readFileSync(path, 'utf8');
}

type Head =
  | { readonly kind: 'head'; readonly name: string }
  | { readonly kind: 'none'; readonly why: string };

function headOf(root: string): Head {
  const head = textOf(join(root, 'HEAD'))?.trim() ?? '';
  if (commitName.test(head)) return { kind: 'head', name: head };
  const ref = /^ref: (refs\/[\w./@+=-]+)$/.exec(head)?.[1];
  if (ref === undefined || ref.split('/').some((part) => /^\.*$|\.lock$/.test(part)))
    return none('.git/HEAD names neither a commit nor a branch');
  if (kindOf(join(root, 'reftable')) !== 'none')
    return none('branches are kept as a reftable, which is not read');
  const loose = foldersAreOwn(root, ref) ? textOf(join(root, ref))?.trim() : undefined;
  const name = loose ?? packed(root, ref);
  return name !== undefined && commitName.test(name)
    ? { kind: 'head', name }
    : none(`the branch of .git/HEAD (${ref}) has no commit yet, or cannot be read`);
}

/** No folder on the way to a branch is a link. */
function foldersAreOwn(root: string, ref: string): boolean {
  const parts = ref.split('/');
  return parts.slice(0, -1).every((_, at) => kindOf(join(root, ...parts.slice(0, at + 1))) === 'folder');
}

function packed(root: string, ref: string): string | undefined {
  for (const line of (textOf(join(root, 'packed-refs')) ?? '').split('\n')) {
    const [name, of] = line.split(' ');
    if (of?.trim() === ref) return name;
  }
  return undefined;
}

const shallowOf = (root: string): readonly string[] =>
  (textOf(join(root, 'shallow')) ?? '').split('\n').filter((line) => commitName.test(line));
