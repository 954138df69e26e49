import { addBranches } from './branches.ts';
import { go } from './memory.ts';
import { decrement } from './messages.ts';
import { crashesLeft } from './names.ts';
import { restartOf } from './places.ts';
import { idle, isAt } from './run.ts';
import type { Run } from './run.ts';
import { all, compare } from './terms.ts';

/**
 * A worker of a service may crash between any two atomic steps. What it kept in memory is gone; a durable process goes
 * on before the step whose end it has not stored, a message that is not acknowledged comes again, and anything else
 * is forgotten.
 */
export function addCrashes(run: Run): void {
  const { draft, process, places } = run;
  const kind = draft.flow.participants.find(({ name }) => name === process.at)?.kind;
  if (kind !== 'service' || draft.flow.bounds.crashes === 0) return;
  for (const place of places) {
    if (place.id === idle) continue;
    const to = process.durable ? restartOf(place.id) : idle;
    if (to === place.id) continue;
    addBranches(
      run,
      {
        id: place.id,
        when: all(isAt(run, place.id), compare(crashesLeft, '>', 0)),
        assign: [decrement(crashesLeft)],
      },
      [
        {
          id: 'crash',
          assign: [],
          ways: [{ assign: go(run, to) }],
          says: { from: process.at, words: `crashes ${place.words}` },
          isFault: true,
        },
      ],
    );
  }
}
