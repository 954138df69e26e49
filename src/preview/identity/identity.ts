import { ownerRole } from '../../artifacts/second-factor.ts';
import { openKeyStore } from '../encryption/keys.ts';
import type { KeyStore } from '../encryption/keys.ts';
import { openSealing } from '../encryption/sealing.ts';
import type { Sealing } from '../encryption/sealing.ts';
import type { Running } from '../running.ts';
import { accessTokens } from './access-tokens.ts';
import type { AccessTokens, TokenParties } from './access-tokens.ts';
import { accountsOf } from './accounts.ts';
import type { Account, Accounts } from './accounts.ts';
import { mailboxOf } from './mailbox.ts';
import type { Mailbox } from './mailbox.ts';
import { openPasswords } from './passwords.ts';
import type { Passwords } from './passwords.ts';
import { secondFactorOf } from './second-factor.ts';
import type { SecondFactor } from './second-factor.ts';
import { exchangedTable } from './exchanged-tokens.ts';
import { sessionsOf } from './sessions.ts';
import type { Sessions, Strength } from './sessions.ts';
import { identitySettings } from './settings.ts';
import type { IdentitySettings } from './settings.ts';
import { openSigningKeys } from './signing-keys.ts';
import type { SigningKeys } from './signing-keys.ts';
import { throttleOf } from './throttle.ts';
import type { Throttle } from './throttle.ts';

/** What every package has: keys and tokens. */
export interface Tokens {
  readonly running: Running;
  readonly settings: IdentitySettings;
  readonly store: KeyStore;
  readonly sealing: Sealing;
  readonly signing: SigningKeys;
  readonly tokens: AccessTokens;
  readonly parties: TokenParties;
  /** Scopes of the operations that one of these roles may call. */
  readonly scopesOf: (roles: readonly string[]) => readonly string[];
}

/** What packages with the entities of identity have besides. */
export interface Identity extends Tokens {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly passwords: Passwords;
  readonly secondFactor: SecondFactor;
  readonly throttle: Throttle;
  readonly mailbox: Mailbox;
}

export async function openTokens(running: Running, issuer: () => string): Promise<Tokens> {
  const settings = identitySettings(running.backend);
  const store = await openKeyStore(running);
  const signing = await openSigningKeys(store, running.clock, settings.accessToken);
  const parties = { issuer, audience: audienceOf(running) };
  return {
    running,
    settings,
    store,
    sealing: await openSealing(store, running.clock),
    signing,
    parties,
    tokens: accessTokens(running, signing, parties, settings.accessToken),
    scopesOf: scopesByRole(running),
  };
}

export async function openIdentity(base: Tokens): Promise<Identity> {
  const { running, settings, store, sealing } = base;
  await running.database.script(exchangedTable);
  return {
    ...base,
    accounts: accountsOf(running),
    sessions: sessionsOf(running, settings),
    passwords: openPasswords(running, settings),
    secondFactor: secondFactorOf(running, settings, sealing),
    throttle: throttleOf(running.clock, store.digest),
    mailbox: mailboxOf(running.clock),
  };
}

/** Whether the package has what identity works on. */
export const hasIdentity = ({ backend }: Pick<Running, 'backend'>): boolean =>
  ['User', 'Credential', 'Session', 'RecoveryToken', 'RoleGrant'].every((name) =>
    backend.data.tables.some(({ entity }) => entity === name),
  );

/** The API as its document names it: whom tokens are for, wherever the preview listens. */
function audienceOf({ package: { openApi }, backend }: Running): string {
  const [server]: readonly unknown[] = Array.isArray(openApi['servers']) ? openApi['servers'] : [];
  const { url, variables } = fields(server);
  if (typeof url !== 'string') return `https://api.${backend.id}.example`;
  return url.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
    textOf(fields(fields(variables)[name])['default'], name),
  );
}

const textOf = (value: unknown, standard: string): string => (typeof value === 'string' ? value : standard);

const fields = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

function scopesByRole({ backend }: Running): Tokens['scopesOf'] {
  const scopes = new Map(backend.api.endpoints.map(({ operation, scopes: own }) => [operation, own]));
  const byRole = new Map<string, Set<string>>();
  for (const { role, operation, effect } of backend.trust.permissions) {
    if (effect !== 'allow') continue;
    const known = byRole.get(role) ?? new Set();
    byRole.set(role, known);
    for (const scope of scopes.get(operation) ?? []) known.add(scope);
  }
  return (roles) => [...new Set(roles.flatMap((role) => [...(byRole.get(role) ?? [])]))].sort();
}

/** Roles that are in force: some act only in sessions of two factors. */
export function rolesInForce(
  { needsSecondFactor }: IdentitySettings,
  held: readonly string[],
  strength: string,
): readonly string[] {
  if (strength === 'guest') return held.filter((role) => role === ownerRole);
  return held.filter((role) => strength === 'multi-factor' || !needsSecondFactor(role));
}

/** Scopes stand in a token as long as it stays of a size that headers take; one without limits nothing. */
const longest = 2000;

export function tokenOfSession(
  { settings, tokens, scopesOf }: Tokens,
  account: Pick<Account, 'id' | 'roles'>,
  session: string,
  strength: Strength,
): Promise<string> {
  const roles = rolesInForce(settings, account.roles, strength);
  const scopes = scopesOf(roles);
  return tokens.mint({
    subject: account.id,
    session,
    strength,
    roles,
    means: meansOf[strength],
    ...(scopes.join(' ').length <= longest && { scopes }),
  });
}

export const meansOf: Readonly<Record<Strength, readonly string[]>> = {
  guest: [],
  'single-factor': ['pwd'],
  'multi-factor': ['pwd', 'otp', 'mfa'],
};
