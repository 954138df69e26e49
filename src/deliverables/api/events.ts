import { receivesWebhooks, sendsWebhooks } from '../../artifacts/asyncapi-webhooks.ts';
import { audienceWords, clientEvents } from '../../artifacts/client-events.ts';
import { closeCodes, socketPolicy } from '../../artifacts/socket-policy.ts';
import { orderWords, retryWords, webhookPolicy } from '../../artifacts/webhook-policy.ts';
import { claimsOf, codeCell, judgement, list, names, section, table } from '../blocks.ts';
import type { Basis, Cell, Deliverable, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import type { Backend } from '../../model/backend.ts';
import type { Integration } from '../../model/brief.ts';

/** Events, webhooks in both directions, sockets and messages: what is said without being asked. */
export function events(basis: Basis): readonly (Section | undefined)[] {
  const { backend } = basis;
  const { events: published, integrations } = backend.processes;
  const hooks = integrations.filter((each) => receivesWebhooks(each) || sendsWebhooks(each));
  return [
    section(
      { id: 'channels', title: 'Events', items: ['4.7'] },
      table(
        ['event', 'said by', 'carries', 'in order of', 'heard by'],
        published.map(({ name, producer, payload, orderedBy, consumers }) => [
          codeCell(name),
          producer,
          names(['id', ...payload]),
          orderedBy ?? 'no order',
          names(consumers.map(({ context, action }) => `${context}: ${action}`)),
        ]),
      ),
      claimsOf(basis, 'asyncapi/'),
      published.length === 0 ? undefined : list(eventRules),
    ),
    section(
      {
        id: 'webhooks',
        title: 'Webhooks',
        items: ['4.7'],
        answers: requirementsAbout(
          backend,
          'integration',
          hooks.map(({ id }) => id),
        ),
      },
      table(
        ['peer', 'direction', 'signature', 'repeats', 'order'],
        hooks.flatMap((hook) => webhookRows(hook)),
      ),
      hooks.length === 0
        ? undefined
        : judgement(
            'The scheme of a peer that calls us is the peer’s; where it differs, its documentation wins.',
          ),
    ),
    clientSocket(backend),
    sockets(backend),
    messages(backend),
  ];
}

const eventRules: readonly string[] = [
  'Envelope: CloudEvents 1.0 headers. `ce-id` names the event, not the delivery: a consumer stores it in its inbox and ignores a repeat.',
  'Delivery is at least once. Order holds inside one key only.',
  'Fields are only ever added, with a default. A removed or retyped field is a new event beside the old one until its last consumer has moved.',
];

function webhookRows(hook: Integration): readonly (readonly Cell[])[] {
  const signature = `\`${webhookPolicy.header}: ${webhookPolicy.form}\`, HMAC-SHA-256 over \`<t>.<raw body>\``;
  return [
    ...(receivesWebhooks(hook)
      ? [
          [
            hook.id,
            'calls us',
            `${signature}; older than ${webhookPolicy.toleranceSeconds / 60} min refused`,
            `the id of the event is remembered for ${webhookPolicy.rememberedDays} days; stored first, answered 2xx, worked on later`,
            'none assumed: state is asked for at the peer when it matters',
          ],
        ]
      : []),
    ...(sendsWebhooks(hook)
      ? [
          [
            hook.id,
            'is called by us',
            `${signature}; two secrets overlap while one is replaced`,
            retryWords,
            orderWords,
          ],
        ]
      : []),
  ];
}

/** Who may hear what, and the rules of the socket it comes over. */
function clientSocket(backend: Backend): Section | undefined {
  const events = clientEvents(backend);
  if (events.length === 0) return undefined;
  return section(
    { id: 'client-events', title: 'Events for clients', items: ['4.7'] },
    table(
      ['event', 'heard by whoever may read the object'],
      events.map(({ event, audience }) => [codeCell(event.name), names(audience.map(audienceWords))]),
    ),
    list([
      `Socket \`wss://…${socketPolicy.path}\`, subprotocol \`${socketPolicy.subprotocol}\`; the token at connect, in \`Authorization\` or as subprotocol \`bearer.<token>\`. The same events are subscriptions of the GraphQL schema.`,
      `Heartbeat: ping every ${socketPolicy.heartbeatSeconds} s; closed after ${socketPolicy.timeoutSeconds} s of silence.`,
      `Back-pressure: beyond ${socketPolicy.unsentEvents} events or ${socketPolicy.unsentBytes / 1_048_576} MiB that a client has not read it is closed with 4508, and resumes.`,
      `Delivery: at least once, in the order of each key. \`last_event_id\` resumes within ${socketPolicy.resumeDays} days; what is older is told as a gap.`,
      `Closing codes: ${Object.entries(closeCodes)
        .map(([code, words]) => `${code} ${words}`)
        .join('; ')}.`,
    ]),
    judgement('Figures of the socket are choices; each stands in `asyncapi.json` for programs.'),
  );
}

function sockets({ api }: Backend): Section | undefined {
  return section(
    { id: 'sockets', title: 'Sockets', items: ['4.7'] },
    table(
      ['socket', 'access', 'checks before the upgrade'],
      api.endpoints
        .filter(({ protocol }) => protocol === 'ws')
        .map(({ id, access, guards }) => [codeCell(id), access, names(guards.map(({ name }) => name))]),
    ),
  );
}

function messages({ api }: Backend): Section | undefined {
  return section(
    { id: 'messages', title: 'Messages', items: ['4.7'] },
    table(
      ['message', 'access', 'checks before the handler', 'handler'],
      api.endpoints
        .filter(({ protocol }) => protocol === 'message')
        .map(({ id, access, guards, handler }) => [
          codeCell(id),
          access,
          names(guards.map(({ name }) => name)),
          handler === undefined ? 'not known' : codeCell(`${handler.file}:${handler.line}`),
        ]),
    ),
  );
}

/** A designed backend in which nothing is said without being asked. */
export function eventsNotApplicable({ source, processes, api }: Backend): Deliverable['notApplicable'] {
  const quiet =
    processes.events.length === 0 &&
    !processes.integrations.some((each) => receivesWebhooks(each) || sendsWebhooks(each)) &&
    !api.endpoints.some(({ protocol }) => protocol === 'ws');
  return source === 'designed' && quiet && api.endpoints.length > 0
    ? [{ item: '4.7', reason: 'the design has no event, no webhook and no socket' }]
    : [];
}
