// Compares what is shown with what is answered: an amount as minor units, a date in another form are the same.

/** `1.234,50` and `1,234.50` are 1234.50. */
export const plainNumbers = (text: string): string =>
  text.replaceAll(/\d{1,3}(?:[.,' ]\d{3})+[.,]\d{2}(?!\d)|\d+,\d{2}(?!\d)/g, (found) => {
    const whole = found.slice(0, -3).replaceAll(/\D/g, '');
    return `${whole}.${found.slice(-2)}`;
  });

/** The forms in which one answered value may stand on a page. */
export function formsOf(value: string): readonly string[] {
  const text = plainNumbers(value.replaceAll(/\s+/g, ' ').trim());
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(text) ?? [];
  if (year !== undefined && month !== undefined && day !== undefined) {
    const short = [Number(day), Number(month)];
    return [
      text,
      `${year}-${month}-${day}`,
      `${day}.${month}.${year}`,
      `${day}/${month}/${year}`,
      `${month}/${day}/${year}`,
      `${short[0]}.${short[1]}.${year}`,
    ];
  }
  if (!/^-?\d+(\.\d+)?$/.test(text)) return [text];
  const amount = Number(text);
  return [text, amount.toFixed(2), ...(Number.isInteger(amount) ? [(amount / 100).toFixed(2)] : [])];
}

const wordsOf = (text: string): readonly string[] =>
  text
    .split(/[^\p{L}\p{N}.@/_-]+/u)
    .map((word) => word.replaceAll(/^[./-]+|[./-]+$/g, ''))
    .filter((word) => word !== '');

/** Texts of the page of which nothing that was answered gives a value. */
export function unanswered(shown: readonly string[], answered: readonly string[]): readonly string[] {
  const forms = answered.flatMap(formsOf);
  const words = new Set(forms.flatMap((form) => [form, ...wordsOf(form)]).map((word) => word.toLowerCase()));
  const texts = forms.filter((form) => form.length >= 3).map((form) => form.toLowerCase());
  return [...new Set(shown)].filter((text) => {
    const plain = plainNumbers(text).toLowerCase();
    const numbers = wordsOf(plain).filter((word) => /\d/.test(word));
    if (numbers.some((word) => !words.has(word))) return true;
    return numbers.length === 0 && !texts.some((form) => form.includes(plain) || plain.includes(form));
  });
}
