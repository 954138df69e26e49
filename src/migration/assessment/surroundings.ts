import type { Backend } from '../../model/backend.ts';
import type { ConcernFact, ConcernKind, LegacyConcern } from '../../model/legacy-concerns.ts';
import type { Origin } from '../../model/origin.ts';
import type { OutgoingCall } from '../../model/processes.ts';
import type { SecuritySetting } from '../../model/security-setting.ts';
import { listed, unknown } from './told.ts';
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

/** What the reader of a migration saw of one concern; undefined where nobody asked it. */
function concernPlaces(
  { concerns }: Backend,
  concern: LegacyConcern,
  kinds?: readonly ConcernKind[],
): readonly Place[] | undefined {
  return concerns?.facts
    .filter((fact) => fact.concern === concern && (kinds === undefined || kinds.includes(fact.kind)))
    .map((fact) => ({ words: factWords(fact), origin: fact.origin }));
}

const factWords = ({ kind, subject, value, times }: ConcernFact): string =>
  [
    `${kind.replaceAll('-', ' ')}: ${subject}`,
    ...(value === undefined ? [] : [value]),
    ...(times > 1 ? [`${times} places`] : []),
  ].join(', ');

const concernTold = (
  backend: Backend,
  concern: LegacyConcern,
  what: string,
  others: readonly Place[] = [],
): Told<readonly Place[]> => {
  const seen = concernPlaces(backend, concern);
  if (seen === undefined && others.length === 0)
    return unknown(`the files were not read for ${what}; a migration does`);
  return listed(
    seen === undefined || seen.length === 0 ? others : seen,
    placed,
    backend.coverage.files,
    what,
  );
};

/** How a session begins, what it keeps, and its cookie. */
export const sessionsOf = (backend: Backend): Told<readonly Place[]> =>
  concernTold(
    backend,
    'sessions',
    'a session or a cookie',
    settingsOf(backend, ({ kind }) => kind === 'session' || kind === 'cookie'),
  );

export const mailOf = (backend: Backend): Told<readonly Place[]> =>
  concernTold(backend, 'mail', 'a mail that is sent or its text');

export const uploadsOf = (backend: Backend): Told<readonly Place[]> =>
  concernTold(
    backend,
    'uploads',
    'an uploaded file',
    settingsOf(backend, ({ kind }) => kind === 'upload'),
  );

const password = /pass(word|wd|phrase)?|pwd|kennwort|mot_?de_?passe/i;

/** Digests that a protocol asks for: nothing is stored by them. */
const protocol = /secret|challenge|nonce|realm|authenticator/i;

/** A digest is for a password where the names around it say so. */
const isPasswordHash = ({ kind, purpose }: SecuritySetting): boolean =>
  kind === 'password-hash' ||
  (kind === 'digest' &&
    purpose.some((name) => password.test(name)) &&
    !purpose.some((name) => protocol.test(name)));

/** Ways by which passwords are stored and compared, the old ones among them. */
export const passwordsOf = (backend: Backend): Told<readonly Place[]> =>
  concernTold(
    backend,
    'passwords',
    'a function that makes or compares a hash of a password',
    settingsOf(backend, isPasswordHash),
  );

/** Hashes that are made to be slow. */
const slow = /password_hash|password_verify|bcrypt|blowfish|argon|scrypt|pbkdf2|^crypt$/i;

/** Files of a protocol that asks for a digest on the wire. */
const ofProtocol = /radius|ntlm|cram[_-]?md5|digest[_-]?auth|pop3|smtp|imap|ldap/i;

/** Digests that are no way to store a password any more, each with its number of places. */
export function oldPasswordHashes(backend: Backend): readonly (Place & { readonly times: number })[] {
  const { concerns, trust } = backend;
  if (concerns !== undefined)
    return concerns.facts
      .filter(
        ({ kind, subject, origin }) =>
          kind === 'password-hash' && !slow.test(subject) && !ofProtocol.test(origin.file),
      )
      .map(({ subject, origin, times }) => ({ words: subject, origin, times }));
  return trust.settings
    .filter((setting) => setting.kind === 'digest' && isPasswordHash(setting))
    .map(({ call, origin }) => ({ words: call, origin, times: 1 }));
}

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

/** Crontabs, schedulers and queues, and what a page does on a schedule of its own. */
export const cronOf = (backend: Backend): Told<readonly Place[]> =>
  listed(
    [
      ...jobsOf(backend),
      ...(concernPlaces(backend, 'schedules', ['scheduled-event', 'overlap-guard']) ?? []),
    ],
    placed,
    backend.coverage.files,
    'a schedule or a queue',
  );

const jobsOf = ({ processes }: Backend): readonly Place[] =>
  processes.jobs.map(({ name, kind, schedule, origin }) => ({
    words: `${name}, ${kind}${schedule === undefined ? '' : ` ${schedule}`}`,
    origin,
  }));

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
