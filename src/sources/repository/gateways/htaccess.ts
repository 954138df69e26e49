import type { GatewayRoute } from '../../../model/architecture.ts';
import { folderOf } from '../file-paths.ts';
import type { TextFile } from '../gather.ts';

export const isHtaccess = (path: string): boolean => /(^|\/)\.htaccess$/.test(path);

/**
 * What Apache does with requests for a folder: rewrites and redirects in their order, and who gets in at all. Conditions
 * of a rewrite are not kept: its route says where a request may go.
 */
export function readHtaccess(file: TextFile): readonly GatewayRoute[] {
  const folder = folderOf(file.path);
  const base = folder === '' ? '/' : `/${folder}/`;
  return file.text.split('\n').flatMap((text, index): readonly GatewayRoute[] => {
    const words = wordsOf(text);
    const found = rewrite(words) ?? redirect(words) ?? entry(words, base);
    if (found === undefined) return [];
    return [
      {
        gateway: 'apache',
        checks: [],
        ...found,
        origin: { kind: 'read', file: file.path, line: index + 1 },
      },
    ];
  });
}

type Found = Pick<GatewayRoute, 'path' | 'match' | 'to'> &
  Partial<Pick<GatewayRoute, 'rewrittenTo' | 'checks'>>;

/** Words of a directive, quoted ones as one; nothing for a comment or a section. */
const wordsOf = (text: string): readonly string[] =>
  /^\s*[#<]/.test(text)
    ? []
    : [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

const is = (word: string | undefined, name: string): boolean => word?.toLowerCase() === name;

/** `RewriteRule pattern target [flags]` */
function rewrite([name, pattern, target, flags = '']: readonly string[]): Found | undefined {
  if (!is(name, 'rewriterule') || pattern === undefined || target === undefined) return undefined;
  const flag = (letters: RegExp): boolean =>
    flags
      .replaceAll(/[[\]]/g, '')
      .split(',')
      .some((each) => letters.test(each));
  const common = { path: pattern, match: 'expression' } as const;
  if (flag(/^(F|forbidden|G|gone)$/i)) return { ...common, to: 'refused' };
  if (target === '-') return undefined;
  if (flag(/^(P|proxy)$/i)) return { ...common, to: target };
  if (flag(/^(R|redirect)(=\d+)?$/i) || /^https?:\/\//.test(target))
    return { ...common, to: 'redirect', rewrittenTo: target };
  return { ...common, to: 'files', rewrittenTo: target };
}

/** `Redirect [status] from to`, `RedirectMatch [status] pattern to` */
function redirect([name, ...words]: readonly string[]): Found | undefined {
  if (!/^redirect(match|permanent|temp)?$/i.test(name ?? '')) return undefined;
  const rest = /^(\d{3}|permanent|temp|seeother|gone)$/i.test(words[0] ?? '') ? words.slice(1) : words;
  const [path, target] = rest;
  if (path === undefined) return undefined;
  return {
    path,
    match: is(name, 'redirectmatch') ? 'expression' : 'prefix',
    to: target === undefined ? 'refused' : 'redirect',
    ...(target !== undefined && { rewrittenTo: target }),
  };
}

/** Who gets into the folder: nobody, or whoever has a password. */
function entry(words: readonly string[], path: string): Found | undefined {
  const text = words.join(' ').toLowerCase();
  if (text === 'deny from all' || text === 'require all denied')
    return { path, match: 'prefix', to: 'refused' };
  return /^require (valid-user|user |group )/.test(`${text} `)
    ? { path, match: 'prefix', to: 'files', checks: ['basic'] }
    : undefined;
}
