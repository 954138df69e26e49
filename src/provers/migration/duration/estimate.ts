import type { Node } from 'libpg-query';
import { quotient, sum } from '../../../model/amounts.ts';
import type { Quantity } from '../../../model/origin.ts';
import { blockedBy, strength } from '../trace/locks.ts';
import type { Blocked } from '../trace/locks.ts';
import { effectsOf, isOnTableInUse, tableLocks } from '../trace/observation.ts';
import type { Effects, Observation, TableLock } from '../trace/observation.ts';
import type { Sizes } from './sizes.ts';
import { throughput } from './throughput.ts';
import { worksOf } from './works.ts';
import type { SeenWork } from './works.ts';

/** A lock that clients run into while the statement works. */
export interface Wait extends Pick<TableLock, 'relation' | 'mode'> {
  readonly blocked: Exclude<Blocked, 'nobody'>;
}

/** How long a statement works at the size of production, and who waits meanwhile. */
export interface StatementDuration {
  readonly works: readonly SeenWork[];
  /** Of the works whose tables have a known size; absent when none has. */
  readonly seconds?: Quantity;
  /** Tables it works on whose size nobody gave. */
  readonly unknown: readonly string[];
  /** Kinds of indexes whose building was not measured: `gin indexes`. */
  readonly unmeasured: readonly string[];
  readonly waits: readonly Wait[];
}

/** By index of the statement: those that do work which grows with a table in use. */
export type Durations = ReadonlyMap<number, StatementDuration>;

export const durationsOf = (observations: readonly Observation[], sizes: Sizes): Durations =>
  new Map(
    observations.flatMap((observation) => {
      const effects = effectsOf(observation);
      if (effects === undefined) return [];
      const duration = durationOf(effects, observation.statement.node, sizes);
      return duration === undefined ? [] : [[observation.statement.index, duration] as const];
    }),
  );

/** Undefined for a statement that takes a moment however large the tables are. */
export function durationOf(effects: Effects, node: Node, sizes: Sizes): StatementDuration | undefined {
  const works = worksOf(effects, node);
  if (works.length === 0) return undefined;
  const method = 'IndexStmt' in node ? (node.IndexStmt.accessMethod ?? 'btree') : 'btree';
  const measured = works.filter(({ work }) => work !== 'index' || method === 'btree');
  const seconds = secondsOf(measured, sizes);
  const unknown = measured.filter(({ relation }) => !sizes.has(relation));
  return {
    works,
    unknown: [...new Set(unknown.map(({ relation }) => relation))],
    unmeasured: measured.length < works.length ? [`${method} indexes`] : [],
    waits: waitsOf(effects),
    ...(seconds !== undefined && { seconds }),
  };
}

/** Time of works by themselves; undefined when no size is known. */
export function secondsOf(works: readonly SeenWork[], sizes: Sizes): Quantity | undefined {
  const times = works.flatMap((work) => timeOf(work, sizes));
  return times.length === 0 ? undefined : sum(times, 's', 'Σ works (rows / rows/s + bytes / bytes/s)');
}

/** Rows over the rows and bytes over the bytes the work does a second. */
function timeOf(
  { work, relation, index }: SeenWork,
  sizes: Sizes,
): readonly (readonly [name: string, seconds: Quantity])[] {
  const size = sizes.get(relation);
  if (size === undefined) return [];
  const { rows, bytes } = throughput[work];
  const name = `${work} of ${relation}${index === undefined ? '' : ` (${index})`}`;
  return [
    [`${name}, by rows`, quotient(['rows', size.rows], ['rows/s', rows], 's', 'rows / rows/s')],
    [`${name}, by bytes`, quotient(['bytes', size.bytes], ['bytes/s', bytes], 's', 'bytes / bytes/s')],
  ];
}

/** The strongest lock on each table that has clients, if it makes them wait. */
function waitsOf({ held, taken }: Effects): readonly Wait[] {
  const strongest = new Map<string, TableLock>();
  for (const lock of tableLocks([...held, ...taken]).filter(isOnTableInUse)) {
    const other = strongest.get(lock.relation);
    if (other === undefined || strength(lock.mode) > strength(other.mode)) strongest.set(lock.relation, lock);
  }
  return [...strongest.values()].flatMap(({ relation, mode }) => {
    const blocked = blockedBy(mode);
    return blocked === 'nobody' ? [] : [{ relation, mode, blocked }];
  });
}
