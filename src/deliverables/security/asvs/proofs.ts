import { flowProof, noStatementBuilt } from './flow-proofs.ts';
import { cookiesHave, headersHave, passwordsHashedSlowly, settingsHave } from './setting-proofs.ts';
import {
  columnsClassified,
  connectionsEncrypted,
  endpointsHave,
  policyHolds,
  secretsRotate,
} from './design-proofs.ts';
import type { Shown } from './shown.ts';
import type { Basis } from '../../deliverable.ts';
import type { Json } from '../../../model/origin.ts';

const wordOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const proofs = {
  'bound-statements': noStatementBuilt,
  'no-command-injection': flowProof('command-injection', 'a command of the operating system'),
  'no-code-injection': flowProof('code-injection', 'code or a template that is run'),
  'no-pattern-injection': flowProof('pattern-injection', 'a regular expression'),
  'no-request-forgery': flowProof('request-forgery', 'the address of a call'),
  'no-open-redirect': flowProof('open-redirect', 'the address of a redirect'),
  'no-path-traversal': flowProof('path-traversal', 'a path of a file'),
  'no-mass-assignment': flowProof('mass-assignment', 'the fields of a record as a whole'),
  'no-unsafe-deserialisation': flowProof('unsafe-deserialisation', 'a reader that makes objects of it'),
  'inputs-validated': endpointsHave('validation'),
  'calls-limited': endpointsHave('rate-limit'),
  'functions-guarded': policyHolds('default-deny', 'privileged-actions', 'anonymous-as-declared'),
  'own-objects': policyHolds('own-objects-only'),
  'own-tenant': policyHolds('tenant-isolation'),
  'access-documented': policyHolds('complete', 'agrees-with-rules'),
  'checked-by-server': endpointsHave('authorisation'),
  'columns-classified': columnsClassified,
  'secrets-rotate': secretsRotate,
  'connections-encrypted': connectionsEncrypted,
  'tokens-verified': settingsHave(
    'unverified-token',
    'token-verification',
    'check the signature',
    ({ values, complete, open }) =>
      complete && values['verified'] !== false && values['key'] === undefined && !open.includes('noVerify'),
  ),
  'algorithms-listed': settingsHave(
    'unverified-token',
    'token-verification',
    'name the algorithms that are taken',
    ({ values }) => Array.isArray(values['algorithms']) && values['algorithms'].length > 0,
  ),
  'expiry-checked': settingsHave(
    'unverified-token',
    'token-verification',
    'leave the check of the expiry on',
    ({ values, complete, open }) =>
      complete &&
      values['verified'] !== false &&
      values['ignoreExpiration'] !== true &&
      !open.includes('ignoreExpiration'),
  ),
  'audience-checked': settingsHave(
    undefined,
    'token-verification',
    'ask for an audience',
    ({ values, open }) => values['audience'] !== undefined || open.includes('audience'),
  ),
  'tokens-expire': settingsHave(
    'token-never-expires',
    'token-signing',
    'give a lifetime',
    ({ values, open }) => lifetimes.some((key) => key in values || open.includes(key)),
  ),
  'cookies-secure': cookiesHave(
    'secure',
    (value, name) => value === true && /^__(Host|Secure)-/.test(name),
    'set Secure and have a prefix __Host- or __Secure-',
  ),
  'cookies-same-site': cookiesHave(
    'sameSite',
    (value) => value === true || /^(lax|strict)$/i.test(wordOf(value)),
    'set SameSite to lax or strict',
  ),
  'cookies-of-host': cookiesHave(
    'secure',
    (value, name) => value === true && name.startsWith('__Host-'),
    'have the prefix __Host-',
  ),
  'cookies-hidden': cookiesHave('httpOnly', (value) => value === true, 'set HttpOnly'),
  'origins-listed': settingsHave(
    'any-site-with-credentials',
    'cross-origin',
    'name the sites that may ask',
    ({ values, complete }) =>
      complete &&
      (Array.isArray(values['origin']) || (typeof values['origin'] === 'string' && values['origin'] !== '*')),
  ),
  'content-policy': headersHave('contentSecurityPolicy'),
  'no-sniffing': headersHave('noSniff', 'xContentTypeOptions'),
  'referrer-policy': headersHave('referrerPolicy'),
  'approved-ciphers': settingsHave(
    'broken-cipher',
    'cipher',
    'use AES-GCM or ChaCha20-Poly1305',
    ({ values }) => /gcm|chacha20-poly1305/i.test(wordOf(values['algorithm'])),
  ),
  'approved-digests': settingsHave('broken-digest', 'digest', 'use SHA-2, SHA-3 or BLAKE2', ({ values }) =>
    /^(sha-?(224|256|384|512)|sha-?3|sha512-|shake|blake2)/i.test(wordOf(values['algorithm'])),
  ),
  'slow-passwords': passwordsHashedSlowly,
  'upload-sizes': settingsHave(
    'unbounded-upload',
    'upload',
    'set a largest size of a file',
    ({ values, open }) => 'limits.fileSize' in values || open.includes('limits.fileSize'),
  ),
} as const satisfies Readonly<Record<string, (basis: Basis) => Shown | undefined>>;

const lifetimes = ['expiresIn', 'exp', 'payload.exp', 'expirationTime', 'expiresInMinutes'];

export type Proof = keyof typeof proofs;

/** What was looked at for a requirement, and whether it shows that it is met; nothing where nobody looked. */
export const shown = (basis: Basis, proof: Proof): Shown | undefined => proofs[proof](basis);
