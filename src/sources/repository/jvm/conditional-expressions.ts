type Truth = 'yes' | 'no' | 'perhaps';

/** What a side of a comparison is; `undefined` where it is not known before the application runs. */
type Operand = string | undefined;

interface Reading {
  readonly tokens: readonly string[];
  at: number;
  readonly fill: (text: string) => string | undefined;
}

const token =
  /\s*(\|\||&&|==|!=|!|\(|\)|'(?:[^']|'')*'|"[^"]*"|\$\{(?:[^{}]|\{[^{}]*\})*\}|[A-Za-z_]\w*|\d+)/y;

/**
 * Whether an expression of `@ConditionalOnExpression` holds: comparisons of texts and settings, and what joins them.
 * Spring fills settings in first; `fill` gives none where a setting has no value. Everything else is not decided.
 */
export function expressionHolds(text: string, fill: Reading['fill']): Truth {
  const inner = /^\s*#\{([\s\S]*)\}\s*$/.exec(text)?.[1] ?? text;
  const tokens = tokensOf(inner);
  if (tokens === undefined) return 'perhaps';
  const reading: Reading = { tokens, at: 0, fill };
  const told = either(reading);
  return reading.at === tokens.length ? told : 'perhaps';
}

function tokensOf(text: string): readonly string[] | undefined {
  const found: string[] = [];
  const end = text.trimEnd().length;
  token.lastIndex = 0;
  while (token.lastIndex < end) {
    const [, next] = token.exec(text) ?? [];
    if (next === undefined || found.length > 200) return undefined;
    found.push(next);
  }
  return found;
}

function takes(reading: Reading, words: RegExp): boolean {
  const is = words.test(reading.tokens[reading.at] ?? '');
  if (is) reading.at += 1;
  return is;
}

function either(reading: Reading): Truth {
  const told = [all(reading)];
  while (takes(reading, /^(\|\||or)$/i)) told.push(all(reading));
  if (told.includes('yes')) return 'yes';
  return told.includes('perhaps') ? 'perhaps' : 'no';
}

function all(reading: Reading): Truth {
  const told = [one(reading)];
  while (takes(reading, /^(&&|and)$/i)) told.push(one(reading));
  if (told.includes('no')) return 'no';
  return told.includes('perhaps') ? 'perhaps' : 'yes';
}

function one(reading: Reading): Truth {
  if (takes(reading, /^(!|not)$/i)) {
    const told = one(reading);
    return told === 'yes' ? 'no' : told === 'no' ? 'yes' : 'perhaps';
  }
  if (takes(reading, /^\($/)) {
    const told = either(reading);
    return takes(reading, /^\)$/) ? told : 'perhaps';
  }
  const left = operand(reading);
  const isSame = takes(reading, /^(==|eq)$/i);
  if (!isSame && !takes(reading, /^(!=|ne)$/i))
    return left === 'true' ? 'yes' : left === 'false' ? 'no' : 'perhaps';
  const right = operand(reading);
  if (left === undefined || right === undefined) return 'perhaps';
  return (left === right) === isSame ? 'yes' : 'no';
}

function operand(reading: Reading): Operand {
  const next = reading.tokens[reading.at] ?? '';
  reading.at += 1;
  if (/^['"]/.test(next)) return reading.fill(next.slice(1, -1));
  if (next.startsWith('${')) return reading.fill(next);
  return /^(true|false|\d+)$/.test(next) ? next : undefined;
}
