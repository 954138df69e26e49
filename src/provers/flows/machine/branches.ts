import type { Assignment, Expression, MachineStep, Said } from '../../../model-checking/machine.ts';
import { channelOf } from './draft.ts';
import { start } from './run.ts';
import type { Run } from './run.ts';
import { all, merged, not } from './terms.ts';

/** Where a step goes on to; the first of several whose condition holds. */
export interface Way {
  readonly when?: Expression;
  readonly assign: readonly Assignment[];
  readonly words?: string;
}

/** Something that happens, and where it leads. */
export interface Happening {
  readonly assign: readonly Assignment[];
  readonly ways: readonly Way[];
  readonly says: Said;
}

/** One of several things a step can do, tried in order: the first whose condition holds. */
export interface Branch extends Happening {
  readonly id: string;
  readonly when?: Expression;
  /** May happen instead, and nobody controls which. */
  readonly or?: readonly Happening[];
  readonly isFault?: true;
}

export interface Entry {
  readonly id: string;
  readonly isFault?: boolean;
  readonly when: Expression;
  readonly assign: readonly Assignment[];
}

/** Adds the branches of one step as steps of the machine. */
export function addBranches(run: Run, entry: Entry, branches: readonly Branch[]): void {
  const before: Expression[] = [];
  for (const branch of branches) {
    const combined = combinations([branch, ...(branch.or ?? [])]);
    for (const [nth, { when, outcomes }] of combined.entries()) {
      const step: MachineStep = {
        id: [run.at, entry.id, branch.id, ...(combined.length > 1 ? [String(nth + 1)] : [])].join(' '),
        each: !run.process.once,
        when: all(entry.when, ...before.map(not), branch.when, ...when),
        outcomes: outcomes.map(({ assign: does, says }) => ({
          assign: merged(entry.assign, does),
          says: arriving(run, entry, says),
        })),
        isFault: branch.isFault === true || entry.isFault === true,
        says: arriving(run, entry, branch.says),
      };
      run.draft.steps.push(step);
    }
    if (branch.when !== undefined) before.push(branch.when);
  }
}

interface Combination {
  readonly when: readonly Expression[];
  readonly outcomes: readonly { readonly assign: readonly Assignment[]; readonly says: Said }[];
}

/** Each choice of ways of the things that may happen, with what has to hold so that these are the ways. */
const combinations = (happenings: readonly Happening[]): readonly Combination[] =>
  happenings.reduce<readonly Combination[]>(
    (sofar, happening) =>
      sofar.flatMap(({ when, outcomes }) =>
        exclusive(happening).map((way) => ({
          when: [...when, ...way.when],
          outcomes: [...outcomes, way.outcome],
        })),
      ),
    [{ when: [], outcomes: [] }],
  );

const exclusive = ({ assign: does, ways, says }: Happening) =>
  ways.map((way, index) => ({
    when: [
      ...ways.slice(0, index).flatMap(({ when }) => (when === undefined ? [] : [not(when)])),
      ...(way.when === undefined ? [] : [way.when]),
    ],
    outcome: {
      assign: merged(does, way.assign),
      says: way.words === undefined ? says : { ...says, words: `${says.words}; ${way.words}` },
    },
  }));

/** The first step of a process on a message tells what has arrived. */
function arriving({ draft, process: { trigger, at } }: Run, entry: Entry, says: Said): Said {
  if (entry.id !== start || trigger.kind !== 'message') return says;
  const words = `${trigger.message} arrives: ${says.words}`;
  const channel = channelOf(draft, trigger.message).name;
  return says.to === undefined && says.from === at ? { from: channel, to: at, words } : { ...says, words };
}
