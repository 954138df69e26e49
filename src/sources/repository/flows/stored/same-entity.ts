/** `Order`, `orders` and `tbl_orders` are the same. */
export const sameEntity = (a: string, b: string): boolean => plain(a) === plain(b);

const known = new Map<string, string>();

function plain(name: string): string {
  const before = known.get(name);
  if (before !== undefined) return before;
  const words = (name.split('.').at(-1) ?? name)
    .replace(/^tbl_?/i, '')
    .replaceAll(/[_\s-]/g, '')
    .toLowerCase();
  const one = words.endsWith('ies')
    ? `${words.slice(0, -3)}y`
    : words.replace(/(?<=(ss|x|ch|sh))es$|(?<!s)s$/, '');
  known.set(name, one);
  return one;
}
