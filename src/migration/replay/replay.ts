import type { MigrationPlan, MigrationStep, Side } from '../../model/migration.ts';
import { applyAction } from './apply.ts';
import type { Path, Scene } from './scene.ts';
import { lostForGood, rollBackFaults } from './roll-back.ts';
import type { PlanFault } from './rules.ts';
import { entriesOf, settled, startOf, tableOf } from './state.ts';
import type { State } from './state.ts';
import { stateFaults } from './usable.ts';
import type { StateFault } from './usable.ts';

/** One step with the systems before and after it. */
export interface Replayed {
  readonly step: MigrationStep;
  readonly before: State;
  readonly after: State;
}

export interface Replay {
  readonly steps: readonly Replayed[];
  readonly end: State;
  readonly faults: readonly PlanFault[];
}

export function sceneOf(plan: MigrationPlan): Scene {
  const { tables, columns } = plan.ledger;
  return {
    entries: entriesOf(plan),
    tableOf: (reference) => tableOf(reference, plan.legacy.tables),
    goes: (item) => (tables[item] ?? columns[item])?.kind === 'goes',
  };
}

/** Carries the steps out one after another, as a state machine; each step is one release. */
export function replay(plan: MigrationPlan): Replay {
  const scene = sceneOf(plan);
  const faults: PlanFault[] = [];
  const steps: Replayed[] = [];
  let state = startOf(plan);
  for (const [index, step] of plan.steps.entries()) {
    const before = state;
    let next = before;
    for (const [at, action] of step.does.entries()) {
      const applied = applyAction(next, action, ['steps', index, 'does', at], scene);
      faults.push(...applied.faults);
      next = applied.state;
    }
    const after = settled(next, scene.entries);
    faults.push(
      ...stateFaults(after, scene).map((fault) => placed(fault, step, index)),
      ...wayBackFaults({ step, before, after }, index, scene),
      ...ownershipFaults({ step, before, after }, index),
    );
    steps.push({ step, before, after });
    state = after;
  }
  return { steps, end: state, faults: firstOfEach(faults) };
}

/** A fault that lasts is told where it begins. */
function firstOfEach(faults: readonly PlanFault[]): readonly PlanFault[] {
  const seen = new Set<string>();
  return faults.filter(({ rule, subject }) => {
    const name = `${rule}@${subject}`;
    const isFirst = !seen.has(name);
    seen.add(name);
    return isFirst;
  });
}

/** At the action of the step that brings it about, as far as one names what the fault is about. */
function placed({ entry, table, ...fault }: StateFault, { does }: MigrationStep, index: number): PlanFault {
  const about = does.findIndex((action) => 'entry' in action && action.entry === entry);
  const at = about >= 0 ? about : does.findIndex((action) => 'table' in action && action.table === table);
  const path: Path = at >= 0 ? ['steps', index, 'does', at] : ['steps', index];
  return { ...fault, path };
}

function wayBackFaults({ step, before, after }: Replayed, index: number, scene: Scene): readonly PlanFault[] {
  const lost = lostForGood(step);
  const [broken] = rollBackFaults(before, after, scene);
  const reason =
    lost.length > 0
      ? `${lost.join(', ')} cannot be had back once dropped.`
      : broken === undefined
        ? undefined
        : `After its roll-back this would hold: ${broken.what}`;
  if (reason !== undefined && step.pointOfNoReturn === undefined)
    return [
      {
        rule: 'hidden-point-of-no-return',
        subject: step.id,
        path: ['steps', index],
        what: `The step ${step.id} has no way back and does not say so. ${reason}`,
        why: 'Whoever releases it relies on a roll-back that would lose data or leave users without an answer.',
        next:
          lost.length > 0
            ? 'Say so with `pointOfNoReturn` and why it is safe by then, in a step of its own.'
            : 'Keep the other side up to date until this is proved in use (a `sync` back from the new owner), or say `pointOfNoReturn` and why.',
      },
    ];
  if (reason === undefined && step.pointOfNoReturn !== undefined)
    return [
      {
        rule: 'false-point-of-no-return',
        subject: step.id,
        path: ['steps', index, 'pointOfNoReturn'],
        what: `The step ${step.id} says that there is no way back, and its replay finds one.`,
        why: 'A warning that is not needed wears out those that are.',
        next: 'Leave it out and tell the roll-back, or name with an action what cannot be undone.',
      },
    ];
  return [];
}

function ownershipFaults({ step, before, after }: Replayed, index: number): readonly PlanFault[] {
  return Object.entries(step.ownership ?? {}).flatMap(([table, stated]) =>
    (['before', 'after'] as const).flatMap((when) => {
      const owner: Side = (when === 'before' ? before : after).owner.get(table) ?? 'legacy';
      if (owner === stated[when]) return [];
      return [
        {
          rule: 'ownership-misstated' as const,
          subject: `${step.id} -> ${table}`,
          path: ['steps', index, 'ownership', table, when],
          what: `The step ${step.id} says that the ${stated[when]} system writes ${table} ${when} it; by the actions it is the ${owner} system.`,
          why: 'Who reads the step will let the wrong system write.',
          next: `Correct the line, or change the owner with an action \`own\` of ${table}.`,
        },
      ];
    }),
  );
}
