import type { MigrationStep, Side } from '../../model/migration.ts';
import type { Scene } from './scene.ts';
import { copiesOf, isFed } from './state.ts';
import type { Content, State } from './state.ts';
import { stateFaults } from './usable.ts';
import type { StateFault } from './usable.ts';

/**
 * Both systems after a step was released and taken back: routes, owners, adapters, flags and synchronisations are as
 * before, data is what is left of it. An outbox and a change log go on from where they stood and bring a copy up to
 * date; a dual write does not. What was dropped stays dropped.
 */
export function rolledBack(before: State, after: State): State {
  const copies = new Map(
    [...before.copies].map(([table, was]) => {
      const left = (side: Side): Content =>
        contentLeft(was[side], copiesOf(after, table)[side], isResumed(before, after, table, side));
      return [table, { legacy: left('legacy'), target: left('target') }] as const;
    }),
  );
  return { ...before, copies, droppedColumns: after.droppedColumns };
}

function contentLeft(was: Content, is: Content, resumed: boolean): Content {
  if (was !== 'current') return was;
  return is === 'stale' && resumed ? 'current' : is;
}

/** A synchronisation into this side ran before; unless it writes twice, it knows where it stopped. */
const isResumed = (before: State, after: State, table: string, side: Side): boolean =>
  [...before.syncs.values()].some(
    (sync) =>
      sync.table === table && sync.from !== side && (sync.how !== 'dual-write' || isFed(after, table, side)),
  );

/** What is broken after the roll-back of a step that was not broken before it. */
export function rollBackFaults(before: State, after: State, scene: Scene): readonly StateFault[] {
  const known = new Set(stateFaults(before, scene).map(({ rule, subject }) => `${rule}@${subject}`));
  return stateFaults(rolledBack(before, after), scene).filter(
    ({ rule, subject }) => !known.has(`${rule}@${subject}`),
  );
}

/** Rows or columns are gone for good: whoever reads them or not, they cannot be brought back by taking a step back. */
export function lostForGood({ does }: MigrationStep): readonly string[] {
  return does.flatMap((action) =>
    action.kind === 'drop'
      ? [action.column === undefined ? action.table : `${action.table}.${action.column}`]
      : [],
  );
}
