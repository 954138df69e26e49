import { none, slot } from './frames.ts';
import type { Frames } from './frames.ts';

/**
 * Frames by `remaining`, the least first: a pairing heap (Fredman et al., Algorithmica 1, 1986) linked through the
 * frames themselves. Siblings in `next`, the first child in `timerNext`: a frame at a station has no timer.
 * Both functions give the new root.
 */
export function addToFrameHeap(frames: Frames, root: number, frame: number): number {
  frames.integers[(frame << 4) + slot.next] = none;
  frames.integers[(frame << 4) + slot.timerNext] = none;
  return root === none ? frame : joined(frames, root, frame);
}

export function removeRoot(frames: Frames, root: number): number {
  // Two passes: join neighbours from left to right, then all pairs from right to left.
  let pairs = none;
  let child = frames.integers[(root << 4) + slot.timerNext] ?? none;
  while (child !== none) {
    const second = frames.integers[(child << 4) + slot.next] ?? none;
    const rest = second === none ? none : (frames.integers[(second << 4) + slot.next] ?? none);
    frames.integers[(child << 4) + slot.next] = none;
    if (second !== none) frames.integers[(second << 4) + slot.next] = none;
    const pair = second === none ? child : joined(frames, child, second);
    frames.integers[(pair << 4) + slot.next] = pairs;
    pairs = pair;
    child = rest;
  }
  let whole = none;
  while (pairs !== none) {
    const rest = frames.integers[(pairs << 4) + slot.next] ?? none;
    frames.integers[(pairs << 4) + slot.next] = none;
    whole = whole === none ? pairs : joined(frames, pairs, whole);
    pairs = rest;
  }
  return whole;
}

/** The larger of two roots becomes the first child of the other; of equal ones the second does. */
function joined(frames: Frames, a: number, b: number): number {
  const isBLess =
    (frames.seconds[(b << 3) + slot.remaining] ?? 0) < (frames.seconds[(a << 3) + slot.remaining] ?? 0);
  const root = isBLess ? b : a;
  const child = isBLess ? a : b;
  frames.integers[(child << 4) + slot.next] = frames.integers[(root << 4) + slot.timerNext] ?? none;
  frames.integers[(root << 4) + slot.timerNext] = child;
  return root;
}
