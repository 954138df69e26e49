/** All templates of a regular expression: an optional group is there or not. Undefined as below. */
export function templatesOf(pattern: string, depth = 0): readonly string[] | undefined {
  const at = depth > 3 ? -1 : optionalGroup(pattern);
  if (at === -1) {
    const only = templateOf(pattern);
    return only === undefined ? undefined : [only];
  }
  const end = at + closing(pattern.slice(at));
  const group = pattern.slice(at, end + 1);
  const inner = group.startsWith('(?:') ? group.slice(3, -1) : group;
  const rest = pattern.slice(end + 2);
  const without = templatesOf(pattern.slice(0, at) + rest, depth + 1);
  const within = templatesOf(pattern.slice(0, at) + inner + rest, depth + 1);
  return without === undefined || within === undefined ? undefined : [...new Set([...without, ...within])];
}

/** Where a group starts that may be left out and holds a slash. */
function optionalGroup(pattern: string): number {
  for (let at = 0; at < Math.min(pattern.length, 400); at += 1) {
    if (pattern[at] === '\\') at += 1;
    else if (pattern[at] === '(') {
      const length = closing(pattern.slice(at));
      if (length === -1) return -1;
      if (pattern[at + length + 1] === '?') return at;
    }
  }
  return -1;
}

/**
 * A regular expression of a path as a template: named groups are parameters, other groups are numbered. Undefined when
 * it says more than a template can.
 */
export function templateOf(pattern: string): string | undefined {
  if (pattern.length > 600) return undefined;
  let text = pattern
    .replace(/^\(\?[a-z]+\)/, '')
    .replace(/^(\^|\\A)+/, '')
    .replace(/(\\Z|\$)$/, '')
    .replace(/\\?\/\?$/, '');
  let count = 0;
  let result = '';
  while (text !== '') {
    if (text.startsWith('(')) {
      const end = closing(text);
      if (end === -1) return undefined;
      const group = text.slice(0, end + 1);
      const after = text.slice(end + 1);
      const quantified = /^[?*+]/.test(after);
      const name = /^\(\?P<(\w+)>/.exec(group)?.[1];
      const isOpen = group.startsWith('(?:');
      if (/^\(\?[=!<](?!\w+>)/.test(group) && name === undefined) result += '';
      else if (name === undefined && isOpen) {
        const inner = templateOf(group.slice(3, -1));
        if (inner === undefined || quantified) return undefined;
        result += inner;
      } else {
        const inside = name === undefined ? group.slice(1, -1) : group.slice(name.length + 5, -1);
        const written = name === undefined ? ending.exec(inside)?.[1] : undefined;
        result += written === undefined ? placeholder(name ?? `arg${(count += 1)}`, inside) : `.${written}`;
      }
      text = quantified ? after.slice(1) : after;
      continue;
    }
    const literal = /^(?:\\[.\-/@~+]|[\w/\-.,:;@~!&=% ])/.exec(text)?.[0];
    const rest = literal === undefined ? '' : text.slice(literal.length);
    if (literal === undefined || /^[*+{]/.test(rest)) return bare(text, result);
    result += literal.length === 2 ? literal.slice(1) : literal;
    // A letter that may be left out is written where the address is.
    text = rest.replace(/^\?/, '');
  }
  return result;
}

/** `(.json)?`: the dot stands for itself. */
const ending = /^\\?\.([a-z]{2,5})$/;

/** A class or a dot at the end, outside any group. */
function bare(text: string, before: string): string | undefined {
  if (/^\.[*+]$/.test(text)) return `${before}{*path}`;
  if (/^\/\?$/.test(text)) return before;
  return undefined;
}

const placeholder = (name: string, inside: string): string =>
  /^\.[*+]\??$/.test(inside) ? `{*${name}}` : `{${name}}`;

function closing(text: string): number {
  let depth = 0;
  let inClass = false;
  for (let at = 0; at < text.length; at += 1) {
    const each = text[at];
    if (each === '\\') at += 1;
    else if (inClass) inClass = each !== ']';
    else if (each === '[') inClass = true;
    else if (each === '(') depth += 1;
    else if (each === ')') {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}
