import type { Json } from '../../model/origin.ts';
import type { Caller } from '../access/caller.ts';
import type { Decision } from '../access/decide.ts';
import type { Exchange } from '../http/exchange.ts';
import { refused, requireScopes } from '../http/routes.ts';
import type { Gates, Route } from '../http/routes.ts';
import type { Running } from '../running.ts';
import type { Context, Said } from './context.ts';
import { loadersFor } from './loaders.ts';
import type { Access } from './loaders.ts';

export type Offered = readonly Route[];

/** What resolvers of a request share. The gates of the HTTP server stand before every operation here as well. */
export function contextFor(
  running: Running,
  gates: Gates,
  routes: Offered,
  caller: Caller,
  requestId: string,
  fault: (error: unknown) => void,
): Context {
  const allows = (route: Route): Extract<Decision, { kind: 'allowed' }> | undefined => {
    const decision = gates.policy(caller, route.operation);
    if (decision.kind === 'denied') return undefined;
    requireScopes(caller, route.endpoint, decision);
    return decision;
  };
  const accessTo = (entity: string, verbs: readonly string[]): Access | undefined => {
    for (const verb of verbs)
      for (const route of routes) {
        const { operation } = route;
        if (operation.entity !== entity || operation.verb !== verb || operation.action !== undefined)
          continue;
        const decision = allows(route);
        if (decision !== undefined) return { route, decision };
      }
    return undefined;
  };
  return {
    caller,
    fault,
    accessTo,
    admit: (route, said) => admitted(gates, route, caller, requestId, said),
    loaders: loadersFor(running, caller, accessTo),
  };
}

/** In the order of the HTTP server, so that the same request is refused for the same reason. @throws Refusal */
function admitted(
  { limit, policy, validation }: Gates,
  { endpoint, operation }: Route,
  caller: Caller,
  requestId: string,
  { path = {}, query = {}, headers = {}, body }: Said,
): Exchange {
  limit(caller, operation);
  const decision = policy(caller, operation);
  if (decision.kind === 'denied') throw refused(caller);
  requireScopes(caller, endpoint, decision);
  validation.parameters(endpoint.path, endpoint.method, { path, query, header: headers });
  const media = validation.parts.bodyMedia(endpoint.path, endpoint.method)[0];
  const needs = validation.parts.needsBody(endpoint.path, endpoint.method);
  const given: Readonly<Record<string, Json>> = body ?? {};
  if (media !== undefined && (needs || Object.keys(given).length > 0))
    validation.body(endpoint.path, endpoint.method, media, given);
  return {
    endpoint,
    operation,
    caller,
    decision,
    path,
    query,
    headers,
    body: given,
    rawBody: Buffer.from(JSON.stringify(given)),
    requestId,
  };
}
