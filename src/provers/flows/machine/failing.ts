import type { Way } from './branches.ts';
import { declare } from './draft.ts';
import { go } from './memory.ts';
import { deliveriesName, parkedName } from './names.ts';
import { undoPlace } from './places.ts';
import { finish, idle } from './run.ts';
import type { Run } from './run.ts';
import { assign, compare, merged, plus } from './terms.ts';

const acknowledges = ({ process: { steps } }: Run): number =>
  steps.findIndex(({ kind }) => kind === 'acknowledge');

/** Whether the message is already acknowledged before this step. */
export const isAcknowledged = (run: Run, step: number): boolean => {
  const at = acknowledges(run);
  return at !== -1 && step > at;
};

/** All is done, or taken back. */
export function finished(run: Run, step: number): Way {
  const isOpen = run.trigger.isKept && !isAcknowledged(run, step);
  return { assign: go(run, isOpen ? finish : idle) };
}

/**
 * Where a process goes when a step fails for good: back through its compensations, the last first; `unsure`: whether
 * the step itself has happened is not known, so it is taken back too. Without any compensation a message is
 * delivered again, up to its attempts; with a dead letter what cannot go back is set aside for a person: behind the
 * pivot, and where the step itself may have happened and has no compensation. A refusal before the pivot goes back.
 */
export function failed(run: Run, step: number, unsure: boolean): readonly Way[] {
  const { process } = run;
  const isPastPivot = process.steps.slice(0, step).some(({ pivot }) => pivot);
  const undone = process.steps.findLastIndex(
    ({ undo }, index) => undo !== undefined && (index < step || (unsure && index === step)),
  );
  const mayStay = unsure && process.steps[step]?.undo === undefined;
  if (process.deadLetter && !run.trigger.isKept && (isPastPivot || mayStay))
    return [{ assign: merged(finished(run, step).assign, park(run)), words: 'it is set aside for a person' }];
  if (undone !== -1) return [{ assign: go(run, undoPlace(undone)), words: 'the flow goes back' }];
  const takesBack = process.steps.some(({ undo }) => undo !== undefined);
  if (takesBack || !run.trigger.isKept || isAcknowledged(run, step))
    return [{ ...finished(run, step), words: 'it gives up' }];
  return redelivered(run);
}

function redelivered(run: Run): readonly Way[] {
  const { process, draft } = run;
  const words =
    process.trigger.kind === 'request'
      ? 'whoever asks does so again'
      : 'the message stays for another attempt';
  const again = { assign: go(run, idle), words };
  if (process.attempts === undefined) return [again];
  const name = declare(draft, 'each', {
    name: deliveriesName(process.name),
    most: process.attempts,
    start: 0,
  });
  const gone = merged(go(run, idle), run.trigger.consume, [assign(name, 0)]);
  const last: Way = process.deadLetter
    ? { assign: merged(gone, park(run)), words: 'the message goes to the dead-letter queue' }
    : { assign: gone, words: `the message is dropped after ${process.attempts} attempts` };
  const more: Way = {
    ...again,
    when: compare(name, '<', process.attempts - 1),
    assign: merged(again.assign, [assign(name, plus(name, 1))]),
  };
  return process.attempts === 1 ? [last] : [more, last];
}

/** Remembers that a person is told. */
const park = ({ draft, process }: Run) => [
  assign(
    declare(draft, process.once ? 'all' : 'each', { name: parkedName(process.name), most: 1, start: 0 }),
    1,
  ),
];
