import { viewNamed } from '../../../flows/templates/views.ts';
import type { PhpFile } from '../../classes.ts';
import type { PhpCodebase } from '../../codebase.ts';
import { isPhpTest } from '../../tests.ts';
import { bladeProgram } from './blade.ts';
import { twigProgram } from './twig.ts';

/** Longest template that is read, signs. */
const longest = 200_000;

export const isBlade = (path: string): boolean => path.endsWith('.blade.php');

/** Twig by the ending of what it makes: what is no page escapes nothing and harms nobody. */
const isTwig = (path: string): boolean => /(^|\/)[^/.]+(\.html)?\.twig$/.test(path);

const isPlain = (path: string): boolean =>
  /\.(php|phtml)$/.test(path) && /(^|\/)(views?|templates?)\//i.test(path);

/** Something in it is not escaped. */
const hasRaw = (path: string, text: string): boolean =>
  isTwig(path) ? /\|\s*raw\b|\bautoescape\b/.test(text) : /\{!!|@php\b|<\?/.test(text);

/** The templates of a repository: those that are programs of their own, and PHP files that a framework shows. */
interface Templates {
  readonly paths: readonly string[];
  readonly parsed: Map<string, PhpFile | undefined>;
}

const known = new WeakMap<PhpCodebase, Templates>();

function templatesOf(codebase: PhpCodebase): Templates {
  const before = known.get(codebase);
  if (before !== undefined) return before;
  const paths = [...codebase.repository.files.keys()].filter(
    (path) => (isBlade(path) || isTwig(path) || isPlain(path)) && !isPhpTest(path),
  );
  const made: Templates = { paths, parsed: new Map() };
  known.set(codebase, made);
  return made;
}

/** The file of a view by the name that a framework knows it by, seen from the file that names it. */
export function viewFile(codebase: PhpCodebase, name: string, from: string): PhpFile | undefined {
  const path = pathOf(templatesOf(codebase).paths, name, from);
  return path === undefined ? undefined : templateAt(codebase, path);
}

function pathOf(paths: readonly string[], name: string, from: string): string | undefined {
  if (/[$*\s]/.test(name) || name === '') return undefined;
  // `module::a.b` of Laravel, `@Bundle/a/b.html.twig` of Symfony.
  const bare = name.replace(/^.*::/, '').replace(/^@!?\w+\//, '');
  if (/\.(twig|php|phtml)$/.test(bare)) return viewNamed(paths, bare, from);
  return viewNamed(paths.filter(isBlade), bare.replaceAll('.', '/'), from) ?? viewNamed(paths, bare, from);
}

/** The program of one template. */
export function templateAt(codebase: PhpCodebase, path: string): PhpFile | undefined {
  const { parsed } = templatesOf(codebase);
  if (parsed.has(path)) return parsed.get(path);
  const text = codebase.repository.files.get(path)?.text ?? '';
  let file: PhpFile | undefined;
  if (text.length <= longest)
    if (isBlade(path)) file = codebase.parse('template.php', bladeProgram(text));
    else if (isTwig(path)) file = codebase.parse('template.php', twigProgram(text));
    else file = codebase.file(path);
  const made = file === undefined ? undefined : { ...file, path };
  parsed.set(path, made);
  return made;
}

/** Templates that put something into the page as it is, and speak of the request themselves. */
export const askingTemplates = (codebase: PhpCodebase): readonly PhpFile[] =>
  templatesOf(codebase).paths.flatMap((path) => {
    const text = codebase.repository.files.get(path)?.text ?? '';
    const isAsking = /request\b|\bInput::|\$_(GET|POST|REQUEST|COOKIE|SERVER)\b/i.test(text);
    return !isPlain(path) || isBlade(path)
      ? isAsking && hasRaw(path, text)
        ? (templateAt(codebase, path) ?? [])
        : []
      : [];
  });
