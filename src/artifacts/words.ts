/** Splits an identifier or a phrase into lower-case words: `OrderLine`, `order_line`, `order line` are alike. */
export function words(text: string): readonly string[] {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

export const pascalCase = (text: string): string => words(text).map(capital).join('');
export const kebabCase = (text: string): string => words(text).join('-');
export const snakeCase = (text: string): string => words(text).join('_');

export function camelCase(text: string): string {
  const name = pascalCase(text);
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** `OrderLine` → `order line`, for sentences. */
export const phrase = (text: string): string => words(text).join(' ');

/** First letter in upper case, the rest as it is. */
export const sentence = (text: string): string => capital(text);

/** English plural of the last word; good enough for names, irregular nouns come out regular. */
export function plural(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  if (/(s|x|z|ch|sh)$/.test(word)) return `${word}es`;
  return `${word}s`;
}
