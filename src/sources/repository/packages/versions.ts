/** Numbers of a release: `v1.2.3`, `5.2.20.RELEASE`; undefined for a range, a branch or a version before its release. */
export function releaseOf(text: string): readonly number[] | undefined {
  const match = /^[v=]?(\d+(?:\.\d+)*)(?:[.-](?:RELEASE|Final|GA|jre\d*|android))?(?:\+[\w.]+)?$/i.exec(
    text.trim(),
  );
  return match?.[1]?.split('.').map(Number);
}

export function compareReleases(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The range a version lies in. */
export function rangeAround(
  version: string,
  ranges: readonly (readonly [string, string])[],
): readonly [string, string] | undefined {
  const release = releaseOf(version);
  if (release === undefined) return undefined;
  return ranges.find(([from, to]) => {
    const [first, last] = [releaseOf(from), releaseOf(to)];
    return (
      first !== undefined &&
      last !== undefined &&
      compareReleases(release, first) >= 0 &&
      compareReleases(release, last) < 0
    );
  });
}
