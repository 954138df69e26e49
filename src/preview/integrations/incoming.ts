import type { FastifyRequest } from 'fastify';
import type { Endpoint } from '../../model/api.ts';
import type { Integration } from '../../model/brief.ts';
import type { Operation } from '../../model/domain.ts';
import type { Caller } from '../access/caller.ts';
import { Refusal } from '../http/problems.ts';
import { duration } from '../processes/back-off.ts';
import { operationOf } from '../running.ts';
import type { Running } from '../running.ts';
import { isSigned } from './signature.ts';

/** Where a peer tells us what happened. */
export interface IncomingWebhook {
  readonly integration: Integration;
  readonly endpoint: Endpoint;
  readonly operation: Operation;
  readonly secret: string;
}

/** The endpoints that peers call back, as the AsyncAPI document finds them. */
export function incomingWebhooks(
  running: Running,
  secretOf: (integration: string) => string,
): readonly IncomingWebhook[] {
  const { processes, api } = running.backend;
  return processes.integrations
    .filter(
      ({ callbacks, style, direction }) =>
        callbacks === 'webhook' || (style === 'webhook' && direction !== 'out'),
    )
    .flatMap((integration) => {
      const endpoint = api.endpoints.find(
        ({ method, path }) =>
          method === 'POST' && /webhook|callback/.test(path) && path.includes(integration.id),
      );
      if (endpoint?.operation === undefined) return [];
      const operation = operationOf(running, endpoint.operation);
      return [{ integration, endpoint, operation, secret: secretOf(integration.id) }];
    });
}

/** Time within which a signed call has to arrive, ms. */
export const webhookWindow = ({ backend }: Running): number =>
  duration(
    (
      backend.trust.authentication.find(({ method }) => method === 'webhook-signature')?.settings['window'] ??
      '5m'
    )
      .toString()
      .replace(/m$/, 'min'),
  ) ?? 300_000;

const headerNames = ['webhook-signature', 'signature', 'stripe-signature', 'x-signature'];

/**
 * Who calls at the path of a webhook: the peer, where the signature over the bytes as they came is right and fresh.
 * Undefined = it is no webhook. @throws Refusal 401
 */
export function recognisePeer(
  running: Running,
  webhooks: readonly IncomingWebhook[],
): (request: FastifyRequest) => Caller | undefined {
  const byPath = new Map(webhooks.map((webhook) => [webhook.endpoint.path, webhook]));
  const window = webhookWindow(running);
  return (request) => {
    const webhook = request.method === 'POST' ? byPath.get(request.routeOptions.url ?? '') : undefined;
    if (webhook === undefined) return undefined;
    const header = (name: string): string | undefined => {
      const value = request.headers[name];
      return typeof value === 'string' ? value : undefined;
    };
    const signature = headerNames.map(header).find((value) => value !== undefined) ?? '';
    const timestamp = header('webhook-timestamp') ?? header('timestamp');
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    if (!isSigned(webhook.secret, body, { signature, timestamp }, running.clock.now(), window))
      throw new Refusal('unauthenticated', 'The signature is missing, wrong or too old.', {
        headers: { 'www-authenticate': 'Signature' },
      });
    const roles = running.backend.trust.permissions
      .filter(({ operation, effect }) => operation === webhook.operation.id && effect === 'allow')
      .map(({ role }) => role);
    const id = running.ids.of(new Date(0), 'integration', webhook.integration.id);
    return { kind: 'known', id, roles, address: request.ip };
  };
}
