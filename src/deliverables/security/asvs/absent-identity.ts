import { counted, interfaceIsKnown, settingsAreRead, settingsOf } from './scope.ts';
import { uses } from '../sequence-parts.ts';
import type { Backend } from '../../../model/backend.ts';

const machineMethods = new Set(['client-credentials', 'webhook-signature']);

export const designed = ({ source }: Backend): boolean => source === 'designed';
export const hasPath = ({ api }: Backend, path: RegExp): boolean =>
  api.endpoints.some((each) => path.test(each.path));
export const inStack = ({ stack }: Backend, name: RegExp): boolean =>
  stack.some((each) => name.test(each.name));
export const hasColumn = ({ data }: Backend, name: RegExp): boolean =>
  data.tables.some(({ columns }) => columns.some((column) => name.test(column.name)));

export function noSignIn(backend: Backend): string | undefined {
  const { trust, api } = backend;
  if (designed(backend))
    return trust.authentication.some(({ method }) => !machineMethods.has(method))
      ? undefined
      : 'no person signs in';
  const isOpen =
    interfaceIsKnown(backend) &&
    settingsAreRead(backend) &&
    trust.authentication.length === 0 &&
    api.endpoints.every(({ access }) => access === 'public') &&
    settingsOf(backend, 'token-signing', 'token-verification', 'session', 'cookie', 'password-hash')
      .length === 0 &&
    !hasColumn(backend, secretName);
  return isOpen
    ? `all ${counted(api.endpoints.length, 'endpoint')} are open, and no token, session or password is read`
    : undefined;
}

const secretName = /passw|pwd/i;

export function noPassword(backend: Backend): string | undefined {
  if (designed(backend))
    return noSignIn(backend) ?? (uses(backend, /password/) ? undefined : 'no method takes a password');
  const { api, data } = backend;
  const isNamed =
    hasColumn(backend, secretName) ||
    api.endpoints.some(
      ({ parameters, path }) => secretName.test(path) || parameters.some(({ name }) => secretName.test(name)),
    ) ||
    api.schemas.some(({ properties }) => properties.some(({ name }) => secretName.test(name)));
  const isRead = settingsAreRead(backend) && interfaceIsKnown(backend) && data.tables.length > 0;
  return isRead && !isNamed && settingsOf(backend, 'password-hash').length === 0
    ? `no column, field of a request or hash holds a password (${counted(data.tables.length, 'table')}, ${counted(api.endpoints.length, 'endpoint')})`
    : noSignIn(backend);
}

export function noSecondFactor(backend: Backend): string | undefined {
  const asksForMore = backend.trust.authentication.some(({ method, settings }) => {
    const factor = settings['mfa'];
    return /otp|passkey|sms|mfa/.test(method) || (factor !== undefined && factor !== 'none');
  });
  return (
    noSignIn(backend) ?? (designed(backend) && !asksForMore ? 'no second factor is asked for' : undefined)
  );
}

/** A client of a provider is called back at an address of its own. */
const callback = /oauth|oidc|openid|saml|sso|callback|connect\b|(login|auth|signin)\/\{|nextauth/i;
const provider =
  /passport|oauth|oidc|openid|keycloak|saml|socialite|clerk|auth0|cognito|firebase|supabase|devise/i;

export function noProvider(backend: Backend): string | undefined {
  if (uses(backend, /oidc|oauth|openid|saml/i)) return undefined;
  if (designed(backend)) return 'no method uses OAuth or OpenID Connect';
  return interfaceIsKnown(backend) && !hasPath(backend, callback) && !inStack(backend, provider)
    ? `none of ${counted(backend.api.endpoints.length, 'endpoint')} takes an answer of an identity provider, and no library for one is used`
    : undefined;
}

/** Tokens that the code signs itself are not those of an authorisation server elsewhere. */
export function noResourceServer(backend: Backend): string | undefined {
  const without = noProvider(backend);
  if (without === undefined || designed(backend)) return without;
  const signs = settingsOf(backend, 'token-signing').length > 0;
  const takes = settingsOf(backend, 'token-verification').length > 0;
  return settingsAreRead(backend) && (signs || !takes)
    ? `${without}; ${takes ? 'tokens that are taken are signed here' : 'no token is taken'}`
    : undefined;
}

export function noAuthorisationServer(backend: Backend): string | undefined {
  if (designed(backend)) return 'no client of others gets tokens by OAuth here';
  return interfaceIsKnown(backend) &&
    !hasPath(backend, /oauth|oidc|openid|authori[sz]e|\/token\b|\.well-known/i)
    ? `none of ${counted(backend.api.endpoints.length, 'endpoint')} gives authorisation codes or tokens of OAuth`
    : undefined;
}
