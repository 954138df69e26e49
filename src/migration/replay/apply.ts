import type { EntryUse, StepAction } from '../../model/migration.ts';
import { applyToCopy } from './apply-copy.ts';
import type { PlanFault } from './rules.ts';
import { outOfTurn } from './scene.ts';
import type { Applied, Path, Scene } from './scene.ts';
import { adapterKey, copiesOf, otherSide, withItem, withKey, withoutItem, withoutKey } from './state.ts';
import type { State } from './state.ts';

const tablesRead = ({ reads }: EntryUse, scene: Pick<Scene, 'tableOf'>): readonly string[] => [
  ...new Set(reads.map(scene.tableOf)),
];

/** Takes one action; what it would need is told, and then it is taken all the same, so that later faults are seen too. */
export function applyAction(state: State, action: StepAction, path: Path, scene: Scene): Applied {
  switch (action.kind) {
    case 'expand':
    case 'back-fill':
    case 'verify':
    case 'drop':
      return applyToCopy(state, action, path, scene);
    case 'sync':
    case 'stop-sync':
      return applySync(state, action, path);
    case 'route':
      return {
        state: { ...state, served: withKey(state.served, action.entry, action.to) },
        faults: routeFaults(state, action, path, scene),
      };
    case 'own':
      return {
        state: { ...state, owner: withKey(state.owner, action.table, action.by) },
        faults: action.by === 'target' ? unverified(state, action.table, action.table, path) : [],
      };
    case 'compare':
      return { state: { ...state, compared: withItem(state.compared, action.entry) }, faults: [] };
    case 'retire':
      return { state: { ...state, served: withKey(state.served, action.entry, 'nobody') }, faults: [] };
    case 'adapter':
    case 'remove-adapter':
    case 'flag':
    case 'remove-flag':
      return applyHelp(state, action, path);
  }
}

function applySync(
  state: State,
  action: Extract<StepAction, { kind: 'sync' | 'stop-sync' }>,
  path: Path,
): Applied {
  if (action.kind === 'stop-sync') {
    const faults = state.syncs.has(action.sync)
      ? []
      : [
          outOfTurn(
            action.sync,
            path,
            `The synchronisation ${action.sync} is stopped and does not run.`,
            'Start it in an earlier step, or leave this out.',
          ),
        ];
    return { state: { ...state, syncs: withoutKey(state.syncs, action.sync) }, faults };
  }
  const { sync, table, from, reconcile } = action;
  const faults: PlanFault[] = [];
  if (copiesOf(state, table)[otherSide(from)] === 'absent')
    faults.push(
      outOfTurn(
        sync,
        path,
        `The synchronisation ${sync} carries changes of ${table} to where there is no table for them.`,
        `Make the tables for ${table} in an earlier step (\`expand\`).`,
      ),
    );
  if (reconcile === undefined)
    faults.push({
      rule: 'sync-without-reconciliation',
      subject: sync,
      path,
      what: `The synchronisation ${sync} of ${table} has no query that tells where both sides differ.`,
      why: 'A change that is lost on the way stays lost: nobody looks for it.',
      next: 'Give `reconcile`: a query that lists rows on which both sides differ.',
    });
  return { state: { ...state, syncs: withKey(state.syncs, sync, { ...action, path }) }, faults };
}

/** A cut-over to a copy is allowed once that copy was verified; what an adapter fetches needs none. */
function routeFaults(
  state: State,
  { entry, to }: Extract<StepAction, { kind: 'route' }>,
  path: Path,
  scene: Scene,
): readonly PlanFault[] {
  const use = scene.entries.get(entry);
  if (use === undefined || to === 'legacy') return [];
  const tables = [...new Set([...tablesRead(use, scene), ...use.writes])];
  const faults = tables
    .filter((table) => !state.adapters.has(adapterKey(entry, table)))
    .flatMap((table) => unverified(state, table, `${entry} -> ${table}`, path));
  const isReader = use.writes.length === 0 && use.reads.length > 0;
  return isReader && !state.compared.has(entry)
    ? [
        ...faults,
        {
          rule: 'no-parallel-run',
          subject: entry,
          path,
          what: `${entry} moves without both systems having answered beside each other.`,
          why: 'Rows can be equal and answers differ: formats, order, time zones, rounding.',
          next: `Put an action \`compare\` of ${entry} into an earlier step.`,
        },
      ]
    : faults;
}

/** Data that is not there at all is told by what the state must hold, not here. */
function unverified(state: State, table: string, subject: string, path: Path): readonly PlanFault[] {
  const { target } = copiesOf(state, table);
  if (target === 'absent' || target === 'empty' || state.verified.has(table)) return [];
  return [
    {
      rule: 'cut-over-before-verification',
      subject,
      path,
      what: `${subject === table ? `The target becomes the owner of ${table}` : `${subject.split(' -> ')[0] ?? ''} moves to the target`} before the copy of ${table} was verified.`,
      why: 'Rows that the back-fill lost or changed would be taken for the truth.',
      next: `Put an action \`verify\` of ${table}, with its query, into an earlier step.`,
    },
  ];
}

type HelpAction = Extract<StepAction, { kind: 'adapter' | 'remove-adapter' | 'flag' | 'remove-flag' }>;

function applyHelp(state: State, action: HelpAction, path: Path): Applied {
  switch (action.kind) {
    case 'adapter':
      return {
        state: { ...state, adapters: withItem(state.adapters, adapterKey(action.entry, action.table)) },
        faults: [],
      };
    case 'remove-adapter': {
      const key = adapterKey(action.entry, action.table);
      const faults = state.adapters.has(key)
        ? []
        : [outOfTurn(key, path, `The adapter ${key} is removed and is not there.`, 'Leave this out.')];
      return { state: { ...state, adapters: withoutItem(state.adapters, key) }, faults };
    }
    case 'flag':
      return { state: { ...state, flags: withKey(state.flags, action.flag, path) }, faults: [] };
    case 'remove-flag': {
      const faults = state.flags.has(action.flag)
        ? []
        : [
            outOfTurn(
              action.flag,
              path,
              `The flag ${action.flag} is removed and was never brought in.`,
              'Bring it in with an action `flag`, or leave this out.',
            ),
          ];
      return { state: { ...state, flags: withoutKey(state.flags, action.flag) }, faults };
    }
  }
}
