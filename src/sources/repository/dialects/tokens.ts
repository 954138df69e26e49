/** A piece of SQL text. A `name` was quoted as an identifier; `text` is then without its quotes. */
export interface DdlToken {
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'mark';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const pattern =
  /\s+|--[^\n]*|#[^\n]*|\/\*(?!!)[\s\S]*?\*\/|\/\*!\d*|\*\/|`((?:[^`]|``)*)`|"((?:[^"\\]|\\[\s\S]|"")*)"|\[([A-Za-z_][^\]\n]*)\]|[Nn]?'((?:[^'\\]|\\[\s\S]|'')*)'|\d+(?:\.\d+)?|[A-Za-z_\u0080-\uffff@$][\w\u0080-\uffff@$]*|<>|[<>!]=|\|\||[\s\S]/g;

/**
 * Tokens of a text without its comments; what stands in MySQL's conditional comments (`/*!40101 … *\/`) counts. Text in
 * double quotes is a name, which a reader of values takes as a string.
 */
export function ddlTokens(text: string): readonly DdlToken[] {
  const tokens: DdlToken[] = [];
  for (const match of text.matchAll(pattern)) {
    const [all, tick, double, bracket, single] = match;
    const start = match.index;
    const end = start + all.length;
    const add = (kind: DdlToken['kind'], value: string): void =>
      void tokens.push({ kind, text: value, start, end });
    if (tick !== undefined) add('name', tick.replaceAll('``', '`'));
    else if (double !== undefined) add('name', double.replaceAll('""', '"'));
    else if (bracket !== undefined) add('name', bracket);
    else if (single !== undefined) add('string', single);
    else if (/^(\s|--|#|\/\*|\*\/)/.test(all)) continue;
    else if (/^\d/.test(all)) add('number', all);
    else add(/^[A-Za-z_\u0080-\uffff@$]/.test(all) ? 'word' : 'mark', all);
  }
  return tokens;
}
