import { child, elements, isRecord, members, fixedMembers, nameAt, rawChild, text } from '../located.ts';
import type { Located } from '../located.ts';

export interface Channel {
  readonly key: string;
  readonly address: string;
  readonly at: Located;
}

export interface Message {
  readonly name: string;
  readonly at: Located;
}

/** The application sends on a channel, or receives from it: what AsyncAPI 2 tells from the side of the client. */
export interface Exchange {
  readonly action: 'send' | 'receive';
  readonly name: string;
  readonly channel: Channel;
  readonly at: Located;
  readonly messages: readonly Message[];
}

/** AsyncAPI 2 and 3 as the same thing. */
export interface Application {
  readonly channels: readonly Channel[];
  readonly exchanges: readonly Exchange[];
}

export function applicationOf(root: Located): Application {
  const isThree = (text(root, 'asyncapi') ?? '').startsWith('3');
  return isThree ? applicationOf3(root) : applicationOf2(root);
}

function applicationOf2(root: Located): Application {
  const channels = fixedMembers(child(root, 'channels')).map(([key, at]) => ({ key, address: key, at }));
  const exchanges = channels.flatMap((channel) =>
    (
      [
        ['subscribe', 'send'],
        ['publish', 'receive'],
      ] as const
    ).flatMap(([verb, action]) => {
      const at = child(channel.at, verb);
      if (at === undefined) return [];
      const name = text(at, 'operationId') ?? '';
      return [{ action, name, channel, at, messages: messagesOf2(at) }];
    }),
  );
  return { channels, exchanges };
}

function messagesOf2(operation: Located): readonly Message[] {
  const raw = rawChild(operation, 'message');
  const one = child(operation, 'message');
  if (raw === undefined || one === undefined) return [];
  const list = rawChild(one, 'oneOf');
  if (list === undefined) return [{ name: messageName(raw, one), at: one }];
  return elements(list).map((at, index) => ({
    name: messageName(rawChild(list, String(index)) ?? at, at),
    at,
  }));
}

function messageName(raw: Located, at: Located): string {
  const ref = isRecord(raw.value) ? raw.value['$ref'] : undefined;
  return text(at, 'messageId') ?? text(at, 'name') ?? (typeof ref === 'string' ? nameAt(ref) : '');
}

function applicationOf3(root: Located): Application {
  const channels = fixedMembers(child(root, 'channels')).map(([key, at]) => ({
    key,
    address: text(at, 'address') ?? key,
    at,
  }));
  const exchanges = fixedMembers(child(root, 'operations')).flatMap(([name, at]) => {
    const target = child(at, 'channel');
    const channel = channels.find((each) => each.at.pointer === target?.pointer);
    if (channel === undefined) return [];
    const action = text(at, 'action') === 'receive' ? ('receive' as const) : ('send' as const);
    return [{ action, name, channel, at, messages: messagesOf3(at, channel.at) }];
  });
  const spoken = new Set(exchanges.map(({ channel }) => channel.key));
  // A channel that no operation names is what others may read: compared as something that is sent.
  const silent = channels
    .filter(({ key }) => !spoken.has(key))
    .map((channel) => ({
      action: 'send' as const,
      name: '',
      channel,
      at: channel.at,
      messages: messagesOf3(channel.at, channel.at),
    }));
  return { channels, exchanges: [...exchanges, ...silent] };
}

export function messagesOf3(holder: Located, channel: Located): readonly Message[] {
  const all = members(child(channel, 'messages')).map(([name, at]) => ({ name, at }));
  const list = rawChild(holder, 'messages');
  if (list === undefined || !Array.isArray(list.value)) return all;
  return elements(list).map((at, index) => {
    const raw = rawChild(list, String(index));
    const ref = raw !== undefined && isRecord(raw.value) ? raw.value['$ref'] : undefined;
    return { name: typeof ref === 'string' ? nameAt(ref) : '', at };
  });
}
