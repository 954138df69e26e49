import { folderOf, joinPath } from '../../file-paths.ts';
import type { TextFile } from '../../gather.ts';
import { blanked, lineCounter } from '../../lines.ts';
import type { ImportsOf, Use } from '../unit.ts';

const namespaceLine = /^[ \t]*(?:<\?php\s+)?namespace\s+([\w\\]+)\s*[;{]/m;
const declaration =
  /^[ \t]*(?:(?:abstract|final|readonly)\s+)*(?:class|interface|trait|enum)\s+([A-Za-z_]\w*)/gm;

/**
 * What a file names of others: `use`, names with their namespace, classes without one, and files by `require`.
 * The class loader of the target is not run: a class is in the file that declares it.
 */
export function phpImports(files: readonly TextFile[]): ImportsOf {
  const classes = new Map<string, string | undefined>();
  const paths = new Set(files.map(({ path }) => path));
  for (const { path, text } of files) {
    const namespace = namespaceLine.exec(text)?.[1] ?? '';
    for (const match of text.matchAll(declaration)) {
      const name = namespace === '' ? (match[1] ?? '') : `${namespace}\\${match[1] ?? ''}`;
      // A name that two files declare tells neither.
      classes.set(name, classes.has(name) ? undefined : path);
    }
  }
  return ({ path, text }) => {
    const uses: Use[] = [];
    const libraries = new Set<string>();
    const lineOf = lineCounter(text);
    for (const { name, index } of namesIn(text)) {
      const found = classes.get(name);
      if (found !== undefined) uses.push({ path: found, line: lineOf(index) });
      else if (name.includes('\\') && !classes.has(name)) libraries.add(name);
    }
    for (const { file, index } of includedFiles(text)) {
      const found = [joinPath(folderOf(path), file), joinPath('', file)].find((each) => paths.has(each));
      if (found !== undefined) uses.push({ path: found, line: lineOf(index) });
    }
    return { uses, libraries: [...libraries] };
  };
}

interface Named {
  readonly name: string;
  readonly index: number;
}

const names =
  /^[ \t]*use[ \t]+(?:function[ \t]+|const[ \t]+)?\\?([\w\\]+?)\\?(?:\{([^}]*)\}|(?=[\s;,]))|(?<![\w$\\>])\\([A-Z]\w*(?:\\\w+)*)|\b(?:new|extends|implements|instanceof)\s+([A-Za-z_]\w*)\b(?!\\)|(?<![\w$\\>:])([A-Z]\w*)::/gm;

/** Names of classes in the code: those of `use` and those with a leading backslash are whole. */
function namesIn(text: string): readonly Named[] {
  const found: Named[] = [];
  const code = withoutComments(text);
  const isPlain = namespaceLine.exec(code) === null;
  for (const match of code.matchAll(names)) {
    const [all, used, group, whole, made, called] = match;
    const index = match.index + all.search(/\S/);
    if (used !== undefined && group !== undefined)
      for (const part of group.split(',')) {
        const name = part.trim().split(/\s+/)[0] ?? '';
        if (name !== '') found.push({ name: `${used}\\${name}`, index });
      }
    else if (used !== undefined || whole !== undefined) found.push({ name: used ?? whole ?? '', index });
    // Without a namespace a class goes by its name alone.
    else if (isPlain) found.push({ name: made ?? called ?? '', index });
  }
  return found;
}

/** Comments become spaces, so that places stay. */
const withoutComments = (text: string): string =>
  blanked(text, /\/\*(?:[\s\S]*?\*\/|[\s\S]*)|(?:^|[ \t])(?:\/\/|#(?!\[)).*$/gm);

interface Included {
  readonly file: string;
  readonly index: number;
}

const include =
  /\b(?:require|include)(?:_once)?\b[\s(]*(?:(?:__DIR__|dirname\(__FILE__\)|[A-Z_]{3,})\s*\.\s*)?(['"])([^'"\n$]+\.(?:php|inc))\1/g;

const includedFiles = (text: string): readonly Included[] =>
  [...withoutComments(text).matchAll(include)].map((match) => ({
    file: (match[2] ?? '').replace(/^\//, ''),
    index: match.index,
  }));
