import type { Assignment, Said } from '../../../model-checking/machine.ts';
import type { TransactionStep, WriteStep } from '../language/flow-spec.ts';
import type { Branch, Way } from './branches.ts';
import { changedSince, changesOf } from './changes.ts';
import { channelOf, declare, inMachine } from './draft.ts';
import { fence, sees } from './locks.ts';
import { recordedKey } from './keys.ts';
import { intoOutbox, numberOf } from './messages.ts';
import { inboxName, newestName } from './names.ts';
import type { Run } from './run.ts';
import { any, assign, compare, equals, not } from './terms.ts';

/** Where a step may lead. */
export interface Ways {
  readonly next: Way;
  /** All that follows is passed by. */
  readonly finish: Way;
  readonly failed: readonly Way[];
}

/** A transaction: what passes it by, what refuses it, and its commit. */
export function transactionBranches(
  run: Run,
  step: TransactionStep,
  ways: Ways,
  says: Said,
): readonly Branch[] {
  const marks = [
    ...inbox(run, step, ways, says),
    ...recorded(run, step, ways, says),
    ...newest(run, step, ways, says),
  ];
  const outbox = intoOutbox(run.draft, step.outbox);
  const told = step.outbox.length === 0 ? '' : `, with ${step.outbox.join(', ')} in the outbox`;
  return [
    ...marks.map(({ passedBy }) => passedBy),
    ...fence(run, step, ways.failed, says),
    ...refused(run, step, ways, says),
    ...changed(run, step, ways.failed, says),
    {
      id: 'commit',
      assign: [
        ...changesOf(run, step.changes),
        ...outbox,
        ...marks.map(({ mark }) => mark),
        ...sees(run, step),
      ],
      ways: [ways.next],
      says: { ...says, words: `${says.words}${told}` },
      or: step.refuses
        ? [{ assign: [], ways: ways.failed, says: { ...says, words: `is refused: ${says.words}` } }]
        : [],
    },
  ];
}

/** What is recorded of a message in its transaction, and when it is passed by. */
interface Mark {
  readonly passedBy: Branch;
  readonly mark: Assignment;
}

function inbox(
  { draft, process }: Run,
  step: TransactionStep,
  { finish }: Ways,
  says: Said,
): readonly Mark[] {
  if (!step.inbox) return [];
  const name = declare(draft, 'each', { name: inboxName(process.name), most: 1, start: 0 });
  const passedBy: Branch = {
    id: 'known',
    when: equals(name, 1),
    assign: [],
    ways: [finish],
    says: { ...says, words: 'finds the message in its inbox: it was handled' },
  };
  return [{ passedBy, mark: assign(name, 1) }];
}

function recorded(
  run: Run,
  { recordedKey: key }: TransactionStep,
  { finish }: Ways,
  says: Said,
): readonly Mark[] {
  if (key === undefined) return [];
  const name = recordedKey(run, key);
  const words = `finds the ${key} recorded: it was handled`;
  const passedBy: Branch = {
    id: 'recorded',
    when: equals(name, 1),
    assign: [],
    ways: [finish],
    says: { ...says, words },
  };
  return [{ passedBy, mark: assign(name, 1) }];
}

function newest(
  { draft, process }: Run,
  step: TransactionStep,
  { finish }: Ways,
  says: Said,
): readonly Mark[] {
  if (!step.newest || process.trigger.kind !== 'message') return [];
  const channel = channelOf(draft, process.trigger.message);
  const name = declare(draft, 'each', {
    name: newestName(channel.name, process.at),
    most: channel.messages.length,
    start: 0,
  });
  const mine = numberOf(channel, process.trigger.message);
  const passedBy: Branch = {
    id: 'old',
    when: compare(name, '>=', mine),
    assign: [],
    ways: [finish],
    says: { ...says, words: 'passes the message by: one that is not older was handled' },
  };
  return [{ passedBy, mark: assign(name, mine) }];
}

function refused(run: Run, { require }: TransactionStep, { failed }: Ways, says: Said): readonly Branch[] {
  if (require === undefined) return [];
  const words = `refuses (${says.words}) unless ${require.text}`;
  const when = not(inMachine(run.draft, require.holds, run.own));
  return [{ id: 'refused', when, assign: [], ways: failed, says: { ...says, words } }];
}

/** Somebody else has written what was read. */
export function changed(
  run: Run,
  { unchanged }: TransactionStep | WriteStep,
  ways: readonly Way[],
  says: Said,
): readonly Branch[] {
  if (unchanged.length === 0) return [];
  const when = any(...unchanged.map((record) => changedSince(run, record)));
  return [
    {
      id: 'changed',
      when,
      assign: [],
      ways,
      says: { ...says, words: `does not: ${unchanged.join(', ')} was written meanwhile (${says.words})` },
    },
  ];
}
