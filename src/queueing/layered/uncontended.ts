import type { Layers } from './askers.ts';
import type { Holding } from './flows.ts';

/** Seconds of each entry when nobody waits for anything. */
export function uncontendedTimes({ entries, order }: Layers): readonly Holding[] {
  const times: Holding[] = entries.map(() => ({ answered: 0, whole: 0 }));
  for (const at of order.toReversed()) {
    const [answered = 0, after = 0] = (entries[at]?.phases ?? []).map(({ seconds, calls }) => {
      let sum = seconds.reduce((total, one) => total + one, 0);
      for (const [called, count] of calls) sum += count * (times[called]?.answered ?? 0);
      return sum;
    });
    times[at] = { answered, whole: answered + after };
  }
  return times;
}
