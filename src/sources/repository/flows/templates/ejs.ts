import { linesOf } from './lines.ts';

/** EJS and Eta: `<%- value %>` and `<%~ value %>` are put in as they are, `<%= value %>` is escaped, `<% %>` is code. */
export function ejsProgram(text: string): string {
  let program = '';
  let at = 0;
  for (const match of text.matchAll(/<%([-=~#_%]?)([\s\S]*?)[-_]?%>/g)) {
    const [whole, sign = '', inner = ''] = match;
    program += linesOf(text.slice(at, match.index));
    at = match.index + whole.length;
    program += tagOf(sign, inner, linesOf(whole));
  }
  return program + linesOf(text.slice(at));
}

function tagOf(sign: string, inner: string, lines: string): string {
  if (sign === '#' || sign === '%') return lines;
  const named = /^\s*include\s+([\w./-]+)\s*$/.exec(inner);
  if (named !== null) return `;$view("${named[1]}");${lines}`;
  const code = inner.replaceAll(/(?<![.\w])include(?:File)?\(/g, '$$view(');
  if (sign === '-' || sign === '~') return `;$raw(${code});`;
  return sign === '=' ? `;$escaped(${code});` : ` ${code} `;
}
