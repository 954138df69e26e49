import { breaking, dangerous, harmless } from '../check.ts';
import type { CheckTable } from '../check.ts';

const spec = 'https://www.asyncapi.com/docs/reference/specification/v3.0.0';

const messages = {
  sentMessageRemoved: breaking('sent-message-removed', {
    meaning: 'A message is no longer sent on a channel.',
    who: 'A consumer that waits for it waits for ever.',
    instead: 'Keep sending it beside its successor until no consumer reads it.',
    standard: spec,
  }),
  sentMessageAdded: dangerous('sent-message-added', {
    meaning: 'A further message is sent on a channel.',
    who: 'A consumer that takes every message of the channel for one of those it knows.',
    instead:
      'Name the kind of message in a header or property from the first version on, or use another channel.',
    standard: spec,
  }),
  receivedMessageRemoved: breaking('received-message-removed', {
    meaning: 'A message is no longer taken from a channel.',
    who: 'A producer that sends it: nobody acts on it.',
    instead: 'Keep taking it until no producer sends it.',
    standard: spec,
  }),
  receivedMessageAdded: harmless(
    'received-message-added',
    'A further message is taken from a channel.',
    spec,
  ),
  contentTypeChanged: breaking('message-content-type-changed', {
    meaning: 'The bytes of a message are of another media type.',
    who: 'Whoever parses or writes the old media type.',
    instead: 'Use another channel for the new media type until everybody has moved.',
    standard: spec,
  }),
  schemaFormatChanged: breaking('message-schema-format-changed', {
    meaning: 'The payload is described in another schema language.',
    who: 'Whoever generates code from the schema; whether the bytes differ cannot be told.',
    instead: 'Keep a description in the old language beside the new one.',
    standard: spec,
  }),
  foreignSchemaChanged: dangerous('message-schema-changed', {
    meaning:
      'The payload is described in a language that is not compared here (Avro, Protobuf …), and differs.',
    who: 'Cannot be told; the registry of that language can.',
    instead: 'Check it with the compatibility rules of the schema registry.',
    standard: spec,
  }),
  correlationChanged: dangerous('message-correlation-changed', {
    meaning: 'The place of the correlation id in a message is another one.',
    who: 'Whoever joins answers to requests by the old place.',
    instead: 'Fill both places.',
    standard: spec,
  }),
} as const;

export const asyncApiChecks = {
  channelRemoved: breaking('channel-removed', {
    meaning: 'A channel is gone.',
    who: 'Consumers that wait on it and producers that write to it.',
    instead: 'Keep it, marked deprecated, and send on both until nobody is left.',
    standard: spec,
  }),
  channelAdded: harmless('channel-added', 'A channel is new.', spec),
  channelAddressChanged: breaking('channel-address-changed', {
    meaning: 'A channel has another address (topic, queue, path).',
    who: 'Consumers and producers that are configured with the old address.',
    instead: 'Send on both addresses until nobody is left on the old one.',
    standard: spec,
  }),
  channelParameterRenamed: harmless(
    'channel-parameter-renamed',
    'A parameter of an address has another name; the addresses are the same.',
    spec,
  ),
  exchangeRemoved: breaking('channel-operation-removed', {
    meaning: 'The application no longer sends on, or no longer reads from, a channel.',
    who: 'The other side: consumers wait for ever, or producers are not heard.',
    instead: 'Keep it until nobody is on the other side.',
    standard: spec,
  }),
  exchangeAdded: harmless(
    'channel-operation-added',
    'The application sends on or reads from a channel.',
    spec,
  ),
  exchangeRenamed: breaking('channel-operation-renamed', {
    meaning: 'An operation has another name.',
    who: 'Code that calls a generated client: the old name is gone.',
    instead: 'Keep the name; messages do not show it, code does.',
    standard: spec,
  }),
  bindingChanged: dangerous('binding-changed', {
    meaning:
      'A binding to a protocol (key, partitions, group, quality of service, exchange …) says something else.',
    who: 'Whoever relies on order, keys or delivery as they were.',
    instead: 'Read the binding: a changed key or partition loses order for what is under way.',
    standard: spec,
  }),
  serverRemoved: breaking('async-server-removed', {
    meaning: 'A server is gone.',
    who: 'Whoever is connected to it.',
    instead: 'Keep it until nobody is connected.',
    standard: spec,
  }),
  serverAdded: harmless('async-server-added', 'A server is new.', spec),
  serverChanged: breaking('async-server-changed', {
    meaning: 'A server has another host, path or protocol.',
    who: 'Whoever is configured with the old address or protocol.',
    instead: 'Run both until nobody is on the old one.',
    standard: spec,
  }),
  ...messages,
} as const satisfies CheckTable;
