import type { Pack } from '../../model/brief.ts';
import type { Json, Sourced } from '../../model/origin.ts';
import type { Authentication } from '../../model/trust.ts';
import { isBatch, webhookOf } from '../api/conventions.ts';
import type { DesignBasis, Domain } from '../domain.ts';
import { speaksOf } from '../domain/access.ts';

/** What a method is for, how it is set up, and the requirements of ASVS 5 it answers. */
const methods: Readonly<Record<string, Pick<Authentication, 'purpose' | 'settings' | 'standards'>>> = {
  password: {
    purpose: 'People who know a password',
    settings: {
      hash: 'argon2id, 19 MiB, 2 passes',
      length: '15 to 128 characters',
      recovery: 'single-use token by mail, 30 min',
    },
    standards: ['ASVS-5.0-6.2.1', 'ASVS-5.0-11.4.2', 'CWE-916'],
  },
  oidc: {
    purpose: 'People whose employer or provider vouches for them (OpenID Connect)',
    settings: { flow: 'authorisation code with PKCE', checks: 'issuer, audience, nonce, signature, expiry' },
    standards: ['ASVS-5.0-10.1.1', 'RFC 9700'],
  },
  passkey: {
    purpose: 'People with a device that holds a key (WebAuthn)',
    settings: {
      attestation: 'none',
      verification: 'required',
      recovery: 'another credential, or the recovery token',
    },
    standards: ['ASVS-5.0-6.3.3', 'WebAuthn Level 3'],
  },
  totp: {
    purpose: 'Second factor: a code of thirty seconds',
    settings: { drift: 'one step', reuse: 'refused' },
    standards: ['ASVS-5.0-6.5.1', 'RFC 6238'],
  },
};

const words = (value: Json): string => {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map((item: Json) => words(item)).join(', ') : JSON.stringify(value);
};

/** The pack that brings ways to sign in: it has an option for them, and one for sessions. */
const identityPack = (packs: readonly Pack[]): Pack | undefined =>
  packs.find(({ options }) => options['methods'] !== undefined && options['sessions'] !== undefined);

/** How people and systems prove who they are. */
export function authenticationOf({ brief, domain }: DesignBasis): readonly Authentication[] {
  const pack = identityPack(brief.packs);
  const people =
    pack === undefined
      ? foreignIdentity(domain.operations.some(({ anonymous }) => !anonymous))
      : signIn(pack);
  const callers = domain.actors.filter(({ kind }) => kind === 'system');
  const systems = callers.filter(({ name }) => callsUs(domain, name));
  return [
    ...people,
    ...systems.map(({ name, origin }): Authentication => ({
      method: 'client-credentials',
      purpose: `The system ${name}`,
      settings: { proof: 'private_key_jwt or mutual TLS', 'access-token': '10m' },
      standards: ['RFC 9700', 'RFC 8705'],
      origin,
    })),
    ...domain.integrations
      .filter(({ callbacks }) => callbacks === 'webhook')
      .map(({ id, origin }): Authentication => ({
        method: 'webhook-signature',
        purpose: `Calls of ${id}`,
        settings: { signature: 'HMAC-SHA-256 over timestamp and body', window: '5m' },
        standards: ['ASVS-5.0-11.2.1', 'CWE-345'],
        origin,
      })),
  ];
}

/** Whether a system calls the API: not when it only runs our own batches, or signs its webhooks. */
const callsUs = (domain: Domain, name: string): boolean =>
  domain.operations.some(
    (operation) =>
      !isBatch(domain, operation) &&
      webhookOf(domain, operation) === undefined &&
      domain.access.some((rule) => rule.role === name && speaksOf(rule, operation)),
  );

function signIn(pack: Pack): readonly Authentication[] {
  const option = (name: string): Sourced<Json> | undefined => pack.options[name];
  const shared = Object.fromEntries(
    ['sessions', 'idle', 'access-token', 'mfa'].flatMap((name) => {
      const value = option(name);
      return value === undefined ? [] : [[name, words(value.value)]];
    }),
  );
  const chosen = option('methods');
  const names = chosen === undefined ? [] : words(chosen.value).split(', ');
  const second = words(option('mfa')?.value ?? 'none') === 'none' || names.includes('totp') ? [] : ['totp'];
  return [...names, ...second].map((method) => {
    const known = methods[method] ?? { purpose: `People, by ${method}`, settings: {}, standards: [] };
    return {
      method,
      ...known,
      settings: { ...known.settings, ...shared },
      origin: chosen?.origin ?? pack.origin,
    };
  });
}

/** No part of the design knows people: tokens of a provider outside are checked. */
const foreignIdentity = (isNeeded: boolean): readonly Authentication[] =>
  isNeeded
    ? [
        {
          method: 'oidc',
          purpose: 'People known to an identity provider outside this system',
          settings: {
            token: 'access token of the provider, ES256 or RS256',
            checks: 'issuer, audience, expiry, signature',
            'access-token': '10m',
          },
          standards: ['ASVS-5.0-9.1.1', 'RFC 9700'],
          origin: { kind: 'assumed', because: 'no capability brings users, and operations ask who calls' },
        },
      ]
    : [];
