import type { Program } from '../languages/language.ts';
import type { Repository, TextFile } from '../gather.ts';
import { readFile } from './classes.ts';
import type { PhpClass, PhpFile, PhpMethod, PhpProperty } from './classes.ts';
import { shortName } from './names.ts';
import { isPhpTest } from './tests.ts';

/** The PHP of a repository; files are parsed when they are asked for. */
export interface PhpCodebase {
  readonly repository: Repository;
  /** Without tests and vendor code, in order of their paths. */
  readonly sources: readonly TextFile[];
  readonly file: (path: string) => PhpFile | undefined;
  /** A text as the file that it stands for. */
  readonly parse: (path: string, text: string) => PhpFile | undefined;
  readonly class: (name: string | undefined) => PhpClass | undefined;
  readonly function: (name: string) => PhpMethod | undefined;
  /** Files that define a constant outside of classes. */
  readonly constantFiles: (name: string) => readonly string[];
  /** Classes that name this one as their parent or interface. */
  readonly subclasses: (name: string) => readonly PhpClass[];
}

/** Changed copies of the framework's own classes; what they stand for is known. */
const isFrameworkCode = (text: string): boolean =>
  /^(<\?php\s+)?namespace (Illuminate|Symfony\\Component|Laravel\\Lumen)\b/m.test(text);

export function createCodebase(program: Program): PhpCodebase {
  const sources = program.files.filter(({ path, text }) => !isPhpTest(path) && !isFrameworkCode(text));
  const parsed = new Map<string, PhpFile | undefined>();
  const places = declaredNames(sources);
  const file = (path: string): PhpFile | undefined => {
    if (parsed.has(path)) return parsed.get(path);
    const root = program.tree(path);
    const made = root === undefined ? undefined : readFile(path, root);
    parsed.set(path, made);
    return made;
  };
  const classes = new Map<string, PhpClass | undefined>();
  const findClass = (name: string | undefined): PhpClass | undefined => {
    if (name === undefined) return undefined;
    if (classes.has(name)) return classes.get(name);
    const found = classNamed(name);
    classes.set(name, found);
    return found;
  };
  const classNamed = (name: string): PhpClass | undefined => {
    const key = name.toLowerCase().replace(/^\\/, '');
    const anonymous = /^anonymous@(.*):\d+$/.exec(name)?.[1];
    if (anonymous !== undefined) return file(anonymous)?.classes.get(key);
    return (places.classes.get(key) ?? []).flatMap((path) => file(path)?.classes.get(key) ?? [])[0];
  };
  const subclasses = subclassesIn(sources, file);
  return {
    repository: program.repository,
    sources,
    file,
    parse: (path, text) => {
      const root = program.parse(path, text);
      return root === undefined ? undefined : readFile(path, root);
    },
    class: findClass,
    function: (name) => {
      const key = name.toLowerCase();
      return (places.functions.get(shortName(key)) ?? []).flatMap((path) => {
        const functions = file(path)?.functions;
        return functions?.get(key) ?? functions?.get(shortName(key)) ?? [];
      })[0];
    },
    constantFiles: (name) => places.constants.get(name) ?? [],
    subclasses,
  };
}

/** Each name is looked for once, in files in which a class has any parent. */
function subclassesIn(
  sources: readonly TextFile[],
  file: PhpCodebase['file'],
): (name: string) => readonly PhpClass[] {
  const known = new Map<string, readonly PhpClass[]>();
  let related: readonly TextFile[] | undefined;
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    related ??= sources.filter(({ text }) => /\b(extends|implements)\b/.test(text));
    const short = new RegExp(`\\b${shortName(name).replaceAll(/\W/g, '')}\\b`);
    const found = related
      .filter(({ text }) => short.test(text))
      .flatMap(({ path }) => [...(file(path)?.classes.values() ?? [])])
      .filter((each) => [...each.parents, ...each.interfaces].some((parent) => sameName(parent, name)));
    known.set(name, found);
    return found;
  };
}

const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

interface Places {
  readonly classes: ReadonlyMap<string, readonly string[]>;
  /** By short name. */
  readonly functions: ReadonlyMap<string, readonly string[]>;
  readonly constants: ReadonlyMap<string, readonly string[]>;
}

/** Where names are declared, found in the text: a file is parsed only when one of its names is asked for. */
function declaredNames(files: readonly TextFile[]): Places {
  const classes = new Map<string, string[]>();
  const functions = new Map<string, string[]>();
  const constants = new Map<string, string[]>();
  const add = (into: Map<string, string[]>, key: string, path: string): void => {
    const known = into.get(key);
    if (known === undefined) into.set(key, [path]);
    else if (!known.includes(path)) known.push(path);
  };
  for (const { path, text } of files) {
    const spaces = [...text.matchAll(/^\s*(?:<\?php\s+)?namespace\s+([\w\\]+)\s*[;{]/gm)];
    const spaceAt = (index: number): string => spaces.findLast((match) => match.index <= index)?.[1] ?? '';
    for (const match of text.matchAll(
      /(?:^|[;{}>\])]|\*\/)[ \t]*(?:(?:abstract|final|readonly)\s+)*(?:class|interface|trait|enum)\s+(\w+)/gm,
    )) {
      const space = spaceAt(match.index);
      add(classes, `${space === '' ? '' : `${space}\\`}${match[1] ?? ''}`.toLowerCase(), path);
    }
    for (const match of text.matchAll(/\bdefine\(\s*['"](\w+)['"]\s*,|^const\s+(\w+)\s*=/gm))
      add(constants, match[1] ?? match[2] ?? '', path);
    if (text.includes('function '))
      for (const match of text.matchAll(/^[ \t]*function\s+&?\s*(\w+)\s*\(/gm))
        add(functions, (match[1] ?? '').toLowerCase(), path);
  }
  return { classes, functions, constants };
}

/** The class, its traits, its parents and theirs, nearest first; names that are not in the repository end it. */
export function lineage(codebase: PhpCodebase, start: PhpClass): readonly PhpClass[] {
  const found: PhpClass[] = [];
  const add = (each: PhpClass | undefined): void => {
    if (each === undefined || found.includes(each) || found.length > 60) return;
    found.push(each);
    for (const trait of each.traits) add(codebase.class(trait));
    for (const parent of each.parents) add(codebase.class(parent));
  };
  add(start);
  return found;
}

/** Every name the class goes by: its own, its parents', interfaces' and traits', also where they are not in the repository. */
export const kindNames = (codebase: PhpCodebase, start: PhpClass): readonly string[] =>
  lineage(codebase, start).flatMap((each) => [
    each.name,
    ...each.parents,
    ...each.interfaces,
    ...each.traits,
  ]);

export const methodOf = (codebase: PhpCodebase, start: PhpClass, name: string): PhpMethod | undefined =>
  lineage(codebase, start).flatMap((each) => each.methods.get(name.toLowerCase()) ?? [])[0];

export const propertyOf = (codebase: PhpCodebase, start: PhpClass, name: string): PhpProperty | undefined =>
  lineage(codebase, start).flatMap((each) => each.properties.get(name) ?? [])[0];
