/** Table-level lock modes from weakest to strongest (PostgreSQL documentation, "Explicit Locking"). */
export const lockModes = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
] as const;

export type LockMode = (typeof lockModes)[number];

/** Who has to wait: readers are SELECT, writers INSERT, UPDATE, DELETE and MERGE. */
export type Blocked = 'readers and writers' | 'writers' | 'nobody';

/** The conflict matrix, seen from the clients of a table. */
export function blockedBy(mode: LockMode): Blocked {
  switch (mode) {
    case 'AccessExclusiveLock':
      return 'readers and writers';
    case 'ExclusiveLock':
    case 'ShareRowExclusiveLock':
    case 'ShareLock':
      return 'writers';
    case 'ShareUpdateExclusiveLock':
    case 'RowExclusiveLock':
    case 'RowShareLock':
    case 'AccessShareLock':
      return 'nobody';
  }
}

export const isLockMode = (text: string): text is LockMode => lockModes.some((mode) => mode === text);

export const strength = (mode: LockMode): number => lockModes.indexOf(mode);

/** The mode as SQL writes it: `ACCESS EXCLUSIVE`. */
export const printMode = (mode: LockMode): string =>
  mode
    .replace(/Lock$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toUpperCase();
