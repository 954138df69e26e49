import type { Assignment, Expression, MachineStep, Said } from '../../../model-checking/machine.ts';
import type { Channel, Process } from '../language/flow-spec.ts';
import { newVersion } from './changes.ts';
import { channelOf, declare, inMachine, recordOf, subscribersOf } from './draft.ts';
import type { Draft } from './draft.ts';
import {
  copies,
  decrement,
  deliveryQueue,
  hasRoom,
  headIs,
  numberOf,
  outboxQueue,
  publish,
  removeHead,
  repeatHead,
} from './messages.ts';
import {
  askedName,
  crashesLeft,
  duplicatesLeft,
  holderName,
  holdingName,
  lossesLeft,
  outboxName,
  recordName,
  relayName,
} from './names.ts';
import { all, assign, compare, equals, merged, plus, variable } from './terms.ts';

interface Happens {
  readonly id: string;
  readonly when: Expression;
  readonly does: readonly Assignment[];
  readonly says: Said;
  readonly isFault: boolean;
  readonly each?: boolean;
}

function add(draft: Draft, { id, when, does, says, isFault, each = true }: Happens): void {
  const step: MachineStep = { id, each, when, outcomes: [{ assign: merged(does) }], isFault, says };
  draft.steps.push(step);
}

/** What happens around the processes: relays, copies and losses of messages, replicas, caches and leases. */
export function addSurroundings(draft: Draft): void {
  for (const message of outboxMessages(draft)) addRelay(draft, message);
  for (const channel of draft.flow.channels) addChannelFaults(draft, channel);
  addRepeats(draft);
  for (const record of draft.flow.records) {
    addReplication(draft, record.name);
    if (record.expires) addExpiry(draft, record.name);
  }
  for (const lock of draft.flow.locks) if (lock.expires) addLeaseEnd(draft, lock.name, lock.shared);
}

/** Messages that some process stores in its outbox, with the participant whose outbox it is. */
const outboxMessages = ({ flow }: Draft): readonly { readonly message: string; readonly at: string }[] => {
  const all = flow.processes.flatMap(({ steps, at }) =>
    steps
      .flatMap((step) => [step, ...(step.undo === undefined ? [] : [step.undo])])
      .flatMap((step) =>
        step.kind === 'transaction' ? step.outbox.map((message) => ({ message, at })) : [],
      ),
  );
  return [...new Map(all.map((each) => [each.message, each])).values()];
};

/** The relay publishes and then marks the row: a crash between the two publishes again. */
function addRelay(draft: Draft, { message, at }: { readonly message: string; readonly at: string }): void {
  const channel = channelOf(draft, message);
  const name = channel.ordered ? channel.name : message;
  const isOut = declare(draft, 'each', { name: relayName(name), most: 1, start: 0 });
  const queue = channel.ordered ? outboxQueue(draft, channel) : undefined;
  const row = outboxName(message);
  const waits = queue === undefined ? compare(row, '>', 0) : headIs(queue, numberOf(channel, message));
  const sent = publish(draft, message);
  const says = (words: string): Said => ({ from: at, words });
  add(draft, {
    id: `relay publishes ${message}`,
    when: all(equals(isOut, 0), waits),
    does: [...sent, assign(isOut, 1)],
    says: { ...says(`the relay publishes ${message} from the outbox`), to: channel.name },
    isFault: false,
  });
  add(draft, {
    id: `relay marks ${message}`,
    when: all(equals(isOut, 1), waits),
    does: [...(queue === undefined ? [decrement(row)] : removeHead(queue)), assign(isOut, 0)],
    says: says(`the relay marks ${message} as published`),
    isFault: false,
  });
  if (draft.flow.bounds.crashes === 0) return;
  add(draft, {
    id: `relay of ${message} crashes`,
    when: all(equals(isOut, 1), waits, compare(crashesLeft, '>', 0)),
    does: [assign(isOut, 0), decrement(crashesLeft)],
    says: says(`the relay crashes before it has marked ${message} as published`),
    isFault: true,
  });
}

function addChannelFaults(draft: Draft, channel: Channel): void {
  const { bounds } = draft.flow;
  const doubles = channel.delivery === 'at-least-once' && bounds.duplicates > 0;
  const loses = channel.delivery === 'at-most-once' && bounds.losses > 0;
  if (channel.ordered) {
    const participants = new Set(
      channel.messages.flatMap((message) => subscribersOf(draft, message).map(({ at }) => at)),
    );
    for (const at of participants) addQueueFaults(draft, channel, at, { doubles, loses });
    return;
  }
  for (const message of channel.messages)
    for (const process of subscribersOf(draft, message))
      addMessageFaults(draft, channel, message, process, { doubles, loses });
}

