import { claimsOf, codeCell, judgement, list, names, section, table } from '../blocks.ts';
import type { Basis, Cell, Deliverable, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import type { Backend } from '../../model/backend.ts';
import type { Integration } from '../../model/brief.ts';

const receives = ({ callbacks, style, direction }: Integration): boolean =>
  callbacks === 'webhook' || (style === 'webhook' && direction !== 'out');
const sends = ({ style, direction }: Integration): boolean => style === 'webhook' && direction !== 'in';

/** Events, webhooks in both directions, sockets and messages: what is said without being asked. */
export function events(basis: Basis): readonly (Section | undefined)[] {
  const { backend } = basis;
  const { events: published, integrations } = backend.processes;
  const hooks = integrations.filter((each) => receives(each) || sends(each));
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
  const signature = 'HMAC-SHA-256 over timestamp and raw body, compared in constant time';
  return [
    ...(receives(hook)
      ? [
          [
            hook.id,
            'calls us',
            `${signature}; older than five minutes refused`,
            'recognised by the id of the event; stored first, answered 2xx, worked on later',
            'none assumed: state is asked for at the peer when it matters',
          ],
        ]
      : []),
    ...(sends(hook)
      ? [
          [
            hook.id,
            'is called by us',
            `${signature}; two secrets overlap while one is replaced`,
            'exponential back-off with jitter for a day, then parked for replay',
            'by sequence number in one subscription',
          ],
        ]
      : []),
  ];
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
    !processes.integrations.some((each) => receives(each) || sends(each)) &&
    !api.endpoints.some(({ protocol }) => protocol === 'ws');
  return source === 'designed' && quiet && api.endpoints.length > 0
    ? [{ item: '4.7', reason: 'the design has no event, no webhook and no socket' }]
    : [];
}
