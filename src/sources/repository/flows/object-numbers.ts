const numbers = new WeakMap<object, number>();
let next = 0;

/** A number for an object by which it is told apart in texts; the same one each time. */
export function numberOf(object: object): number {
  const known = numbers.get(object);
  if (known !== undefined) return known;
  numbers.set(object, (next += 1));
  return next;
}
