/** A branch that runs instead of the one before it. */
const alternative =
  /^[})\]\s]*(else|elif|elsif|elseif|when|case|default|catch|except|rescue|format\.\w+|wants\.\w+)\b/;
const leaves = /^\s*(return|throw|raise|continue|break|exit|redirect)\b/;

/**
 * Whether one line of a function may be followed by a later one in the same run, as its indentation tells: not where the
 * later one stands in another branch, nor where the branch of the first leaves the function.
 */
export function runsToEnd(text: string, from: number, to: number): boolean {
  const lines = text.split('\n');
  const start = indentOf(lines[from] ?? '');
  let depth = start;
  for (let at = from + 1; at < to; at += 1) {
    const line = lines[at] ?? '';
    if (line.trim() === '') continue;
    const indent = indentOf(line);
    if (leaves.test(line) && indent <= start && indent === depth && indentOf(lines[to] ?? '') < indent)
      return false;
    if (indent < start && alternative.test(line) && staysWithin(lines, at, to)) return false;
    depth = Math.min(depth, indent);
  }
  return true;
}

/** Whether the later line stands in the branch that begins at a line. */
const staysWithin = (lines: readonly string[], at: number, to: number): boolean =>
  lines
    .slice(at + 1, to + 1)
    .every((line) => line.trim() === '' || indentOf(line) > indentOf(lines[at] ?? ''));

const indentOf = (line: string): number => /^\s*/.exec(line)?.[0].replaceAll('\t', '    ').length ?? 0;
