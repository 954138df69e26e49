/** When the list below was last gone through. */
export const supportRecorded = '2025-11';

/**
 * Ends of support by major version (by minor where those are supported apart): nodejs/Release schedule,
 * postgresql.org/support/versioning, php.net/supported-versions, devguide.python.org/versions, the .NET support
 * policy (November 2025) and the support policy of Laravel's release notes; ruby-lang.org/downloads/branches,
 * Oracle's lifetime support of MySQL, mariadb.org/about/#maintenance-policy, mongodb.com/legal/support-policy,
 * djangoproject.com/download, Rails' maintenance policy, symfony.com/releases and what Spring Boot's projects page calls
 * OSS support. Where only a month was announced, its last day.
 */
const ends: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Node.js': {
    '0.10': '2016-10-31',
    '0.12': '2016-12-31',
    4: '2018-04-30',
    6: '2019-04-30',
    8: '2019-12-31',
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
  PHP: {
    '5.2': '2011-01-06',
    '5.3': '2014-08-14',
    '5.4': '2015-09-03',
    '5.5': '2016-07-21',
    '5.6': '2018-12-31',
    '7.0': '2019-01-10',
    '7.1': '2019-12-01',
    '7.2': '2020-11-30',
    '7.3': '2021-12-06',
    '7.4': '2022-11-28',
    '8.0': '2023-11-26',
    '8.1': '2025-12-31',
    '8.2': '2026-12-31',
    '8.3': '2027-12-31',
    '8.4': '2028-12-31',
    '8.5': '2029-12-31',
  },
  Python: {
    '2.7': '2020-01-01',
    '3.6': '2021-12-23',
    '3.7': '2023-06-27',
    '3.8': '2024-10-07',
    '3.9': '2025-10-31',
    '3.10': '2026-10-31',
    '3.11': '2027-10-31',
    '3.12': '2028-10-31',
    '3.13': '2029-10-31',
    '3.14': '2030-10-31',
  },
  '.NET': {
    '5': '2022-05-10',
    '6': '2024-11-12',
    '7': '2024-05-14',
    '8': '2026-11-10',
    '9': '2026-11-10',
    '10': '2028-11-14',
  },
  Laravel: {
    '5.5': '2020-08-30',
    '5.6': '2019-02-07',
    '5.7': '2019-09-04',
    '5.8': '2020-02-26',
    '6': '2022-09-06',
    '7': '2021-03-03',
    '8': '2023-01-24',
    '9': '2024-02-06',
    '10': '2025-02-04',
    '11': '2026-03-12',
    '12': '2027-02-24',
  },
  Ruby: {
    '2.7': '2023-03-31',
    '3.0': '2024-04-23',
    '3.1': '2025-03-26',
    '3.2': '2026-03-31',
    '3.3': '2027-03-31',
  },
  MySQL: {
    '5.5': '2018-12-03',
    '5.6': '2021-02-28',
    '5.7': '2023-10-31',
    '8.0': '2026-04-30',
    '8.4': '2032-04-30',
  },
  MariaDB: {
    '10.3': '2023-05-25',
    '10.4': '2024-06-18',
    '10.5': '2025-06-24',
    '10.6': '2026-07-06',
    '10.11': '2028-02-16',
  },
  MongoDB: {
    '4.0': '2022-04-30',
    '4.2': '2023-04-30',
    '4.4': '2024-02-29',
    '5.0': '2024-10-31',
    5: '2024-10-31',
    '6.0': '2025-07-31',
    6: '2025-07-31',
    '7.0': '2027-08-31',
  },
  Django: {
    '1.11': '2020-04-30',
    '2.2': '2022-04-30',
    '3.0': '2021-04-30',
    '3.1': '2021-12-31',
    '3.2': '2024-04-30',
    '4.0': '2023-04-30',
    '4.1': '2023-12-31',
    '4.2': '2026-04-30',
    '5.0': '2025-04-30',
    '5.1': '2025-12-31',
    '5.2': '2028-04-30',
  },
  Rails: {
    '5.2': '2022-06-01',
    '6.0': '2023-06-01',
    '6.1': '2024-10-01',
    '7.0': '2025-04-01',
    '7.1': '2025-10-01',
    '7.2': '2026-08-09',
  },
  Symfony: {
    '2.8': '2019-11-30',
    '3.4': '2021-11-30',
    '4.4': '2023-11-30',
    '5.4': '2029-02-28',
    '6.0': '2023-01-31',
    '6.1': '2023-01-31',
    '6.2': '2023-07-31',
    '6.3': '2024-01-31',
    '6.4': '2027-11-30',
    '7.0': '2024-07-31',
    '7.1': '2025-01-31',
    '7.2': '2025-07-31',
  },
  /** Only the newest is supported; these are those that no longer get even the fixes that are carried back. */
  WordPress: {
    '3.7': '2022-12-01',
    '3.8': '2022-12-01',
    '3.9': '2022-12-01',
    '4.0': '2022-12-01',
    '4.1': '2025-07-31',
    '4.2': '2025-07-31',
    '4.3': '2025-07-31',
    '4.4': '2025-07-31',
    '4.5': '2025-07-31',
    '4.6': '2025-07-31',
  },
  CodeIgniter: { 2: '2015-10-31' },
  Drupal: { 7: '2025-01-05', 8: '2021-11-02', 9: '2023-11-01' },
  'Zend Framework': { 1: '2016-09-28' },
  CakePHP: { 2: '2021-06-15', 3: '2021-12-15' },
  AngularJS: { 1: '2021-12-31' },
  'Spring Boot': {
    2: '2023-11-23',
    '3.0': '2023-12-31',
    '3.1': '2024-06-30',
    '3.2': '2024-12-31',
    '3.3': '2025-06-30',
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

/** A fixed minor version; a range such as `^8.1` or `~=3.10` allows later ones. */
const minorOf = (version: string): string | undefined =>
  /^v?(\d+\.\d+)(?:[.\s]|$)/.exec(version.trim())?.[1] ??
  /^[~=]=?\s*(\d+\.\d+)\.\d+/.exec(version.trim())?.[1];

export function supportEndOf(technology: string, version: string): string | undefined {
  const known = ends[technology];
  const major = majorOf(version);
  if (known === undefined || major === undefined) return undefined;
  return known[minorOf(version) ?? ''] ?? known[major];
}

/** When the newest version under a bound got its last fixes: of PHP below 7.0, that of 5.6. */
export function lastSupportBelow(technology: string, bound: string): string | undefined {
  const [major = 0, minor = 0] = bound.split('.').map(Number);
  const under = Object.entries(ends[technology] ?? {}).filter(([version]) => {
    const [first = 0, second = 0] = version.split('.').map(Number);
    return first < major || (first === major && second < minor);
  });
  return under
    .map(([, end]) => end)
    .toSorted()
    .at(-1);
}
