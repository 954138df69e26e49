import {
  designed,
  hasColumn,
  hasPath,
  inStack,
  noAuthorisationServer,
  noPassword,
  noProvider,
  noResourceServer,
  noSecondFactor,
  noSignIn,
} from './absent-identity.ts';
import {
  counted,
  interfaceIsKnown,
  languagesOf,
  settingsAreRead,
  settingsOf,
  uploadsAreRead,
} from './scope.ts';
import { uses } from '../sequence-parts.ts';
import { flowsOf } from '../data-flow.ts';
import type { Backend } from '../../../model/backend.ts';

/** Why something does not apply, derived from the model; nothing where the model does not tell. */
type Absence = (backend: Backend) => string | undefined;

/** A design has no part but those it names, so what is not named is not there. */
const unlessDesignedWith =
  (isThere: (backend: Backend) => boolean, reason: string): Absence =>
  (backend) =>
    designed(backend) && !isThere(backend) ? reason : undefined;

const unlessMethod = (method: RegExp, reason: string): Absence => {
  const absent = unlessDesignedWith((backend) => uses(backend, method), reason);
  return (backend) => noSignIn(backend) ?? absent(backend);
};

const unlessPart = (named: RegExp, reason: string): Absence =>
  unlessDesignedWith(
    ({ stack, processes, architecture }) =>
      [
        ...stack.map(({ name }) => name),
        ...processes.integrations.flatMap(({ id, kind, style }) => [id, kind, style]),
        ...architecture.containers.flatMap(({ id, technology }) => [id, technology]),
      ].some((name) => named.test(name)),
    reason,
  );

function noGraphql(backend: Backend): string | undefined {
  const { api } = backend;
  const isThere =
    api.endpoints.some(({ protocol }) => protocol === 'graphql') ||
    api.documents.some(({ kind }) => kind === 'graphql') ||
    hasPath(backend, /graphql/i) ||
    inStack(backend, /graphql|apollo|mercurius/i);
  return !isThere && interfaceIsKnown(backend) ? 'no endpoint speaks GraphQL' : undefined;
}

function noWebSocket(backend: Backend): string | undefined {
  const isThere =
    backend.api.endpoints.some(({ protocol }) => protocol === 'ws') ||
    inStack(backend, /socket|websocket|signalr|channels|^ws$|pusher|reverb/i);
  return !isThere && interfaceIsKnown(backend) ? 'no endpoint speaks WebSocket' : undefined;
}

function noFiles(backend: Backend): string | undefined {
  const isThere =
    backend.architecture.containers.some(({ kind }) => kind === 'object-store') ||
    settingsOf(backend, 'upload').length > 0 ||
    hasPath(
      backend,
      /upload|file|attachment|image|media|avatar|photo|document|import|export|download|static/i,
    );
  if (isThere || !interfaceIsKnown(backend)) return undefined;
  return designed(backend) || uploadsAreRead(backend) ? 'no operation takes or serves files' : undefined;
}

const media = /webrtc|mediasoup|janus|coturn|livekit|kurento|jitsi|asterisk|freeswitch/i;

function noMedia(backend: Backend): string | undefined {
  const { architecture } = backend;
  const isThere =
    hasPath(backend, /webrtc|\bice\b|\bsdp\b|turn-credentials/i) ||
    inStack(backend, media) ||
    architecture.containers.some(({ technology }) => media.test(technology)) ||
    architecture.deployment.some(({ facts }) => media.test(facts['image'] ?? ''));
  return !isThere && interfaceIsKnown(backend) ? 'no media channel is in the model' : undefined;
}

function noCookies(backend: Backend): string | undefined {
  if (designed(backend)) return noSignIn(backend);
  return settingsAreRead(backend) && settingsOf(backend, 'cookie', 'session').length === 0
    ? `nothing in ${counted(backend.coverage.files, 'file')} sets a cookie or keeps a session`
    : undefined;
}

function noTokens(backend: Backend): string | undefined {
  if (designed(backend)) return noSignIn(backend);
  return settingsAreRead(backend) &&
    settingsOf(backend, 'token-signing', 'token-verification').length === 0 &&
    !inStack(backend, /jwt|token|jose|paseto/i) &&
    noProvider(backend) !== undefined
    ? `nothing in ${counted(backend.coverage.files, 'file')} signs or takes a token`
    : undefined;
}

