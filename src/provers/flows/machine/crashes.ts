import { addBranches } from './branches.ts';
import { channelOf } from './draft.ts';
import { dropped, holdsAny } from './locks.ts';
import { go } from './memory.ts';
import { decrement } from './messages.ts';
import { crashesLeft } from './names.ts';
import { restartOf } from './places.ts';
import { idle, isAt, start } from './run.ts';
import type { Run } from './run.ts';
import { wordsOf } from './step-words.ts';
import { all, compare } from './terms.ts';

/**
 * A worker of a service may crash between any two atomic steps. What it kept in memory is gone and its locks are free;
 * a durable process goes on before the step whose end it has not stored, with what it has read and without its locks; a
 * message that is not acknowledged comes again, and anything else is forgotten.
 */
export function addCrashes(run: Run): void {
  const { draft, process, places } = run;
  const kind = draft.flow.participants.find(({ name }) => name === process.at)?.kind;
  if (kind !== 'service' || draft.flow.bounds.crashes === 0) return;
  addCrashOnArrival(run);
  for (const place of places) {
    if (place.id === idle) continue;
    const to = process.durable ? restartOf(place.id) : idle;
    // A durable process that stays where it is has nothing to lose but its locks.
    const held = to === place.id ? holdsAny(run) : undefined;
    if (to === place.id && held === undefined) continue;
    addBranches(
      run,
      {
        id: place.id,
        when: all(isAt(run, place.id), held, compare(crashesLeft, '>', 0)),
        assign: [decrement(crashesLeft)],
      },
      [
        {
          id: 'crash',
          assign: [],
          ways: [{ assign: to === idle ? go(run, to) : [...go(run, to), ...dropped(run)] }],
          says: { from: process.at, words: `crashes ${place.words}` },
          isFault: true,
        },
      ],
    );
  }
}

/** A message that is gone when it is taken is lost with a worker that crashes before its first step. */
function addCrashOnArrival(run: Run): void {
  const { draft, process, trigger } = run;
  const [first] = process.steps;
  if (process.trigger.kind !== 'message' || first === undefined) return;
  const { message } = process.trigger;
  if (channelOf(draft, message).delivery !== 'at-most-once') return;
  addBranches(
    run,
    {
      id: start,
      when: all(isAt(run, idle), trigger.available, compare(crashesLeft, '>', 0)),
      assign: [decrement(crashesLeft), ...trigger.consume],
    },
    [
      {
        id: 'crash',
        assign: [],
        ways: [{ assign: go(run, idle) }],
        says: { from: process.at, words: `crashes with ${message} taken, before this: ${wordsOf(first)}` },
        isFault: true,
      },
    ],
  );
}
