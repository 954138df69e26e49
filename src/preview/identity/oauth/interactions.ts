import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { InteractionResults, Provider } from 'oidc-provider';
import { anonymous } from '../../access/caller.ts';
import { Refusal } from '../../http/problems.ts';
import type { Gates } from '../../http/routes.ts';
import { operationOf } from '../../running.ts';
import type { Identity } from '../identity.ts';
import { meansOf } from '../identity.ts';
import { prove } from '../proof.ts';
import type { Strength } from '../sessions.ts';
import type { Grants } from './grants.ts';
import { consentPage, loginPage, pageHeaders } from './pages.ts';
import { oauthPaths } from './paths.ts';

export interface Interacting {
  readonly identity: Identity;
  readonly grants: Grants;
  readonly provider: () => Promise<Provider>;
  readonly gates: Gates;
}

type Details = Awaited<ReturnType<Provider['interactionDetails']>>;

/** Pages on which a person signs in and consents. */
export function mountInteractions(app: FastifyInstance, parts: Interacting): void {
  const { identity } = parts;
  const { backend } = identity.running;
  const root = `${oauthPaths(identity).interaction}/:uid`;
  const show = (reply: FastifyReply, html: string, status = 200): FastifyReply =>
    reply.code(status).headers(pageHeaders).send(html);
  const finish = async (
    request: FastifyRequest,
    reply: FastifyReply,
    result: InteractionResults,
  ): Promise<FastifyReply> => {
    const to = await (await parts.provider()).interactionResult(request.raw, reply.raw, result);
    return reply.redirect(to, 303);
  };
  const details = async (request: FastifyRequest, reply: FastifyReply): Promise<Details> => {
    try {
      return await (await parts.provider()).interactionDetails(request.raw, reply.raw);
    } catch {
      throw new Refusal('not-found', 'This sign-in is over: begin again at the client.');
    }
  };
  app.get(root, async (request, reply) => {
    const { prompt, params, uid } = await details(request, reply);
    const action = `${oauthPaths(identity).interaction}/${uid}`;
    if (prompt.name === 'login')
      return show(reply, loginPage({ system: backend.name, action: `${action}/login` }));
    const scopes = textOf(params['scope']).split(' ');
    const client = textOf(params['client_id']);
    return show(reply, consentPage({ system: backend.name, client, scopes, action: `${action}/confirm` }));
  });
  app.post(`${root}/login`, async (request, reply) => {
    const { uid, prompt } = await details(request, reply);
    if (prompt.name !== 'login') throw new Refusal('malformed', 'Nobody asked to sign in.');
    const form = new URLSearchParams(String(request.body));
    const identifier = form.get('identifier') ?? '';
    try {
      return await finish(request, reply, await signedIn(parts, request, form));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const action = `${oauthPaths(identity).interaction}/${uid}/login`;
      const page = loginPage({ system: backend.name, action, told: error.message, identifier });
      return show(reply, page, error.problem === 'rate-limited' ? 429 : 401);
    }
  });
  app.post(`${root}/confirm`, async (request, reply) => {
    const given = await details(request, reply);
    if (given.prompt.name !== 'consent') throw new Refusal('malformed', 'Nobody asked to consent.');
    return finish(request, reply, { consent: { grantId: await consented(parts, request, given) } });
  });
  app.get(`${root}/abort`, async (request, reply) => {
    await details(request, reply);
    return finish(request, reply, { error: 'access_denied', error_description: 'the person cancelled' });
  });
}

/** The same check as that of the operation, under the same limits. */
async function signedIn(
  { identity, grants, gates }: Interacting,
  request: FastifyRequest,
  form: URLSearchParams,
): Promise<InteractionResults> {
  const caller = anonymous(request.ip);
  gates.limit(caller, operationOf(identity.running, 'create Session'));
  const proved = await prove(
    identity,
    {
      identifier: (form.get('identifier') ?? '').slice(0, 254),
      secret: (form.get('secret') ?? '').slice(0, 4096),
      code: (form.get('code') ?? '').slice(0, 10),
    },
    { caller, decision: { kind: 'allowed', role: 'anonymous' }, requestId: String(request.id) },
  );
  await grants.signedIn(proved);
  const { account, strength } = proved;
  return { login: { accountId: account.id, acr: strength, amr: [...meansOf[strength]], remember: false } };
}

/** Grants what was asked for, and begins the session that stands behind it. */
async function consented(
  { grants, provider }: Interacting,
  request: FastifyRequest,
  { params, session, lastSubmission, prompt, grantId }: Details,
): Promise<string> {
  const { Grant } = await provider();
  const accountId = session?.accountId ?? '';
  const known = grantId === undefined ? undefined : await Grant.find(grantId);
  const grant = known ?? new Grant({ accountId, clientId: textOf(params['client_id']) });
  const { missingOIDCScope, missingOIDCClaims, missingResourceScopes } = prompt.details;
  grant.addOIDCScope(textsOf(missingOIDCScope).join(' '));
  grant.addOIDCClaims([...textsOf(missingOIDCClaims)]);
  if (typeof missingResourceScopes === 'object' && missingResourceScopes !== null)
    for (const [resource, scopes] of Object.entries(missingResourceScopes))
      grant.addResourceScope(resource, textsOf(scopes).join(' '));
  const id = await grant.save();
  if (known !== undefined && (await grants.session(id)) !== undefined) return id;
  const acr: unknown = lastSubmission?.login?.acr ?? session?.acr;
  const strength: Strength = acr === 'multi-factor' ? 'multi-factor' : 'single-factor';
  await grants.begin(id, accountId, strength, {
    userAgent: request.headers['user-agent'],
    address: request.ip,
  });
  return id;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.flatMap((each) => (typeof each === 'string' ? [each] : [])) : [];
