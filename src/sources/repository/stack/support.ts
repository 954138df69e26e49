/** Ends of support by major version: nodejs/Release schedule and postgresql.org/support/versioning. */
const ends: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Node.js': {
    10: '2021-04-30',
    12: '2022-04-30',
    13: '2020-06-01',
    14: '2023-04-30',
    15: '2021-06-01',
    16: '2023-09-11',
    17: '2022-06-01',
    18: '2025-04-30',
    19: '2023-06-01',
    20: '2026-04-30',
    21: '2024-06-01',
    22: '2027-04-30',
    23: '2025-06-01',
    24: '2028-04-30',
  },
  PostgreSQL: {
    '9.6': '2021-11-11',
    10: '2022-11-10',
    11: '2023-11-09',
    12: '2024-11-21',
    13: '2025-11-13',
    14: '2026-11-12',
    15: '2027-11-11',
    16: '2028-11-09',
    17: '2029-11-08',
    18: '2030-11-14',
  },
};

const names: Readonly<Record<string, string>> = {
  fermium: '14',
  gallium: '16',
  hydrogen: '18',
  iron: '20',
  jod: '22',
  krypton: '24',
};

/** The one major version a text allows; none for an open range. */
export function majorOf(version: string): string | undefined {
  const text = version.trim().toLowerCase();
  const named = names[text.replace(/^lts\//, '')];
  if (named !== undefined) return named;
  if (/^[<>]|\|\||\s-\s|\*/.test(text)) return undefined;
  const [, major, minor] = /^[v^~=]*(\d+)(?:\.(\d+|x))?/.exec(text) ?? [];
  return major === '9' && minor !== undefined ? `9.${minor}` : major;
}

export function supportEndOf(technology: string, version: string): string | undefined {
  const major = majorOf(version);
  return major === undefined ? undefined : ends[technology]?.[major];
}
