import type { Codebase } from './codebase.ts';
import type { LibraryModel } from './machine.ts';
import type { Value } from './value.ts';
import { arrayOf, optionsOf, primitive, textOf, unknown } from './value.ts';

const packages = ['glob', 'fast-glob', 'globby', 'tiny-glob', 'tinyglobby', 'node-glob'];

/** Patterns longer than this are not tried. */
const longest = 300;

/** Listings by pattern come from the files that were read, so that loaders of routes and plugins can be followed. */
export const globs = (codebase: Codebase): LibraryModel => ({
  packages,
  call: ({ path }, args) => {
    const [patterns, options] = args;
    if (patterns === undefined || /(escape|isDynamic|hasMagic|convert)/.test(path)) return undefined;
    const folder = options?.kind === 'object' ? options.fields.get('cwd') : undefined;
    const base = folder === undefined ? '' : textOf(folder);
    if (base === undefined) return unknown('files of a folder that is not known');
    const found = textsIn(patterns).flatMap((text) =>
      text.startsWith('/')
        ? matching(codebase, text).map((file) => `/${file}`)
        : matching(codebase, `${base}/${text}`).map((file) => `/${file}`.slice(base.length + 1)),
    );
    return arrayOf(found.map(primitive), found.length === 0);
  },
});

/** Texts among the alternatives: the folder of the build may stand beside that of the sources. */
const textsIn = (value: Value): readonly string[] =>
  optionsOf(value).flatMap((option) =>
    option.kind === 'array' ? option.items.flatMap(textsIn) : (textOf(option) ?? []),
  );

function matching({ files }: Codebase, pattern: string): readonly string[] {
  const plain = pattern.replace(/^(\.?\/)+/, '');
  const built = plain.replace(/^(build|dist|lib|out)\//, '');
  for (const each of new Set([plain, built, built.replace(/\.js$/, '.{js,ts}')])) {
    const test = expressionOf(each);
    const found = test === undefined ? [] : [...files.keys()].filter((path) => test.test(path));
    if (found.length > 0) return found;
  }
  return [];
}

/** `**`, `*`, `?`, `[jt]`, `{a,b}` and `!(a|b)`. */
function expressionOf(pattern: string): RegExp | undefined {
  if (pattern.length > longest) return undefined;
  let source = '';
  for (const token of pattern.match(/\*\*\/?|\*|\?|!\([^()]*\)|\{[^{}]*\}|\[[^\]]*\]|[^*?!{[]+|./g) ?? []) {
    if (token.startsWith('**')) source += '(?:[^/]+/)*';
    else if (token === '*') source += '[^/]*';
    else if (token === '?') source += '[^/]';
    else if (token.startsWith('!(')) source += `(?!(?:${alternatives(token.slice(2, -1), '|')})\\.)[^/.]*`;
    else if (token.startsWith('{') && token.endsWith('}'))
      source += `(?:${alternatives(token.slice(1, -1), ',')})`;
    else if (/^\[[\w-]+\]$/.test(token)) source += token;
    else source += escaped(token);
  }
  return new RegExp(`^${source}$`);
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A star inside of alternatives stands for nothing here: `*.test` excludes by its ending. */
const alternatives = (text: string, separator: string): string =>
  text
    .split(separator)
    .map((part) => escaped(part.replace(/^\*\./, '')))
    .join('|');
