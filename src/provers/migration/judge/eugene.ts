import type { Script } from '../script/script.ts';
import { blocksClients, effectsOf, isOnTableInUse } from '../trace/observation.ts';
import type { Effects, Observation } from '../trace/observation.ts';

/** Ids of eugene's trace that a statement triggers, seen in what running it did. */
export function eugeneIds(script: Script, observation: Observation): readonly string[] {
  const effects = effectsOf(observation);
  if (effects === undefined) return [];
  return rules.flatMap(([id, holds]) => (holds(effects, script, observation) ? [id] : []));
}

type Holds = (effects: Effects, script: Script, observation: Observation) => boolean;

/** Only what happens to relations that were there before the migration counts. */
const rules: readonly (readonly [string, Holds])[] = [
  [
    'E1',
    ({ constraints }) =>
      constraints.some(({ existing, valid, type }) => existing && valid && /[cfp]/.test(type)),
  ],
  [
    'E2',
    ({ columns, notices }) =>
      columns.some(
        ({ existing, before, after }) =>
          existing && !before.required && after.required && !provedBy(notices, after.name),
      ),
  ],
  ['E4', ({ held }) => held.some((lock) => isOnTableInUse(lock) && lock.mode === 'AccessExclusiveLock')],
  [
    'E5',
    ({ columns, rewrites }) =>
      columns.some(({ existing, before, after }) => existing && before.type !== after.type) &&
      rewrites.some(({ existing, kind }) => existing && kind === 'r'),
  ],
  [
    'E6',
    ({ taken, documentedLocks }) =>
      !documentedLocks && taken.some(({ existing, mode }) => existing && mode === 'ShareLock'),
  ],
  [
    'E7',
    ({ constraints }) =>
      constraints.some(({ existing, type, builtIndex }) => existing && type === 'u' && builtIndex),
  ],
  ['E8', ({ constraints }) => constraints.some(({ existing, type }) => existing && type === 'x')],
  [
    'E9',
    ({ taken, lockTimeout, documentedLocks }) =>
      !documentedLocks && !lockTimeout && taken.some(blocksClients),
  ],
  [
    'E10',
    ({ rewrites, held, taken, documentedLocks }, script, { statement }) =>
      !documentedLocks &&
      !('TruncateStmt' in statement.node) &&
      rewrites.some(({ existing, kind }) => existing && /[ri]/.test(kind)) &&
      [...held, ...taken].some(blocksClients),
  ],
];

/** PostgreSQL found a constraint from which NOT NULL follows, and did not look at the rows. */
const provedBy = (notices: readonly string[], column: string): boolean =>
  notices.some(
    (notice) =>
      /existing constraints on column/.test(notice) &&
      notice.includes(`.${column}"`) &&
      /sufficient to prove/.test(notice),
  );
