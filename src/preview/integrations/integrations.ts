import type { Integration } from '../../model/brief.ts';
import type { Variables } from '../effects/effects.ts';
import type { Part } from '../part.ts';
import type { Running } from '../running.ts';
import { clientOf, policyOf } from './client.ts';
import type { Client, ClientFigures } from './client.ts';
import { httpPeer } from './http-peer.ts';
import { incomingWebhooks, recognisePeer } from './incoming.ts';
import type { IncomingWebhook } from './incoming.ts';
import { paymentProvider } from './payments.ts';
import type { Charge } from './payments.ts';
import type { Faults, Peer, PeerRequest, SimulatedPeer } from './peer.ts';
import { postWebhook } from './post.ts';
import { recordingPeer } from './recorder.ts';
import { rememberedCharge } from './remembered.ts';

export interface IntegrationOptions {
  /** Peers in other processes, by the id of their integration; the others are simulated here. */
  readonly urls?: Readonly<Record<string, string>>;
  /** Secrets of their webhooks; absent = one of its own for each. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Part of the latency in the model that a simulated peer takes. */
  readonly latency?: number;
  /** From 0 to 1; for tests. */
  readonly chance?: () => number;
}

/** What a call says: the integration, or a context whose integration is meant. */
export interface Asked extends PeerRequest {
  readonly at: string;
  readonly timeoutMs?: number;
}

export interface Integrations {
  /** One attempt at `integration:<id>`, or at the only integration of a context; undefined = there is none. */
  readonly ask: (asked: Asked, repeat: 'once' | 'again') => Promise<Variables> | undefined;
  readonly incoming: readonly IncomingWebhook[];
  /** What a simulated peer keeps: charges, messages; undefined = it is not simulated here. */
  readonly kept: (id: string) => readonly Readonly<Record<string, unknown>>[] | undefined;
  readonly misbehave: (id: string, faults: Faults) => void;
  readonly secretOf: (id: string) => string;
  readonly figures: () => Readonly<Record<string, ClientFigures>>;
  readonly part: Part;
}

export function integrationsOf(running: Running, options: IntegrationOptions = {}): Integrations {
  const { integrations } = running.backend.processes;
  const chance = options.chance ?? Math.random;
  const secrets = new Map<string, string>();
  const secretOf = (id: string): string => {
    const known =
      options.secrets?.[id] ?? secrets.get(id) ?? `whsec_${running.ids.bytes(24).toString('base64url')}`;
    secrets.set(id, known);
    return known;
  };
  const incoming = incomingWebhooks(running, secretOf);
  const news = newsOf(running, incoming);
  const simulated = new Map<string, SimulatedPeer>();
  const clients = new Map<string, Client>();
  for (const integration of integrations) {
    const url = options.urls?.[integration.id];
    if (url === undefined)
      simulated.set(integration.id, simulate(running, integration, news.tell, options, chance));
    const peer: Peer = url === undefined ? (simulated.get(integration.id) ?? nobody) : httpPeer(url);
    clients.set(
      integration.id,
      clientOf(integration.id, peer, policyOf(running.backend, integration.id), {
        now: () => performance.now(),
        chance,
      }),
    );
  }
  const clientAt = (at: string): Client | undefined => {
    if (at.startsWith('integration:')) return clients.get(at.slice('integration:'.length));
    const own = integrations.filter(({ context, direction }) => context === at && direction !== 'in');
    return own.length === 1 && own[0] !== undefined ? clients.get(own[0].id) : undefined;
  };
  return {
    ask: ({ at, timeoutMs, ...request }, repeat) => {
      const client = clientAt(at);
      // The same key at another path of a peer is another request.
      const keyed = { ...request, key: `${request.key}:${request.request}` };
      return repeat === 'once' ? client?.ask(keyed, timeoutMs) : client?.askAgain(keyed);
    },
    incoming,
    kept: (id) => simulated.get(id)?.kept(),
    misbehave: (id, faults) => simulated.get(id)?.misbehave(faults),
    secretOf,
    figures: () => Object.fromEntries([...clients].map(([id, client]) => [id, client.figures()])),
    part: {
      recognise: recognisePeer(running, incoming),
      begin: news.begin,
      close: news.close,
      restored: () => {
        for (const peer of simulated.values()) peer.forget();
      },
    },
  };
}

const nobody: Peer = { ask: () => Promise.reject(new Error('nobody is there')) };

function simulate(
  running: Running,
  { id, kind, latency }: Integration,
  tell: (id: string, kind: string, charge: Charge) => void,
  options: IntegrationOptions,
  chance: () => number,
): SimulatedPeer {
  const ms = (latency?.value ?? 100) * (latency?.unit === 's' ? 1000 : 1);
  const manner = { latency: ms * (options.latency ?? 0.1), chance };
  return kind === 'payments'
    ? paymentProvider(
        manner,
        (what, charge) => tell(id, what, charge),
        (values) => rememberedCharge(running, values),
      )
    : recordingPeer(kind, manner, running.clock.now);
}

interface News {
  readonly tell: (id: string, kind: string, charge: Charge) => void;
  readonly begin: (url: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Calls of a simulated provider back to the API, signed, each tried three times. */
function newsOf(running: Running, incoming: readonly IncomingWebhook[]): News {
  let url: string | undefined;
  const sending = new Set<Promise<void>>();
  const send = async (webhook: IncomingWebhook, kind: string, charge: Charge): Promise<void> => {
    const { reference, subject, amount, state } = charge;
    const said = {
      provider: webhook.integration.id,
      event_key: `${reference}:${kind}`,
      kind: `payment.${kind}`,
      payload: { reference, subject, amount, state },
    };
    const schema = running.backend.api.schemas.find(({ name }) => name === webhook.endpoint.requestSchema);
    const known = new Set(schema?.properties.map(({ name }) => name));
    const body = JSON.stringify(Object.fromEntries(Object.entries(said).filter(([name]) => known.has(name))));
    for (let attempt = 1; attempt <= 3 && url !== undefined; attempt++)
      try {
        await postWebhook(
          { url: url + webhook.endpoint.path, secret: webhook.secret },
          body,
          running.clock.now(),
        );
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** attempt));
      }
  };
  return {
    tell: (id, kind, charge) => {
      const webhook = incoming.find(({ integration }) => integration.id === id);
      if (webhook === undefined) return;
      const work = send(webhook, kind, { ...charge }).finally(() => sending.delete(work));
      sending.add(work);
    },
    begin: async (at) => void (url = at),
    close: async () => {
      url = undefined;
      await Promise.all(sending);
    },
  };
}
