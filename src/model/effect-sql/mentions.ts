import { isEntityWord, isSign, isSqlWord, isWord, tokensOf } from './tokens.ts';
import type { Token } from './tokens.ts';

/** A name of the statement that has to be known, and where it stands in it. */
export interface Mention {
  readonly name: string;
  readonly at: number;
}

export interface ColumnMention extends Mention {
  /** Entities one of which must have the column; the only one where it is written before the dot. */
  readonly of: readonly string[];
}

/** What a statement speaks of, by its words alone: PostgreSQL itself judges the rest. */
export interface Mentions {
  readonly entities: readonly Mention[];
  readonly columns: readonly ColumnMention[];
  readonly values: readonly Mention[];
  /** Names of the columns it gives; `*` where they are those of an entity. */
  readonly gives: readonly string[];
}

export function mentionsOf(sql: string): Mentions {
  const tokens = tokensOf(sql);
  const entities = tokens.filter(isEntityWord).map(({ text, from }) => ({ name: text, at: from }));
  return {
    entities,
    columns: columnsOf(tokens, [...new Set(entities.map(({ name }) => name))]),
    values: tokens.flatMap(({ kind, text, from }) => (kind === 'value' ? [{ name: text, at: from }] : [])),
    gives: givesOf(tokens),
  };
}

/** Index of the token behind the parenthesis that opens at `open`. */
function behind(tokens: readonly Token[], open: number): number {
  const depth = tokens[open]?.depth ?? 0;
  const close = tokens.findIndex((token, at) => at > open && isSign(token, ')') && token.depth === depth);
  return close === -1 ? tokens.length : close + 1;
}

/** Aliases of entities, other names that the statement itself gives, and words that are no columns by their place. */
function namesGiven(tokens: readonly Token[]): {
  readonly aliases: ReadonlyMap<string, string>;
  readonly own: ReadonlySet<string>;
  readonly skipped: ReadonlySet<number>;
} {
  const aliases = new Map<string, string>();
  const own = new Set<string>();
  const skipped = new Set<number>();
  for (const [at, token] of tokens.entries()) {
    const [next, afterNext] = [tokens[at + 1], tokens[at + 2]];
    if (isEntityWord(token)) {
      const alias = isWord(next, 'as') ? afterNext : next;
      if (alias?.kind === 'word' && !isSqlWord(alias.text) && !isEntityWord(alias))
        aliases.set(alias.text, token.text);
    }
    const isNaming = isWord(token, 'as') && next?.kind === 'word' && !isWord(next, 'materialized');
    if (isNaming && !aliases.has(next.text)) {
      own.add(next.text);
      if (isSign(afterNext, '(')) define(tokens, at + 2, own, skipped);
    }
    if (token.kind === 'word' && isWord(next, 'as') && isSign(afterNext, '(')) own.add(token.text);
    if (token.kind === 'word' && isSign(next, '(') && isDefinedWith(tokens, at)) {
      own.add(token.text);
      define(tokens, at + 1, own, skipped);
    }
    if (isSign(token, '::')) skipped.add(at + 1);
    // The alias of a list in parentheses: `(select …) s`, `(values …) v (a, b)`.
    if (isSign(token, ')') && next?.kind === 'word' && !isSqlWord(next.text)) {
      own.add(next.text);
      if (isSign(afterNext, '(')) define(tokens, at + 2, own, skipped);
    }
  }
  return { aliases, own, skipped };
}

/** `with wanted (sku, quantity) as (…)`. */
const isDefinedWith = (tokens: readonly Token[], at: number): boolean =>
  isWord(tokens[behind(tokens, at + 1)], 'as') && !isWord(tokens[at - 1], 'into');

/** `l (sku text, quantity int)`: the first word of each part is a name, the rest its type. */
function define(tokens: readonly Token[], open: number, own: Set<string>, skipped: Set<number>): void {
  for (let at = open + 1; at < behind(tokens, open); at++) {
    const token = tokens[at];
    if (token?.kind === 'word' && (at === open + 1 || isSign(tokens[at - 1], ','))) own.add(token.text);
    skipped.add(at);
  }
}

