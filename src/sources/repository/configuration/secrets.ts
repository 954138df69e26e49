import type { Node } from 'oxc-parser';
import type { DeploymentUnit } from '../../../model/architecture.ts';
import type { Origin } from '../../../model/origin.ts';
import type { Secret } from '../../../model/trust.ts';
import type { CodeReader } from '../code/reader.ts';
import type { Tracer } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import { isLiteralValue, isSecretName } from '../deployment/facts.ts';
import type { Repository } from '../gather.ts';
import { originOf } from '../javascript/parse.ts';
import { isTestFile } from '../javascript/tests.ts';
import { dottedName, plainKey } from '../javascript/syntax.ts';
import type { KeyMention } from './keys.ts';

/** Forms that issuers give to their credentials, so that a match is hardly an accident. */
const forms: readonly (readonly [RegExp, string])[] = [
  [
    /-----BEGIN (?:RSA |EC |DSA |OPENSSH |PGP |ENCRYPTED )?PRIVATE KEY(?: BLOCK)?-----\s*(?:\\n|\n)\s*[A-Za-z0-9+/=]{20}/g,
    'private-key',
  ],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, 'aws-access-key'],
  [/\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_\w{60,}\b/g, 'github-token'],
  [/\bglpat-[\w-]{20,}\b/g, 'gitlab-token'],
  [/\bxox[abprs]-[A-Za-z0-9-]{20,}/g, 'slack-token'],
  [/https:\/\/hooks\.slack\.com\/services\/T\w+\/B\w+\/\w{20,}/g, 'slack-webhook'],
  [/\b[rs]k_live_[0-9A-Za-z]{20,}\b/g, 'stripe-key'],
  [/\bAIza[0-9A-Za-z_-]{35}\b/g, 'google-api-key'],
  [/\bSG\.[\w-]{22}\.[\w-]{43}\b/g, 'sendgrid-key'],
  [/\bnpm_[A-Za-z0-9]{36}\b/g, 'npm-token'],
  [/\bsk-(?:proj-|ant-)?[A-Za-z0-9_-]{40,}\b/g, 'llm-api-key'],
  [/\bey[A-Za-z0-9_-]{15,}\.ey[A-Za-z0-9_-]{15,}\.[A-Za-z0-9_-]{20,}/g, 'json-web-token'],
];

const lockFile =
  /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|(composer|poetry|uv|Pipfile|Gemfile)\.lock)$/;

/** The published examples of AWS, and texts that say of themselves that they are none. */
const madeUp = /EXAMPLE|example|XXXX|0000000000|1234567890123|dummy|placeholder/;

/** Credentials in any file by the form of their text: where and of which kind, never the text. */
export function credentialsIn(repository: Repository): readonly Secret[] {
  const found: Secret[] = [];
  for (const { path, text } of repository.files.values()) {
    if (lockFile.test(path) || isTestFile(path, [])) continue;
    for (const [pattern, kind] of forms)
      for (const match of text.matchAll(pattern)) {
        const before = text.slice(Math.max(0, match.index - 120), match.index);
        if (madeUp.test(match[0]) || /example|sample|dummy|fake/i.test(before)) continue;
        const line = text.slice(0, match.index).split('\n').length;
        const origin: Origin = { kind: 'read', file: path, line };
        found.push({ name: kind, kind, storedIn: 'a committed file', origin });
      }
  }
  return found;
}

/** Secrets whose values stand in Dockerfiles, Compose files and manifests. */
export const secretsOfUnits = (units: readonly DeploymentUnit[]): readonly Secret[] =>
  units.flatMap(({ facts, kind, origin }) =>
    (facts['secretsInline'] ?? 'none')
      .split(', ')
      .filter((name) => name !== 'none')
      .map((name) => ({ name, kind: 'inline', storedIn: `a committed ${kind} file`, origin })),
  );

