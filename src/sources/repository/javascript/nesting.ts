/**
 * The native parser recurses; text that nests tens of thousands deep ends the process. This counts an upper bound
 * of the nesting before parsing: brackets, plus operators and keywords that can stack inside one statement.
 */
const limit = 2_500;

/** Texts shorter than this cannot reach the limit in a way that hurts. */
const harmless = 6_000;

const token =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|[([{]|[)\]}]|[;,]|=>|\b(?:if|else|for|while|do|typeof|void|await|new|delete|yield|async|function|class|return|throw|with|in|instanceof|as|satisfies|keyof|extends)\b|[-+*/%&|^!~<>=?:]+|\n/g;

export function nestsTooDeep(text: string): boolean {
  if (text.length < harmless) return false;
  const outer: number[] = [];
  let depth = 0;
  let inStatement = 0;
  let lastEnd = 0;
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
      if (endsStatement(text, lastEnd, match.index)) inStatement = 0;
    } else inStatement += found.length > 2 && !/^[a-z]/.test(found) ? found.length : 1;
    if (depth + inStatement > limit) return true;
    if (found !== '\n') lastEnd = match.index + found.length;
  }
  return false;
}

/** A line break ends a statement when words stand before it and the next line starts with a word that begins one. */
function endsStatement(text: string, lastToken: number, lineEnd: number): boolean {
  if (text.slice(lastToken, lineEnd).trim() === '' && !/[)\]}]/.test(text.charAt(lastToken - 1)))
    return false;
  const next = /\S+/y;
  next.lastIndex = lineEnd + 1;
  const word = next.exec(text)?.[0] ?? '';
  return /^(const|let|var|import|export|return|[\w$.]+\()/.test(word);
}
