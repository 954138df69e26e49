import { concat } from './texts.ts';
import type { Value } from './value.ts';
import { wholeText } from '../../flows/value.ts';
import { joinAll, nothing, tainted, written } from './value.ts';

const place = /%(?:(\d+)\$)?[-+ 0]*(?:'.)?\d*(?:\.\d+)?([bcdeEfFgGosuxX%])/g;

/** `sprintf`: numbers become numbers, texts stand where they are put. */
export function formatted(format: Value | undefined, args: readonly Value[]): Value {
  const pattern = format === undefined ? undefined : wholeText(format);
  if (format === undefined) return nothing;
  if (pattern === undefined) {
    const inside = tainted(joinAll([format, ...args]).taints);
    return format.text === undefined ? inside : { ...inside, text: { ...format.text, whole: false } };
  }
  let made = written('');
  let from = 0;
  let next = 0;
  for (const match of pattern.matchAll(place)) {
    made = concat(made, written(pattern.slice(from, match.index)));
    from = match.index + match[0].length;
    const letter = match[2] ?? '';
    if (letter === '%') {
      made = concat(made, written('%'));
      continue;
    }
    const at = match[1] === undefined ? next : Number(match[1]) - 1;
    if (match[1] === undefined) next += 1;
    const value = args[at] ?? nothing;
    made = concat(made, letter === 's' ? value : nothing);
  }
  return concat(made, written(pattern.slice(from)));
}
