import { takeFromCalendar } from './calendar-queue.ts';
import { rootState, takeEvent } from './event-heap.ts';
import { endRequest, execute, wake } from './execute.ts';
import { takeFromList } from './event-list.ts';
import { addLast, takeFirst } from './frame-queue.ts';
import { none, slot, takeFrame } from './frames.ts';
import { lookEvery, schedule, suitStructure } from './pending-events.ts';
import type { PendingEvents } from './pending-events.ts';
import { takePlainEvents } from './plain-events.ts';
import { op } from './program.ts';
import { prepareDraws, preparedDraws } from './random.ts';
import { drawOtherTime } from './random-time.ts';
import { takeReady } from './run.ts';
import type { Run } from './run.ts';
import { arrive } from './sources.ts';

/** Exponential draws made in advance. */
const drawsAtOnce = 512;
const lastDraw = drawsAtOnce - 2;
/** Events for which the loop for plain events is not tried where it took less than half of the last ones. */
const plainPause = 64 * lookEvery;
/** Events at one and the same moment after which time is said to stand still. */
const standstillEvents = 2 ** 20;

export type StopReason = 'over' | 'events' | 'frames' | 'standstill';

/**
 * Takes one event after the other until the run is over.
 *
 * What most events are (an arrival, work at a plain station and its end) is written out here: a number with a fraction
 * that is handed to a function V8 does not put in here is allocated, and what it has in registers is lost. As several
 * functions it is a fifth slower. All else is called, and may change the arrays: they are then read anew.
 */
// oxlint-disable-next-line max-lines-per-function -- the reason is above
export function runEvents(run: Run, eventLimit: number, frameLimit: number): StopReason {
  const { events, frames, program, ready, sources, random } = run;
  const { list, heap } = events;
  let { integers, seconds } = frames;
  const draws = preparedDraws(drawsAtOnce);
  const { values } = draws;
  let used = values.length;
  let lookedAt = -1;
  let done = 0;
  let nextLook = 0;
  let plainTaken = 0;
  let tryPlainFrom = 0;
  while (!run.isOver) {
    if (done >= nextLook) {
      nextLook = done + lookEvery;
      if (done > tryPlainFrom && plainTaken < lookEvery / 2) tryPlainFrom = done + plainPause;
      plainTaken = 0;
      suitStructure(events);
      run.eventsDone = done;
      if (done >= eventLimit) return 'events';
      if (frames.inUse > frameLimit) return 'frames';
      if ((done & (standstillEvents - 1)) === 0) {
        if (run.now === lookedAt) return 'standstill';
        lookedAt = run.now;
      }
    }
    let frame = none;
    let now = 0;
    if (done >= tryPlainFrom && events.isList) {
      draws.used = used;
      run.eventsDone = done;
      frame = takePlainEvents(run, draws);
      plainTaken += run.eventsDone - done;
      done = run.eventsDone;
      used = draws.used;
      now = run.now;
    }
    if (frame === none) {
      if (done >= nextLook) continue;
      done++;
      // At most two are needed for one event before the inner loop, which looks itself.
      if (used > lastDraw) {
        prepareDraws(draws, random);
        used = 0;
      }
      const { calendar } = events;
      let code = 0;
      if (events.isList) {
        code = takeFromList(list);
        now = list.times[list.size] ?? 0;
      } else if (calendar === undefined) {
        code = takeEvent(heap);
        now = heap.times[0] ?? 0;
      } else {
        code = takeFromCalendar(calendar);
        now = calendar.time;
      }
      run.now = now;
      if (code < 0) {
        const source = ~code < sources.length ? sources[~code] : undefined;
        if (source === undefined) run.agents[~code - sources.length]?.(run);
        else if (source.isPoisson && source.due === now) {
          const due = now + source.meanGap * (values[used++] ?? 0);
          source.due = due;
          put(events, due, code);
          source.arrivals++;
          frame = takeFrame(frames, source.entry + 1, source.index);
          seconds = frames.seconds;
          seconds[(frame << 3) + slot.born] = now;
        } else frame = arrive(run, source);
      } else if (seconds[(code << 3) + slot.due] === now) {
        seconds[(code << 3) + slot.due] = none;
        const at = integers[(code << 4) + slot.pc] ?? 0;
        const step = program[at];
        if (step === undefined) continue;
        if (step.op >= op.plainWork) {
          const { station } = step;
          const elapsed = now - station.changedAt;
          station.busyArea += station.busy * elapsed;
          station.systemArea += station.inSystem * elapsed;
          station.changedAt = now;
          station.inSystem--;
          station.completed++;
          station.responseSum += now - (seconds[(code << 3) + slot.arrived] ?? 0);
          integers[(code << 4) + slot.pc] = at + 1;
          frame = code;
          if (station.queue.head === none) station.busy--;
          else {
            const first = takeFirst(frames, station.queue);
            const time = program[integers[(first << 4) + slot.pc] ?? 0]?.time;
            if (time === undefined) continue;
            const service =
              time.kind === 'exponential' ? time.mean * (values[used++] ?? 0) : drawOtherTime(time, random);
            seconds[(first << 3) + slot.due] = now + service;
            put(events, now + service, first);
          }
        } else frame = wake(run, code, step);
      }
    }
    ({ integers, seconds } = frames);
    for (;;) {
      if (frame === none) {
        if (ready.count === 0) break;
        frame = takeReady(ready);
      }
      const step = program[integers[(frame << 4) + slot.pc] ?? 0];
      if (step === undefined) break;
      if (step.op >= op.plainWork) {
        const { station, time } = step;
        const elapsed = now - station.changedAt;
        station.busyArea += station.busy * elapsed;
        station.systemArea += station.inSystem * elapsed;
        station.changedAt = now;
        station.arrivals++;
        station.inSystem++;
        seconds[(frame << 3) + slot.arrived] = now;
        if (station.busy < station.servers) {
          station.busy++;
          if (used > lastDraw) {
            prepareDraws(draws, random);
            used = 0;
          }
          const service =
            time.kind === 'exponential' ? time.mean * (values[used++] ?? 0) : drawOtherTime(time, random);
          seconds[(frame << 3) + slot.due] = now + service;
          put(events, now + service, frame);
        } else addLast(frames, station.queue, frame);
        frame = none;
      } else if (step.op === op.done) frame = endRequest(run, frame, step, true);
      else {
        frame = execute(run, frame, step);
        ({ integers, seconds } = frames);
      }
    }
  }
  run.eventsDone = done;
  return 'over';
}

/** Schedules an event; short, so that V8 puts it into the loop. */
function put(events: PendingEvents, time: number, code: number): void {
  const { heap } = events;
  if (heap.root === rootState.hole && events.calendar === undefined) {
    heap.root = rootState.unsunk;
    heap.times[0] = time;
    heap.codes[0] = code;
    heap.sequences[0] = heap.sequence;
    heap.sequence = (heap.sequence + 1) | 0;
  } else schedule(events, time, code);
}
