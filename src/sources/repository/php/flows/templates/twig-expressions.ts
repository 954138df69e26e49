/** Most signs of one expression. */
const longest = 2000;

const token =
  /\s+|'(?:[^'\\]|\\.)*'|"(?:[^"\\#]|\\.)*"|\d+(?:\.\d+)?|[A-Za-z_]\w*|\?\?|\?:|[=!<>]=|\*\*|\/\/|[-+*/%~<>?:.,()[\]{}]/y;

const words: Readonly<Record<string, string>> = {
  and: ' && ',
  or: ' || ',
  not: ' !',
  true: 'true',
  false: 'false',
  null: 'null',
  none: 'null',
};

/** Operators that are words, whose meaning PHP has no sign for. */
const beyond = /^(is|in|matches|starts|ends|has|only|with)$/;

/** An expression of Twig as one of PHP; undefined where it has filters inside, or anything else that is not read. */
export function twigExpression(text: string): string | undefined {
  if (text.length > longest || text.trim() === '') return undefined;
  const tokens: string[] = [];
  for (let at = 0; at < text.length; at = token.lastIndex) {
    token.lastIndex = at;
    const found = token.exec(text)?.[0];
    if (found === undefined) return undefined;
    if (found.trim() !== '') tokens.push(found);
  }
  return written(tokens);
}

function written(tokens: readonly string[]): string | undefined {
  const open: string[] = [];
  let php = '';
  for (const [at, each] of tokens.entries()) {
    const [before, next] = [tokens[at - 1], tokens[at + 1]];
    if (/^[([{]$/.test(each)) open.push(each);
    if (/^[)\]}]$/.test(each) && open.pop() !== opening[each]) return undefined;
    if (/^[A-Za-z_]/.test(each)) {
      if (before !== '.' && beyond.test(each)) return undefined;
      php += nameOf(each, before, next, open.at(-1) === '{');
    } else if (each === '.') php += /^\d/.test(next ?? '') ? '' : '->';
    else if (/^\d/.test(each) && before === '.') php += `[${each}]`;
    else php += signOf(each, open.at(-1) === '{', tokens[at - 2]);
  }
  return open.length === 0 ? php : undefined;
}

const opening: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

function nameOf(name: string, before: string | undefined, next: string | undefined, inHash: boolean): string {
  if (before === '.') return name;
  const isKey = inHash && next === ':' && (before === '{' || before === ',');
  if (isKey) return `'${name}'`;
  const word = words[name];
  if (word !== undefined) return word;
  return next === '(' ? `twig_${name}` : `$${name}`;
}

/** `:` behind the key of a hash; elsewhere it is that of a choice. */
function signOf(sign: string, inHash: boolean, beforeKey: string | undefined): string {
  if (sign === '~') return ' . ';
  if (sign === '{') return '[';
  if (sign === '}') return ']';
  if (sign === ':' && inHash && (beforeKey === '{' || beforeKey === ',')) return ' => ';
  return sign;
}
