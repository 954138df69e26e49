import type { Backend } from '../../model/backend.ts';
import type { SecuritySetting, SecuritySettingKind } from '../../model/security-setting.ts';
import type { Together } from '../places.ts';
import { bySubject, isAside, isForDevelopment, placeOf } from '../places.ts';

/** Settings of a kind that hold in production. */
export const settingsOf = (
  { trust }: Pick<Backend, 'trust'>,
  ...kinds: readonly SecuritySettingKind[]
): readonly SecuritySetting[] =>
  trust.settings.filter(
    ({ kind, origin }) => kinds.includes(kind) && !isAside(origin) && !isForDevelopment(origin),
  );

/** Not given, and nothing is unread that could give it. */
export const isAbsent = ({ values, open, complete }: SecuritySetting, ...keys: readonly string[]): boolean =>
  complete && keys.every((key) => !(key in values) && !open.includes(key));

/** A group of options (`cookie`, `limits`) is made elsewhere, so that nothing is known of it. */
export const hides = ({ values, open, complete }: SecuritySetting, group: string): boolean =>
  !complete ||
  (open.includes(group) && ![...Object.keys(values), ...open].some((key) => key.startsWith(`${group}.`)));

/** Cookies that stand for a user, and sessions, each group with one subject, of which the attribute is missing. */
export const cookiesWithout = (
  backend: Pick<Backend, 'trust'>,
  lacks: (setting: SecuritySetting) => boolean,
  sessionLacks: (setting: SecuritySetting) => boolean,
): readonly Together<SecuritySetting>[] =>
  bySubject(
    [
      ...settingsOf(backend, 'cookie').filter(isCredentialCookie).filter(lacks),
      ...settingsOf(backend, 'session').filter(sessionLacks),
    ],
    cookieSubject,
  );

/** The name of a cookie, or what keeps its session. */
export const cookieName = ({ values: { name } }: SecuritySetting): string =>
  typeof name === 'string' ? name : 'of the session';

const cookieSubject = (setting: SecuritySetting): string =>
  `${textOption(setting, 'name') || 'session'} in ${placeOf({ id: setting.call, origin: setting.origin })}`;

/** What to call instead has another name in each language. */
export type Language = 'javascript' | 'php' | 'python' | 'java' | 'go' | 'ruby' | 'csharp';

/** Readers of the other languages name the language where those of JavaScript name the library. */
export function languageOf({ package: name }: SecuritySetting): Language {
  switch (name) {
    case 'php':
    case 'python':
    case 'java':
    case 'go':
    case 'ruby':
    case 'csharp':
      return name;
    default:
      return 'javascript';
  }
}

/** A text option; empty where it is none. */
export function textOption({ values }: SecuritySetting, key: string): string {
  const value = values[key];
  return typeof value === 'string' ? value : '';
}

/** One subject for all places of a call in a file. */
export const settingSubject = ({ call, origin }: SecuritySetting): string =>
  `${call} in ${placeOf({ id: call, origin })}`;

export const byCall = (settings: readonly SecuritySetting[]): readonly Together<SecuritySetting>[] =>
  bySubject(settings, settingSubject);

/** The last parts of the names that say what a setting is for. */
export const purposesOf = ({ purpose }: SecuritySetting): readonly string[] =>
  purpose.map((name) => name.split('.').at(-1) ?? name);

/** Cookies whose holder is taken for a user; those against forgery must be readable and are none. */
function isCredentialCookie({ values }: SecuritySetting): boolean {
  const { name } = values;
  return (
    typeof name === 'string' &&
    /sess|token|jwt|auth|remember|refresh|(^|[._-])sid$/i.test(name) &&
    !/csrf|xsrf|expir|hint|state|nonce|verifier|^(is|has)[_-]|authori[sz]ed|logged/i.test(name)
  );
}
