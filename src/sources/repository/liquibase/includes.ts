import { folderOf, joinPath } from '../file-paths.ts';
import { compareText } from '../../order.ts';
import type { Repository } from '../gather.ts';
import type { XmlElement } from '../xml.ts';
import type { Changelog } from './changelog.ts';
import { sqlChangelog } from './changelog.ts';
import { attr } from './target.ts';

/** A change set where it stands, with what was said before it. */
export interface PlacedChange {
  readonly path: string;
  readonly changeSet: XmlElement;
  readonly quotesAll: boolean;
  /** Contexts of everything around it. */
  readonly contexts: readonly string[];
}

export interface Walk {
  readonly repository: Repository;
  readonly changelogs: ReadonlyMap<string, Changelog>;
  readonly seen: Set<string>;
  readonly found: PlacedChange[];
  /** `<property name value>`, each with the databases it is meant for. */
  readonly properties: Map<string, Property[]>;
  readonly missing: { readonly file: string; readonly path: string; readonly line: number }[];
}

interface Property {
  readonly value: string;
  readonly dbms: string | undefined;
  readonly context: string | undefined;
}

/** Every change set that a changelog leads to, in the order in which they are run. */
export function walk(on: Walk, { path, root }: Changelog, around: readonly string[] = [], depth = 0): void {
  if (depth > 30 || on.seen.has(path)) return;
  on.seen.add(path);
  const quotesAll = attr(root, 'objectQuotingStrategy') === 'QUOTE_ALL_OBJECTS';
  for (const child of root.children) {
    const contexts = [...around, ...contextOf(child)];
    switch (child.name) {
      case 'changeSet':
        on.found.push({ path, changeSet: child, quotesAll, contexts });
        break;
      case 'property':
        addProperty(on, child);
        break;
      case 'include':
        for (const target of included(on, path, child)) walk(on, target, contexts, depth + 1);
        break;
      case 'includeAll':
        for (const target of includedAll(on, path, child)) walk(on, target, contexts, depth + 1);
        break;
      default:
    }
  }
}

const contextOf = (element: XmlElement): readonly string[] =>
  ['context', 'contextFilter'].flatMap((key) => attr(element, key) ?? []);

function addProperty({ properties }: Walk, element: XmlElement): void {
  const [name, value] = [attr(element, 'name'), attr(element, 'value')];
  if (name === undefined || value === undefined) return;
  properties.set(name, [
    ...(properties.get(name) ?? []),
    { value, dbms: attr(element, 'dbms'), context: attr(element, 'context') },
  ]);
}

function included(on: Walk, from: string, element: XmlElement): readonly Changelog[] {
  const file = attr(element, 'file');
  if (file === undefined) return [];
  const path = resolved(on, from, file, attr(element, 'relativeToChangelogFile') === 'true');
  const found = path === undefined ? undefined : changelogAt(on, path);
  if (found === undefined) on.missing.push({ file, path: from, line: element.line });
  return found === undefined ? [] : [found];
}

function changelogAt({ changelogs, repository }: Walk, path: string): Changelog | undefined {
  const known = changelogs.get(path);
  const text = repository.files.get(path);
  return known ?? (text !== undefined && path.endsWith('.sql') ? sqlChangelog(text) : undefined);
}

const plainPath = (file: string): string => file.replace(/^(classpath\*?:)?\/*/, '').replace(/^\.\//, '');

/** Beside the file that names it, or below a root of the class path: of several the one that is nearest. */
export function resolved(on: Walk, from: string, file: string, isRelative: boolean): string | undefined {
  const beside = joinPath(folderOf(from), plainPath(file));
  const { files } = on.repository;
  if (isRelative || files.has(beside)) return files.has(beside) ? beside : undefined;
  const plain = joinPath('', plainPath(file));
  if (files.has(plain)) return plain;
  return nearest(
    [...files.keys()].filter((path) => path.endsWith(`/${plain}`)),
    from,
  );
}

function includedAll(on: Walk, from: string, element: XmlElement): readonly Changelog[] {
  const folder = plainPath(attr(element, 'path') ?? '').replace(/\/$/, '');
  const beside = joinPath(folderOf(from), folder);
  const below = (root: string): readonly string[] =>
    [...on.repository.files.keys()].filter((path) => path.startsWith(`${root}/`));
  const own = below(beside);
  const paths = own.length > 0 ? own : belowAny(on, folder, from);
  return paths.toSorted(compareText).flatMap((path) => changelogAt(on, path) ?? []);
}

function belowAny(on: Walk, folder: string, from: string): readonly string[] {
  const all = [...on.repository.files.keys()].filter((path) => `/${path}`.includes(`/${folder}/`));
  const root = nearest(all, from);
  if (root === undefined) return [];
  const whole = `/${root}`;
  const start = whole.slice(1, whole.indexOf(`/${folder}/`) + folder.length + 2);
  return all.filter((path) => path.startsWith(start));
}

/** The path that has the most folders in common with another one. */
function nearest(paths: readonly string[], from: string): string | undefined {
  const parts = from.split('/');
  const common = (path: string): number => {
    const own = path.split('/');
    const differs = own.findIndex((part, at) => part !== parts[at]);
    return differs === -1 ? own.length : differs;
  };
  return paths.toSorted((a, b) => common(b) - common(a) || compareText(a, b))[0];
}
