import type { Channel, FlowSpec } from '../language/flow-spec.ts';
import { changeSteps, listed } from './advice.ts';
import type { FlowAdvice, FlowChange } from './advice.ts';

/** Orders a channel by a partition key where we own it; else numbers its messages and passes old ones by. */
export const orderingAssumed: FlowAdvice = {
  id: 'ordering-assumed',
  summary: 'A consumer relies on an order of messages that the channel does not keep.',
  severity: 'blocker',
  why: 'Retries, parallel consumers and partitions let a later message overtake an earlier one.',
  standards: [],
  changes: (flow) => {
    const loose = flow.channels.filter(({ ordered, messages }) => !ordered && messages.length > 1);
    const own = loose.filter((channel) => !comesFromOutside(flow, channel));
    return [...(own.length === 0 ? [] : byKey(flow, own)), ...numbered(flow, loose)];
  },
};

const comesFromOutside = (flow: FlowSpec, { messages }: Channel): boolean =>
  flow.processes.some(
    ({ at, steps }) =>
      flow.participants.some(({ name, kind }) => name === at && kind !== 'service') &&
      steps.some((step) => step.kind === 'publish' && messages.includes(step.message)),
  );

const consumers = (flow: FlowSpec, { messages }: Channel) =>
  flow.processes.filter(({ trigger }) => trigger.kind === 'message' && messages.includes(trigger.message));

function byKey(flow: FlowSpec, channels: readonly Channel[]): readonly FlowChange[] {
  const names = channels.map(({ name }) => name);
  return [
    {
      flow: {
        ...flow,
        channels: flow.channels.map((channel) =>
          names.includes(channel.name) ? { ...channel, ordered: true } : channel,
        ),
      },
      places: channels.flatMap((channel) => consumers(flow, channel).map(({ name }) => ({ process: name }))),
      what: `${listed(names)} may deliver a later message before an earlier one`,
      next: `Publish to ${listed(names)} with the ${flow.each} id as partition key, so that messages about one ${flow.each} stay in order (ordered: true).`,
    },
  ];
}

function numbered(flow: FlowSpec, channels: readonly Channel[]): readonly FlowChange[] {
  const messages = channels.flatMap((channel) => channel.messages);
  return changeSteps(
    flow,
    (step, { trigger }) =>
      step.kind === 'transaction' &&
      !step.newest &&
      trigger.kind === 'message' &&
      messages.includes(trigger.message)
        ? { ...step, newest: true }
        : undefined,
    (places) => ({
      what: `${listed(places.map(({ process }) => process))} take the message that arrives last for the newest`,
      next: 'Store the sequence number of the message with the row, in the same transaction, and pass by what is not newer (newest: true).',
    }),
  );
}
