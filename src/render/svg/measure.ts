/**
 * Text is measured without a browser: average widths of the usual sans-serif faces (Helvetica, Segoe UI,
 * Roboto) in em, on the wide side, so that text fits its box whichever face the reader has.
 */
export function textWidth(text: string, size: number, weight: 'regular' | 'bold' = 'regular'): number {
  let em = 0;
  for (const character of text) em += characterWidth(character);
  return em * size * (weight === 'bold' ? 1.07 : 1);
}

function characterWidth(character: string): number {
  if (/[iljtfrI.,:;|!'()[\]{}`\-/\\ ]/.test(character)) return 0.33;
  if (/[mwMW@%—…]/.test(character)) return 0.9;
  if (/[A-Z&#]/.test(character)) return 0.7;
  return (character.codePointAt(0) ?? 0) < 0x1100 ? 0.56 : 1;
}

/** Cut so that it fits `width`; the full text belongs into a <title>. */
export function fitted(
  text: string,
  width: number,
  size: number,
  weight: 'regular' | 'bold' = 'regular',
): string {
  if (textWidth(text, size, weight) <= width) return text;
  const characters = Array.from(text);
  while (characters.length > 1 && textWidth(`${characters.join('')}…`, size, weight) > width)
    characters.pop();
  return `${characters.join('').trimEnd()}…`;
}

/** At most `limit` lines of at most `width`, broken between words; what does not fit is cut with `…`. */
export function wrapped(
  text: string,
  width: number,
  size: number,
  limit: number,
  weight: 'regular' | 'bold' = 'regular',
): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && textWidth(longer, size, weight) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const rest = lines.slice(limit - 1).join(' ');
  return [...lines.slice(0, limit - 1), ...(rest === '' ? [] : [rest])].map((line) =>
    fitted(line, width, size, weight),
  );
}
