import type { SecuritySetting } from '../../model/security-setting.ts';
import { placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { byCall, languageOf, purposesOf, settingsOf, textOption } from './settings.ts';
import type { Language } from './settings.ts';

export const brokenDigest: Rule = {
  id: 'broken-digest',
  summary: 'Something that must not be forged rests on MD5 or SHA-1.',
  severity: 'advice',
  standards: ['CWE-328', 'ASVS-5.0-11.4.1'],
  remedy: {
    title: 'Take SHA-256, with a key where it is to prove something',
    impact: 3,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'accept both forms for a while',
  },
  check: (backend) => byCall(settingsOf(backend, 'digest').filter(isForProof)).map(fault),
};

/** Most uses of these digests are harmless: caches, file names, pictures by address. The names say which are not. */
const isForProof = (setting: SecuritySetting): boolean =>
  /^(md5|sha-?1)$/.test(textOption(setting, 'algorithm')) &&
  !setting.purpose.some((name) => /cache|etag|gravatar|avatar|checksum|content|file|color/i.test(name)) &&
  purposesOf(setting).some((name) =>
    /(secret|signature|signed|token|otp|nonce|licen[cs]e|api_?key)s?$|^(sign|generate|create|make)(Signature|Token|Secret|Nonce|Otp)/i.test(
      name,
    ),
  );

const keyed: Readonly<Record<Language, string>> = {
  javascript:
    "crypto.createHmac('sha256', key) where it proves something, crypto.randomBytes where it only must not be guessed",
  php: "hash_hmac('sha256', $data, $key) where it proves something, random_bytes where it only must not be guessed",
  python:
    'hmac.new(key, data, hashlib.sha256) where it proves something, secrets.token_bytes where it only must not be guessed',
  java: 'Mac.getInstance("HmacSHA256") where it proves something, SecureRandom where it only must not be guessed',
  go: 'hmac.New(sha256.New, key) where it proves something, crypto/rand where it only must not be guessed',
  ruby: "OpenSSL::HMAC.hexdigest('SHA256', key, data) where it proves something, SecureRandom where it only must not be guessed",
  csharp:
    'HMACSHA256.HashData(key, data) where it proves something, RandomNumberGenerator where it only must not be guessed',
};

const fault = (group: Together<SecuritySetting>): Fault => ({
  subject: group.subject,
  confidence: 'possible',
  what: `${group.first.call} makes ${textOption(group.first, 'algorithm').toUpperCase()} of ${group.first.purpose[0] ?? 'something'}${placesText(group)}.`,
  why: 'For both, two inputs with the same digest can be made at will (RFC 6151, SHAttered 2017); what is only a digest of known parts can be computed by anyone.',
  next: `Use ${keyed[languageOf(group.first)]}.`,
  evidence: seenAt(group.all),
});
