import type { Assignment, Expression } from '../../../model-checking/machine.ts';
import type { Channel, Process } from '../language/flow-spec.ts';
import { channelOf, declare, subscribersOf } from './draft.ts';
import type { Draft } from './draft.ts';
import { copiesName, outboxName, outboxSlotName, queueName } from './names.ts';
import { all, assign, compare, either, equals, minus, number, plus, variable } from './terms.ts';

/** A flow that needs more copies than these is told so. */
const mostCopies = 15;

/** Copies there may be of a message: one for each place that sends it, and again for each fault that may repeat one. */
function copiesOf({ flow: { bounds, processes } }: Draft, message: string): number {
  const senders = processes
    .flatMap(({ steps }) => steps)
    .flatMap((step) => [step, ...(step.undo === undefined ? [] : [step.undo])])
    .filter(
      (step) =>
        (step.kind === 'publish' && step.message === message) ||
        (step.kind === 'transaction' && step.outbox.includes(message)),
    );
  const copies = Math.max(1, senders.length) * (1 + bounds.duplicates + bounds.crashes);
  return Math.min(mostCopies, copies);
}

/** A first-in first-out queue of small numbers in variables of its own; 0 is no entry. */
interface Queue {
  readonly slots: readonly string[];
}

export const headIs = ({ slots: [head = ''] }: Queue, value: number): Expression => equals(head, value);

/** Room for one more. */
export const hasRoom = ({ slots }: Queue): Expression => equals(slots.at(-1) ?? '', 0);

/** The values get the first free slots, in order. */
function append({ slots }: Queue, values: readonly number[]): readonly Assignment[] {
  return slots.map((slot, index) =>
    assign(
      slot,
      values.reduceRight<Expression>((otherwise, value, nth) => {
        const first = index - nth;
        const before = slots[first - 1];
        const free = slots[first];
        if (free === undefined) return otherwise;
        const isFirst = all(equals(free, 0), before === undefined ? undefined : compare(before, '!=', 0));
        return either(isFirst, number(value), otherwise);
      }, variable(slot)),
    ),
  );
}

/** A copy right behind the first entry. */
export const repeatHead = ({ slots }: Queue): readonly Assignment[] =>
  slots.flatMap((slot, index) => (index === 0 ? [] : [assign(slot, variable(slots[index - 1] ?? slot))]));

export const removeHead = ({ slots }: Queue): readonly Assignment[] =>
  slots.map((slot, index) => {
    const behind = slots[index + 1];
    return assign(slot, behind === undefined ? 0 : variable(behind));
  });

const longestQueue = 4;

function openQueue(draft: Draft, channel: Channel, name: (slot: number) => string): Queue {
  const length = Math.min(longestQueue, channel.messages.length + draft.flow.bounds.duplicates + 1);
  const slots = Array.from({ length }, (_, index) =>
    declare(draft, 'each', {
      name: name(index + 1),
      most: channel.messages.length,
      start: 0,
      words: ['', ...channel.messages],
    }),
  );
  return { slots };
}

/** Number of a message in its channel. */
export const numberOf = (channel: Channel, message: string): number => channel.messages.indexOf(message) + 1;

/** Where an ordered channel brings its messages for one participant. */
export const deliveryQueue = (draft: Draft, channel: Channel, participant: string): Queue =>
  openQueue(draft, channel, (slot) => queueName(channel.name, participant, slot));

export const outboxQueue = (draft: Draft, channel: Channel): Queue =>
  openQueue(draft, channel, (slot) => outboxSlotName(channel.name, slot));

/** How many copies of a message wait for a process. */
export function copies(draft: Draft, message: string, process: Process): string {
  const name = copiesName(message, process.name);
  return declare(draft, 'each', { name, most: copiesOf(draft, message), start: 0 });
}

export interface Effect {
  /** What has to hold so that it can happen. */
  readonly when?: Expression;
  readonly assign: readonly Assignment[];
}

/** A message reaches all who listen. */
export function publish(draft: Draft, message: string): Effect {
  const channel = channelOf(draft, message);
  const listeners = subscribersOf(draft, message);
  if (!channel.ordered)
    return { assign: listeners.map((process) => increment(copies(draft, message, process))) };
  const queues = [...new Set(listeners.map(({ at }) => at))].map((at) => deliveryQueue(draft, channel, at));
  return {
    ...(queues.length > 0 && { when: all(...queues.map(hasRoom)) }),
    assign: queues.flatMap((queue) => append(queue, [numberOf(channel, message)])),
  };
}

const increment = (name: string): Assignment => assign(name, plus(name, 1));
export const decrement = (name: string): Assignment => assign(name, minus(name, 1));

/** Stores messages for the relay. */
export function intoOutbox(draft: Draft, messages: readonly string[]): Effect {
  const channels = [...new Set(messages.map((message) => channelOf(draft, message)))];
  const effects = channels.map((channel): Effect => {
    const mine = messages.filter((message) => channel.messages.includes(message));
    if (!channel.ordered)
      return {
        assign: mine.map((message) =>
          increment(
            declare(draft, 'each', { name: outboxName(message), most: copiesOf(draft, message), start: 0 }),
          ),
        ),
      };
    const queue = outboxQueue(draft, channel);
    return {
      when: hasRoom(queue),
      assign: append(
        queue,
        mine.map((message) => numberOf(channel, message)),
      ),
    };
  });
  const needed = effects.flatMap(({ when }) => (when === undefined ? [] : [when]));
  return {
    ...(needed.length > 0 && { when: all(...needed) }),
    assign: effects.flatMap((effect) => effect.assign),
  };
}
