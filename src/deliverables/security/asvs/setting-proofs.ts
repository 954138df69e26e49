import { counted, settingsAreRead, settingsOf } from './scope.ts';
import { enough, part } from './shown.ts';
import type { Shown } from './shown.ts';
import type { Basis } from '../../deliverable.ts';
import type { Json } from '../../../model/origin.ts';
import type { SecuritySetting, SecuritySettingKind } from '../../../model/security-setting.ts';

type Look = (basis: Basis) => Shown | undefined;

/** Enough when all places do it, and at least one is there; what some of them do is told. */
function allOf(
  settings: readonly SecuritySetting[],
  isGood: (setting: SecuritySetting) => boolean,
  words: string,
  rule: string | undefined,
): Shown | undefined {
  if (settings.length === 0) return undefined;
  const good = settings.filter(isGood);
  const at = good.map(({ origin }) => origin);
  const calls = [...new Set(settings.map(({ call }) => call))].slice(0, 3).join(', ');
  const looked = rule === undefined ? '' : `; \`${rule}\` looked at all`;
  const told = `${good.length} of ${counted(settings.length, 'place')} (${calls}) ${words}${looked}`;
  return good.length === settings.length ? enough(told, at) : part(told, at);
}

/** Each place of the kind does what the requirement asks for, as far as code tells. */
export const settingsHave =
  (
    rule: string | undefined,
    kind: SecuritySettingKind,
    words: string,
    isGood: (setting: SecuritySetting) => boolean,
  ): Look =>
  ({ backend }) =>
    settingsAreRead(backend) ? allOf(settingsOf(backend, kind), isGood, words, rule) : undefined;

/** An attribute of each cookie and session, with the name of the cookie where it is known. */
export const cookiesHave =
  (attribute: string, isGood: (value: Json | undefined, name: string) => boolean, words: string): Look =>
  ({ backend }) => {
    if (!settingsAreRead(backend)) return undefined;
    const isSet = ({ values }: SecuritySetting): boolean => {
      const name = values['name'];
      return isGood(values[attribute] ?? values[`cookie.${attribute}`], typeof name === 'string' ? name : '');
    };
    return allOf(settingsOf(backend, 'cookie', 'session'), isSet, words, undefined);
  };

/** A library sets the header where nobody switches it off; that it stands before every answer is not seen. */
export const headersHave =
  (...names: readonly string[]): Look =>
  ({ backend }) => {
    const settings = settingsOf(backend, 'response-headers');
    const isOn = ({ values, complete }: SecuritySetting): boolean =>
      complete && names.every((name) => values[name] !== false);
    const found = settingsAreRead(backend)
      ? allOf(
          settings,
          isOn,
          'leave the header on; whether every answer passes it was not looked at',
          undefined,
        )
      : undefined;
    return found === undefined ? undefined : part(found.words, found.at);
  };

/** OWASP Password Storage Cheat Sheet: bcrypt from 10 rounds, PBKDF2 from 210,000; the others have defaults of their own. */
export const passwordsHashedSlowly: Look = settingsHave(
  'weak-password-hash',
  'password-hash',
  'use a slow function with parameters that are known and high enough',
  ({ call, values: { rounds, iterations }, complete }) => {
    if (/bcrypt|password_hash/.test(call)) return typeof rounds === 'number' && rounds >= 10;
    if (/pbkdf2/i.test(call)) return typeof iterations === 'number' && iterations >= 210_000;
    return complete && /argon2|scrypt/i.test(call);
  },
);
