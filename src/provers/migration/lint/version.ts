/** A PostgreSQL version as far as it was given: `11` is older than `11.0`, as in squawk. */
export type Version = readonly number[];

/** Undefined when the text is no version. */
export function readVersion(text: string): Version | undefined {
  return /^\d+(\.\d+){0,2}$/.test(text.trim()) ? text.trim().split('.').map(Number) : undefined;
}

/** Negative when `a` is older than `b`. */
export function compareVersions(a: Version, b: Version): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? -1) - (b[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** What squawk assumes when nobody says; older servers need more care, so findings err on that side. */
export const defaultVersion: Version = [15, 0, 0];
