import type { Assignment, Expression } from '../../../model-checking/machine.ts';
import type { Process } from '../language/flow-spec.ts';
import { channelOf, declare, inMachine } from './draft.ts';
import type { Draft } from './draft.ts';
import { copies, decrement, deliveryQueue, headIs, numberOf, removeHead } from './messages.ts';
import { askedName, crashesLeft, placeName } from './names.ts';
import { all, any, compare, equals } from './terms.ts';

/** What starts a worker of a process. */
export interface TriggerOf {
  readonly available: Expression;
  /** The message stays until it is acknowledged and comes again after a crash; else it is gone when it is taken. */
  readonly isKept: boolean;
  /** Takes it away. */
  readonly consume: readonly Assignment[];
  /** Of a fault that may happen or not. */
  readonly isFault: boolean;
}

export function triggerOf(draft: Draft, process: Process, worker: number): TriggerOf {
  const { trigger } = process;
  switch (trigger.kind) {
    case 'request': {
      const asked = declare(draft, process.once ? 'all' : 'each', {
        name: askedName(process.name),
        most: trigger.repeated ? 1 + draft.flow.bounds.duplicates : 1,
        start: 1,
      });
      const isKept = trigger.repeated && !process.durable;
      return { ...counted(asked, process, worker, isKept), isFault: false };
    }
    case 'message':
      return messageOf(draft, trigger.message, process, worker);
    case 'when':
      return {
        available: inMachine(draft, trigger.condition.holds),
        isKept: false,
        consume: [],
        isFault: false,
      };
    case 'fault':
      return {
        available: compare(crashesLeft, '>', 0),
        isKept: false,
        consume: [decrement(crashesLeft)],
        isFault: true,
      };
  }
}

function counted(name: string, process: Process, worker: number, isKept: boolean) {
  const other = process.workers === 2 && isKept ? placeName(process.name, worker === 1 ? 2 : 1) : undefined;
  const one = compare(name, '>=', 1);
  return {
    available: other === undefined ? one : all(one, any(equals(other, 0), compare(name, '>=', 2))),
    isKept,
    consume: [decrement(name)],
  };
}

function messageOf(draft: Draft, message: string, process: Process, worker: number): TriggerOf {
  const channel = channelOf(draft, message);
  const isKept = channel.delivery === 'at-least-once' && !process.durable;
  if (!channel.ordered)
    return { ...counted(copies(draft, message, process), process, worker, isKept), isFault: false };
  const queue = deliveryQueue(draft, channel, process.at);
  return {
    available: all(headIs(queue, numberOf(channel, message)), ...othersIdle(process, worker)),
    isKept,
    consume: removeHead(queue),
    isFault: false,
  };
}

/** The head of a queue is with one worker at a time. */
const othersIdle = (process: Process, worker: number): readonly Expression[] =>
  process.workers === 1 ? [] : [equals(placeName(process.name, worker === 1 ? 2 : 1), 0)];
