import type { MachineStep } from '../../model-checking/machine.ts';
import type { Process } from './language/flow-spec.ts';
import { crashesLeft, duplicatesLeft, lossesLeft, placeName } from './machine/names.ts';
import { stepPlace, undoPlace } from './machine/places.ts';
import { start } from './machine/run.ts';
import { wordsOf } from './machine/step-words.ts';
import type { SettledFlow } from './settle-flow.ts';

type Holds = SettledFlow & { readonly checked: Extract<SettledFlow['checked'], { kind: 'holds' }> };

export const isHolding = (settled: SettledFlow): settled is Holds => settled.checked.kind === 'holds';

/**
 * Why it says little that a flow holds: what its promises are about never comes about. Each reads on from `nothing in
 * this flow ever`.
 */
export function vacuous(settled: Holds): readonly string[] {
  const { flow, checked } = settled;
  return [
    ...flow.processes.filter((process) => !isStarted(settled, process)).map(neverStarted),
    ...flow.processes.flatMap((process) =>
      process.steps.flatMap((step, index) =>
        step.kind === 'expect' && isStarted(settled, process) && !isEntered(settled, process, index)
          ? [`gets as far as to look whether ${step.says}`]
          : [],
      ),
    ),
    ...checked.unreached.map(({ says }) => says),
  ];
}

function neverStarted({ name, trigger }: Process): string {
  switch (trigger.kind) {
    case 'message':
      return `starts ${name}: no ${trigger.message} arrives`;
    case 'when':
      return `starts ${name}: ${trigger.condition.text} never holds`;
    case 'request':
    case 'fault':
      return `starts ${name}`;
  }
}

/** Parts of the flow that were never taken, and faults that can hit nothing: they are not part of what is proved. */
export function untried(settled: Holds): readonly string[] {
  const { flow } = settled;
  const steps = flow.processes.flatMap((process) =>
    isStarted(settled, process)
      ? process.steps.flatMap((step, index) => [
          ...(isEntered(settled, process, index) ? [] : [`${process.name}: ${wordsOf(step)}`]),
          ...(step.undo === undefined || isTaken(settled, process, undoPlace(index))
            ? []
            : [`${process.name}: ${wordsOf(step.undo)}`]),
        ])
      : [],
  );
  const { crashes, duplicates, losses } = flow.bounds;
  const budgets = [
    ['crash', crashes, crashesLeft],
    ['duplicate', duplicates, duplicatesLeft],
    ['loss', losses, lossesLeft],
  ] as const;
  const faults = budgets.flatMap(([fault, budget, name]) =>
    budget > 0 && !isSpent(settled, name) ? [fault] : [],
  );
  return [
    ...(faults.length === 0 ? [] : [`faults: there is no place in this flow for a ${faults.join(' or a ')}`]),
    ...(steps.length === 0 ? [] : [`never taken within the bounds: ${steps.join('; ')}`]),
  ];
}

/** Whether any crash, duplicate or loss happened. */
export const isDisturbed = (settled: Holds): boolean =>
  [crashesLeft, duplicatesLeft, lossesLeft].some((name) => isSpent(settled, name));

const isSpent = (settled: Holds, budget: string): boolean =>
  someTaken(settled, ({ outcomes }) =>
    outcomes.some(({ assign }) => assign.some(({ variable }) => variable === budget)),
  );

const isStarted = (settled: Holds, process: Process): boolean =>
  isTaken(settled, process, start, ['crash']) || isTaken(settled, process, 'begin');

const isEntered = (settled: Holds, process: Process, index: number): boolean =>
  isTaken(settled, process, stepPlace(index)) || (index === 0 && isTaken(settled, process, start));

/** A crash at a place is no step that is taken there, and one that is left out is none either. */
const isTaken = (
  settled: Holds,
  { name, workers }: Process,
  entry: string,
  except: readonly string[] = ['crash', 'skip'],
): boolean =>
  Array.from({ length: workers }, (_, index) => `${placeName(name, index + 1)} ${entry} `).some((prefix) =>
    someTaken(settled, ({ id }) => id.startsWith(prefix) && !except.includes(id.slice(prefix.length))),
  );

function someTaken({ machine, checked }: Holds, is: (step: MachineStep) => boolean): boolean {
  const untaken = new Set(checked.untaken);
  return machine.steps.some((step) => is(step) && !untaken.has(step.id));
}
