import type { WebSocket } from 'ws';
import type { Caller } from '../access/caller.ts';
import { isObject } from '../graphql/json.ts';
import { Refusal } from '../http/problems.ts';
import type { Audience } from './audience.ts';
import { endSocket } from './end.ts';
import type { BusEvent, EventBus } from './bus.ts';
import { textOf } from './messages.ts';
import { outletOf } from './outlet.ts';
import type { SocketRules } from './socket-rules.ts';

interface Client {
  readonly socket: WebSocket;
  readonly caller: Caller;
  readonly rules: SocketRules;
  readonly audience: Audience;
  readonly bus: EventBus;
}

type Item =
  | { readonly kind: 'event'; readonly event: BusEvent }
  | { readonly kind: 'frame'; readonly text: string };

/** Why a socket is closed by this side, with the code that the document has for it. */
const codes = { malformed: 4400, forbidden: 4403, silent: 4408, tooMany: 4429 } as const;

/** Speaks the frames of the event socket with one client until either side closes. @returns told when it was heard of */
export function serveClient({ socket, caller, rules, audience, bus }: Client): {
  readonly heard: () => number;
} {
  const names = new Set<string>();
  let heard = Date.now();
  let frames = { second: 0, count: 0 };
  const outlet = outletOf<Item>(socket, rules, async (item) => {
    if (item.kind === 'frame') return item.text;
    const seen = await audience.see(caller, item.event);
    return seen === undefined ? undefined : JSON.stringify({ type: 'event', event: seen });
  });
  const say = (type: string, more: Readonly<Record<string, unknown>> = {}): void =>
    outlet.put({ kind: 'frame', text: JSON.stringify({ type, ...more }) });
  const leave = bus.subscribe((event) => {
    if (names.has(event.name)) outlet.put({ kind: 'event', event });
  });
  socket.on('close', () => {
    leave();
    outlet.stop();
  });
  const subscribe = (events: readonly string[], last: unknown): void => {
    for (const name of events) audience.admit(caller, name);
    if (new Set([...names, ...events]).size > rules.subscriptions)
      return endSocket(socket, codes.tooMany, 'too many subscriptions');
    const added = events.filter((name) => !names.has(name));
    for (const name of events) names.add(name);
    if (typeof last !== 'string') return;
    const since = bus.since(last);
    if (since.kind === 'gap') return say('gap', { because: 'the last event id is older than what is kept' });
    for (const event of since.events) if (added.includes(event.name)) outlet.put({ kind: 'event', event });
  };
  socket.on('message', (data, isBinary) => {
    heard = Date.now();
    const second = Math.floor(heard / 1000);
    frames = { second, count: frames.second === second ? frames.count + 1 : 1 };
    if (frames.count > rules.framesPerSecond) return endSocket(socket, codes.tooMany, 'too many frames');
    const frame = isBinary ? undefined : frameOf(textOf(data));
    if (frame === undefined) return endSocket(socket, codes.malformed, 'a frame could not be read');
    if (frame.kind === 'pong') return;
    if (frame.kind === 'unsubscribe') return frame.events.forEach((name) => names.delete(name));
    try {
      subscribe(frame.events, frame.last);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      socket.send(JSON.stringify({ type: 'error', problem: `/problems/${error.problem}` }));
      endSocket(socket, codes.forbidden, 'an event is not allowed');
    }
  });
  say('welcome', { heartbeat_seconds: rules.heartbeatMs / 1000 });
  return { heard: () => heard };
}

type Frame =
  | { readonly kind: 'subscribe'; readonly events: readonly string[]; readonly last: unknown }
  | { readonly kind: 'unsubscribe'; readonly events: readonly string[] }
  | { readonly kind: 'pong' };

function frameOf(text: string): Frame | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const { type, events, last_event_id: last } = value;
  if (type === 'pong') return { kind: 'pong' };
  const names = Array.isArray(events) ? events.filter((each) => typeof each === 'string') : [];
  if (!Array.isArray(events) || names.length === 0 || names.length !== events.length) return undefined;
  if (type === 'unsubscribe') return { kind: 'unsubscribe', events: names };
  return type === 'subscribe' && (last === undefined || typeof last === 'string')
    ? { kind: 'subscribe', events: names, last }
    : undefined;
}
