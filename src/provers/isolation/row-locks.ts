/** Row-level lock modes from weakest to strongest (PostgreSQL documentation, 13.3.2 "Row-Level Locks"). */
export const rowLocks = ['key share', 'share', 'no key update', 'update'] as const;

export type RowLock = (typeof rowLocks)[number];

/** Modes that two transactions cannot hold on the same row (table 13.3). */
const conflicts: Readonly<Record<RowLock, readonly RowLock[]>> = {
  'key share': ['update'],
  share: ['no key update', 'update'],
  'no key update': ['share', 'no key update', 'update'],
  update: rowLocks,
};

export const rowLocksConflict = (a: RowLock, b: RowLock): boolean => conflicts[a].includes(b);

export const strongerRowLock = (a: RowLock | undefined, b: RowLock): RowLock =>
  a === undefined || rowLocks.indexOf(b) > rowLocks.indexOf(a) ? b : a;

/**
 * The mode that flags of a log record stand for (`infobits` of a lock, `old_infobits` of an update): those of a
 * tuple header, see src/include/access/htup_details.h.
 */
export function rowLockOf(kind: 'lock' | 'change', flags: string): RowLock {
  const has = (flag: string): boolean => flags.includes(flag);
  if (kind === 'change') return has('KEYS_UPDATED') ? 'update' : 'no key update';
  if (has('KEYS_UPDATED')) return 'update';
  if (has('KEYSHR_LOCK')) return has('EXCL_LOCK') ? 'share' : 'key share';
  return 'no key update';
}
