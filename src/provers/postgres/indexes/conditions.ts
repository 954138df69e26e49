/**
 * A condition as `EXPLAIN (VERBOSE)` prints it: fully parenthesised, every column with its alias. PostgreSQL has then
 * resolved names, folded constants, opened views and pushed each condition to where it is checked.
 */
export type Condition =
  | { readonly kind: 'compare'; readonly left: string; readonly operator: string; readonly right: string }
  | { readonly kind: 'null'; readonly of: string; readonly is: boolean }
  | { readonly kind: 'truth'; readonly of: string; readonly is: boolean }
  /** One of several: each arm all that must hold for it. */
  | { readonly kind: 'either'; readonly arms: readonly (readonly Condition[])[] };

/** The conditions that all must hold. What is not understood is left out. */
export function conditionsOf(text: string): readonly Condition[] {
  const bare = unwrapped(text);
  const all = split(bare, ' AND ');
  if (all.length > 1) return all.flatMap(conditionsOf);
  const arms = split(bare, ' OR ');
  if (arms.length > 1) return [{ kind: 'either', arms: arms.map(conditionsOf) }];
  const single = conditionOf(bare);
  return single === undefined ? [] : [single];
}

const comparison = /^(<>|<=|>=|=|<|>|~~\*?|!~~\*?|@>|<@|&&|\?\|?|\?&|@@|~\*?|!~\*?|<<=?|>>=?)$/;

function conditionOf(text: string): Condition | undefined {
  const not = /^NOT (.+)$/s.exec(text)?.[1];
  if (not !== undefined) return { kind: 'truth', of: unwrapped(not), is: false };
  const nulls = /^(.+) IS (NOT )?NULL$/s.exec(text);
  if (nulls?.[1] !== undefined) return { kind: 'null', of: unwrapped(nulls[1]), is: nulls[2] === undefined };
  const words = split(text, ' ');
  const at = words.findIndex((word) => comparison.test(word));
  if (at < 1) return words.length === 1 ? { kind: 'truth', of: text, is: true } : undefined;
  const left = unwrapped(words.slice(0, at).join(' '));
  const right = unwrapped(words.slice(at + 1).join(' '));
  return { kind: 'compare', left, operator: words[at] ?? '', right };
}

/** Without parentheses around the whole. */
export function unwrapped(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith('(') || endOf(trimmed, 0) !== trimmed.length) return trimmed;
  return unwrapped(trimmed.slice(1, -1));
}

/** Splits where the separator stands outside of parentheses and quotes. */
export function split(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length;) {
    const char = text[at] ?? '';
    if (char === '(' || char === "'" || char === '"' || char === '[') at = endOf(text, at);
    else if (text.startsWith(separator, at)) {
      parts.push(text.slice(from, at));
      at += separator.length;
      from = at;
    } else at++;
  }
  return [...parts, text.slice(from)];
}

/** Behind the parenthesis, bracket or quote that opens at a place; the end of the text where it never closes. */
function endOf(text: string, open: number): number {
  const first = text[open];
  if (first === "'" || first === '"') {
    for (let at = open + 1; at < text.length; at++) {
      if (text[at] !== first) continue;
      if (text[at + 1] === first) at++;
      else return at + 1;
    }
    return text.length;
  }
  for (let at = open + 1; at < text.length;) {
    const char = text[at] ?? '';
    if (char === ')' || char === ']') return at + 1;
    at = char === '(' || char === '[' || char === "'" || char === '"' ? endOf(text, at) : at + 1;
  }
  return text.length;
}

/** A column as it is printed: alias and name, quotes kept. */
export interface PrintedColumn {
  readonly alias: string;
  readonly name: string;
}

const printed = /("(?:[^"]|"")+"|[a-z_][\w$]*)\.("(?:[^"]|"")+"|[a-z_][\w$]*)(?![\w$(])/giy;

/** Every `alias.column` of a printed expression, outside of text constants. */
export function columnsIn(text: string): readonly PrintedColumn[] {
  const found = new Map<string, PrintedColumn>();
  for (let at = 0; at < text.length;) {
    const char = text[at] ?? '';
    if (char === "'") {
      at = endOf(text, at);
      continue;
    }
    printed.lastIndex = at;
    const [whole, alias, name] = printed.exec(text) ?? [];
    if (whole !== undefined && alias !== undefined && name !== undefined) {
      found.set(whole, { alias, name });
      at += whole.length;
    } else if (/[\w$]/.test(char)) at += /^[\w$]+/.exec(text.slice(at))?.[0].length ?? 1;
    else at = char === '"' ? endOf(text, at) : at + 1;
  }
  return [...found.values()];
}

/** The column itself, or the column under a cast that does not change how its values are stored and ordered. */
export function bareColumn(text: string): PrintedColumn | undefined {
  const inner = /^\((.+)\)::(?:text|bpchar|character varying)$/s.exec(text)?.[1] ?? text;
  const columns = columnsIn(inner);
  const [only] = columns;
  return columns.length === 1 && only !== undefined && inner === `${only.alias}.${only.name}`
    ? only
    : undefined;
}
