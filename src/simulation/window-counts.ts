/** Two counts over the last so many seconds, in slots that are emptied as time passes over them. */
export interface WindowCounts {
  readonly slotSeconds: number;
  readonly first: Float64Array;
  readonly second: Float64Array;
  slot: number;
}

export const windowCounts = (seconds: number, slots: number): WindowCounts => ({
  slotSeconds: seconds / slots,
  first: new Float64Array(slots),
  second: new Float64Array(slots),
  slot: 0,
});

export function addToWindow(counts: WindowCounts, now: number, first: number, second: number): void {
  const at = moveTo(counts, now);
  counts.first[at] = (counts.first[at] ?? 0) + first;
  counts.second[at] = (counts.second[at] ?? 0) + second;
}

/** Both sums over the window that ends now. */
export function windowSums(counts: WindowCounts, now: number): readonly [number, number] {
  moveTo(counts, now);
  let first = 0;
  let second = 0;
  for (let i = 0; i < counts.first.length; i++) {
    first += counts.first[i] ?? 0;
    second += counts.second[i] ?? 0;
  }
  return [first, second];
}

export function emptyWindow(counts: WindowCounts): void {
  counts.first.fill(0);
  counts.second.fill(0);
}

function moveTo(counts: WindowCounts, now: number): number {
  const slot = Math.floor(now / counts.slotSeconds);
  const slots = counts.first.length;
  if (slot - counts.slot >= slots) emptyWindow(counts);
  else
    for (let passed = counts.slot + 1; passed <= slot; passed++) {
      counts.first[passed % slots] = 0;
      counts.second[passed % slots] = 0;
    }
  counts.slot = Math.max(slot, counts.slot);
  return counts.slot % slots;
}
