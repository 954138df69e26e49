import type { Assignment, Expression, Machine, MachineStep } from '../machine.ts';
import { all, any, atMost, count, equal, not, set } from './expressions.ts';

const at = { working: 0, prepared: 1, committed: 2, aborted: 3 } as const;
const decision = { open: 0, commit: 1, abort: 2 } as const;

/** Gray, Notes on Data Base Operating Systems, 1978: participants vote, a coordinator decides, and may be lost. */
export function twoPhaseCommit(participants: number, coordinatorMayBeLost: boolean): Machine {
  const everyone = (is: Expression): Expression => equal(count(is), participants);
  return {
    name: 'two-phase commit',
    instances: participants,
    local: [
      { name: 'at', most: 3, start: at.working, words: ['working', 'prepared', 'committed', 'aborted'] },
    ],
    global: [
      { name: 'decision', most: 2, start: decision.open, words: ['open', 'commit', 'abort'] },
      { name: 'lost', most: 1, start: 0 },
    ],
    steps: [
      participant('prepare', 'votes yes', equal('at', at.working), [set('at', at.prepared)]),
      participant('refuse', 'votes no', equal('at', at.working), [set('at', at.aborted)]),
      coordinator(
        'commit',
        'has every yes: commits',
        all(equal('decision', 0), equal('lost', 0), everyone(equal('at', at.prepared))),
        [set('decision', decision.commit)],
      ),
      coordinator(
        'abort',
        'has a no: aborts',
        all(equal('decision', 0), equal('lost', 0), not(equal(count(equal('at', at.aborted)), 0))),
        [set('decision', decision.abort)],
      ),
      participant(
        'learn-commit',
        'commits',
        all(equal('at', at.prepared), equal('decision', decision.commit), equal('lost', 0)),
        [set('at', at.committed)],
      ),
      participant(
        'learn-abort',
        'aborts',
        all(equal('at', at.prepared), equal('decision', decision.abort), equal('lost', 0)),
        [set('at', at.aborted)],
      ),
      ...(coordinatorMayBeLost ? [loss] : []),
    ],
    invariants: [
      {
        id: 'one-decision',
        each: false,
        holds: any(equal(count(equal('at', at.committed)), 0), equal(count(equal('at', at.aborted)), 0)),
        says: 'No participant commits where another aborts.',
      },
      {
        id: 'commit-is-unanimous',
        each: true,
        holds: any(not(equal('at', at.committed)), equal('decision', decision.commit)),
        says: 'A participant commits only when it was told to.',
      },
    ],
    ends: {
      each: true,
      holds: any(equal('at', at.committed), equal('at', at.aborted)),
      says: 'Every participant ends committed or aborted.',
    },
    eventually: coordinatorMayBeLost
      ? []
      : [
          {
            id: 'decided',
            each: false,
            holds: atMost(1, 'decision'),
            says: 'The transaction is decided.',
          },
        ],
  };
}

const loss: MachineStep = {
  id: 'coordinator-lost',
  each: false,
  when: equal('lost', 0),
  outcomes: [{ assign: [set('lost', 1)] }],
  isFault: true,
  says: { from: 'coordinator', words: 'is lost for good' },
};

const participant = (
  id: string,
  words: string,
  when: Expression,
  assign: readonly Assignment[],
): MachineStep => ({
  id,
  each: true,
  when,
  outcomes: [{ assign }],
  isFault: false,
  says: { from: 'participant', to: 'coordinator', words },
});

const coordinator = (
  id: string,
  words: string,
  when: Expression,
  assign: readonly Assignment[],
): MachineStep => ({
  id,
  each: false,
  when,
  outcomes: [{ assign }],
  isFault: false,
  says: { from: 'coordinator', to: 'participant', words },
});
