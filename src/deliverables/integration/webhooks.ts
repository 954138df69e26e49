import { code, judgement, names, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';
import type { Integration } from '../../model/brief.ts';
import type { Endpoint } from '../../model/api.ts';

export const incoming = ({ callbacks, style, direction }: Integration): boolean =>
  callbacks === 'webhook' || (style === 'webhook' && direction !== 'out');
export const outgoing = ({ style, direction }: Integration): boolean =>
  style === 'webhook' && direction !== 'in';

/** Endpoints that take calls of peers: by their path, or because a signature proves who calls. */
export const webhookEndpoints = ({ api }: Backend): readonly Endpoint[] =>
  api.endpoints.filter(
    ({ path, method, guards }) =>
      method === 'POST' &&
      (/webhook|callback/i.test(path) ||
        guards.some(({ kind, name }) => kind === 'authentication' && /webhook|signature|hmac/i.test(name))),
  );

/** Calls that peers make to us and we to them: signature, window, repetition, order. */
export function webhooks({ backend }: Basis): Section | undefined {
  const { integrations } = backend.processes;
  const taking = integrations.filter(incoming);
  const giving = integrations.filter(outgoing);
  const endpoints = webhookEndpoints(backend);
  if (taking.length + giving.length + endpoints.length === 0) return undefined;
  return section(
    { id: 'webhooks', title: 'Webhooks', items: ['6.9'] },
    table(
      ['endpoint', 'guards found', 'resolved'],
      endpoints.map(({ id, guards, pathResolved }): readonly Cell[] => [
        id,
        names(guards.map(({ name, kind }) => `${name} (${kind})`)),
        pathResolved ? 'yes' : 'prefix unresolved',
      ]),
    ),
    rulesTable(taking, giving, endpoints.length > 0),
    code('text', 'signature = hex(hmac_sha256(secret, timestamp + "." + raw_body))'),
    judgement(
      'Windows and back-off are conventions of the large providers; a peer with other rules wins over this table.',
    ),
  );
}

/** Rules of the directions that there are. */
function rulesTable(taking: readonly Integration[], giving: readonly Integration[], hasEndpoints: boolean) {
  const rows = ruleRows(taking, giving);
  if (giving.length === 0)
    return table(
      ['rule', 'calls we take'],
      rows.map(([rule = '', take = '']) => [rule, take]),
    );
  if (taking.length === 0 && !hasEndpoints)
    return table(
      ['rule', 'calls we make'],
      rows.map(([rule = '', , make = '']) => [rule, make]),
    );
  return table(['rule', 'calls we take', 'calls we make'], rows);
}

function ruleRows(
  taking: readonly Integration[],
  giving: readonly Integration[],
): readonly (readonly string[])[] {
  return [
    ['peers', names(taking.map(({ id }) => id)), names(giving.map(({ id }) => id))],
    [
      'signature',
      'HMAC-SHA-256 over time stamp and raw body, compared in constant time before the body is parsed; two keys valid during rotation',
      'the same, with a secret for each subscriber',
    ],
    [
      'replay window',
      'refused when older than 5 minutes; the id is remembered for 14 days',
      'a new time stamp for each attempt, the same id',
    ],
    [
      'repetition',
      'the insert of the event id decides; a known id is answered like the first time and does nothing',
      'at least once; subscribers are told so',
    ],
    [
      'order',
      'not assumed: the effect moves a state forward only, and asks the peer when a step is missing',
      'one after another within a key; across keys not promised',
    ],
    [
      'answer',
      '2xx after the event is stored, work happens later; 4xx only for a bad signature or body',
      '2xx within 10 s is success; anything else is repeated',
    ],
    [
      'back-off',
      'the peer decides',
      '1 min, doubled to 6 h, full jitter, for 3 days; then parked and the subscriber is told',
    ],
    [
      'address',
      'only over TLS',
      'only https to public addresses, resolved once and pinned: no redirects, no private ranges (SSRF)',
    ],
  ];
}
