/** All populations from none to the whole, as numbers in a mixed radix: digit r counts class r. */
export interface Lattice {
  readonly size: number;
  /** Distance in the numbering between n and n + e_r. */
  readonly strides: readonly number[];
  readonly populations: readonly number[];
}

export function latticeOf(populations: readonly number[]): Lattice {
  const strides: number[] = [];
  let size = 1;
  for (const population of populations) {
    strides.push(size);
    size *= population + 1;
  }
  return { size, strides, populations };
}

/** Calls `visit` with every point from none to the whole; the digits are those of the point and change in place. */
export function forEachPoint(
  { size, populations }: Lattice,
  visit: (index: number, digits: Int32Array) => void,
): void {
  const digits = new Int32Array(populations.length);
  for (let index = 0; index < size; index++) {
    visit(index, digits);
    for (let r = 0; r < digits.length; r++) {
      const next = (digits[r] ?? 0) + 1;
      if (next <= (populations[r] ?? 0)) {
        digits[r] = next;
        break;
      }
      digits[r] = 0;
    }
  }
}