/** Constants in the code that stand in for a secret when none is set; a placeholder is none. */
export const fallbackSecrets = (mentions: readonly KeyMention[]): readonly Secret[] =>
  mentions.flatMap(({ key, fallback = '', origin }) =>
    isSecretName(key) &&
    /(secret|password|passwd|token|key|passphrase|salt|credentials?)$/i.test(key) &&
    fallback.length >= 4 &&
    !/^(changeme|null|none|true|false|\d+)$|[${}<>\s]/i.test(fallback)
      ? [{ name: key, kind: 'fallback', storedIn: 'the source code', origin }]
      : [],
  );

const secretProperty =
  /^(secret|secretOrKey|secretKey|jwtSecret|sessionSecret|cookieSecret|clientSecret|apiKey|apiSecret|accessKey|secretAccessKey|privateKey|authToken|accessToken|password|passphrase|encryptionKey)$/;

/** Literals that code uses as secrets: `secret: '…'`, `const JWT_SECRET = '…'`, `jwt.sign(payload, '…')`. */
export function literalSecretReader(tracer: Tracer, found: Secret[]): CodeReader {
  const add = (name: string, node: Node, place: Place): void => {
    found.push({
      name,
      kind: 'literal',
      storedIn: 'the source code',
      origin: originOf(place.file, node),
    });
  };
  return {
    visit: (node, place) => {
      if (translations.test(place.file.path)) return;
      if (node.type === 'Property') {
        const key = plainKey(node.key, node.computed);
        if (key !== undefined && secretProperty.test(key) && isSecretText(node.value, key))
          add(key, node, place);
      } else if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier') {
        const { name } = node.id;
        const isSecret =
          secretProperty.test(name) ||
          (/(SECRET|PASSWORD|PASSPHRASE|TOKEN|KEY|SALT)$/.test(name) && isSecretName(name));
        if (isSecret && node.init !== null && isSecretText(node.init, name)) add(name, node, place);
      } else if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
        const key = plainKey(node.callee.property, node.callee.computed);
        const [, second] = node.arguments;
        if (second !== undefined && key !== undefined && /^create(Hmac|Cipheriv|Decipheriv)$/.test(key)) {
          if (isKeyText(second) && tracer.trace(node.callee.object, place)?.package === 'crypto')
            add(`crypto.${key}`, node, place);
          return;
        }
        if ((key !== 'sign' && key !== 'verify') || second === undefined) return;
        if (!isSecretText(second, key)) return;
        if (tracer.trace(node.callee.object, place)?.package === 'jsonwebtoken')
          add(`jwt.${key}`, node, place);
      }
    },
    facts: () => ({}),
  };
}

/** A key of signs that nobody would take for a name: `Buffer.from('…')` too. A word may be a label that a protocol gives. */
function isKeyText(node: Node): boolean {
  if (node.type === 'CallExpression' && dottedName(node.callee) === 'Buffer.from') {
    const [first] = node.arguments;
    return first !== undefined && isKeyText(first);
  }
  return (
    node.type === 'Literal' &&
    typeof node.value === 'string' &&
    /\d/.test(node.value) &&
    isSecretText(node, 'sign')
  );
}

/** Texts for people, in which `password` is a word. */
const translations = /(^|\/)(locales?|i18n|l10n|translations?|lang|languages?|phrases[\w-]*|messages)\//i;

/** A literal that can be a secret: no words of a message, no name of a field or a header. */
function isSecretText(node: Node, key: string): boolean {
  if (node.type !== 'Literal' || typeof node.value !== 'string') return false;
  const { value } = node;
  // A prefix that secrets get, or a header's name, is none.
  // What people choose as a password has more than letters; a word is a label or a message.
  if (/pass/i.test(key) && /^\p{L}*$/u.test(value)) return false;
  if (value.length < 6 || /[_-]$/.test(value) || !isLiteralValue(value)) return false;
  if (/^(string|text|hidden|bearer|password|secret|token|required|optional|\*+)$/i.test(value)) return false;
  if (/^(https?:)?\/|^[A-Z][A-Z0-9_]+$|[{}<>]/.test(value)) return false;
  if (/^[a-z]+([._/:-][a-z]+)+$/i.test(value)) return false;
  return /^(secret|sign|verify)$/i.test(key) || !/\s/.test(value);
}
