import type { DeadCode } from '../../../../model/legacy-code.ts';
import { folderOf } from '../../file-paths.ts';
import { countLines } from '../../lines.ts';
import type { PhpClass, PhpFile } from '../../php/classes.ts';
import type { PhpCodebase } from '../../php/codebase.ts';
import { shortName } from '../../php/names.ts';
import { isInNamedFolder, pieceOf } from '../mentions.ts';
import type { Evidence } from './evidence.ts';

/** Folders out of which frameworks take files by convention. */
const conventional =
  /(^|\/)(controllers?|commands?|console|hooks?|migrations?|seed(er)?s?|plugins?|modules?|widgets?|listeners?|events?|jobs?|polic(y|ies)|providers?|observers?|lang(uages?)?|locales?|config(uration)?s?|settings|themes?|templates?|views?|layouts?|extensions?|components?)(\/|$)/i;

const scans = /\b(glob|scandir|opendir|readdir|dir)\s*\(|DirectoryIterator|FilesystemIterator|->in\(/;

/** Files that nothing includes, names or asks for. */
export function deadFiles(
  codebase: PhpCodebase,
  files: readonly PhpFile[],
  evidence: Evidence,
): readonly DeadCode[] {
  const scanned = evidence.texts.filter(({ path, text }) => path.endsWith('.php') && scans.test(text));
  return files.flatMap((file): readonly DeadCode[] => {
    const { path } = file;
    if (evidence.entries.has(path) || evidence.used.has(path) || conventional.test(folderOf(path))) return [];
    if (!holdsCode(file) || ![...file.classes.values()].every((each) => isOwn(codebase, each))) return [];
    const names = [stemOf(path), ...declaredNames(file)];
    if (names.some((name) => isNamedElsewhere(evidence, name, path))) return [];
    if (isPutTogether(evidence, path, names) || isTool(file)) return [];
    const folder = folderOf(path).split('/').at(-1) ?? '';
    if (folder !== '' && scanned.some(({ text }) => text.includes(folder))) return [];
    const doubts = [
      ...(evidence.blindIncludes > 0
        ? [`includes that name their file only when they run: ${evidence.blindIncludes}`]
        : []),
      ...(file.classes.size > 0 && evidence.dynamic.objects.length > 0
        ? [`objects of a class that is named only when the code runs: ${evidence.dynamic.objects.length}`]
        : []),
    ];
    return [
      {
        kind: 'file',
        name: path,
        lines: countLines(file.root.text),
        confidence: doubts.length === 0 ? 'certain' : 'likely',
        because: [
          `no include leads to it, no request or job begins in it, and neither its name nor what it declares stands in any other of ${evidence.searched} files`,
          ...doubts,
        ].join('; '),
        origin: { kind: 'read', file: path, line: 1 },
      },
    ];
  });
}

const isPutTogether = ({ pieces }: Evidence, path: string, names: readonly string[]): boolean =>
  isInNamedFolder(pieces, path) || names.some((name) => pieceOf(pieces, name) !== undefined);

/** What a person runs at the command line needs nothing that leads to it. */
const isTool = ({ path, root }: PhpFile): boolean =>
  /(^|\/)(scripts?|bin|tools?|cli|cron(jobs)?|maintenance|utilit(y|ies)|utils?)\/|(^|\/)\./.test(path) ||
  /^#!|php_sapi_name\(|\bPHP_SAPI\b|\$argv\b|\bSTDIN\b|\$_SERVER\[['"]arg[vc]/.test(root.text) ||
  /\b(CLI|command[- ]line|crontab)\b/i.test(root.text.slice(0, 1_000));

/** `product_backup` of `old/product_backup.php`. */
export const stemOf = (path: string): string =>
  (path.split('/').at(-1) ?? path).replace(/\.\w+$/, '').toLowerCase();

const declaredNames = ({ classes, functions }: PhpFile): readonly string[] => [
  ...[...classes.values()].map(({ name }) => shortName(name)),
  ...[...functions.values()].map(({ name }) => shortName(name)),
];

/** A name with a dot counts by its parts: any of them may be how it is asked for. */
const isNamedElsewhere = ({ mentions }: Evidence, name: string, path: string): boolean =>
  name.split('.').some((part) => [...mentions(part).in.keys()].some((file) => file !== path));

/** A file that only gives back a list is data, which is found by its place. */
function holdsCode({ root }: PhpFile): boolean {
  const own = root.children.filter(
    ({ type }) => !/^(php_tag|comment|namespace_use_declaration|declare_statement|text)$/.test(type),
  );
  return own.some(({ type }) => type !== 'return_statement');
}

/** Its parents and what it promises are of the repository, and nothing marks it for a framework. */
const isOwn = (codebase: PhpCodebase, { parents, interfaces, traits, attributes }: PhpClass): boolean =>
  attributes.length === 0 &&
  [...parents, ...interfaces, ...traits].every((name) => codebase.class(name) !== undefined);

/** Words that need no link: they answer for their folder or for faults. */
const unasked =
  /^(index|default|home|main|40[0-9]|50[0-9]|error|maintenance|install|setup|robots|sitemap|favicon)$/;

/** Pages that only pages nothing links to mention, which then goes for those as well. */
export function unlinkedPages(files: readonly PhpFile[], evidence: Evidence): readonly DeadCode[] {
  const candidates = files.filter(
    (file) => evidence.pages.has(file.path) && !unasked.test(stemOf(file.path)) && !isTool(file),
  );
  const texts = evidence.texts.map(({ path, text }) => ({ path, text: text.toLowerCase() }));
  const linkedFrom = new Map(
    candidates.map(
      ({ path }) => [path, evidence.used.has(path) ? undefined : mentionedIn(texts, path)] as const,
    ),
  );
  const unlinked = new Set([...linkedFrom].flatMap(([path, from]) => (from === undefined ? [] : [path])));
  for (let before = -1; before !== unlinked.size;) {
    before = unlinked.size;
    for (const path of unlinked)
      if (linkedFrom.get(path)?.some((from) => !unlinked.has(from)) === true) unlinked.delete(path);
  }
  return candidates
    .filter(({ path }) => unlinked.has(path) && !isPutTogether(evidence, path, [stemOf(path)]))
    .map(({ path, root }): DeadCode => ({
      kind: 'page',
      name: path,
      lines: countLines(root.text),
      confidence: 'likely',
      because: `no link, form, redirect, rewrite rule or schedule in ${evidence.texts.length} files leads to it${onlyFrom(linkedFrom.get(path) ?? [])}; it still answers whoever knows its address: people, mails or other systems may`,
      origin: { kind: 'read', file: path, line: 1 },
    }));
}

const onlyFrom = (from: readonly string[]): string =>
  from.length === 0 ? '' : ` but ${from.slice(0, 3).join(', ')}, to which nothing leads either`;

/** Files other than itself that name a page with its ending, or without it as an address or a text of its own. */
function mentionedIn(texts: Evidence['texts'], path: string): readonly string[] {
  const stem = stemOf(path);
  const ending = path.split('.').at(-1)?.toLowerCase() ?? 'php';
  const safe = stem.replaceAll(/[^\w-]/g, String.raw`\$&`);
  const named = new RegExp(String.raw`(?<![\w-])${safe}\.${ending}\b|['"/=]${safe}(?=['"?/#&\s])`);
  return texts.flatMap((each) =>
    each.path !== path && each.text.includes(stem) && named.test(each.text) ? [each.path] : [],
  );
}
