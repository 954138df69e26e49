import type { Program } from '../languages/language.ts';
import type { Repository } from '../gather.ts';
import { javaFile } from '../java/declarations.ts';
import { kotlinFile } from '../kotlin/declarations.ts';
import type { ClassDeclaration, MethodDeclaration, SourceFile } from './classes.ts';
import { everyClass } from './classes.ts';
import type { Properties } from './properties.ts';
import { propertiesOf } from './properties.ts';

/** Sources of a target as classes, read when somebody asks for them. */
export interface World {
  readonly repository: Repository;
  /** Paths of sources that are not tests, in order. */
  readonly paths: readonly string[];
  readonly text: (path: string) => string;
  readonly file: (path: string) => SourceFile | undefined;
  /** Files in which the pattern occurs, read. */
  readonly filesWith: (pattern: RegExp) => readonly SourceFile[];
  /** Whether any source says these words; looked up once. */
  readonly mentions: (words: string) => boolean;
  /** The class of a qualified name (`a.b.C`, `a.b.Outer.C`); of several the one nearest to a file. */
  readonly qualified: (name: string, near: string) => ClassDeclaration | undefined;
  /** Top-level functions and properties of Kotlin live in a package. */
  readonly packageFiles: (name: string) => readonly SourceFile[];
  /** Top-level functions of a name. */
  readonly functions: (name: string) => readonly MethodDeclaration[];
  readonly properties: Properties;
}

const testPath =
  /(^|\/)(src\/)?(test|tests|androidTest|testFixtures|integrationTest|integration-test|it|jmh|testIntegration|commonTest|jvmTest)\/(java|kotlin|groovy|resources)\//;
const testImport =
  /^import\s+(static\s+)?(org\.junit|org\.testng|org\.mockito|io\.mockk|kotlin\.test|io\.kotest|org\.spockframework)\b/m;
const declaration = /\b(?:class|interface|enum|record|object)\s+([A-Za-z_]\w*)/g;
const topFunction = /^(?:[a-z]+\s+)*fun\s+(?:<[^>\n]{0,200}>\s*)?(?:[\w.<>?]{1,100}\.)?`?(\w+)`?\s*\(/gm;

export function createWorld(program: Program): World {
  const { repository } = program;
  const text = (path: string): string => repository.files.get(path)?.text ?? '';
  const paths = program.files
    .map(({ path }) => path)
    .filter((path) => /\.(java|kts?)$/.test(path) && !isTest(path, text(path)));
  const known = new Map<string, SourceFile | undefined>();
  const file = (path: string): SourceFile | undefined => {
    if (!known.has(path)) known.set(path, readFile(program, path));
    return known.get(path);
  };
  const mentioned = new Map<string, boolean>();
  const mentions = (words: string): boolean => {
    const before = mentioned.get(words);
    if (before !== undefined) return before;
    const found = paths.some((path) => text(path).includes(words));
    mentioned.set(words, found);
    return found;
  };
  const index = indexOf(paths, text);
  const filesOf = (list: readonly string[] | undefined): readonly SourceFile[] =>
    (list ?? []).flatMap((path) => file(path) ?? []);
  return {
    repository,
    paths,
    text,
    file,
    mentions,
    filesWith: (pattern) => filesOf(paths.filter((path) => pattern.test(text(path)))),
    qualified: (name, near) => {
      const simple = name.slice(name.lastIndexOf('.') + 1);
      const candidates = (index.classes.get(simple) ?? []).filter((path) =>
        couldHold(index.packages.get(path) ?? '', name),
      );
      const found = filesOf(candidates)
        .flatMap(({ classes }) => everyClass(classes))
        .filter((each) => each.qualified === name);
      return nearest(found, near);
    },
    packageFiles: (name) => filesOf(index.kotlin.get(name)),
    functions: (name) =>
      filesOf(index.functions.get(name)).flatMap(({ functions }) =>
        functions.filter((each) => each.name === name),
      ),
    properties: propertiesOf(repository),
  };
}

const isTest = (path: string, text: string): boolean => testPath.test(path) || testImport.test(text);

function readFile(program: Program, path: string): SourceFile | undefined {
  const root = program.tree(path);
  if (root === undefined) return undefined;
  return path.endsWith('.java') ? javaFile(path, root) : kotlinFile(path, root);
}

interface Index {
  readonly classes: ReadonlyMap<string, readonly string[]>;
  readonly packages: ReadonlyMap<string, string>;
  readonly kotlin: ReadonlyMap<string, readonly string[]>;
  readonly functions: ReadonlyMap<string, readonly string[]>;
}

/** Names of classes and functions by a look at the text: only what is asked for is parsed. */
function indexOf(paths: readonly string[], textOf: (path: string) => string): Index {
  const classes = new Map<string, string[]>();
  const packages = new Map<string, string>();
  const kotlin = new Map<string, string[]>();
  const functions = new Map<string, string[]>();
  for (const path of paths) {
    const text = textOf(path);
    const inPackage = /^\s*package\s+([\w.]+)/m.exec(text)?.[1] ?? '';
    packages.set(path, inPackage);
    for (const name of namesIn(text, declaration)) push(classes, name, path);
    if (path.endsWith('.java')) continue;
    push(kotlin, inPackage, path);
    for (const name of namesIn(text, topFunction)) push(functions, name, path);
  }
  return { classes, packages, kotlin, functions };
}

const namesIn = (text: string, pattern: RegExp): ReadonlySet<string> =>
  new Set([...text.matchAll(pattern)].flatMap((match) => match[1] ?? []));

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

const couldHold = (inPackage: string, name: string): boolean =>
  inPackage === '' || name.startsWith(`${inPackage}.`);

function nearest(found: readonly ClassDeclaration[], near: string): ClassDeclaration | undefined {
  if (found.length < 2) return found[0];
  return found.reduce((best, each) =>
    shared(each.file.path, near) > shared(best.file.path, near) ? each : best,
  );
}

function shared(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}
