/**
 * A pattern of any of the frameworks with parameters as `{name}` and a catch-all as `{*name}`: `:id`, `:id<int>`,
 * `:id([0-9]+)`, `*path`, `{id:[0-9]+}`, `{rest...}`, `{$}`.
 */
export function template(pattern: string, colons = true): string {
  let out = '';
  for (let at = 0; at < pattern.length;) {
    const char = pattern.charAt(at);
    if (char === '{') {
      const end = closing(pattern, at, '{', '}');
      out += braces(pattern.slice(at + 1, end));
      at = end + 1;
    } else if (colons && char === ':' && /[A-Za-z_]/.test(pattern.charAt(at + 1))) {
      const name = /^[\w-]+/.exec(pattern.slice(at + 1))?.[0] ?? '';
      const whole = colonName(pattern, at + 1, name);
      out += `{${whole.name}}`;
      at = whole.end;
    } else if (char === '*') {
      const name = /^\w*/.exec(pattern.slice(at + 1))?.[0] ?? '';
      out += `{*${name}}`;
      at += 1 + name.length;
    } else {
      out += char;
      at += 1;
    }
  }
  return out;
}

/** The name ends at a dash (`:from-:to`); a constraint in brackets and a question mark belong to it. */
function colonName(pattern: string, from: number, name: string): { name: string; end: number } {
  const own = name.split('-')[0] ?? name;
  let end = from + own.length;
  if (pattern.charAt(end) === '<') end = closing(pattern, end, '<', '>') + 1;
  if (pattern.charAt(end) === '(') end = closing(pattern, end, '(', ')') + 1;
  if (/[?+]/.test(pattern.charAt(end))) end += 1;
  return { name: own, end };
}

function braces(inner: string): string {
  if (inner === '$') return '';
  const name = /^\s*(\*?)([\w-]*)/.exec(inner);
  const rest = inner.endsWith('...') || name?.[1] === '*' || inner.trim().endsWith('**');
  return `{${rest ? '*' : ''}${name?.[2] ?? ''}}`;
}

/** The place of the bracket that closes the one at `from`; the end of the text where none does. */
function closing(pattern: string, from: number, open: string, close: string): number {
  let depth = 0;
  for (let at = from; at < pattern.length; at += 1) {
    if (pattern.charAt(at) === open) depth += 1;
    else if (pattern.charAt(at) === close) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return pattern.length;
}