interface Faults {
  readonly doubles: boolean;
  readonly loses: boolean;
}

function addMessageFaults(
  draft: Draft,
  channel: Channel,
  message: string,
  process: Process,
  { doubles, loses }: Faults,
): void {
  const name = copies(draft, message, process);
  const says = (words: string): Said => ({ from: channel.name, to: process.at, words });
  if (doubles)
    add(draft, {
      id: `${name} doubled`,
      when: all(compare(name, '>=', 1), compare(duplicatesLeft, '>', 0)),
      does: [assign(name, plus(name, 1)), decrement(duplicatesLeft)],
      says: says(`delivers ${message} a second time`),
      isFault: true,
    });
  if (loses)
    add(draft, {
      id: `${name} lost`,
      when: all(compare(name, '>=', 1), compare(lossesLeft, '>', 0)),
      does: [decrement(name), decrement(lossesLeft)],
      says: says(`loses ${message}`),
      isFault: true,
    });
}

function addQueueFaults(draft: Draft, channel: Channel, at: string, { doubles, loses }: Faults): void {
  const queue = deliveryQueue(draft, channel, at);
  const [head = ''] = queue.slots;
  const says = (words: string): Said => ({ from: channel.name, to: at, words });
  if (doubles)
    add(draft, {
      id: `${head} doubled`,
      when: all(compare(head, '>=', 1), hasRoom(queue), compare(duplicatesLeft, '>', 0)),
      does: [...repeatHead(queue), decrement(duplicatesLeft)],
      says: says('delivers its first message a second time'),
      isFault: true,
    });
  if (loses)
    add(draft, {
      id: `${head} lost`,
      when: all(compare(head, '>=', 1), compare(lossesLeft, '>', 0)),
      does: [...removeHead(queue), decrement(lossesLeft)],
      says: says('loses its first message'),
      isFault: true,
    });
}

/** Who asks does so again, because no answer has come yet. */
function addRepeats(draft: Draft): void {
  if (draft.flow.bounds.duplicates === 0) return;
  for (const { name, at, trigger, once } of draft.flow.processes) {
    if (trigger.kind !== 'request' || !trigger.repeated) continue;
    const asked = askedName(name);
    add(draft, {
      id: `${name} asked again`,
      each: !once,
      when: all(compare(asked, '>=', 1), compare(duplicatesLeft, '>', 0)),
      does: [assign(asked, plus(asked, 1)), decrement(duplicatesLeft)],
      says: { from: 'caller', to: at, words: 'has no answer yet and sends the same request again' },
      isFault: true,
    });
  }
}

function addReplication(draft: Draft, name: string): void {
  const copy = recordOf(draft, name);
  if (copy.copyOf === undefined) return;
  const source = recordOf(draft, copy.copyOf.record);
  const [from, to] = [recordName(source.name), recordName(copy.name)];
  const only = copy.copyOf.while === undefined ? undefined : inMachine(draft, copy.copyOf.while.holds);
  add(draft, {
    id: `${name} follows`,
    each: !copy.shared,
    when: all(compare(from, '!=', variable(to)), only),
    does: [assign(to, variable(from)), ...newVersion(draft, name)],
    says: { from: source.at, to: copy.at, words: `replicates ${source.name}` },
    isFault: false,
  });
}

function addExpiry(draft: Draft, name: string): void {
  const record = recordOf(draft, name);
  const stored = recordName(name);
  add(draft, {
    id: `${name} expires`,
    each: !record.shared,
    when: compare(stored, '!=', -record.least),
    does: [assign(stored, -record.least), ...newVersion(draft, name)],
    says: { from: record.at, words: `${name} expires` },
    isFault: true,
  });
}

/** Its holder is slow: the lease runs out while it still works. Counts as a crash. */
function addLeaseEnd(draft: Draft, lock: string, shared: boolean): void {
  if (draft.flow.bounds.crashes === 0) return;
  const [holding, holder] = [holdingName(lock), holderName(lock)];
  if (!draft.global.has(holding) && !draft.local.has(holding)) return;
  add(draft, {
    id: `${lock} runs out`,
    each: !shared,
    when: all(compare(holding, '!=', 0), compare(crashesLeft, '>', 0)),
    does: [assign(holding, 0), ...(shared ? [assign(holder, 0)] : []), decrement(crashesLeft)],
    says: { from: lock, words: `the lease ${lock} runs out while its holder is paused` },
    isFault: true,
  });
}
