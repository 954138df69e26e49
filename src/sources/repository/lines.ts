/** Number of lines of a text; 1 when it is empty. */
export function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

/** Line of an offset, 1-based. */
export const lineAt = (text: string, offset: number): number => countLines(text.slice(0, offset));

/** Lines of many offsets, the first line being `first`; cheap when the offsets come in order. */
export function lineCounter(text: string, first = 1): (offset: number) => number {
  let line = first;
  let next = text.indexOf('\n');
  let last = 0;
  return (offset) => {
    if (offset < last) {
      line = first;
      next = text.indexOf('\n');
    }
    last = offset;
    while (next !== -1 && next < offset) {
      line += 1;
      next = text.indexOf('\n', next + 1);
    }
    return line;
  };
}

/** The text with what a pattern finds replaced by spaces, so that lines and offsets stay. */
export const blanked = (text: string, pattern: RegExp): string =>
  text.replaceAll(pattern, (found) => found.replaceAll(/[^\n]/g, ' '));
