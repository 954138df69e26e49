import { answer } from './answers.ts';
import { lookUp, fill, fillFailed } from './caches.ts';
import { callUnderPolicy, pauseIsOver } from './calls.ts';
import { fork } from './forks.ts';
import { freeFrame, none, takeFrame, slot } from './frames.ts';
import { enterStation, serviceIsOver } from './general-station.ts';
import { record } from './histogram.ts';
import { acquire, release } from './pools.ts';
import { op } from './program.ts';
import type { Instruction } from './program.ts';
import { nextBits, uniform } from './random.ts';
import { drawTime } from './random-time.ts';
import { advancePc, makeReady, scheduleFrame } from './run.ts';
import type { Run } from './run.ts';

/** The event of a frame has come: what it waited for is over. Gives the frame if it goes on. */
export function wake(run: Run, frame: number, step: Instruction): number {
  if (step.op === op.think) {
    advancePc(run, frame);
    return frame;
  }
  if (step.op === op.work) return serviceIsOver(run, step.station, frame);
  return pauseIsOver(run, step.site, frame);
}

/** Does one instruction of a frame. Gives the frame that goes on (it, or one it called), or none when it waits or ends. */
export function execute(run: Run, frame: number, step: Instruction): number {
  const { frames } = run;
  switch (step.op) {
    case op.work:
      return enterStation(run, step.station, step.time, frame);
    case op.call:
      return callPlainly(run, frame, step);
    case op.reply:
      return reply(run, frame);
    case op.exit:
      freeFrame(frames, frame);
      return none;
    case op.acquire:
      return acquire(run, step.pool, frame) ? goOn(run, frame) : none;
    case op.release:
      release(run, step.pool);
      return goOn(run, frame);
    case op.begin:
      return beginRequest(run, frame);
    default:
      return executeRare(run, frame, step);
  }
}

function executeRare(run: Run, frame: number, step: Instruction): number {
  const { frames } = run;
  switch (step.op) {
    case op.think:
      think(run, frame, step);
      return none;
    case op.callUnderPolicy:
      return callUnderPolicy(run, step.site, frame);
    case op.spawn:
      makeReady(run.ready, takeFrame(frames, step.target, frames.integers[(frame << 4) + slot.source] ?? 0));
      return goOn(run, frame);
    case op.times:
      return drawTimes(run, frame, step);
    case op.again:
      frames.integers[(frame << 4) + slot.loop] = (frames.integers[(frame << 4) + slot.loop] ?? 0) - 1;
      return (frames.integers[(frame << 4) + slot.loop] ?? 0) > 0
        ? jump(run, frame, step.target)
        : goOn(run, frame);
    case op.jump:
      return jump(run, frame, step.target);
    case op.choose:
      return choose(run, frame, step);
    case op.fork:
      return fork(run, frame, step);
    case op.lookUp:
      return lookUp(run, frame, step);
    case op.fill:
      fill(run, frame, step.cache);
      return goOn(run, frame);
    case op.fillFailed:
      fillFailed(run, frame, step.cache);
      return goOn(run, frame);
    case op.failed:
      return endRequest(run, frame, step, false);
    case op.replyFailure: {
      const caller = answer(run, frame, false);
      freeFrame(frames, frame);
      return caller;
    }
    default:
      throw new Error(
        `no instruction has the number ${step.op}: the compiler of networks made a wrong program`,
      );
  }
}

/**
 * The caller is answered. Where the callee has more to do, both want to go on at the same moment, perhaps at the same
 * processor; neither has precedence, so it is tossed for. (Always letting one go first moves the throughputs of
 * layered models with second phases by 1 to 2 %.)
 */
function reply(run: Run, frame: number): number {
  const caller = answer(run, frame, true);
  goOn(run, frame);
  if (caller === none) return frame;
  const following = run.program[run.frames.integers[(frame << 4) + slot.pc] ?? 0]?.op;
  const isEnd = following === op.release || following === op.exit;
  const isCalleeFirst = isEnd || nextBits(run.random) >>> 31 === 0;
  makeReady(run.ready, isCalleeFirst ? caller : frame);
  return isCalleeFirst ? frame : caller;
}

function goOn(run: Run, frame: number): number {
  advancePc(run, frame);
  return frame;
}

function jump(run: Run, frame: number, target: number): number {
  run.frames.integers[(frame << 4) + slot.pc] = target;
  return frame;
}

function callPlainly(run: Run, frame: number, step: Instruction): number {
  const { site } = step;
  site.calls++;
  site.attempts++;
  return callee(run, frame, site.entry);
}

/** A frame that does an operation and answers `frame`. */
export function callee(run: Run, frame: number, entry: number): number {
  const { frames } = run;
  const child = takeFrame(frames, entry, frames.integers[(frame << 4) + slot.source] ?? 0);
  frames.integers[(child << 4) + slot.parent] = frame;
  frames.integers[(child << 4) + slot.ticket] = frames.integers[(frame << 4) + slot.stamp] ?? 0;
  return child;
}

function drawTimes(run: Run, frame: number, step: Instruction): number {
  const times = step.isGeometric ? geometric(run, step.count) : fixed(run, step.count);
  run.frames.integers[(frame << 4) + slot.loop] = times;
  return times > 0 ? goOn(run, frame) : jump(run, frame, step.target);
}

function fixed(run: Run, mean: number): number {
  const whole = Math.floor(mean);
  const part = mean - whole;
  return part > 0 && uniform(run.random) < part ? whole + 1 : whole;
}

/** 0, 1, 2, … with the given mean, each one more with the same chance. */
function geometric(run: Run, mean: number): number {
  if (mean <= 0) return 0;
  return Math.floor(Math.log(uniform(run.random)) / Math.log(mean / (mean + 1)));
}

function choose(run: Run, frame: number, step: Instruction): number {
  let left = uniform(run.random);
  for (let i = 0; i < step.chances.length; i++) {
    left -= step.chances[i] ?? 0;
    if (left < 0) return jump(run, frame, step.targets[i] ?? 0);
  }
  return goOn(run, frame);
}

function think(run: Run, frame: number, step: Instruction): void {
  const source = run.sources[run.frames.integers[(frame << 4) + slot.source] ?? 0];
  const pace = source?.surge ?? 1;
  scheduleFrame(run, run.now + drawTime(step.time, run.random) / pace, frame);
}

function beginRequest(run: Run, frame: number): number {
  const { frames } = run;
  const source = run.sources[frames.integers[(frame << 4) + slot.source] ?? 0];
  if (source !== undefined) source.arrivals++;
  frames.seconds[(frame << 3) + slot.born] = run.now;
  return goOn(run, frame);
}

/** Counts the request; its frame ends, or its user thinks again. */
export function endRequest(run: Run, frame: number, step: Instruction, isAnswered: boolean): number {
  const { frames } = run;
  const source = run.sources[frames.integers[(frame << 4) + slot.source] ?? 0];
  if (source === undefined) return none;
  if (isAnswered) {
    const response = run.now - (frames.seconds[(frame << 3) + slot.born] ?? 0);
    source.completed++;
    source.responseSum += response;
    record(source.responses, response);
  } else source.failed++;
  if (!source.isOpen) return jump(run, frame, step.target);
  freeFrame(frames, frame);
  return none;
}
