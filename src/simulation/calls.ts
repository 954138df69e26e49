import { backoffPause } from './backoff.ts';
import { isAdmitted, observe } from './call-guards.ts';
import type { CallSite } from './call-site.ts';
import { none, takeFrame, slot } from './frames.ts';
import { advancePc, makeReady, scheduleFrame, sendToFailure } from './run.ts';
import type { Run } from './run.ts';
import { prepareTimers, setTimer, stopTimer } from './timers.ts';

/** Timers a call may have running, kept in the frame. */
const timer = { none: 0, hedge: 1, timeout: 2 } as const;

/** To be called once for each site before a run. */
export function prepareSite(run: Run, site: CallSite): void {
  prepareTimers(run, site.hedge, (frame) => sendHedge(run, site, frame));
  prepareTimers(run, site.timeout, (frame) => timeOut(run, site, frame));
}

/** A call under a policy begins. Gives the frame that goes on, or none. */
export function callUnderPolicy(run: Run, site: CallSite, frame: number): number {
  site.calls++;
  const { budget } = site.policy;
  if (budget !== undefined) site.budgetTokens = Math.min(budget.burst, site.budgetTokens + budget.ratio);
  run.frames.integers[(frame << 4) + slot.attempt] = 0;
  run.frames.seconds[(frame << 3) + slot.pause] = 0;
  return startAttempt(run, site, frame);
}

/** The pause before the next attempt is over. */
export function pauseIsOver(run: Run, site: CallSite, frame: number): number {
  return startAttempt(run, site, frame);
}

function startAttempt(run: Run, site: CallSite, frame: number): number {
  const { frames } = run;
  frames.integers[(frame << 4) + slot.attempt] = (frames.integers[(frame << 4) + slot.attempt] ?? 0) + 1;
  if (!isAdmitted(run, site)) return attemptFailed(run, site, frame);
  site.inFlight++;
  frames.seconds[(frame << 3) + slot.arrived] = run.now;
  frames.integers[(frame << 4) + slot.open] = 1;
  if (site.hedge.length < Infinity) startTimer(run, site, frame, timer.hedge);
  else if (site.timeout.length < Infinity) startTimer(run, site, frame, timer.timeout);
  else frames.integers[(frame << 4) + slot.wanted] = timer.none;
  return send(run, site, frame);
}

function startTimer(run: Run, site: CallSite, frame: number, kind: 1 | 2): void {
  run.frames.integers[(frame << 4) + slot.wanted] = kind;
  setTimer(run, kind === timer.hedge ? site.hedge : site.timeout, frame);
}

/** A frame that does the operation and answers this one. */
function send(run: Run, site: CallSite, frame: number): number {
  const { frames } = run;
  site.attempts++;
  const callee = takeFrame(frames, site.entry, frames.integers[(frame << 4) + slot.source] ?? 0);
  frames.integers[(callee << 4) + slot.parent] = frame;
  frames.integers[(callee << 4) + slot.ticket] = frames.integers[(frame << 4) + slot.stamp] ?? 0;
  return callee;
}

/** The first attempt is slow: a second goes out beside it, within the same timeout. */
function sendHedge(run: Run, site: CallSite, frame: number): void {
  if (site.timeout.length < Infinity) startTimer(run, site, frame, timer.timeout);
  else run.frames.integers[(frame << 4) + slot.wanted] = timer.none;
  run.frames.integers[(frame << 4) + slot.open] = (run.frames.integers[(frame << 4) + slot.open] ?? 0) + 1;
  makeReady(run.ready, send(run, site, frame));
}

/** An attempt was answered; with a hedge, one of the two. */
export function attemptAnswered(run: Run, site: CallSite, frame: number, isSuccess: boolean): number {
  const { frames } = run;
  const open = (frames.integers[(frame << 4) + slot.open] ?? 0) - 1;
  frames.integers[(frame << 4) + slot.open] = open;
  if (!isSuccess && open > 0) return none;
  const running = frames.integers[(frame << 4) + slot.wanted];
  if (running === timer.hedge) stopTimer(run, site.hedge, frame);
  else if (running === timer.timeout) stopTimer(run, site.timeout, frame);
  endAttempt(run, site, frame, isSuccess);
  if (!isSuccess) return attemptFailed(run, site, frame);
  advancePc(run, frame);
  return frame;
}

function timeOut(run: Run, site: CallSite, frame: number): void {
  endAttempt(run, site, frame, false);
  const next = attemptFailed(run, site, frame);
  if (next !== none) makeReady(run.ready, next);
}

/** From here on, answers of this attempt reach nobody. */
function endAttempt(run: Run, site: CallSite, frame: number, isSuccess: boolean): void {
  const { frames } = run;
  frames.integers[(frame << 4) + slot.stamp] = ((frames.integers[(frame << 4) + slot.stamp] ?? 0) + 1) | 0;
  observe(run, site, isSuccess, run.now - (frames.seconds[(frame << 3) + slot.arrived] ?? 0));
  site.inFlight--;
}

/** Another attempt if the policy has one left; always as an event, so that endless attempts meet the event limit. */
function attemptFailed(run: Run, site: CallSite, frame: number): number {
  const { frames } = run;
  const { policy } = site;
  const attempt = frames.integers[(frame << 4) + slot.attempt] ?? 0;
  if (attempt >= policy.attempts || !mayRetry(site)) {
    sendToFailure(run, frame);
    return frame;
  }
  const pause =
    policy.backoff === undefined
      ? 0
      : backoffPause(policy.backoff, attempt, frames.seconds[(frame << 3) + slot.pause] ?? 0, run.random);
  frames.seconds[(frame << 3) + slot.pause] = pause;
  scheduleFrame(run, run.now + pause, frame);
  return none;
}

function mayRetry(site: CallSite): boolean {
  if (site.policy.budget === undefined) return true;
  if (site.budgetTokens < 1) return false;
  site.budgetTokens--;
  return true;
}
