import type { Finding } from '../findings/finding.ts';
import type { Origin } from '../model/origin.ts';

export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** The place in a file that an origin points at: a file of the target, or the brief. */
export function originLocation(origin: Origin): Location | undefined {
  if (origin.kind === 'read') {
    const { file, line, column } = origin;
    return { file, line, ...(column === undefined ? {} : { column }) };
  }
  if (origin.kind === 'given' && origin.file !== undefined)
    return { file: origin.file, line: origin.line ?? 1 };
  return undefined;
}

/** Where a finding was seen, in the order of its evidence. Empty for a finding about the whole. */
export function findingLocations(finding: Finding): readonly Location[] {
  return finding.evidence.flatMap((evidence) => {
    const origin =
      evidence.kind === 'read'
        ? evidence.origin
        : evidence.kind === 'measured'
          ? evidence.value.origin
          : undefined;
    const location = origin === undefined ? undefined : originLocation(origin);
    return location === undefined ? [] : [location];
  });
}
