/** Major version of the planner that answers here. */
const own = 18;

/**
 * What the planner learned with each version, as far as it changes plans (release notes, "Optimizer"). A server older
 * than the version cannot choose the plan.
 */
const learned: readonly (readonly [version: number, what: string])[] = [
  [13, 'incremental sort'],
  [14, 'memoize, extended statistics on expressions'],
  [15, 'incremental sort for window functions, sorted DISTINCT in parallel'],
  [16, 'presorted input of DISTINCT and ordered aggregates, incremental sort for DISTINCT, right anti joins'],
  [
    17,
    'statistics and order of common table expressions, removal of needless IS NOT NULL, ordered UNION, GROUP BY in another order',
  ],
  [
    18,
    'skip scans of B-trees, OR as one array condition, removal of self-joins, right semi joins, merge joins over incremental sorts',
  ],
];

/**
 * Plans that were the same on a server of the version, of 488 asked with its own statistics: a shop's and TPC-H's named
 * queries and 400 drawn ones, the largest table 600,000 rows (bench/database/plan-match.mjs; 15.18, 16.14, 17.10).
 */
const asked = 488;
const same: ReadonlyMap<number, number> = new Map([
  [15, 466],
  [16, 476],
  [17, 485],
]);

/** What the verdict on plans does not cover when the server is of another version. */
export function versionEffects(target: {
  readonly version: string;
  readonly versionNumber: number;
}): readonly string[] {
  const major = Math.floor(target.versionNumber / 10_000);
  if (major === own) return [];
  if (major > own)
    return [
      `the server is PostgreSQL ${target.version}: what its planner has learned since ${own} is not known here`,
    ];
  const since = learned
    .filter(([version]) => version > major)
    .map(([version, what]) => `${version}: ${what}`);
  return [
    `planned by PostgreSQL ${own}; the server is ${target.version}, whose planner lacks ${since.join('; ')}. ${measured(major)}`,
  ];
}

function measured(major: number): string {
  const count = same.get(major);
  return count === undefined
    ? `How many plans differ was not measured for ${major}`
    : `Measured with the statistics of such a server, ${count} of ${asked} plans were the same (${((100 * count) / asked).toFixed(1)} %), least often those of long analytical queries`;
}
