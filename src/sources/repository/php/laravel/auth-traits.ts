import type { PhpClass } from '../classes.ts';
import { kindNames } from '../codebase.ts';
import type { PhpCodebase } from '../codebase.ts';

/** `open`: it signs in, signs up or shows the form for it. `by-token`: it asks for a token that was sent by mail. */
type OfTrait = 'open' | 'by-token';

const traits: Readonly<Record<string, Readonly<Record<string, OfTrait>>>> = {
  AuthenticatesUsers: { showloginform: 'open', login: 'open', logout: 'open' },
  RegistersUsers: { showregistrationform: 'open', register: 'open' },
  SendsPasswordResetEmails: { showlinkrequestform: 'open', sendresetlinkemail: 'open' },
  ResetsPasswords: { showresetform: 'open', reset: 'by-token' },
};

/** What a method does that a controller has from a trait of laravel/ui. */
export function ofAuthTrait(
  codebase: PhpCodebase,
  owner: PhpClass | undefined,
  method: string | undefined,
): OfTrait | undefined {
  if (owner === undefined || method === undefined) return undefined;
  for (const name of kindNames(codebase, owner)) {
    const [, short = ''] = /^Illuminate\\Foundation\\Auth\\(\w+)$/.exec(name) ?? [];
    const told = traits[short]?.[method.toLowerCase()];
    if (told !== undefined) return told;
  }
  return undefined;
}
