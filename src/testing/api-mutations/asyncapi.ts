import type { Json } from '../../model/origin.ts';
import { move, remove, set } from './edit.ts';
import { mutation } from './mutation.ts';
import type { Mutation } from './mutation.ts';

const placed = {
  type: 'object',
  required: ['id', 'total'],
  properties: {
    id: { type: 'string' },
    total: { type: 'integer' },
    channel: { type: 'string', enum: ['web', 'shop'] },
  },
};

const three: Json = {
  asyncapi: '3.0.0',
  info: { title: 'Orders', version: '1' },
  defaultContentType: 'application/json',
  servers: { main: { host: 'kafka.orders.example:9092', protocol: 'kafka' } },
  channels: {
    placed: {
      address: 'order.{region}.placed',
      parameters: { region: { enum: ['eu', 'us'] } },
      bindings: { kafka: { partitions: 6 } },
      messages: {
        placed: {
          headers: { type: 'object', required: ['trace'], properties: { trace: { type: 'string' } } },
          correlationId: { location: '$message.header#/trace' },
          payload: placed,
        },
      },
    },
    cancel: { address: 'order.cancel', messages: { cancel: { payload: placed } } },
  },
  operations: {
    sendPlaced: { action: 'send', channel: { $ref: '#/channels/placed' } },
    takeCancel: { action: 'receive', channel: { $ref: '#/channels/cancel' } },
  },
};

const two: Json = {
  asyncapi: '2.6.0',
  info: { title: 'Orders', version: '1' },
  channels: {
    'order.placed': { subscribe: { operationId: 'onPlaced', message: { name: 'placed', payload: placed } } },
    'order.cancel': { publish: { operationId: 'cancel', message: { name: 'cancel', payload: placed } } },
  },
};

const the = mutation(three);
const out = '/channels/placed/messages/placed';
const inn = '/channels/cancel/messages/cancel';

const version3: readonly Mutation[] = [
  the(
    '3: a channel goes',
    [remove('/channels/cancel'), remove('/operations/takeCancel')],
    ['channel-removed: breaking'],
  ),
  the(
    '3: a channel comes',
    [set('/channels/paid', { address: 'order.paid', messages: {} })],
    ['channel-added: compatible'],
  ),
  the(
    '3: an address changes',
    [set('/channels/cancel/address', 'order.cancel.v2')],
    ['channel-address-changed: breaking'],
  ),
  the(
    '3: a parameter of an address is renamed',
    [
      set('/channels/placed/address', 'order.{area}.placed'),
      move('/channels/placed/parameters/region', '/channels/placed/parameters/area'),
    ],
    ['channel-parameter-renamed: compatible'],
  ),
  the(
    '3: a parameter of an address loses a value',
    [remove('/channels/placed/parameters/region/enum/1')],
    ['request-parameter-enum-value-removed: breaking'],
  ),
  the(
    '3: the application no longer sends',
    [set('/operations/sendPlaced/action', 'receive')],
    ['channel-operation-removed: breaking', 'channel-operation-added: compatible'],
  ),
  the(
    '3: an operation is renamed',
    [move('/operations/sendPlaced', '/operations/publishPlaced')],
    ['channel-operation-renamed: breaking'],
  ),
  the(
    '3: a message is sent as well',
    [set('/channels/placed/messages/again', { payload: placed })],
    ['sent-message-added: dangerous'],
  ),
  the(
    '3: a message is taken as well',
    [set('/channels/cancel/messages/again', { payload: placed })],
    ['received-message-added: compatible'],
  ),
  the(
    '3: a message is sent no longer',
    [set('/channels/placed/messages/again', { payload: placed })],
    ['sent-message-removed: breaking'],
    true,
  ),
  the(
    '3: a message is taken no longer',
    [set('/channels/cancel/messages/again', { payload: placed })],
    ['received-message-removed: breaking'],
    true,
  ),
  the(
    '3: what is sent loses a property',
    [remove(`${out}/payload/properties/channel`)],
    ['sent-property-removed: breaking'],
  ),
  the(
    '3: what is sent gains a value',
    [set(`${out}/payload/properties/channel/enum/-`, 'phone')],
    ['sent-property-enum-value-added: breaking'],
  ),
  the(
    '3: what is sent changes its type',
    [set(`${out}/payload/properties/total/type`, 'string')],
    ['sent-property-type-changed: breaking'],
  ),
  the(
    '3: what is sent gains a property',
    [set(`${out}/payload/properties/origin`, { type: 'string' })],
    ['sent-property-added: compatible'],
  ),
  the(
    '3: what is taken gains a value',
    [set(`${inn}/payload/properties/channel/enum/-`, 'phone')],
    ['received-property-enum-value-added: compatible'],
  ),
  the(
    '3: what is taken needs a property',
    [set(`${inn}/payload/required/-`, 'channel')],
    ['received-property-became-required: breaking'],
  ),
  the(
    '3: a header is sent no longer',
    [remove(`${out}/headers/properties/trace`), remove(`${out}/headers/required`)],
    ['sent-header-removed: breaking'],
  ),
  the(
    '3: another media type',
    [set(`${out}/contentType`, 'application/cbor')],
    ['message-content-type-changed: breaking'],
  ),
  the('3: the default media type is written out', [set(`${out}/contentType`, 'application/json')], []),
  the(
    '3: the correlation id moves',
    [set(`${out}/correlationId/location`, '$message.payload#/id')],
    ['message-correlation-changed: dangerous'],
  ),
  the(
    '3: fewer partitions',
    [set('/channels/placed/bindings/kafka/partitions', 3)],
    ['binding-changed: dangerous'],
  ),
  the('3: a server goes', [remove('/servers/main')], ['async-server-removed: breaking']),
  the(
    '3: a server moves',
    [set('/servers/main/host', 'kafka2.orders.example:9092')],
    ['async-server-changed: breaking'],
  ),
  the(
    '3: credentials are needed',
    [set('/servers/main/security', [{ type: 'scramSha256' }])],
    ['security-added: breaking'],
  ),
  the(
    '3: the payload is Avro now',
    [set(`${out}/payload`, { schemaFormat: 'application/vnd.apache.avro;version=1.9.0', schema: {} })],
    ['message-schema-format-changed: breaking'],
  ),
];

const old = mutation(two);
const version2: readonly Mutation[] = [
  old(
    '2: what is sent loses a property',
    [remove('/channels/order.placed/subscribe/message/payload/properties/channel')],
    ['sent-property-removed: breaking'],
  ),
  old(
    '2: what is taken needs a property',
    [set('/channels/order.cancel/publish/message/payload/required/-', 'channel')],
    ['received-property-became-required: breaking'],
  ),
  old(
    '2: what is taken loses a need',
    [remove('/channels/order.cancel/publish/message/payload/required/1')],
    ['received-property-became-optional: compatible'],
  ),
  old('2: a channel goes', [remove('/channels/order.placed')], ['channel-removed: breaking']),
  old(
    '2: an operation goes',
    [remove('/channels/order.placed/subscribe')],
    ['channel-operation-removed: breaking'],
  ),
];

export const asyncApiMutations: readonly Mutation[] = [...version3, ...version2];
