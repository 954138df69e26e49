import type { Json } from '../../model/origin.ts';
import type { Durations } from './duration/estimate.ts';
import { durationJson } from './duration/words.ts';
import type { Script } from './script/script.ts';
import { blockedBy } from './trace/locks.ts';
import { blocksClients, tableLocks } from './trace/observation.ts';
import type { Effects, Observation, TableLock } from './trace/observation.ts';

/** What was seen of each statement, and how long it works in production, as the answer of the check tells it. */
export const statementsJson = (
  script: Script,
  observations: readonly Observation[],
  durations: Durations,
): readonly Json[] =>
  observations.map((observation) => {
    const duration = durations.get(observation.statement.index);
    return {
      line: script.place(observation.statement.start).line,
      kind: kindOf(script, observation),
      ...seen(observation),
      ...(duration !== undefined && { duration: durationJson(duration) }),
    };
  });

/** The first words of a statement: `ALTER TABLE`, `CREATE INDEX`. */
export function kindOf(script: Script, { statement }: Pick<Observation, 'statement'>): string {
  const words = script.text.slice(statement.start, statement.end).match(/^[a-z]+(\s+[a-z]+)?/i)?.[0] ?? '';
  return words.replace(/\s+/g, ' ').toUpperCase();
}

function seen(observation: Observation): { readonly [key: string]: Json } {
  switch (observation.kind) {
    case 'not-run':
      return { run: false, why: observation.why };
    case 'failed':
      return { run: false, why: observation.failure.message, sqlstate: observation.failure.code ?? '' };
    case 'ran':
      return { run: true, ...effectsJson(observation) };
  }
}

const lockJson = ({ relation, mode }: TableLock): Json => ({ relation, mode });

function effectsJson(effects: Effects): { readonly [key: string]: Json } {
  const { held, taken, rewrites, scans, rows, notices, documentedLocks } = effects;
  return {
    locks: taken.map(lockJson),
    ...(held.length > 0 && { held: held.map(lockJson) }),
    ...(documentedLocks && { locksFrom: 'documentation' }),
    rewrites: rewrites.map(({ relation, reasons }) => ({ relation, reason: reasons.join(', ') })),
    scans: scans.map(({ relation, times, rows: read }) => ({ relation, times, rows: read })),
    rowsChanged: rows.map(({ relation, inserted, updated, deleted }) => ({
      relation,
      inserted,
      updated,
      deleted,
    })),
    blocks: blocksJson([...held, ...taken]),
    ...(notices.length > 0 && { notices: [...notices] }),
  };
}

/** Who waits for what; only relations that were there before the migration have clients. */
const blocksJson = (locks: readonly TableLock[]): readonly Json[] => {
  const blocked = new Map<string, string>();
  for (const { relation, mode } of tableLocks(locks).filter(blocksClients))
    if (blocked.get(relation) !== 'readers and writers') blocked.set(relation, blockedBy(mode));
  return [...blocked].map(([relation, who]) => ({ relation, who }));
};
