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

/** Modes that two transactions cannot hold on one table (PostgreSQL documentation, table 13.2); it is symmetric. */
const conflicts: Readonly<Record<LockMode, readonly LockMode[]>> = {
  AccessShareLock: lockModes.slice(7),
  RowShareLock: lockModes.slice(6),
  RowExclusiveLock: lockModes.slice(4),
  ShareUpdateExclusiveLock: lockModes.slice(3),
  ShareLock: ['RowExclusiveLock', 'ShareUpdateExclusiveLock', ...lockModes.slice(5)],
  ShareRowExclusiveLock: lockModes.slice(2),
  ExclusiveLock: lockModes.slice(1),
  AccessExclusiveLock: lockModes,
};

export const locksConflict = (a: LockMode, b: LockMode): boolean => conflicts[a].includes(b);

/** The conflict matrix, seen from the clients of a table. */
export function blockedBy(mode: LockMode): Blocked {
  if (locksConflict(mode, 'AccessShareLock')) return 'readers and writers';
  return locksConflict(mode, 'RowExclusiveLock') ? 'writers' : 'nobody';
}

export const isLockMode = (text: string): text is LockMode => lockModes.some((mode) => mode === text);

export const strength = (mode: LockMode): number => lockModes.indexOf(mode);

/** The mode as SQL writes it: `ACCESS EXCLUSIVE`. */
export const printMode = (mode: LockMode): string =>
  mode
    .replace(/Lock$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toUpperCase();
