import { inWords } from '../../link-secrets.ts';
import type { Fact } from './fact.ts';

/**
 * What somebody signs in with: a password, a code of one use, what a device or another party says of who it is. Nobody
 * needs to be known to send one, so a handler that refuses a wrong one is open to anybody.
 */
const proof =
  /pass(_?(word|phrase|code|wd))|^(otp|totp|mfa|credential|assertion)s?$|(^|_)(otp|totp|mfa|2fa|two_?factor|one_?time)_?(code|token|password)$|(^|_)id(entity)?_?token$|^pwd$/;

export const isSignIn = (name: string): boolean => proof.test(inWords(name).replaceAll('-', '_'));

/** A part of the request that somebody signs in with. */
export const signInPart: Fact = { kind: 'input', direct: true, signsIn: true };

export const signsInBy = (fact: Fact | undefined): boolean => fact?.kind === 'input' && fact.signsIn === true;
