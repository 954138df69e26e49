import type { Endpoint } from '../../model/api.ts';
import type { Handler } from '../http/exchange.ts';
import type { Part } from '../part.ts';
import type { Running } from '../running.ts';
import type { AccessClaims } from './access-tokens.ts';
import { appoint } from './appointed.ts';
import type { TypedIn } from './appointed.ts';
import { authenticateBy } from './authenticate.ts';
import { createCredentialHandler, deleteCredentialHandler } from './credentials.ts';
import { hasIdentity, openIdentity, openTokens } from './identity.ts';
import type { Identity } from './identity.ts';
import type { Mailbox } from './mailbox.ts';
import { resealOauth } from './oauth/adapter.ts';
import { previewClients } from './oauth/clients.ts';
import type { PreviewClient } from './oauth/clients.ts';
import { openOauth } from './oauth/mount.ts';
import { recoverHandler, redeemHandler } from './recovery.ts';
import { refreshHandler } from './refresh.ts';
import { registerHandler, verifyEmailHandler } from './register.ts';
import { resealSecrets } from './second-factor.ts';
import { signInHandler } from './sign-in.ts';
import {
  grantRoleHandler,
  lockHandler,
  signOutHandler,
  updateUserHandler,
  withdrawRoleHandler,
} from './users.ts';

export interface MintOptions extends Omit<Partial<AccessClaims>, 'subject' | 'roles'> {
  /** s; absent = what the design says of access tokens. */
  readonly life?: number;
}

/** Who signs in, and how that is proved; with what tests and the control of a preview ask of it. */
export interface IdentityPart extends Part {
  /** A valid access token for somebody in a role, as if they had signed in; it names no session. */
  readonly tokenFor: (role: string, personId: string, options?: MintOptions) => Promise<string>;
  /** What somebody types in to sign in in a role, once they were given it; absent where the design has no accounts. */
  readonly appoint: ((role: string, personId: string) => Promise<TypedIn>) | undefined;
  /** New keys for signing and for encrypted fields; what the old ones made stays valid for its time. */
  readonly rotateKeys: () => Promise<void>;
  /** Messages with tokens that a person would find in their mailbox; absent where the design has no accounts. */
  readonly mailbox: Mailbox | undefined;
  /** Clients of the authorisation server: one for people, one for each system. */
  readonly clients: readonly PreviewClient[];
  /** To be called when sessions or users were changed in another way than by their operations. */
  readonly forgetSessions: () => void;
}

export async function identityPart(running: Running): Promise<IdentityPart> {
  let url = '';
  const base = await openTokens(running, () => url);
  const identity = hasIdentity(running) ? await openIdentity(base) : undefined;
  const oauth = await openOauth(base, identity);
  return {
    ...(identity !== undefined && { handlers: handlersOf(identity) }),
    authenticate: authenticateBy(base, identity?.sessions),
    mount: oauth.mount,
    begin: async (at) => {
      url = at;
    },
    close: async () => identity?.passwords.close(),
    tokenFor: (role, personId, { life, ...claims } = {}) =>
      base.tokens.mint({ ...claims, subject: personId, roles: [role] }, life),
    appoint: identity && ((role, personId) => appoint(identity, role, personId)),
    rotateKeys: async () => {
      await base.signing.rotate();
      await base.sealing.rotate(async (again) => {
        if (identity !== undefined) await resealSecrets(running, again);
        await resealOauth(base, again);
      });
      oauth.renew();
    },
    mailbox: identity?.mailbox,
    clients: previewClients(base),
    forgetSessions: () => identity?.sessions.forget(),
  };
}

/** Operations of identity, by their ids in the design; what a design leaves out is left out. */
function handlersOf(identity: Identity): ReadonlyMap<string, Handler> {
  const made: Readonly<Record<string, (identity: Identity, endpoint: Endpoint) => Handler>> = {
    'create User': registerHandler,
    'update User': updateUserHandler,
    'process User verify-email': verifyEmailHandler,
    'process User lock': lockHandler,
    'create Session': signInHandler,
    'process Session refresh': refreshHandler,
    'delete Session': signOutHandler,
    'create RecoveryToken': recoverHandler,
    'process RecoveryToken redeem': redeemHandler,
    'create Credential': createCredentialHandler,
    'delete Credential': deleteCredentialHandler,
    'create RoleGrant': grantRoleHandler,
    'delete RoleGrant': withdrawRoleHandler,
  };
  const { backend } = identity.running;
  return new Map(
    backend.api.endpoints.flatMap((endpoint) => {
      const make = made[endpoint.operation ?? ''];
      return make === undefined || endpoint.operation === undefined
        ? []
        : [[endpoint.operation, make(identity, endpoint)] as const];
    }),
  );
}
