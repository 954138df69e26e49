import type { Assignment, Expression, Said } from '../../../model-checking/machine.ts';
import type { ExpectStep, PublishStep, Step, WaitStep, WriteStep } from '../language/flow-spec.ts';
import type { Branch } from './branches.ts';
import { changesOf, sawVersion } from './changes.ts';
import { channelOf, declare, inMachine, recordOf, valueOf } from './draft.ts';
import { fence, release, sees, takeLock } from './locks.ts';
import { publish } from './messages.ts';
import { readName, unmetName } from './names.ts';
import { of } from './run.ts';
import type { Run } from './run.ts';
import { wordsOf } from './step-words.ts';
import { assign, number } from './terms.ts';
import { changed, transactionBranches } from './transaction.ts';
import type { Ways } from './transaction.ts';

/** What a step of one atomic action does, in the order in which it is decided. */
export function branchesOf(
  run: Run,
  step: Exclude<Step, { kind: 'call' }>,
  index: number,
  ways: Ways,
): readonly Branch[] {
  const says: Said = { from: run.process.at, words: wordsOf(step) };
  const plain = (does: readonly Assignment[]): readonly Branch[] => [
    { id: step.kind, assign: does, ways: [ways.next], says },
  ];
  switch (step.kind) {
    case 'transaction':
      return transactionBranches(run, step, ways, says);
    case 'read':
      return [...fence(run, step, ways.failed, says), ...plain([...reads(run, step), ...sees(run, step)])];
    case 'write':
      return write(run, step, ways, says);
    case 'publish':
      return send(run, step, ways, says);
    case 'wait':
      return wait(run, step, ways, says);
    case 'lock':
      return takeLock(run, step.lock, ways.next, says);
    case 'unlock':
      return plain(release(run, step.lock));
    case 'expect':
      return expectation(run, step, index, ways, says);
    case 'acknowledge':
      return plain(run.trigger.isKept ? run.trigger.consume : []);
  }
}

function write(run: Run, step: WriteStep, ways: Ways, says: Said): readonly Branch[] {
  return [
    ...fence(run, step, ways.failed, says),
    ...changed(run, step, [ways.next], says),
    {
      id: 'write',
      assign: [...changesOf(run, step.changes), ...sees(run, step)],
      ways: [ways.next],
      says: { ...says, to: placeOfWrite(run, step) },
    },
  ];
}

function send(run: Run, { message }: PublishStep, { next }: Ways, says: Said): readonly Branch[] {
  const does = publish(run.draft, message);
  const to = channelOf(run.draft, message).name;
  return [{ id: 'publish', assign: does, ways: [next], says: { ...says, to } }];
}

function wait(run: Run, { until, timeout }: WaitStep, { next, failed }: Ways, says: Said): readonly Branch[] {
  const waited: Branch = {
    id: 'wait',
    when: inMachine(run.draft, until.holds, run.own),
    assign: [],
    ways: [next],
    says: { ...says, words: `sees that ${until.text}` },
  };
  if (!timeout) return [waited];
  const words = `${says.words}: gives up`;
  return [waited, { id: 'gives up', assign: [], ways: failed, says: { ...says, words } }];
}

/** What was expected and not seen is kept, for an invariant to find. */
function expectation(
  run: Run,
  { that, says: expected }: ExpectStep,
  index: number,
  { next }: Ways,
  says: Said,
): readonly Branch[] {
  const name = unmetName(run.process.name, index + 1);
  const unmet = declare(run.draft, of(run), { name, most: 1, start: 0 });
  const ways = [next];
  return [
    {
      id: 'met',
      when: inMachine(run.draft, that.holds, run.own),
      assign: [],
      ways,
      says: { ...says, words: `sees: ${expected}` },
    },
    { id: 'unmet', assign: [assign(unmet, 1)], ways, says: { ...says, words: `does not see: ${expected}` } },
  ];
}

const placeOfWrite = (run: Run, { changes: [first] }: WriteStep): string =>
  first === undefined ? run.process.at : recordOf(run.draft, first.record).at;

function reads(run: Run, step: Extract<Step, { kind: 'read' }>): readonly Assignment[] {
  return step.reads.flatMap(({ into, from }) => {
    const record = recordOf(run.draft, from);
    const value = valueOf(record);
    const raw: Expression =
      record.least === 0 ? value : { kind: 'subtract', left: value, right: number(record.least) };
    return [assign(readName(run.process.name, into, run.worker), raw), ...sawVersion(run, from)];
  });
}
