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
  /** Never anything but 0: what is appended to a full queue would make it 1, and that is told. */
  readonly beyond: string;
}

export const headIs = ({ slots: [head = ''] }: Queue, value: number): Expression => equals(head, value);

/** Room for one more. */
export const hasRoom = ({ slots }: Queue): Expression => equals(slots.at(-1) ?? '', 0);

/** The values get the first free slots, in order. */
function append({ slots, beyond }: Queue, values: readonly number[]): readonly Assignment[] {
  const firstNeeded = slots[slots.length - values.length] ?? '';
  const isFull = compare(firstNeeded, '!=', 0);
  const placed = slots.map((slot, index) =>
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
  return [...placed, assign(beyond, either(isFull, number(1), number(0)))];
}

/** A copy right behind the first entry. */
export const repeatHead = ({ slots }: Queue): readonly Assignment[] =>
  slots.flatMap((slot, index) => (index === 0 ? [] : [assign(slot, variable(slots[index - 1] ?? slot))]));

export const removeHead = ({ slots }: Queue): readonly Assignment[] =>
  slots.map((slot, index) => {
    const behind = slots[index + 1];
    return assign(slot, behind === undefined ? 0 : variable(behind));
  });

/** A flow whose queues are longer is told so. */
const longestQueue = 6;

function openQueue(draft: Draft, channel: Channel, name: (slot: number) => string): Queue {
  const most = channel.messages.reduce((sum, message) => sum + copiesOf(draft, message), 0);
  const length = Math.min(longestQueue, most);
  const slots = Array.from({ length }, (_, index) =>
    declare(draft, 'each', {
      name: name(index + 1),
      most: channel.messages.length,
      start: 0,
      words: ['', ...channel.messages],
    }),
  );
  const beyond = declare(draft, 'each', { name: `${name(0)}_BEYOND`, most: 0, start: 0 });
  return { slots, beyond };
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

/** A message reaches all who listen. */
export function publish(draft: Draft, message: string): readonly Assignment[] {
  const channel = channelOf(draft, message);
  const listeners = subscribersOf(draft, message);
  if (!channel.ordered) return listeners.map((process) => increment(copies(draft, message, process)));
  const queues = [...new Set(listeners.map(({ at }) => at))].map((at) => deliveryQueue(draft, channel, at));
  return queues.flatMap((queue) => append(queue, [numberOf(channel, message)]));
}

const increment = (name: string): Assignment => assign(name, plus(name, 1));
export const decrement = (name: string): Assignment => assign(name, minus(name, 1));

/** Stores messages for the relay. */
export function intoOutbox(draft: Draft, messages: readonly string[]): readonly Assignment[] {
  const channels = [...new Set(messages.map((message) => channelOf(draft, message)))];
  return channels.flatMap((channel) => {
    const mine = messages.filter((message) => channel.messages.includes(message));
    return channel.ordered
      ? append(
          outboxQueue(draft, channel),
          mine.map((message) => numberOf(channel, message)),
        )
      : mine.map((message) =>
          increment(
            declare(draft, 'each', { name: outboxName(message), most: copiesOf(draft, message), start: 0 }),
          ),
        );
  });
}
