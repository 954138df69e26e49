import type { Backend } from '../../model/backend.ts';
import type { Origin } from '../../model/origin.ts';
import type { OutgoingCall } from '../../model/processes.ts';
import type { SecuritySetting } from '../../model/security-setting.ts';
import { listed } from './told.ts';
import type { Told } from './told.ts';

/** Something seen at a place, in a few words. */
export interface Place {
  readonly words: string;
  readonly origin: Origin;
}

const placed = ({ origin }: Place): Origin => origin;

const settingsOf = ({ trust }: Backend, holds: (setting: SecuritySetting) => boolean): readonly Place[] =>
  trust.settings.filter(holds).map((setting) => ({ words: settingWords(setting), origin: setting.origin }));

function settingWords({ call, values, purpose }: SecuritySetting): string {
  const said = Object.entries(values).map(([key, value]) => `${key} ${JSON.stringify(value)}`);
  const around = purpose.slice(0, 3);
  return [call, ...said, ...(around.length === 0 ? [] : [`for ${around.join(', ')}`])].join(', ');
}

/** Cookies and settings by which a session is kept. */
export const sessionsOf = (backend: Backend): Told<readonly Place[]> =>
  listed(
    settingsOf(backend, ({ kind }) => kind === 'session' || kind === 'cookie'),
    placed,
    backend.coverage.files,
    'a setting of a session or a cookie',
  );

const password = /pass(word|wd|phrase)?|pwd|kennwort|mot_?de_?passe/i;

/** Digests that a protocol asks for: nothing is stored by them. */
const protocol = /secret|challenge|nonce|realm|authenticator/i;

/** A digest is for a password where the names around it say so. */
const isPasswordHash = ({ kind, purpose, call }: SecuritySetting): boolean =>
  kind === 'password-hash' ||
  (kind === 'digest' &&
    call !== '' &&
    purpose.some((name) => password.test(name)) &&
    !purpose.some((name) => protocol.test(name)));

/** Ways by which passwords are stored and compared, the old ones among them. */
export const passwordsOf = (backend: Backend): Told<readonly Place[]> =>
  listed(
    settingsOf(backend, isPasswordHash),
    placed,
    backend.coverage.files,
    'a function that makes a hash of a password',
  );

/** Digests that are no way to store a password any more. */
export const oldPasswordHashes = (backend: Backend): readonly SecuritySetting[] =>
  backend.trust.settings.filter((setting) => setting.kind === 'digest' && isPasswordHash(setting));

/** Checks that ask who is calling, by their names, with how many endpoints each stands before. */
export function checksOf(backend: Backend): Told<readonly Place[]> {
  const found = new Map<string, { readonly origin: Origin; count: number }>();
  for (const { guards } of backend.api.endpoints)
    for (const { name, kind, origin } of new Map(guards.map((guard) => [guard.name, guard])).values()) {
      if (kind !== 'authentication' && kind !== 'authorisation') continue;
      const before = found.get(name);
      if (before === undefined) found.set(name, { origin, count: 1 });
      else before.count += 1;
    }
  const places = [...found]
    .toSorted(([, a], [, b]) => b.count - a.count)
    .map(([name, { origin, count }]): Place => ({
      words: `${name}, before ${count} ${count === 1 ? 'endpoint' : 'endpoints'}`,
      origin,
    }));
  return listed(places, placed, backend.coverage.files, 'a check of who is calling');
}

export const cronOf = (backend: Backend): Told<readonly Place[]> =>
  listed(
    backend.processes.jobs.map(({ name, kind, schedule, origin }) => ({
      words: `${name}, ${kind}${schedule === undefined ? '' : ` ${schedule}`}`,
      origin,
    })),
    placed,
    backend.coverage.files,
    'a schedule or a queue',
  );

/** A page that calls one of its own server is no other system. */
export const outgoingCalls = ({ processes }: Backend): readonly OutgoingCall[] =>
  processes.calls.filter(({ target }) => !/^[./\w-]*\.(php|html?|aspx?|jsp)\b/.test(target));

export const callsOf = (backend: Backend): Told<readonly Place[]> =>
  listed(
    outgoingCalls(backend).map(({ target, timeout, bounded, inTransaction, origin }) => ({
      words: [
        target,
        timeout === undefined && bounded !== true ? 'no limit on the time seen' : undefined,
        inTransaction === true ? 'inside of a transaction' : undefined,
      ]
        .filter((part) => part !== undefined)
        .join(', '),
      origin,
    })),
    placed,
    backend.coverage.files,
    'a call to another system',
  );
