import type { Harm } from '../../findings/vulnerability.ts';
import type { SecuritySetting } from '../../model/security-setting.ts';
import { placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { byCall, languageOf, settingsOf } from './settings.ts';

const forged: Harm = { confidentiality: 'high', integrity: 'high', availability: 'none', privileges: 'none' };

export const unverifiedToken: Rule = {
  id: 'unverified-token',
  summary: 'A token is accepted though nothing proves who made it, or after its end.',
  severity: 'warning',
  standards: ['CWE-347', 'ASVS-5.0-9.1.1', 'ASVS-5.0-9.1.2', 'ASVS-5.0-9.2.1', 'API2:2023'],
  remedy: {
    title: 'Verify the token with one algorithm and its key',
    impact: 5,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'take the change back',
  },
  harm: forged,
  check: (backend) => byCall(settingsOf(backend, 'token-verification').filter(isOpen)).map(fault),
};

/** Decoding alone is left out: it is often done to look at a token that somebody else verifies. */
const isOpen = (setting: SecuritySetting): boolean =>
  permitsNone(setting) ||
  isSwitchedOff(setting) ||
  setting.values['key'] === 'none' ||
  setting.values['ignoreExpiration'] === true;

/** In JavaScript decoding is a call of its own, beside the check; elsewhere the check is an option of it. */
const isSwitchedOff = (setting: SecuritySetting): boolean =>
  languageOf(setting) !== 'javascript' && setting.values['verified'] === false;

function permitsNone({ values: { algorithms } }: SecuritySetting): boolean {
  return (
    Array.isArray(algorithms) && algorithms.some((each) => typeof each === 'string' && /^none$/i.test(each))
  );
}

/** With a key, jsonwebtoken and PyJWT refuse what is not signed, whatever algorithms are listed. */
const isRefused = (setting: SecuritySetting): boolean =>
  permitsNone(setting) &&
  !isSwitchedOff(setting) &&
  setting.values['key'] !== 'none' &&
  /^(javascript|python)$/.test(languageOf(setting));

function forgery(setting: SecuritySetting): string {
  if (isSwitchedOff(setting))
    return languageOf(setting) === 'java'
      ? 'also takes tokens without a signature (JJWT up to 0.11)'
      : 'is told not to check the signature';
  return permitsNone(setting) ? 'permits the algorithm none' : 'is given no key';
}

const nextOf = (setting: SecuritySetting): string =>
  languageOf(setting) === 'java'
    ? 'Call parseClaimsJws (parseSignedClaims since 0.12), which insists on a signature.'
    : 'Pass the key and a list with the one algorithm that is used, such as HS256 or EdDSA.';

function fault(group: Together<SecuritySetting>): Fault {
  const { first, subject, all } = group;
  const isForgeable = permitsNone(first) || isSwitchedOff(first) || first.values['key'] === 'none';
  return {
    subject,
    ...(all.every(isRefused) ? { severity: 'advice' } : {}),
    confidence: isSwitchedOff(first) ? 'possible' : 'certain',
    what: isForgeable
      ? `${first.call} ${forgery(first)}${placesText(group)}${all.every(isRefused) ? '; with a key it still refuses what is not signed' : ''}.`
      : `${first.call} is told to take tokens whose life is over${placesText(group)}.`,
    why: all.every(isRefused)
      ? 'The day the key is missing or empty, anybody writes a token without a signature and is whoever it names.'
      : isForgeable
        ? 'Anybody can write a token without a signature and is then whoever it names.'
        : 'Whoever once had a token keeps it for ever, also after leaving or losing a device.',
    next: isForgeable
      ? nextOf(first)
      : `Leave ${languageOf(first) === 'javascript' ? 'ignoreExpiration' : 'that option'} out, and let callers renew.`,
    evidence: seenAt(all),
    // Somebody must first come by a token that once was good.
    ...(isForgeable ? {} : { harm: { ...forged, isConditional: true } }),
  };
}
