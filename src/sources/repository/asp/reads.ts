import type { Parameter } from '../../../model/api.ts';
import { lineAt } from '../lines.ts';

/** One value a page reads; `both` = whichever of query and form has it. */
export interface Read {
  readonly name: string;
  readonly in: Parameter['in'] | 'both';
  readonly line: number;
  readonly file: string;
}

const reading =
  /\b(\w+)\s*(?:\.\s*(QueryString|Form|Cookies|Headers|Params|ServerVariables|Files|Item)\b)?\s*(?:\.\s*(?:Get|Item|GetValues)\b)?\s*[([](?:\s*_\s*\n)?\s*"([^"\n]{1,100})"\s*[)\]]/gi;

const places: Readonly<Record<string, Read['in']>> = {
  querystring: 'query',
  form: 'body',
  cookies: 'cookie',
  headers: 'header',
  params: 'both',
  files: 'body',
  item: 'both',
};

/** Values read from the request in code of either language, comments left out. */
export function readsIn(code: string, file: string, firstLine = 1): readonly Read[] {
  const text = withoutComments(code, /\.cs$/i.test(file));
  const names = new Set(['request']);
  for (const match of text.matchAll(/\b(\w+)\s+As\s+HttpRequest\b|\bHttpRequest\s+(\w+)\s*=/gi))
    names.add((match[1] ?? match[2] ?? '').toLowerCase());
  return [...text.matchAll(reading)].flatMap((match): readonly Read[] => {
    const [, receiver = '', kind, name = ''] = match;
    if (!names.has(receiver.toLowerCase()) || name.startsWith('__')) return [];
    const line = firstLine + lineAt(text, match.index) - 1;
    if (kind?.toLowerCase() === 'servervariables') {
      if (!name.startsWith('HTTP_')) return [];
      return [{ name: name.slice(5).toLowerCase().replaceAll('_', '-'), in: 'header', line, file }];
    }
    return [{ name, in: kind === undefined ? 'both' : (places[kind.toLowerCase()] ?? 'both'), line, file }];
  });
}

/** Comments become blanks; an apostrophe in a text starts none. */
const withoutComments = (text: string, isCSharp: boolean): string =>
  text.replaceAll(isCSharp ? /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*/g : /"(?:[^"\n]|"")*"|'[^\n]*/g, (part) =>
    part.startsWith('"') ? part : ' '.repeat(part.length),
  );

export const parametersFrom = (reads: readonly Read[], method: 'GET' | 'POST'): readonly Parameter[] => {
  const found = new Map<string, Parameter>();
  for (const { name, in: place, line, file } of reads) {
    const where = place === 'both' ? (method === 'GET' ? 'query' : 'body') : place;
    if ((where === 'query') !== (method === 'GET') && (where === 'query' || where === 'body')) continue;
    found.set(`${where} ${name}`, { name, in: where, required: false, origin: { kind: 'read', file, line } });
  }
  return [...found.values()];
};

const credential = /\bSession\s*[([]|User\s*\.\s*Identity|FormsAuthentication|AUTH_USER|LOGON_USER|IsInRole/i;

export const looksAtCredentials = (text: string): 'no' | 'perhaps' =>
  credential.test(text) ? 'perhaps' : 'no';
