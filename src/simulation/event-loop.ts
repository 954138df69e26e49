import { takeFromCalendar } from './calendar-queue.ts';
import { takeEvent } from './event-heap.ts';
import { endRequest, execute, wake } from './execute.ts';
import { none, slot } from './frames.ts';
import { enterPlainStation, leavePlainStation } from './plain-station.ts';
import { suitStructure } from './pending-events.ts';
import { op } from './program.ts';
import { takeReady } from './run.ts';
import type { Run } from './run.ts';
import { arrive } from './sources.ts';

/** Events between two looks at what need not be looked at each time. */
const lookEvery = 1024;

/** Events at one and the same moment after which time is said to stand still. */
const standstillEvents = 2 ** 20;

export type StopReason = 'over' | 'events' | 'frames' | 'standstill';

/**
 * Takes one event after the other until the run is over. What most events are (work at a plain station) is done by
 * small functions that V8 puts in here; all else is called.
 */
export function runEvents(run: Run, eventLimit: number, frameLimit: number): StopReason {
  const { events, frames, program, ready, sources } = run;
  const { heap } = events;
  let lookedAt = -1;
  let done = 0;
  while (!run.isOver) {
    if ((done & (lookEvery - 1)) === 0) {
      suitStructure(events);
      run.eventsDone = done;
      if (done >= eventLimit) return 'events';
      if (frames.inUse > frameLimit) return 'frames';
      if ((done & (standstillEvents - 1)) === 0) {
        if (run.now === lookedAt) return 'standstill';
        lookedAt = run.now;
      }
    }
    done++;
    const { calendar } = events;
    let code = 0;
    if (calendar === undefined) {
      code = takeEvent(heap);
      run.now = heap.times[0] ?? 0;
    } else {
      code = takeFromCalendar(calendar);
      run.now = calendar.time;
    }
    let frame = none;
    if (code < 0) {
      const source = ~code < sources.length ? sources[~code] : undefined;
      if (source !== undefined) frame = arrive(run, source);
      else run.agents[~code - sources.length]?.(run);
    } else if (frames.seconds[(code << 3) + slot.due] === run.now) {
      frames.seconds[(code << 3) + slot.due] = none;
      const at = frames.integers[(code << 4) + slot.pc] ?? 0;
      const step = program[at];
      if (step === undefined) continue;
      if (step.op === op.plainWork) {
        leavePlainStation(run, step.station, code);
        frames.integers[(code << 4) + slot.pc] = at + 1;
        frame = code;
      } else frame = wake(run, code, step);
    }
    for (;;) {
      if (frame === none) {
        if (ready.count === 0) break;
        frame = takeReady(ready);
      }
      const step = program[frames.integers[(frame << 4) + slot.pc] ?? 0];
      if (step === undefined) break;
      if (step.op === op.plainWork) {
        enterPlainStation(run, step.station, step.time, frame);
        frame = none;
      } else if (step.op === op.done) frame = endRequest(run, frame, step, true);
      else frame = execute(run, frame, step);
    }
  }
  run.eventsDone = done;
  return 'over';
}
