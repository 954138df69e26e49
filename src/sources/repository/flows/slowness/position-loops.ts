import { representative } from './character-sets.ts';
import type { Positions } from './positions.ts';

/** Positions that lead to each other again, each loop once (Tarjan 1972); the one before the pattern stands first. */
export function loopsOf({ next, start }: Positions): readonly ReadonlySet<number>[] {
  const order = new Map<number, number>();
  const low = new Map<number, number>();
  const stack: number[] = [];
  const onStack = new Set<number>();
  const found: Set<number>[] = [];
  for (const root of next.keys()) {
    if (order.has(root)) continue;
    const open: { at: number; rest: number[] }[] = [];
    const enter = (at: number): void => {
      order.set(at, order.size);
      low.set(at, order.size - 1);
      stack.push(at);
      onStack.add(at);
      open.push({ at, rest: [...(next[at]?.keys() ?? [])] });
    };
    enter(root);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const to = top.rest.pop();
      if (to !== undefined) {
        if (!order.has(to)) enter(to);
        else if (onStack.has(to)) low.set(top.at, Math.min(low.get(top.at) ?? 0, order.get(to) ?? 0));
        continue;
      }
      open.pop();
      const { at } = top;
      const above = open.at(-1);
      if (above !== undefined) low.set(above.at, Math.min(low.get(above.at) ?? 0, low.get(at) ?? 0));
      if (low.get(at) !== order.get(at)) continue;
      const loop = new Set<number>();
      for (let last = stack.pop(); last !== undefined; last = stack.pop()) {
        onStack.delete(last);
        loop.add(last);
        if (last === at) break;
      }
      if (loop.size > 1 || next[at]?.has(at) === true) found.push(loop);
    }
  }
  const isStart = (loop: ReadonlySet<number>): boolean => start !== undefined && loop.has(start);
  return found.toSorted((a, b) => Number(isStart(b)) - Number(isStart(a)));
}

/** The shortest text that is read on a way from one position to another, without the sign of the first. */
export function wordBetween(
  { next, sets }: Positions,
  within: ReadonlySet<number> | undefined,
  from: number,
  to: number,
): string | undefined {
  if (from === to) return '';
  const seen = new Set([from]);
  const queue: { at: number; word: string }[] = [{ at: from, word: '' }];
  for (let first = queue.shift(); first !== undefined; first = queue.shift())
    for (const each of next[first.at]?.keys() ?? []) {
      if (seen.has(each) || within?.has(each) === false) continue;
      seen.add(each);
      const sign = representative(sets[each] ?? []);
      if (sign === undefined) continue;
      const word = first.word + String.fromCharCode(sign);
      if (each === to) return word;
      queue.push({ at: each, word });
    }
  return undefined;
}
