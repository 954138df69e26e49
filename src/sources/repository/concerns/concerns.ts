import type { LegacyConcerns } from '../../../model/legacy-concerns.ts';
import { gather, kindOf } from '../gather.ts';
import type { TextFile } from '../gather.ts';
import { isTestFile } from '../javascript/tests.ts';
import { loadParser } from '../languages/parser.ts';
import type { ParseText } from '../languages/parser.ts';
import { isPhpTest } from '../php/tests.ts';
import type { FileSource } from '../source.ts';
import { pageSigns } from './pages.ts';
import { phpSigns } from './php.ts';
import { gatherFacts } from './seen.ts';
import type { Seen } from './seen.ts';
import { isServerFile, serverSigns } from './server-files.ts';
import { wordSigns } from './words.ts';

/** Largest server file that is read, bytes. */
const mostBytes = 1_000_000;

const isPhp = (path: string): boolean => /\.(php|phtml|inc|module)$/.test(path);
const isPage = (path: string): boolean =>
  isPhp(path) || /\.(twig|latte|erb|ejs|pug|hbs|njk|jspx?|aspx?|cshtml|html)$/.test(path);

/** Texts of mails that lie in files, by their paths: code of a mail library is none. */
const mailFile =
  /(^|\/)[\w-]*(templates?|views?|themes?|resources|content)[\w-]*\/([\w.-]+\/)*e?-?mails?\/([\w.-]+\/)*[\w.-]+\.\w+$|(^|\/)(e?-?mails?|mail_?templates?|email_?templates?)\/([\w.-]+\/)*[\w.-]+\.(phtml|tpl|html?|txt|twig|mjml|erb|ejs|hbs)$|(^|\/)[\w-]*e?mail[\w-]*\.(tpl|twig|mjml|html?|txt)$/i;

/**
 * What a legacy system does with passwords, sessions, addresses, uploads, mail, schedules, time and numbers. It reads the
 * files anew and parses all PHP, about as long as one reader of an analysis takes, so only a migration asks for it.
 */
export async function readConcerns(source: FileSource): Promise<LegacyConcerns> {
  const listed = await source.list();
  const { files } = await gather(source, listed);
  const places = new Map<string, readonly Seen[]>();
  const parse = [...files.keys()].some(isPhp) ? await loadParser('php') : undefined;
  for (const file of files.values()) if (!isTest(file.path)) places.set(file.path, signsOf(file, parse));
  for (const { path, bytes } of listed.files) {
    if (isTest(path)) continue;
    if (isServerFile(path) && bytes <= mostBytes) {
      const content = files.get(path) ?? (await textOf(source, path));
      if (content !== undefined) add(places, path, serverSigns(content));
    }
    if (mailFile.test(path))
      add(places, path, [{ kind: 'mail-template', subject: path, value: 'a file', line: 1 }]);
  }
  return gatherFacts(places, files.size);
}

const isTest = (path: string): boolean => isPhpTest(path) || isTestFile(path, []);

const add = (places: Map<string, readonly Seen[]>, path: string, seen: readonly Seen[]): void => {
  places.set(path, [...(places.get(path) ?? []), ...seen]);
};

async function textOf(source: FileSource, path: string): Promise<TextFile | undefined> {
  const content = await source.read(path);
  return content.kind === 'text' ? { path, text: content.text } : undefined;
}

/** A file that is made to break a reader is left out, as its other readers tell. */
function signsOf(file: TextFile, parse: ParseText | undefined): readonly Seen[] {
  const pages = isPage(file.path) ? pageSigns(file) : [];
  if (!isPhp(file.path)) return kindOf(file.path) === 'none' ? pages : [...pages, ...wordSigns(file)];
  try {
    const root = parse?.(file.text)?.root;
    return root === undefined ? pages : [...pages, ...phpSigns(root, file.path)];
  } catch {
    return pages;
  }
}
