import type { Query } from '../../model/data.ts';
import { firstOf, isAside, seenAt } from '../places.ts';
import type { Evidence } from '../../findings/finding.ts';

/** What runs once at a release may take its time, and definitions cannot be asked for together. */
export const isRepeated = ({ inLoop, kind, origin }: Query): boolean =>
  inLoop === true && kind !== 'other' && !isAside(origin);

/** A loop in another function is told by its place. */
export function loopText(all: readonly Query[]): string {
  const places = [
    ...new Set(all.flatMap(({ loop }) => (loop?.kind === 'read' ? [`${loop.file}:${loop.line}`] : []))),
  ];
  return places.length === 0 ? '' : `, called in the loop at ${places.slice(0, 3).join(', ')}`;
}

/** `, behind GET /books and 2 more`: what runs the loop, where that is known; a statement may be reached past it. */
export function behindLoopText(all: readonly Query[]): string {
  const ids = [
    ...new Set(
      all.flatMap(({ loop, reachedBy = [], loopReachedBy = [] }) =>
        loop === undefined ? reachedBy : loopReachedBy,
      ),
    ),
  ];
  if (ids.length === 0) return '';
  return `, behind ${firstOf(ids, 2)}`;
}

/** The statements, then the calls that stand in the loops. */
export const loopEvidence = (all: readonly Query[]): readonly Evidence[] =>
  seenAt([...all, ...all.flatMap(({ loop }) => (loop === undefined ? [] : [{ origin: loop }]))]);
