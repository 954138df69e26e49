import { scanSync } from 'libpg-query';
import type { ScanToken } from 'libpg-query';

/** A stretch of a statement, in characters; `to` is behind the last. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

/** One SELECT of a statement, by the places of its clauses. What follows the key words, without them. */
export interface Block extends Part {
  /** Parentheses around it. */
  readonly depth: number;
  readonly distinct: 'none' | 'rows' | 'keys';
  readonly targets: readonly Part[];
  readonly source?: Part;
  /** The conditions of WHERE that all must hold. */
  readonly where: readonly Part[];
  readonly group?: Part;
  readonly having?: Part;
  readonly window?: Part;
  readonly order?: Part;
  readonly limit?: Part;
  readonly offset?: Part;
  readonly lock?: Part;
  /** The word before the next SELECT on its level: `union all`; the order and limit behind such are of the whole. */
  readonly combined?: Part;
  /** It is an arm of UNION, INTERSECT or EXCEPT. */
  readonly arm: boolean;
}

export interface Token extends Part {
  /** Lower case, but for what is quoted. */
  readonly word: string;
  readonly depth: number;
}

type Clause =
  | 'select'
  | 'source'
  | 'where'
  | 'group'
  | 'having'
  | 'window'
  | 'order'
  | 'limit'
  | 'offset'
  | 'lock';

type Kept = Exclude<Clause, 'select' | 'where'>;

const heads: Readonly<Record<string, Clause>> = {
  from: 'source',
  where: 'where',
  having: 'having',
  window: 'window',
  limit: 'limit',
  offset: 'offset',
  fetch: 'limit',
};
const setWords: ReadonlySet<string> = new Set(['union', 'intersect', 'except']);