function columnsOf(tokens: readonly Token[], entities: readonly string[]): readonly ColumnMention[] {
  const { aliases, own, skipped } = namesGiven(tokens);
  const filled = insertLists(tokens);
  return tokens.flatMap((token, at): readonly ColumnMention[] => {
    if (token.kind !== 'word' || skipped.has(at) || isEntityWord(token)) return [];
    const mention = { name: token.text, at: token.from };
    const into = filled.get(at);
    if (into !== undefined) return [{ ...mention, of: [into] }];
    if (isSign(tokens[at - 1], '.')) {
      const before = tokens[at - 2];
      const entity =
        before === undefined ? undefined : isEntityWord(before) ? before.text : aliases.get(before.text);
      return entity === undefined ? [] : [{ ...mention, of: [entity] }];
    }
    const isElse =
      isSqlWord(token.text) ||
      own.has(token.text) ||
      aliases.has(token.text) ||
      isSign(tokens[at + 1], '.') ||
      (isSign(tokens[at + 1], '(') && !isInsertList(tokens, at));
    return isElse ? [] : [{ ...mention, of: entities }];
  });
}

/** The words of `insert into Order (…)`: columns of that entity and of nothing else. */
function insertLists(tokens: readonly Token[]): ReadonlyMap<number, string> {
  const lists = new Map<number, string>();
  for (const [at, token] of tokens.entries()) {
    const entity = tokens[at + 1];
    if (!isWord(token, 'into') || entity === undefined || !isEntityWord(entity)) continue;
    const open = tokens.findIndex((each, index) => index > at && isSign(each, '('));
    if (open === -1 || open > at + 4) continue;
    for (let inside = open + 1; inside < behind(tokens, open) - 1; inside++) lists.set(inside, entity.text);
  }
  return lists;
}

/** The name before the columns of `insert into other (…)` is no function, but no column either. */
const isInsertList = (tokens: readonly Token[], at: number): boolean => isWord(tokens[at - 1], 'into');

/** Names of the columns that come out: of `returning` where there is one outside of parentheses, else of `select`. */
function givesOf(tokens: readonly Token[]): readonly string[] {
  const outer = tokens.filter(({ depth }) => depth === 0);
  const returning = outer.findLastIndex((token) => isWord(token, 'returning'));
  const start = returning === -1 ? outer.findIndex((token) => isWord(token, 'select')) : returning;
  if (start === -1) return [];
  const rest = outer.slice(start + 1);
  const ends = ['from', 'where', 'group', 'having', 'order', 'limit', 'offset', 'for', 'union', 'except'];
  const end = rest.findIndex((token, at) => isWord(token, ...ends) && !isDistinctFrom(rest, at));
  const list = end === -1 ? rest : rest.slice(0, end);
  return parts(list).flatMap((part) => givenName(part) ?? []);
}

const isDistinctFrom = (tokens: readonly Token[], at: number): boolean =>
  isWord(tokens[at], 'from') && isWord(tokens[at - 1], 'distinct') && isWord(tokens[at - 2], 'is', 'not');

function parts(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const all: Token[][] = [[]];
  for (const token of tokens)
    if (isSign(token, ',')) all.push([]);
    else all.at(-1)?.push(token);
  return all;
}

function givenName(part: readonly Token[]): string | undefined {
  const last = part.at(-1);
  const named = part.findLast(({ kind }, at) => kind === 'word' && isWord(part[at - 1], 'as'));
  if (named !== undefined) return named.text;
  if (isSign(last, '*')) return '*';
  if (last?.kind === 'word' && !isSign(part.at(-2), '::')) return last.text.toLowerCase();
  return isSign(last, ')') ? part[0]?.text : undefined;
}
