import type { Process, Step } from '../language/flow-spec.ts';
import { addBranches } from './branches.ts';
import type { Entry, Way } from './branches.ts';
import { addCall } from './calls.ts';
import { changesOf } from './changes.ts';
import { addCrashes } from './crashes.ts';
import { declare, inMachine } from './draft.ts';
import type { Draft } from './draft.ts';
import { failed, finished } from './failing.ts';
import { go, ownVariables } from './memory.ts';
import { placeName } from './names.ts';
import {
  beginsApart,
  callPlace,
  hungPlace,
  isSent,
  placesOf,
  sentPlace,
  stepPlace,
  undoPlace,
} from './places.ts';
import { finish, hasPlace, idle, isAt, of, start } from './run.ts';
import type { Run } from './run.ts';
import { wordsOf } from './step-words.ts';
import { branchesOf } from './steps.ts';
import { all, not } from './terms.ts';
import type { Ways } from './transaction.ts';
import { triggerOf } from './trigger.ts';

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
  addCrashes(run);
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
