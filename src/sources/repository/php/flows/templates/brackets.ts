/** What stands in the brackets that open at or behind a place, with the place behind them. */
interface Enclosed {
  readonly text: string;
  readonly end: number;
}

/** Longest list of arguments that is read, signs. */
const longest = 4000;

/** `(…)` right behind a directive; undefined where none follow or they do not close. */
export function argumentsAt(text: string, from: number): Enclosed | undefined {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  if (text[at] !== '(') return undefined;
  const open = at;
  let depth = 0;
  for (; at < text.length && at - open < longest; at += 1) {
    const letter = text.charAt(at);
    if (letter === '"' || letter === "'") at = quoteEnd(text, at);
    else if (letter === '(') depth += 1;
    else if (letter === ')') depth -= 1;
    if (depth === 0) return { text: text.slice(open + 1, at), end: at + 1 };
  }
  return undefined;
}

/** Behind the `>` that closes a tag whose attributes begin here; `>` in quotes is text. */
export function tagEndAt(text: string, from: number): number {
  for (let at = from; at < text.length && at - from < longest; at += 1) {
    const letter = text.charAt(at);
    if (letter === '"' || letter === "'") at = quoteEnd(text, at);
    else if (letter === '>') return at + 1;
  }
  return from;
}

/** The place of the quotation mark that closes what opens here. */
function quoteEnd(text: string, from: number): number {
  const mark = text.charAt(from);
  const last = Math.min(text.length, from + longest);
  for (let at = from + 1; at < last; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === mark) return at;
  }
  return last;
}

/** The pieces of a text between a separator that stands in no brackets and no quotes. */
export function splitOutside(text: string, separator: string): readonly string[] {
  const found: string[] = [];
  let [begin, depth] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (letter === '"' || letter === "'") at = quoteEnd(text, at);
    else if ('([{'.includes(letter)) depth += 1;
    else if (')]}'.includes(letter)) depth -= 1;
    else if (depth === 0 && letter === separator) {
      found.push(text.slice(begin, at));
      begin = at + 1;
    }
  }
  return [...found, text.slice(begin)];
}
