/** Keys of nearly equal popularity: how many, and the share of all reads that goes to one of them. */
export interface KeyBlock {
  readonly count: number;
  readonly share: number;
}

/** Keys whose popularity falls with their rank to the power of −exponent (Zipf), in geometric blocks of ranks. */
export function zipfBlocks(keys: number, exponent: number): readonly KeyBlock[] {
  let weight = 0;
  const blocks: { readonly count: number; readonly popularity: number }[] = [];
  for (let first = 1; first <= keys;) {
    const last = Math.min(Math.floor(keys), Math.max(first, Math.floor(first * 1.15)));
    const count = last - first + 1;
    const popularity = ((first + last) / 2) ** -exponent;
    blocks.push({ count, popularity });
    weight += count * popularity;
    first = last + 1;
  }
  return blocks.map(({ count, popularity }) => ({ count, share: popularity / weight }));
}
