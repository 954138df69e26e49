import type { Backend } from '../../model/backend.ts';
import type { Entity, Flow } from '../../model/domain.ts';
import { nameOf, place } from './acts.ts';
import type { Act } from './acts.ts';
import { hasRelay, listenerProcess, listenerRecords } from './listeners.ts';
import type { Listener } from './listeners.ts';

/** How a peer's calls come in, and what holds against repetition, disorder and forgery. */
export interface Webhook {
  readonly peer: string;
  /** Columns that are unique together: a second call about the same event is known by them. */
  readonly key?: string;
  readonly isSigned: boolean;
  /** The entity that its events move only forward, by its lifecycle. */
  readonly lifecycle?: string;
}

/** Nothing where the trigger of the flow is no call of a peer. */
export function webhookOf(backend: Backend, flow: Flow, acts: readonly Act[]): Webhook | undefined {
  const endpoint = backend.api.endpoints.find(({ operation }) => operation === flow.trigger);
  const peer = backend.processes.integrations.find(
    ({ callbacks, context }) => callbacks === 'webhook' && context === flow.context,
  );
  if (endpoint === undefined || peer === undefined || !endpoint.path.startsWith('/webhooks/'))
    return undefined;
  const stored = backend.entities.find(({ name }) => name === endpoint.entity);
  const key = stored === undefined ? undefined : uniqueKey(stored);
  const words = acts
    .flatMap((act) => (act.kind === 'own' ? act.steps.map(({ step }) => step.action.toLowerCase()) : []))
    .join(' ');
  const moved = backend.entities.find(
    ({ name, lifecycle }) =>
      name !== stored?.name && lifecycle !== undefined && words.includes(name.toLowerCase()),
  );
  return {
    peer: place(`integration:${peer.id}`),
    ...(key !== undefined && { key }),
    isSigned: endpoint.guards.some(({ name }) => name === 'webhook signature'),
    ...(moved !== undefined && { lifecycle: moved.name }),
  };
}

const uniqueKey = ({ unique, fields }: Entity): string | undefined =>
  unique[0]?.join(', ') ?? fields.find((field) => field.unique)?.name;

/**
 * The peer tells of two things that happened one after the other, from an outbox of its own and at least once; they
 * come in any order, a stranger calls as well, and our side acts on each.
 */
export function webhookFlow(
  backend: Backend,
  flow: Flow,
  hook: Webhook,
  listeners: readonly Listener[],
): readonly string[] {
  const at = place(flow.context);
  const places = [...new Set([at, ...listeners.map((each) => each.at)])];
  const events = [...new Set(listeners.map(({ event }) => event))];
  return [
    `each: ${nameOf(flow.trigger.split(' ')[1] ?? '', 'event')}`,
    'participants:',
    `  ${hook.peer}: external`,
    '  stranger: client',
    ...places.map((name) => `  ${name}: service`),
    'records:',
    `  happened: { at: ${hook.peer}, values: [nothing, earlier, later] }`,
    `  known: { at: ${at}, values: [nothing, earlier, later] }`,
    `  earlier-stored: { at: ${at}, values: times }`,
    `  later-stored: { at: ${at}, values: times }`,
    ...(hook.isSigned ? [`  refused: { at: ${at}, values: [none, some] }`] : []),
    ...listenerRecords(listeners),
    'channels:',
    '  calls: { delivery: at-least-once, messages: [earlier-call, later-call] }',
    '  forgeries: { delivery: at-most-once, messages: [forged-call] }',
    ...events.map((event) => `  ${event}: { delivery: at-least-once }`),
    'processes:',
    ...sender(hook),
    ...taken(hook, at),
    ...takenLater(hook, at, events, hasRelay(backend)),
    ...forged(hook, at),
    ...listeners.flatMap(listenerProcess),
    'always:',
    ...['earlier-stored', 'later-stored', ...listeners.map(({ name }) => `${name}-taken`)].map(
      (name) => `  - at-most-once: ${name}`,
    ),
    '  - that: known = nothing or happened != nothing',
    '    says: nothing is known that did not happen',
    'ends:',
    `  that: ${JSON.stringify(['known = later', 'earlier-stored = 1', 'later-stored = 1', ...listeners.map(({ name }) => `${name}-taken = 1`)].join(' and '))}`,
    '  says: each event of the peer has its effect once, and the last one counts',
    'bounds: { instances: 1, crashes: 1, duplicates: 1, losses: 1 }',
    '',
  ];
}

const sender = ({ peer }: Webhook): readonly string[] => [
  '  peer:',
  `    at: ${peer}`,
  '    on: request',
  '    steps:',
  '      - transaction: { happened: earlier }',
  '        outbox: earlier-call',
  '      - transaction: { happened: later }',
  '        outbox: later-call',
  '  forge:',
  '    at: stranger',
  '    on: request',
  '    steps:',
  '      - publish: forged-call',
  '        as: "calls with a signature that is wrong"',
];

const recorded = ({ key }: Webhook, which: string): readonly string[] =>
  key === undefined ? [] : [`        inbox: ${JSON.stringify(`${key} of the ${which} event`.slice(-60))}`];

/** An event that comes after a later one is stored and does not move anything back, where a lifecycle says so. */
function taken(hook: Webhook, at: string): readonly string[] {
  const head = [
    '  take-earlier-call:',
    `    at: ${at}`,
    '    on: earlier-call',
    '    workers: 2',
    '    steps:',
  ];
  const key = recorded(hook, 'earlier');
  if (hook.lifecycle === undefined)
    return [...head, '      - transaction: { earlier-stored: earlier-stored + 1, known: earlier }', ...key];
  return [
    ...head,
    '      - read: { seen: known }',
    '      - transaction: { earlier-stored: earlier-stored + 1 }',
    `        as: ${JSON.stringify(`store it; the lifecycle of ${hook.lifecycle} has gone further`)}`,
    '        if: seen != nothing',
    ...key,
    '      - transaction: { earlier-stored: earlier-stored + 1, known: earlier }',
    '        if: seen = nothing',
    '        require: known = nothing',
    ...key,
  ];
}

function takenLater(
  hook: Webhook,
  at: string,
  events: readonly string[],
  relayed: boolean,
): readonly string[] {
  return [
    '  take-later-call:',
    `    at: ${at}`,
    '    on: later-call',
    '    steps:',
    '      - transaction: { later-stored: later-stored + 1, known: later }',
    ...recorded(hook, 'later'),
    ...(relayed && events.length > 0 ? [`        outbox: [${events.join(', ')}]`] : []),
    ...(relayed ? [] : events.map((event) => `      - publish: ${event}`)),
  ];
}

const forged = ({ isSigned }: Webhook, at: string): readonly string[] => [
  '  take-forged-call:',
  `    at: ${at}`,
  '    on: forged-call',
  '    steps:',
  ...(isSigned
    ? [
        '      - transaction: { refused: some }',
        '        as: "refuse the call: its signature is wrong or too old"',
      ]
    : ['      - transaction: { known: earlier }', '        as: "take the call for one of the peer"']),
];
