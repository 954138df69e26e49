import type { Ecosystem, PackageAdvisory } from '../../../model/package-advisory.ts';
import { go, maven, nuget } from './advisories-compiled.ts';
import { npm } from './advisories-npm.ts';
import { composer, pypi, rubygems } from './advisories-scripts.ts';

/** Id, CWE, what goes wrong, affected versions as [first that is, first that is not]; 999 where none is without it, the part of a Go module that must be imported. */
export type ListedAdvisory = readonly [string, string, string, PackageAdvisory['affected'], string?];

export type KnownPackages = Readonly<Record<string, readonly ListedAdvisory[]>>;

/**
 * The list holds well-known advisories of packages that backends use, published until this date. It is short on
 * purpose: what is not in it may be affected all the same.
 */
export const listDate = '2025-03-31';

const lists: Readonly<Record<Ecosystem, KnownPackages>> = { npm, composer, pypi, go, rubygems, maven, nuget };

export const advisoriesOf = (
  ecosystem: Ecosystem,
  name: string,
  isImported: (part: string) => boolean,
): readonly PackageAdvisory[] => {
  const list = lists[ecosystem];
  const found = Object.hasOwn(list, name) ? (list[name] ?? []) : [];
  return found
    .filter(([, , , , part]) => part === undefined || isImported(part))
    .map(([id, cwe, weakness, affected]) => ({ id, cwe, weakness, affected }));
};

/** Packages that their authors gave up, with what they or others name instead. */
const abandoned: Readonly<Partial<Record<Ecosystem, Readonly<Record<string, string>>>>> = {
  npm: {
    request: 'fetch of the platform, got or undici',
    'request-promise': 'fetch of the platform, got or undici',
    'node-uuid': 'crypto.randomUUID, or uuid',
    csurf: 'SameSite cookies with a check of the origin, or csrf-csrf',
  },
  composer: { 'swiftmailer/swiftmailer': 'symfony/mailer', 'fzaninotto/faker': 'fakerphp/faker' },
  pypi: { pycrypto: 'cryptography or pycryptodome' },
  go: {
    'github.com/dgrijalva/jwt-go': 'github.com/golang-jwt/jwt/v5',
    'github.com/satori/go.uuid': 'github.com/google/uuid',
  },
  rubygems: { paperclip: 'Active Storage' },
};

export function successorOf(ecosystem: Ecosystem, name: string): string | undefined {
  const list = abandoned[ecosystem] ?? {};
  return Object.hasOwn(list, name) ? list[name] : undefined;
}
