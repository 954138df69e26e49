import { placeInOrder } from './event-list.ts';
import { addLast, takeFirst } from './frame-queue.ts';
import { freeFrame, none, slot, takeFreeFrame } from './frames.ts';
import { record } from './histogram.ts';
import { lookEvery } from './pending-events.ts';
import { op } from './program.ts';
import type { PreparedDraws } from './random.ts';
import type { Run } from './run.ts';
import { accountStation } from './station-state.ts';

/** Draws one plain event may need, and one more: the event loop makes new ones when it has only one left. */
const drawsNeeded = 3;
/** Events one plain event may schedule. */
const roomNeeded = 2;

/**
 * Takes events from the list of pending ones as long as they are what most are: an arrival of a Poisson source, or the
 * end of exponential work at a plain station, and then more such work or the end of an open source's request. Stops
 * before an event that is anything else, before the next look (see `lookEvery`), and when draws run short. Gives the
 * frame whose next instruction is anything else, or none: the event loop goes on from there, on the same state, and
 * would have done all of this to the same effect.
 *
 * Everything called here is put in here by V8, which is why it is apart. A call that is left might change any array, so
 * that its kind, length and place are read anew at each use, in all of the loop; and a loop that is entered once and
 * never left is compiled less well than a function that is called again and again. Together that is a third of the time.
 */
// oxlint-disable-next-line max-lines-per-function -- the reason is above
export function takePlainEvents(run: Run, draws: PreparedDraws): number {
  const { frames, program, sources } = run;
  const { list } = run.events;
  const { times, codes } = list;
  const { values } = draws;
  const { integers, seconds } = frames;
  const mostUsed = values.length - drawsNeeded;
  const mostPending = times.length - roomNeeded;
  const most = lookEvery - (run.eventsDone & (lookEvery - 1));
  let { size, moved } = list;
  let { used } = draws;
  let { now } = run;
  let taken = 0;
  let frame = none;
  while (frame === none && taken < most && used <= mostUsed && size > 0 && size <= mostPending) {
    const code = codes[size - 1] ?? 0;
    const time = times[size - 1] ?? 0;
    if (code < 0) {
      const source = ~code < sources.length ? sources[~code] : undefined;
      if (source === undefined || !source.isPoisson || source.due !== time || frames.free === none) break;
      size--;
      now = time;
      const due = now + source.meanGap * (values[used++] ?? 0);
      source.due = due;
      moved += size - placeInOrder(times, codes, size, due, code);
      size++;
      source.arrivals++;
      frame = takeFreeFrame(frames, source.entry + 1, source.index);
      seconds[(frame << 3) + slot.born] = now;
    } else {
      const at = integers[(code << 4) + slot.pc] ?? 0;
      const step = program[at];
      if (step?.op !== op.exponentialWork || seconds[(code << 3) + slot.due] !== time) break;
      const { station } = step;
      const first = station.queue.head;
      const begun = first === none ? step : program[integers[(first << 4) + slot.pc] ?? 0];
      if (begun?.op !== op.exponentialWork) break;
      size--;
      now = time;
      seconds[(code << 3) + slot.due] = none;
      accountStation(station, now);
      station.inSystem--;
      station.completed++;
      station.responseSum += now - (seconds[(code << 3) + slot.arrived] ?? 0);
      integers[(code << 4) + slot.pc] = at + 1;
      if (first === none) station.busy--;
      else {
        takeFirst(frames, station.queue);
        const end = now + begun.time.mean * (values[used++] ?? 0);
        seconds[(first << 3) + slot.due] = end;
        moved += size - placeInOrder(times, codes, size, end, first);
        size++;
      }
      frame = code;
    }
    taken++;
    const next = program[integers[(frame << 4) + slot.pc] ?? 0];
    if (next === undefined) break;
    if (next.op === op.exponentialWork) {
      const { station } = next;
      accountStation(station, now);
      station.arrivals++;
      station.inSystem++;
      seconds[(frame << 3) + slot.arrived] = now;
      if (station.busy < station.servers) {
        station.busy++;
        const end = now + next.time.mean * (values[used++] ?? 0);
        seconds[(frame << 3) + slot.due] = end;
        moved += size - placeInOrder(times, codes, size, end, frame);
        size++;
      } else addLast(frames, station.queue, frame);
      frame = none;
    } else if (next.op === op.done) {
      const source = sources[integers[(frame << 4) + slot.source] ?? 0];
      if (source === undefined || !source.isOpen) break;
      const response = now - (seconds[(frame << 3) + slot.born] ?? 0);
      source.completed++;
      source.responseSum += response;
      record(source.responses, response);
      freeFrame(frames, frame);
      frame = none;
    }
  }
  draws.used = used;
  run.now = now;
  run.eventsDone += taken;
  list.size = size;
  list.moved = moved;
  return frame;
}
