import type { Assignment, Said } from '../../../model-checking/machine.ts';
import type { CallStep } from '../language/flow-spec.ts';
import { addBranches } from './branches.ts';
import type { Branch, Entry, Happening, Way } from './branches.ts';
import { declare, inMachine } from './draft.ts';
import { callKey } from './keys.ts';
import { go } from './memory.ts';
import { decrement } from './messages.ts';
import { lossesLeft, triesName } from './names.ts';
import { isAt, of } from './run.ts';
import type { Run } from './run.ts';
import { wordsOf } from './step-words.ts';
import { assign, compare, equals, merged, not, plus } from './terms.ts';

/** The places of a call, and where it goes on. */
export interface CallPlaces {
  /** Before it is made, made again. */
  readonly again: string;
  readonly waiting: string;
  readonly hung: string;
  readonly next: Way;
  readonly refused: readonly Way[];
  /** It is not known whether the call has happened. */
  readonly givenUp: readonly Way[];
}

/**
 * A call is two atomic steps: what it changes on the other side, and the answer. Between them the caller may crash,
 * and the answer, as the request before, may be lost.
 */
export function addCall(
  run: Run,
  step: CallStep,
  entries: readonly Entry[],
  places: CallPlaces,
  changes: readonly Assignment[],
): void {
  const says: Said = { from: run.process.at, to: step.to, words: wordsOf(step) };
  for (const entry of entries) {
    addBranches(run, entry, asked(run, step, places, changes, says));
    addBranches(run, entry, lost(run, step, places, says));
    addBranches(
      run,
      entry,
      outage(run, step, places, { ...says, words: `no attempt arrives: ${says.words}` }),
    );
  }
  const waiting: Entry = { id: places.waiting, when: isAt(run, places.waiting), assign: [] };
  addBranches(run, waiting, [
    {
      id: 'answer',
      assign: [],
      ways: [answered(run, step, places.next)],
      says: { from: step.to, to: run.process.at, words: 'answers' },
    },
  ]);
  addBranches(run, waiting, lostAnswer(run, step, places));
  const words = `no attempt is answered (${wordsOf(step)} is done)`;
  addBranches(run, waiting, outage(run, step, places, { from: step.to, to: run.process.at, words }));
}

/** A process that goes on forgets how often it has tried. */
function answered({ draft, process, worker }: Run, step: CallStep, next: Way): Way {
  const name = triesName(process.name, worker);
  return counts(draft.flow.bounds.losses, step)
    ? { ...next, assign: merged(next.assign, [assign(name, 0)]) }
    : next;
}

function asked(
  run: Run,
  step: CallStep,
  places: CallPlaces,
  changes: readonly Assignment[],
  says: Said,
): readonly Branch[] {
  const { waiting, refused } = places;
  const toWaiting: readonly Way[] = [{ assign: go(run, waiting) }];
  const key = callKey(run, step);
  const no: Happening = {
    assign: [],
    ways: refused,
    says: { from: step.to, to: says.from, words: `refuses: ${says.words}` },
  };
  const down: Happening = {
    assign: [],
    ways: unanswered(run, step, places, true),
    says: { from: step.to, to: says.from, words: `is out of order: ${says.words}` },
  };
  const isDown = step.fails ? [down] : [];
  const branches: Branch[] = [];
  if (key !== undefined) {
    const words = `${says.words}: known by its key (${step.key ?? ''}), nothing happens twice`;
    branches.push({
      id: 'known',
      when: equals(key, 1),
      assign: [],
      ways: toWaiting,
      says: { ...says, words },
      or: isDown,
    });
  }
  if (step.require !== undefined) {
    const unmet = not(inMachine(run.draft, step.require.holds, run.own));
    branches.push({ id: 'refused', when: unmet, ...no, or: isDown });
  }
  branches.push({
    id: 'do',
    assign: merged(changes, key === undefined ? [] : [assign(key, 1)]),
    ways: toWaiting,
    says,
    or: [...(step.refuses ? [no] : []), ...isDown],
  });
  return branches;
}

/** Whether attempts can be used up within the bounds: else they need not be counted. */
const counts = (losses: number, { attempts, fails }: CallStep): boolean =>
  attempts !== undefined && attempts > 1 && (fails || losses >= attempts);

/** What happens when no answer comes. */
function unanswered(
  run: Run,
  step: CallStep,
  { again, hung, givenUp }: CallPlaces,
  isTold: boolean,
): readonly Way[] {
  if (!step.timeout && !isTold)
    return [{ assign: go(run, hung), words: `${run.process.at} waits without a timeout` }];
  const retry: Way = { assign: go(run, again), words: 'it tries again' };
  if (step.attempts === undefined) return [retry];
  if (step.attempts === 1) return givenUp;
  const { losses } = run.draft.flow.bounds;
  if (!counts(losses, step)) return [retry];
  const name = declare(run.draft, of(run), {
    name: triesName(run.process.name, run.worker),
    most: step.attempts - 1,
    start: 0,
  });
  return [
    {
      ...retry,
      when: compare(name, '<', step.attempts - 1),
      assign: merged(retry.assign, [assign(name, plus(name, 1))]),
    },
    ...givenUp.map((way) => ({ ...way, assign: merged([assign(name, 0)], way.assign) })),
  ];
}

/** The request does not arrive. */
function lost(run: Run, step: CallStep, places: CallPlaces, says: Said): readonly Branch[] {
  if (run.draft.flow.bounds.losses === 0) return [];
  return [
    {
      id: 'lost',
      when: compare(lossesLeft, '>', 0),
      assign: [decrement(lossesLeft)],
      ways: unanswered(run, step, places, false),
      says: { ...says, words: `the request is lost: ${says.words}` },
      isFault: true,
    },
  ];
}

function lostAnswer(run: Run, step: CallStep, places: CallPlaces): readonly Branch[] {
  if (run.draft.flow.bounds.losses === 0) return [];
  return [
    {
      id: 'answer lost',
      when: compare(lossesLeft, '>', 0),
      assign: [decrement(lossesLeft)],
      ways: unanswered(run, step, places, false),
      says: { from: step.to, to: run.process.at, words: `the answer is lost (${wordsOf(step)} is done)` },
      isFault: true,
    },
  ];
}

/**
 * The other side cannot be reached for as long as the attempts last: one loss, however many attempts there are. Else
 * attempts beyond the losses of the bounds would never be used up, and what comes after them never be searched.
 */
function outage(
  run: Run,
  { attempts, timeout, fails }: CallStep,
  { givenUp }: CallPlaces,
  says: Said,
): readonly Branch[] {
  const { losses } = run.draft.flow.bounds;
  if (losses === 0 || !timeout || fails || attempts === undefined || attempts === 1) return [];
  const tries = triesName(run.process.name, run.worker);
  const forgotten = losses >= attempts ? [assign(tries, 0)] : [];
  return [
    {
      id: 'outage',
      when: compare(lossesLeft, '>', 0),
      assign: [decrement(lossesLeft), ...forgotten],
      ways: givenUp,
      says,
      isFault: true,
    },
  ];
}
