/**
 * The native parser recurses; text that nests tens of thousands deep ends the process. This counts an upper bound
 * of the nesting before parsing: brackets, plus operators and keywords that can stack inside one statement.
 */
const limit = 2_500;

/** Texts shorter than this cannot reach the limit in a way that hurts. */
const harmless = 6_000;

const token =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|[([{]|[)\]}]|[;,]|=>|\b(?:if|else|for|while|do|typeof|void|await|new|delete|yield|async|function|class|return|throw|with|in|instanceof|as|satisfies|keyof|extends)\b|[-+*/%&|^!~<>=?:]+|\n/g;

export function nestsTooDeep(written: string): boolean {
  if (written.length < harmless) return false;
  const text = withoutOpenComments(written);
  const outer: number[] = [];
  let depth = 0;
  let inStatement = 0;
  let lastEnd = 0;
  /** Up to here what follows the last token is looked through, and whether it holds a word. */
  let seen = 0;
  let hasWord = false;
  for (const match of text.matchAll(token)) {
    const [found] = match;
    if (found.startsWith('//') || found.startsWith('/*') || /^['"]/.test(found)) continue;
    if (/^[([{]$/.test(found)) {
      outer.push(inStatement);
      depth += inStatement + 1;
      inStatement = 0;
    } else if (/^[)\]}]$/.test(found)) {
      const before = outer.pop();
      if (before === undefined) continue;
      depth -= before + 1;
      inStatement = found === '}' ? 0 : before;
    } else if (found === ';' || found === ',') inStatement = 0;
    else if (found === '\n') {
      hasWord ||= text.slice(Math.max(lastEnd, seen), match.index).trim() !== '';
      seen = match.index;
      const closes = hasWord || /[)\]}]/.test(text.charAt(lastEnd - 1));
      if (closes && startsStatement(text, match.index + 1)) inStatement = 0;
    } else inStatement += found.length > 2 && !/^[a-z]/.test(found) ? found.length : 1;
    if (depth + inStatement > limit) return true;
    if (found === '\n') continue;
    lastEnd = match.index + found.length;
    hasWord = false;
  }
  return false;
}

/** A line break ends a statement when words stand before it and the next line starts with a word that begins one. */
function startsStatement(text: string, lineStart: number): boolean {
  const next = /[^\s]{1,200}/y;
  next.lastIndex = lineStart;
  const word = next.exec(text)?.[0] ?? '';
  return /^(const|let|var|import|export|return|[\w$.]+\()/.test(word);
}

/** A comment that nothing closes is looked for to the end of the text, each time anew: its sign becomes spaces. */
function withoutOpenComments(text: string): string {
  const closed = text.lastIndexOf('*/') + 2;
  return closed === 1
    ? text.replaceAll('/*', '  ')
    : text.slice(0, closed) + text.slice(closed).replaceAll('/*', '  ');
}
