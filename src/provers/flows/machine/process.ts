import type { Process, Step } from '../language/flow-spec.ts';
import { addCall } from './calls.ts';
import { changesOf } from './changes.ts';
import { addCrashes } from './crashes.ts';
import { declare, inMachine } from './draft.ts';
import type { Draft } from './draft.ts';
import { failed, finished, undoPlace } from './failing.ts';
import { placeName } from './names.ts';
import { start, addBranches, finish, go, hasPlace, idle, isAt, of, ownVariables, wordsOf } from './run.ts';
import type { Entry, Place, Run, Way } from './run.ts';
import { branchesOf } from './steps.ts';
import type { Ways } from './steps.ts';
import { all, not } from './terms.ts';
import { triggerOf } from './trigger.ts';

export const stepPlace = (step: number): string => `step-${step + 1}`;
export const callPlace = (step: number): string => `call-${step + 1}`;
const hungPlace = (step: number): string => `hung-${step + 1}`;
const sentPlace = (step: number): string => `sent-${step + 1}`;

/** Its effect and the place that is stored are two systems, so a crash may come between them. */
const isSent = ({ durable }: Process, step: Step): boolean =>
  durable && (step.kind === 'publish' || step.kind === 'write');

/** A durable process stores that it has begun; with a transaction first, that transaction does. */
const beginsApart = ({ durable, steps: [first] }: Process): boolean =>
  durable && first?.kind !== 'transaction';

function placesOf(process: Process, isKept: boolean): readonly Place[] {
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

/** Builds the steps of one worker of a process. */
export function addProcess(draft: Draft, process: Process, worker: number): Run {
  const trigger = triggerOf(draft, process, worker);
  const places = placesOf(process, trigger.isKept);
  const at = declare(draft, of({ process }), {
    name: placeName(process.name, worker),
    most: places.length - 1,
    start: 0,
    words: places.map(({ id, words }) => (words === '' ? id : words)),
  });
  const run: Run = { draft, process, worker, trigger, places, at, own: ownVariables(draft, process, worker) };
  if (beginsApart(process)) addBegin(run);
  for (const [index, step] of process.steps.entries()) addStep(run, step, index);
  for (const [index, { undo }] of process.steps.entries()) if (undo !== undefined) addUndo(run, undo, index);
  if (trigger.isKept) addFinish(run);
  addCrashes(run, { restartOf });
  return run;
}

function addBegin(run: Run): void {
  const { trigger, process } = run;
  addBranches(
    run,
    {
      id: 'begin',
      when: all(isAt(run, idle), trigger.available),
      assign: trigger.consume,
      isFault: trigger.isFault,
    },
    [
      {
        id: '',
        assign: [],
        ways: [{ assign: go(run, stepPlace(0)) }],
        says: { from: process.at, words: `stores that ${process.name} has begun` },
      },
    ],
  );
}

/** From where a step can be taken: the first one when something arrives. */
function entriesOf(run: Run, index: number): readonly Entry[] {
  const { trigger, process } = run;
  const place = stepPlace(index);
  const here: readonly Entry[] = hasPlace(run, place)
    ? [{ id: place, when: isAt(run, place), assign: [] }]
    : [];
  if (index > 0 || beginsApart(process)) return here;
  const taken = trigger.isKept ? [] : trigger.consume;
  return [
    { id: start, when: all(isAt(run, idle), trigger.available), assign: taken, isFault: trigger.isFault },
    ...here,
  ];
}

const nextOf = (run: Run, index: number): Way =>
  index + 1 < run.process.steps.length ? { assign: go(run, stepPlace(index + 1)) } : finished(run, index + 1);

function addStep(run: Run, step: Step, index: number): void {
  const next = nextOf(run, index);
  const entries = entriesOf(run, index);
  const when = step.when === undefined ? undefined : inMachine(run.draft, step.when.holds, run.own);
  const taken = entries.map((entry) =>
    when === undefined ? entry : { ...entry, when: all(entry.when, when) },
  );
  if (when !== undefined)
    for (const entry of entries)
      addBranches(run, { ...entry, when: all(entry.when, not(when)) }, [
        {
          id: 'skip',
          assign: [],
          ways: [next],
          says: { from: run.process.at, words: `leaves out: ${wordsOf(step)}` },
        },
      ]);
  if (step.kind === 'call') {
    addCall(
      run,
      step,
      taken,
      {
        again: stepPlace(index),
        waiting: callPlace(index),
        hung: hungPlace(index),
        next,
        refused: failed(run, index, false),
        givenUp: failed(run, index, true),
      },
      changesOf(run, step.changes),
    );
    return;
  }
  const ways: Ways = {
    next: isSent(run.process, step) ? { assign: go(run, sentPlace(index)) } : next,
    finish: finished(run, index),
    failed: failed(run, index, false),
  };
  for (const entry of taken) addBranches(run, entry, branchesOf(run, step, index, ways));
  if (isSent(run.process, step)) addStored(run, sentPlace(index), next);
}

/** The place after an effect elsewhere is stored. */
function addStored(run: Run, place: string, next: Way): void {
  addBranches(run, { id: place, when: isAt(run, place), assign: [] }, [
    { id: '', assign: [], ways: [next], says: { from: run.process.at, words: 'stores that this is done' } },
  ]);
}

/** Compensations are taken one after the other, the last first, and repeated until they succeed. */
function addUndo(run: Run, undo: Step, index: number): void {
  const before = run.process.steps.findLastIndex((step, at) => at < index && step.undo !== undefined);
  const next: Way = before === -1 ? finished(run, index) : { assign: go(run, undoPlace(before)) };
  const place = undoPlace(index);
  const entry: Entry = { id: place, when: isAt(run, place), assign: [] };
  const when = undo.when === undefined ? undefined : inMachine(run.draft, undo.when.holds, run.own);
  if (when !== undefined)
    addBranches(run, { ...entry, when: all(entry.when, not(when)) }, [
      {
        id: 'skip',
        assign: [],
        ways: [next],
        says: { from: run.process.at, words: `has nothing to take back: ${wordsOf(undo)}` },
      },
    ]);
  const taken = { ...entry, when: all(entry.when, when) };
  if (undo.kind === 'call') {
    const { attempts: _, ...endless } = undo;
    const again: Way = { assign: go(run, place) };
    addCall(
      run,
      endless,
      [taken],
      {
        again: place,
        waiting: `${place}-call`,
        hung: `${place}-hung`,
        next,
        refused: [again],
        givenUp: [again],
      },
      changesOf(run, undo.changes),
    );
    return;
  }
  const sent = isSent(run.process, undo);
  addBranches(
    run,
    taken,
    branchesOf(run, undo, index, {
      next: sent ? { assign: go(run, `${place}-sent`) } : next,
      finish: next,
      failed: [next],
    }),
  );
  if (sent) addStored(run, `${place}-sent`, next);
}

function addFinish(run: Run): void {
  const { process, trigger } = run;
  const ends =
    process.trigger.kind === 'message' ? `acknowledges ${process.trigger.message}` : 'answers the request';
  addBranches(run, { id: finish, when: isAt(run, finish), assign: [] }, [
    {
      id: '',
      assign: trigger.consume,
      ways: [{ assign: go(run, idle) }],
      says: { from: process.at, words: ends },
    },
  ]);
}

/** Where a durable process goes on after a crash: before the step whose end it has not stored. */
const restartOf = (place: string): string =>
  /^(?:call|hung|sent)-/.test(place)
    ? place.replace(/^[a-z]+/, 'step')
    : place.replace(/-(?:call|hung|sent)$/, '');
