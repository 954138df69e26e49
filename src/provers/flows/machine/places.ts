import type { Process, Step } from '../language/flow-spec.ts';
import { finish, idle } from './run.ts';
import type { Place } from './run.ts';
import { wordsOf } from './step-words.ts';

export const stepPlace = (step: number): string => `step-${step + 1}`;
export const callPlace = (step: number): string => `call-${step + 1}`;
export const hungPlace = (step: number): string => `hung-${step + 1}`;
export const sentPlace = (step: number): string => `sent-${step + 1}`;

/** Place before the compensation of a step. */
export const undoPlace = (step: number): string => `undo-${step + 1}`;

/** Its effect and the place that is stored are two systems, so a crash may come between them. */
export const isSent = ({ durable }: Process, step: Step): boolean =>
  durable && (step.kind === 'publish' || step.kind === 'write');

/** A durable process stores that it has begun; with a transaction first, that transaction does. */
export const beginsApart = ({ durable, steps: [first] }: Process): boolean =>
  durable && first?.kind !== 'transaction';

/** Every place where a worker can stand. */
export function placesOf(process: Process, isKept: boolean): readonly Place[] {
  const places: Place[] = [{ id: idle, words: '', isCalling: false }];
  const add = (id: string, words: string, isCalling = false): void =>
    void places.push({ id, words, isCalling });
  for (const [index, step] of process.steps.entries()) {
    const words = wordsOf(step);
    if (index > 0 || beginsApart(process) || step.kind === 'call')
      add(stepPlace(index), `before this: ${words}`);
    if (step.kind === 'call')
      add(callPlace(index), `before it has the answer of ${step.to} (${words} is done)`, true);
    if (step.kind === 'call' && !step.timeout)
      add(hungPlace(index), `while it waits for an answer of ${step.to}`, true);
    if (isSent(process, step)) add(sentPlace(index), `before it has stored that this is done: ${words}`);
  }
  for (const [index, { undo }] of process.steps.entries()) {
    if (undo === undefined) continue;
    const place = undoPlace(index);
    add(place, `before this compensation: ${wordsOf(undo)}`);
    if (undo.kind === 'call')
      add(`${place}-call`, `before it has the answer of ${undo.to} (${wordsOf(undo)} is done)`, true);
    if (undo.kind === 'call' && !undo.timeout)
      add(`${place}-hung`, `while it waits for an answer of ${undo.to}`, true);
    if (isSent(process, undo))
      add(`${place}-sent`, `before it has stored that this is done: ${wordsOf(undo)}`);
  }
  if (isKept)
    add(
      finish,
      process.trigger.kind === 'request' ? 'before it answers' : 'before it acknowledges the message',
    );
  return places;
}

/** Where a durable process goes on after a crash: before the step whose end it has not stored. */
export const restartOf = (place: string): string =>
  /^(?:call|hung|sent)-/.test(place)
    ? place.replace(/^[a-z]+/, 'step')
    : place.replace(/-(?:call|hung|sent)$/, '');
