/** A piece of SQL text with where it stands. */
export interface Token {
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'value' | 'sign';
  /** As written; of a `value` the name behind the colon. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** Parentheses around it. */
  readonly depth: number;
}

const pattern =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|::|:[a-z_][a-z0-9_]*|[A-Za-z_][A-Za-z0-9_]*|\d+(?:\.\d+)?|\S/g;

function kindOf(text: string): Token['kind'] {
  if (text.startsWith("'")) return 'text';
  if (text.startsWith('"')) return 'name';
  if (/^:[a-z_]/.test(text)) return 'value';
  if (/^[A-Za-z_]/.test(text)) return 'word';
  return /^\d/.test(text) ? 'number' : 'sign';
}

/** Words, names, texts and values of a statement; comments are left out. Dollar quotes are not part of the language. */
export function tokensOf(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  for (const { 0: text, index: from } of sql.matchAll(pattern)) {
    if (text.startsWith('--') || text.startsWith('/*')) continue;
    if (text === ')') depth--;
    const kind = kindOf(text);
    tokens.push({ kind, text: kind === 'value' ? text.slice(1) : text, from, to: from + text.length, depth });
    if (text === '(') depth++;
  }
  return tokens;
}

/** Entities are written in PascalCase; words of SQL may be written in capitals. */
export const isEntityWord = ({ kind, text }: Token): boolean =>
  kind === 'word' && /^[A-Z]/.test(text) && /[a-z]/.test(text);

export const isWord = (token: Token | undefined, ...words: readonly string[]): boolean =>
  token?.kind === 'word' && words.includes(token.text.toLowerCase());

export const isSign = (token: Token | undefined, text: string): boolean =>
  token?.kind === 'sign' && token.text === text;

const words: ReadonlySet<string> = new Set(
  (
    'all and any array as asc between both by case cast coalesce collate conflict cross current current_date ' +
    'current_time current_timestamp default delete desc distinct do else end epoch except exclude excluded exists ' +
    'extract false fetch filter first following for from full group having ilike in inner insert intersect interval ' +
    'into is isnull join key last lateral leading left like limit locked materialized natural no not nothing ' +
    'notnull null nulls of offset on only or order ordinality outer over partition preceding range recursive ' +
    'returning right row rows select set share similar skip some symmetric then time timestamp to trailing true ' +
    'union unbounded update using values when where window with without within zone ' +
    'boolean bigint integer int smallint numeric text uuid jsonb json date timestamptz double precision varchar char'
  ).split(' '),
);

/** Words of SQL and of its types: none of them is a column by itself. */
export const isSqlWord = (text: string): boolean => words.has(text.toLowerCase());
