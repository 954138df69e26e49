import type { StepAction } from '../../model/migration.ts';
import type { PlanFault } from './rules.ts';
import { outOfTurn } from './scene.ts';
import type { Applied, Path, Scene } from './scene.ts';
import { copiesOf, isFed, isWritten, otherSide, withCopy, withItem, withoutItem } from './state.ts';
import type { State } from './state.ts';

type CopyAction = Extract<StepAction, { kind: 'expand' | 'back-fill' | 'verify' | 'drop' }>;

/** Makes, fills, verifies or drops a copy of a table. */
export function applyToCopy(state: State, action: CopyAction, path: Path, scene: Scene): Applied {
  switch (action.kind) {
    case 'expand':
      return expand(state, action.table, path);
    case 'back-fill':
      return backFill(state, action, path, scene);
    case 'verify': {
      const { target } = copiesOf(state, action.table);
      const faults =
        target === 'current'
          ? []
          : [
              outOfTurn(
                action.table,
                path,
                `The copy of ${action.table} is verified while it is ${target}.`,
                'Verify it after the back-fill, while its synchronisation runs.',
              ),
            ];
      return { state: { ...state, verified: withItem(state.verified, action.table) }, faults };
    }
    case 'drop':
      return drop(state, action, path, scene);
  }
}

function expand(state: State, table: string, path: Path): Applied {
  if (copiesOf(state, table).target === 'absent')
    return { state: withCopy(state, table, 'target', 'empty'), faults: [] };
  return {
    state,
    faults: [outOfTurn(table, path, `The tables for ${table} are made twice.`, 'Leave out one of both.')],
  };
}

function backFill(
  state: State,
  { table, to }: Extract<StepAction, { kind: 'back-fill' }>,
  path: Path,
  scene: Scene,
): Applied {
  const isThere = copiesOf(state, table)[to] !== 'absent';
  const isLossless = isFed(state, table, to) || !isWritten(state, scene.entries, table);
  const faults: PlanFault[] = [];
  if (!isThere)
    faults.push({
      rule: 'back-fill-before-expand',
      subject: table,
      path,
      what: `Rows of ${table} are copied to the ${to} system before there is a table for them.`,
      why: 'There is nothing to write to: the statement fails, or writes somewhere else.',
      next: `Put an action \`expand\` of ${table} into an earlier step.`,
    });
  if (!isLossless)
    faults.push({
      rule: 'back-fill-without-sync',
      subject: table,
      path,
      what: `Rows of ${table} are copied to the ${to} system while nothing carries later changes there.`,
      why: 'What is written during the copy and after it never arrives, and nobody is told.',
      next: `Start a \`sync\` of ${table} from the ${otherSide(to)} system before the back-fill.`,
    });
  const filled = withCopy(state, table, to, isLossless ? 'current' : 'stale');
  return { state: { ...filled, verified: withoutItem(filled.verified, table) }, faults };
}

function drop(
  state: State,
  { table, column }: Extract<StepAction, { kind: 'drop' }>,
  path: Path,
  scene: Scene,
): Applied {
  const faults: PlanFault[] = [];
  const item = column === undefined ? table : `${table}.${column}`;
  const isGone = copiesOf(state, table).legacy === 'absent' || state.droppedColumns.has(item);
  if (isGone) faults.push(outOfTurn(item, path, `${item} is dropped twice.`, 'Leave out one of both.'));
  for (const sync of state.syncs.values())
    if (sync.table === table && column === undefined)
      faults.push(
        outOfTurn(
          sync.sync,
          path,
          `${table} is dropped while the synchronisation ${sync.sync} still runs.`,
          'Stop it in an earlier step.',
        ),
      );
  if (column !== undefined && !scene.goes(item) && state.owner.get(table) === 'legacy')
    faults.push(
      outOfTurn(
        item,
        path,
        `${item} is dropped while the legacy system still owns ${table}.`,
        'Drop it after the target has become the owner, or say in the ledger why the column goes.',
      ),
    );
  const next =
    column === undefined
      ? withCopy(state, table, 'legacy', 'absent')
      : { ...state, droppedColumns: withItem(state.droppedColumns, item) };
  return { state: next, faults };
}
