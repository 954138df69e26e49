const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Whole words or phrases of a list, the longest first; a plural s is allowed, a blank may be a hyphen. */
export function anyOf(words: readonly string[]): RegExp {
  const sorted = [...words].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const pattern = sorted.map((word) => escaped(word).replace(/[ -]/g, '[ -]')).join('|');
  return new RegExp(`(?<![\\w-]|\\w\\.)(?:${pattern})s?(?![\\w-]|\\.\\w)`, 'g');
}
