import type { Assignment, Expression, Said } from '../../../model-checking/machine.ts';
import type { Step, TransactionStep, WriteStep } from '../language/flow-spec.ts';
import { changedSince, changesOf, sawVersion } from './changes.ts';
import { channelOf, declare, inMachine, recordOf, valueOf } from './draft.ts';
import { numberOf, intoOutbox, publish } from './messages.ts';
import {
  holderName,
  holdingName,
  inboxName,
  issuedName,
  newestName,
  readName,
  seenName,
  tokenName,
  unmetName,
} from './names.ts';
import { holderNumber, of, release, wordsOf } from './run.ts';
import type { Branch, Run, Way } from './run.ts';
import { any, assign, compare, equals, not, number, plus, variable } from './terms.ts';

/** Where a step may lead. */
export interface Ways {
  readonly next: Way;
  /** All that follows is passed by. */
  readonly finish: Way;
  readonly failed: readonly Way[];
}

/** What a step of one atomic action does, in the order in which it is decided. */
export function branchesOf(
  run: Run,
  step: Exclude<Step, { kind: 'call' }>,
  index: number,
  ways: Ways,
): readonly Branch[] {
  const says: Said = { from: run.process.at, words: wordsOf(step) };
  const plain = (does: readonly Assignment[], when?: Expression): readonly Branch[] => [
    { id: step.kind, ...(when !== undefined && { when }), assign: does, ways: [ways.next], says },
  ];
  switch (step.kind) {
    case 'transaction':
      return transaction(run, step, ways, says);
    case 'read':
      return [...fence(run, step, ways, says), ...plain([...reads(run, step), ...sees(run, step)])];
    case 'write':
      return [
        ...fence(run, step, ways, says),
        ...changed(run, step, [ways.next], says),
        ...plain([...changesOf(run, step.changes), ...sees(run, step)], undefined),
      ].map((branch) =>
        branch.id === 'write' ? { ...branch, says: { ...says, to: placeOfWrite(run, step) } } : branch,
      );
    case 'publish': {
      const { when, assign: does } = publish(run.draft, step.message);
      return [
        {
          id: 'publish',
          ...(when !== undefined && { when }),
          assign: does,
          ways: [ways.next],
          says: { ...says, to: channelOf(run.draft, step.message).name },
        },
      ];
    }
    case 'wait': {
      const until = inMachine(run.draft, step.until.holds, run.own);
      const waited: Branch = {
        id: 'wait',
        when: until,
        assign: [],
        ways: [ways.next],
        says: { ...says, words: `sees that ${step.until.text}` },
      };
      return step.timeout
        ? [
            waited,
            {
              id: 'gives up',
              assign: [],
              ways: ways.failed,
              says: { ...says, words: `${says.words}: gives up` },
            },
          ]
        : [waited];
    }
    case 'lock':
      return lock(run, step.lock, ways.next, says);
    case 'unlock':
      return plain(release(run, step.lock));
    case 'expect': {
      const unmet = declare(run.draft, of(run), {
        name: unmetName(run.process.name, index + 1),
        most: 1,
        start: 0,
      });
      const holds = inMachine(run.draft, step.that.holds, run.own);
      return [
        {
          id: 'met',
          when: holds,
          assign: [],
          ways: [ways.next],
          says: { ...says, words: `sees: ${step.says}` },
        },
        {
          id: 'unmet',
          assign: [assign(unmet, 1)],
          ways: [ways.next],
          says: { ...says, words: `does not see: ${step.says}` },
        },
      ];
    }
    case 'acknowledge':
      return plain(run.trigger.isKept ? run.trigger.consume : []);
  }
}

const placeOfWrite = (run: Run, { changes: [first] }: WriteStep): string =>
  first === undefined ? run.process.at : recordOf(run.draft, first.record).at;