function noCipher(backend: Backend): string | undefined {
  return settingsAreRead(backend) && settingsOf(backend, 'cipher').length === 0
    ? `nothing in ${counted(backend.coverage.files, 'file')} enciphers by itself`
    : undefined;
}

function noTenants(backend: Backend): string | undefined {
  const { trust, data } = backend;
  if (designed(backend))
    return trust.permissions.some(({ condition }) => condition === 'tenant')
      ? undefined
      : 'no rule speaks of tenants';
  return data.tables.length > 0 &&
    !hasColumn(backend, /tenant|organi[sz]ation|workspace|company|account|team/i)
    ? `no column of ${counted(data.tables.length, 'table')} names a tenant`
    : undefined;
}

function noLanguage(
  backend: Backend,
  isMeant: (language: string) => boolean,
  reason: string,
): string | undefined {
  const found = designed(backend)
    ? backend.stack.filter(({ role }) => role === 'language').map(({ name }) => name.toLowerCase())
    : [...languagesOf(backend)];
  return found.length > 0 && !found.some((language) => language === 'other' || isMeant(language))
    ? `${reason} (${found.toSorted().join(', ')})`
    : undefined;
}

const jvm = new Set(['java', 'kotlin', 'scala', 'groovy', 'clojure']);
const managed = new Set(['javascript', 'typescript', 'php', 'python', 'ruby', 'java', 'kotlin', 'go', 'c#']);

function noOutgoingCall(backend: Backend): string | undefined {
  const { calls, integrations } = backend.processes;
  const outside = flowsOf(backend).some(({ to }) =>
    backend.architecture.containers.some(({ id, kind }) => id === to && kind === 'external'),
  );
  return designed(backend) && !outside && calls.length + integrations.length === 0
    ? 'no service of somebody else is called'
    : undefined;
}

function noMemcached(backend: Backend): string | undefined {
  const isThere =
    inStack(backend, /memcache/i) ||
    backend.architecture.containers.some(({ technology }) => /memcache/i.test(technology)) ||
    backend.architecture.deployment.some(({ facts }) => /memcache/i.test(facts['image'] ?? ''));
  const isKnown = designed(backend) || (languagesOf(backend).size > 0 && !languagesOf(backend).has('other'));
  return !isThere && isKnown ? 'no Memcached is in the stack' : undefined;
}

const conditions = {
  'sign-in': noSignIn,
  passwords: noPassword,
  'second-factor': noSecondFactor,
  'one-time-codes': unlessMethod(/totp|otp/, 'no method uses codes that change with time'),
  'phone-codes': unlessMethod(/sms|phone|voice/, 'no method sends codes by telephone'),
  'push-factor': unlessMethod(/push/, 'no method asks by push message'),
  'device-keys': unlessMethod(/passkey|webauthn|certificate|mtls/, 'no method uses a key of a device'),
  provider: noProvider,
  saml: unlessMethod(/saml/, 'no method uses SAML'),
  'resource-server': noResourceServer,
  'authorisation-server': noAuthorisationServer,
  graphql: noGraphql,
  websocket: noWebSocket,
  files: noFiles,
  media: noMedia,
  cookies: noCookies,
  tokens: noTokens,
  ciphers: noCipher,
  tenants: noTenants,
  jvm: (backend) => noLanguage(backend, (name) => jvm.has(name), 'no part runs on the JVM'),
  'unmanaged-memory': (backend) =>
    noLanguage(backend, (name) => !managed.has(name), 'the language runtime manages memory'),
  javascript: (backend) => noLanguage(backend, (name) => name.endsWith('script'), 'no part is JavaScript'),
  'outgoing-calls': noOutgoingCall,
  memcached: noMemcached,
  mail: unlessPart(/mail|smtp|ses\b|sendgrid/i, 'no part sends mail'),
  ldap: unlessPart(/ldap|directory/i, 'no part is an LDAP directory'),
  xml: unlessPart(/xml|soap|saml/i, 'no part speaks XML'),
  latex: unlessPart(/latex/i, 'no part sets LaTeX'),
} as const satisfies Readonly<Record<string, Absence>>;

export type Condition = keyof typeof conditions;

/** The reason why what is meant is not there, if the model gives one. */
export const absence = (backend: Backend, condition: Condition): string | undefined =>
  conditions[condition](backend);
