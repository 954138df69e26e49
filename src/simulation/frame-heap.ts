import { none } from './frames.ts';
import type { Frames } from './frames.ts';

/**
 * Frames by `remaining`, the least first: a pairing heap (Fredman et al., Algorithmica 1, 1986) linked through the
 * frames themselves. Siblings in `next`, the first child in `timerNext`: a frame at a station has no timer.
 * Both functions give the new root.
 */
export function addToFrameHeap(frames: Frames, root: number, frame: number): number {
  frames.next[frame] = none;
  frames.timerNext[frame] = none;
  return root === none ? frame : joined(frames, root, frame);
}

export function removeRoot(frames: Frames, root: number): number {
  // Two passes: join neighbours from left to right, then all pairs from right to left.
  let pairs = none;
  let child = frames.timerNext[root] ?? none;
  while (child !== none) {
    const second = frames.next[child] ?? none;
    const rest = second === none ? none : (frames.next[second] ?? none);
    frames.next[child] = none;
    if (second !== none) frames.next[second] = none;
    const pair = second === none ? child : joined(frames, child, second);
    frames.next[pair] = pairs;
    pairs = pair;
    child = rest;
  }
  let whole = none;
  while (pairs !== none) {
    const rest = frames.next[pairs] ?? none;
    frames.next[pairs] = none;
    whole = whole === none ? pairs : joined(frames, pairs, whole);
    pairs = rest;
  }
  return whole;
}

/** The larger of two roots becomes the first child of the other; of equal ones the second does. */
function joined(frames: Frames, a: number, b: number): number {
  const isBLess = (frames.remaining[b] ?? 0) < (frames.remaining[a] ?? 0);
  const root = isBLess ? b : a;
  const child = isBLess ? a : b;
  frames.next[child] = frames.timerNext[root] ?? none;
  frames.timerNext[root] = child;
  return root;
}
