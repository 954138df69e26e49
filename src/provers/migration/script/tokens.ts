/** A piece of SQL text; offsets are UTF-16 code units. White space lies between tokens. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'comment' | 'other';
  readonly start: number;
  readonly end: number;
}

const wordStart = /[\p{L}_]/u;
const asciiLetter = /[a-z]/i;
const piece =
  /\s+|--[^\n\r]*|(?:[eE]'(?:[^'\\]|\\.|'')*'?|(?:[uU]&|[bBxXnN])?'(?:[^']|'')*'?)|(?:[uU]&)?"(?:[^"]|"")*"?|[\p{L}_][\p{L}\p{N}_$\p{M}\p{Cf}\p{So}]*|\d[\d_.]*/suy;

/**
 * Splits SQL as PostgreSQL's scanner does, as far as comments, quotes and names go (scan.l): nested comments and
 * dollar quotes are one token each.
 */
export function* tokensOf(text: string, from = 0, to = text.length): Generator<Token> {
  let at = from;
  while (at < to) {
    const special = dollarQuote(text, at) ?? blockComment(text, at);
    if (special !== undefined) {
      yield { kind: special.kind, start: at, end: special.end };
      at = special.end;
      continue;
    }
    piece.lastIndex = at;
    const end = piece.test(text) ? piece.lastIndex : at + 1;
    const kind = kindOf(text, at);
    if (kind !== undefined) yield { kind, start: at, end };
    at = end;
  }
}

function kindOf(text: string, at: number): Token['kind'] | undefined {
  const one = text.charAt(at);
  // Most tokens are words that no quote follows.
  if (asciiLetter.test(one) && !/['&]/.test(text.charAt(at + 1))) return 'word';
  const [two, three] = [text.charAt(at + 1), text.charAt(at + 2)];
  if (/\s/.test(one)) return undefined;
  if (one === '-' && two === '-') return 'comment';
  if (one === "'" || (/[eEbBxXnN]/.test(one) && two === "'")) return 'string';
  if (/[uU]/.test(one) && two === '&' && three === "'") return 'string';
  if (one === '"' || (/[uU]/.test(one) && two === '&' && three === '"')) return 'quoted';
  return wordStart.test(one) ? 'word' : 'other';
}

interface Special {
  readonly kind: 'string' | 'comment';
  readonly end: number;
}

const dollarTag = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;

function dollarQuote(text: string, at: number): Special | undefined {
  if (text[at] !== '$') return undefined;
  dollarTag.lastIndex = at;
  const tag = dollarTag.exec(text)?.[0];
  if (tag === undefined) return undefined;
  const close = text.indexOf(tag, at + tag.length);
  return { kind: 'string', end: close < 0 ? text.length : close + tag.length };
}

function blockComment(text: string, at: number): Special | undefined {
  if (text[at] !== '/' || text[at + 1] !== '*') return undefined;
  let depth = 1;
  let end = at + 2;
  while (end < text.length && depth > 0) {
    const opens = text.startsWith('/*', end);
    const closes = text.startsWith('*/', end);
    if (opens) depth++;
    if (closes) depth--;
    end += opens || closes ? 2 : 1;
  }
  return { kind: 'comment', end };
}

/** The name a token stands for: quotes taken off, or folded to lower case. */
export function nameOf(text: string, token: Token): string {
  const raw = text.slice(token.start, token.end);
  return token.kind === 'quoted'
    ? raw
        .replace(/^(?:[uU]&)?"/, '')
        .replace(/"$/, '')
        .replaceAll('""', '"')
    : raw.toLowerCase();
}