function transaction(run: Run, step: TransactionStep, ways: Ways, says: Said): readonly Branch[] {
  const { draft, process } = run;
  const passedBy: Branch[] = [];
  const marks: Assignment[] = [];
  if (step.inbox) {
    const mark = declare(draft, 'each', { name: inboxName(process.name), most: 1, start: 0 });
    marks.push(assign(mark, 1));
    passedBy.push({
      id: 'known',
      when: equals(mark, 1),
      assign: [],
      ways: [ways.finish],
      says: { ...says, words: 'finds the message in its inbox: it was handled' },
    });
  }
  if (step.newest && process.trigger.kind === 'message') {
    const channel = channelOf(draft, process.trigger.message);
    const mark = declare(draft, 'each', {
      name: newestName(channel.name, process.at),
      most: channel.messages.length,
      start: 0,
    });
    const mine = numberOf(channel, process.trigger.message);
    marks.push(assign(mark, mine));
    passedBy.push({
      id: 'old',
      when: compare(mark, '>=', mine),
      assign: [],
      ways: [ways.finish],
      says: { ...says, words: 'passes the message by: a newer one was handled' },
    });
  }
  const required =
    step.require === undefined ? undefined : not(inMachine(draft, step.require.holds, run.own));
  const refused: readonly Branch[] =
    required === undefined
      ? []
      : [
          {
            id: 'refused',
            when: required,
            assign: [],
            ways: ways.failed,
            says: { ...says, words: `refuses (${says.words}) unless ${step.require?.text ?? ''}` },
          },
        ];
  const outbox = intoOutbox(draft, step.outbox);
  const does = [...changesOf(run, step.changes), ...outbox.assign, ...marks, ...sees(run, step)];
  const told =
    step.outbox.length === 0
      ? says
      : { ...says, words: `${says.words}, with ${step.outbox.join(', ')} in the outbox` };
  return [
    ...passedBy,
    ...fence(run, step, ways, says),
    ...refused,
    ...changed(run, step, ways.failed, says),
    {
      id: 'commit',
      ...(outbox.when !== undefined && { when: outbox.when }),
      assign: does,
      ways: [ways.next],
      says: told,
      or: step.refuses
        ? [{ assign: [], ways: ways.failed, says: { ...says, words: `is refused: ${says.words}` } }]
        : [],
    },
  ];
}

function changed(
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

function reads(run: Run, step: Extract<Step, { kind: 'read' }>): readonly Assignment[] {
  return step.reads.flatMap(({ into, from }) => {
    const record = recordOf(run.draft, from);
    const value = valueOf(record);
    const raw: Expression =
      record.least === 0 ? value : { kind: 'subtract', left: value, right: number(record.least) };
    return [assign(readName(run.process.name, into, run.worker), raw), ...sawVersion(run, from)];
  });
}

/** Tokens that can be given out. */
const mostTokens = ({ draft: { flow } }: Run): number =>
  Math.min(15, flow.bounds.instances * 2 + flow.bounds.crashes + flow.bounds.duplicates);

type Fenced = { readonly fenced?: string };

const tokenOf = (run: Run, lock: string): string =>
  declare(run.draft, 'each', {
    name: tokenName(run.process.name, lock, run.worker),
    most: mostTokens(run),
    start: 0,
  });

/** The token a store has seen last; the store of a step is that of its process. */
function seenOf(run: Run, lock: string): string {
  const isShared = run.draft.flow.locks.find(({ name }) => name === lock)?.shared ?? true;
  return declare(run.draft, isShared ? 'all' : 'each', {
    name: seenName(lock, run.process.at),
    most: mostTokens(run),
    start: 0,
  });
}

function fence(run: Run, { fenced }: Fenced, { failed }: Ways, says: Said): readonly Branch[] {
  if (fenced === undefined) return [];
  const old = compare(tokenOf(run, fenced), '<', variable(seenOf(run, fenced)));
  return [
    {
      id: 'fenced',
      when: old,
      assign: [],
      ways: failed,
      says: {
        ...says,
        words: `is refused: its token of ${fenced} is older than one the store has seen (${says.words})`,
      },
    },
  ];
}

const sees = (run: Run, { fenced }: Fenced): readonly Assignment[] =>
  fenced === undefined ? [] : [assign(seenOf(run, fenced), variable(tokenOf(run, fenced)))];

const isFenced = ({ draft: { flow } }: Run, lock: string): boolean =>
  flow.processes.some(({ steps }) => steps.some((step) => 'fenced' in step && step.fenced === lock));

function lock(run: Run, name: string, next: Way, says: Said): readonly Branch[] {
  const isShared = run.draft.flow.locks.find((each) => each.name === name)?.shared ?? true;
  const holding = declare(run.draft, isShared ? 'all' : 'each', {
    name: holdingName(name),
    most: 2 * run.draft.flow.processes.length,
    start: 0,
  });
  const holder = isShared
    ? [
        assign(
          declare(run.draft, 'all', {
            name: holderName(name),
            most: run.draft.flow.bounds.instances,
            start: 0,
            isInstance: true,
          }),
          { kind: 'self' },
        ),
      ]
    : [];
  const token = isFenced(run, name) ? issue(run, name, isShared) : [];
  return [
    {
      id: 'lock',
      when: equals(holding, 0),
      assign: [...holder, assign(holding, holderNumber(run)), ...token],
      ways: [next],
      says,
    },
  ];
}

function issue(run: Run, name: string, isShared: boolean): readonly Assignment[] {
  const issued = declare(run.draft, isShared ? 'all' : 'each', {
    name: issuedName(name),
    most: mostTokens(run),
    start: 0,
  });
  return [assign(issued, plus(issued, 1)), assign(tokenOf(run, name), plus(issued, 1))];
}