/** The tokens of a statement without comments, with how deep in parentheses, brackets and CASE each stands. */
export function tokensOf(sql: string): readonly Token[] {
  const bytes = Buffer.from(sql, 'utf8');
  const isPlain = bytes.length === sql.length;
  const at = (offset: number): number =>
    isPlain ? offset : bytes.subarray(0, offset).toString('utf8').length;
  let depth = 0;
  let before = '';
  const tokens: Token[] = [];
  for (const { start, end, tokenName } of scanSync(sql).tokens as readonly ScanToken[]) {
    if (tokenName === 'SQL_COMMENT' || tokenName === 'C_COMMENT') continue;
    const from = at(start);
    const to = at(end);
    const text = sql.slice(from, to);
    const word = /^["']/.test(text) ? text : text.toLowerCase();
    const isName = before === '.' || before === 'as';
    const closes = word === ')' || word === ']' || (word === 'end' && !isName);
    if (closes) depth--;
    tokens.push({ from, to, depth, word: isName && /^\w/.test(word) ? `.${word}` : word });
    if (word === '(' || word === '[' || (word === 'case' && !isName)) depth++;
    before = word;
  }
  return tokens;
}

/** Every SELECT of a statement, outer ones first. */
export function blocksOf(sql: string, tokens: readonly Token[] = tokensOf(sql)): readonly Block[] {
  return tokens.flatMap(({ word }, at) => (word === 'select' ? [blockAt(tokens, at)] : []));
}

function blockAt(tokens: readonly Token[], start: number): Block {
  const depth = tokens[start]?.depth ?? 0;
  let end = start + 1;
  while (end < tokens.length && (tokens[end]?.depth ?? 0) >= depth) {
    const token = tokens[end];
    if (token?.depth === depth && (setWords.has(token.word) || token.word === ';')) break;
    end++;
  }
  const own = tokens.slice(start, end);
  const level = own.filter((token) => token.depth === depth);
  const clauses = clausesOf(own, depth);
  const part = (clause: Clause): Part | undefined => clauses.get(clause);
  const inside = ({ from, to }: Part): readonly Token[] =>
    own.filter((token) => token.from >= from && token.to <= to);
  const select = part('select');
  const [second, third] = level.slice(1);
  const distinct = second?.word !== 'distinct' ? 'none' : third?.word === 'on' ? 'keys' : 'rows';
  const follows = tokens[end];
  const isCombined = follows !== undefined && follows.depth === depth && setWords.has(follows.word);
  const next = isCombined ? tokens.findIndex(({ word }, at) => at > end && word === 'select') : -1;
  const before = tokens.slice(0, start).findLast(({ word }) => word !== '(');
  const kept = (clause: Kept): Partial<Record<Kept, Part>> => {
    const found = part(clause);
    return found === undefined ? {} : { [clause]: found };
  };
  const where = part('where');
  return {
    from: own[0]?.from ?? 0,
    to: own.at(-1)?.to ?? 0,
    depth,
    distinct,
    targets: select === undefined ? [] : splitAt(inside(select), depth, ','),
    where: where === undefined ? [] : splitAt(inside(where), depth, 'and'),
    ...kept('source'),
    ...kept('group'),
    ...kept('having'),
    ...kept('window'),
    ...kept('order'),
    ...kept('limit'),
    ...kept('offset'),
    ...kept('lock'),
    ...(isCombined && {
      combined: { from: follows.from, to: tokens[Math.max(next - 1, end)]?.to ?? follows.to },
    }),
    arm: isCombined || setWords.has(before?.word ?? '') || isSetAll(tokens, start),
  };
}

function isSetAll(tokens: readonly Token[], start: number): boolean {
  const words = tokens.slice(0, start).filter(({ word }) => word !== '(');
  return ['all', 'distinct'].includes(words.at(-1)?.word ?? '') && setWords.has(words.at(-2)?.word ?? '');
}

/** Where each clause of a SELECT lies. */
function clausesOf(own: readonly Token[], depth: number): ReadonlyMap<Clause, Part> {
  const found = new Map<Clause, Part>();
  let open: { readonly clause: Clause; readonly from: number } = { clause: 'select', from: 1 };
  const close = (at: number): void => {
    const [first, last] = [own[open.from], own[at - 1]];
    if (first !== undefined && last !== undefined && open.from < at)
      found.set(open.clause, { from: first.from, to: last.to });
  };
  for (let at = 1; at < own.length; at++) {
    const { word, depth: here } = own[at] ?? { word: '', depth: 0 };
    if (here !== depth) continue;
    const after = own[at + 1]?.word;
    const isComparison = word === 'from' && own[at - 1]?.word === 'distinct';
    const pair = (word === 'order' || word === 'group') && after === 'by' ? word : undefined;
    const lock =
      word === 'for' && ['update', 'share', 'no', 'key'].includes(after ?? '') ? 'lock' : undefined;
    const clause = isComparison ? undefined : (heads[word] ?? pair ?? lock);
    if (clause === undefined) continue;
    close(at);
    open = { clause, from: at + (pair === undefined ? 1 : 2) };
  }
  close(own.length);
  return found;
}

/** Splits at a word on a level; the `and` of BETWEEN does not split. */
export function splitAt(tokens: readonly Token[], depth: number, word: string): readonly Part[] {
  const parts: Part[] = [];
  let first: Token | undefined;
  let last: Token | undefined;
  let between = false;
  for (const token of tokens) {
    const here = token.depth === depth;
    if (here && token.word === 'between') between = true;
    else if (here && token.word === word) {
      if (!(word === 'and' && between)) {
        if (first !== undefined && last !== undefined) parts.push({ from: first.from, to: last.to });
        first = undefined;
        continue;
      }
      between = false;
    }
    first ??= token;
    last = token;
  }
  if (first !== undefined && last !== undefined) parts.push({ from: first.from, to: last.to });
  return parts;
}

/** A change of a text: what stands in a place is replaced. */
export interface Edit extends Part {
  readonly text: string;
}

/** Carries out edits that do not overlap. */
export function edited(sql: string, edits: readonly Edit[]): string {
  let text = sql;
  for (const edit of edits.toSorted((a, b) => b.from - a.from))
    text = text.slice(0, edit.from) + edit.text + text.slice(edit.to);
  return text.replaceAll(/[ \t]+$/gm, '');
}

export const textOf = (sql: string, { from, to }: Part): string => sql.slice(from, to);
