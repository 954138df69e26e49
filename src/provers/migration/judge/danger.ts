import { blockedBy, printMode, strength } from '../trace/locks.ts';
import type { Blocked, LockMode } from '../trace/locks.ts';
import { tableLocks } from '../trace/observation.ts';
import type { Effects, RewriteReason } from '../trace/observation.ts';
import type { Node } from 'libpg-query';

/** A table that others use is rewritten or read through while they have to wait. */
export interface Danger {
  readonly relation: string;
  readonly action: 'rewrites' | 'scans';
  readonly reasons: readonly RewriteReason[];
  readonly mode: LockMode;
  readonly blocked: Exclude<Blocked, 'nobody'>;
}

/** The strongest lock a statement holds on a table, or on an index of it, while it works. */
export function lockOn({ held, taken }: Effects, relation: string): LockMode | undefined {
  const modes = tableLocks([...held, ...taken])
    .filter((lock) => lock.relation === relation)
    .map(({ mode }) => mode);
  return modes.toSorted((a, b) => strength(b) - strength(a))[0];
}

/** One for each table, the worse of the two; emptying a table with TRUNCATE copies nothing. */
export function dangersOf(effects: Effects, node: Node): readonly Danger[] {
  const rewritten = 'TruncateStmt' in node ? [] : effects.rewrites.filter(({ kind }) => /[rmi]/.test(kind));
  const works = [
    ...rewritten.map((rewrite) => ({ ...rewrite, action: 'rewrites' as const })),
    ...effects.scans.map((scan) => ({ ...scan, action: 'scans' as const, reasons: [] })),
  ].filter(({ existing }) => existing);
  // An index that is written anew along with its table is the same work.
  const tables = works.filter((work) => !('kind' in work) || work.kind !== 'i');
  return (tables.length > 0 ? tables : works).flatMap(({ relation, action, reasons }, at, all) => {
    if (all.findIndex((work) => work.relation === relation) !== at) return [];
    const mode = lockOn(effects, relation);
    const blocked = mode === undefined ? 'nobody' : blockedBy(mode);
    return mode === undefined || blocked === 'nobody' ? [] : [{ relation, action, reasons, mode, blocked }];
  });
}

const rewriteWords: Readonly<Record<RewriteReason, string>> = {
  persistence: ' because of its persistence',
  default: ' because every row gets a value',
  'column type': ' because of the type',
  'access method': ' because of the access method',
  other: '',
};

/** `rewrites orders because of the type under ACCESS EXCLUSIVE, which blocks its readers and writers`. */
export const dangerWords = ({ relation, action, reasons, mode, blocked }: Danger): string =>
  `${action} ${relation}${reasons.map((reason) => rewriteWords[reason]).join('')} under ${printMode(mode)}, which blocks its ${blocked}`;

/** What a statement that does no such thing does take: its strongest lock on each table others use. */
export function calmWords(effects: Effects): string {
  const relations = [
    ...new Set(
      effects.taken
        .filter(({ existing, kind }) => existing && /[rpmvf]/.test(kind))
        .map(({ relation }) => relation),
    ),
  ];
  const locks = relations.flatMap((relation) => {
    const mode = lockOn(effects, relation);
    return mode === undefined || strength(mode) < strength('ShareUpdateExclusiveLock')
      ? []
      : [`${printMode(mode)} on ${relation}`];
  });
  return locks.length === 0 ? 'no lock that others notice' : `${locks.join(', ')} for a moment`;
}

/** Whether the tables a statement works on are all made by the migration itself. */
export const touchesExisting = ({ taken, held }: Effects): boolean =>
  [...taken, ...held].some(({ existing }) => existing);
