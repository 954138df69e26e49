/** Two counts over the last so many seconds, in slots that are emptied as time passes over them. */
export interface WindowCounts {
  readonly slotSeconds: number;
  readonly first: Float64Array;
  readonly second: Float64Array;
  slot: number;
  /** Over all slots, as of the last look. */
  firstSum: number;
  secondSum: number;
}

export const windowCounts = (seconds: number, slots: number): WindowCounts => ({
  slotSeconds: seconds / slots,
  first: new Float64Array(slots),
  second: new Float64Array(slots),
  slot: 0,
  firstSum: 0,
  secondSum: 0,
});

/** Adds to the present; afterwards both sums are those of the window that ends now. */
export function addToWindow(counts: WindowCounts, now: number, first: number, second: number): void {
  moveTo(counts, now);
  const at = counts.slot % counts.first.length;
  counts.first[at] = (counts.first[at] ?? 0) + first;
  counts.second[at] = (counts.second[at] ?? 0) + second;
  counts.firstSum += first;
  counts.secondSum += second;
}

export function emptyWindow(counts: WindowCounts): void {
  counts.first.fill(0);
  counts.second.fill(0);
  counts.firstSum = 0;
  counts.secondSum = 0;
}

/** Makes both sums those of the window that ends now. */
export function moveTo(counts: WindowCounts, now: number): void {
  const slot = Math.floor(now / counts.slotSeconds);
  const slots = counts.first.length;
  if (slot - counts.slot >= slots) emptyWindow(counts);
  else
    for (let passed = counts.slot + 1; passed <= slot; passed++) {
      const at = passed % slots;
      counts.firstSum -= counts.first[at] ?? 0;
      counts.secondSum -= counts.second[at] ?? 0;
      counts.first[at] = 0;
      counts.second[at] = 0;
    }
  counts.slot = Math.max(slot, counts.slot);
}
