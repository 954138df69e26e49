import type { Connection, Container, DeploymentUnit } from '../../../model/architecture.ts';
import type { DeploymentFact } from '../../../model/deployment.ts';
import type { Gap } from '../../../model/origin.ts';

/** What one kind of deployment file tells. */
export interface Deployment {
  readonly containers: readonly Container[];
  readonly connections: readonly Connection[];
  readonly units: readonly DeploymentUnit[];
  readonly gaps: readonly Gap[];
}

export type Facts = Readonly<Record<string, string>>;

/** Facts under their agreed keys; what is undefined is left out. */
export function factsOf(found: Readonly<Partial<Record<DeploymentFact, string | undefined>>>): Facts {
  const kept: Record<string, string> = {};
  for (const [key, value] of Object.entries(found)) if (value !== undefined) kept[key] = value;
  return kept;
}

export const yesNo = (flag: boolean | undefined): string => (flag === true ? 'yes' : 'no');

export const listed = (items: readonly string[]): string => (items.length === 0 ? 'none' : items.join(', '));

/** The tag of an image reference; a registry's port is no tag. */
export function tagOf(image: string): string {
  if (image.includes('@sha256:')) return 'digest';
  const tag = /:([^:/]+)$/.exec(image.replaceAll(/\$\{[^}]*\}|\$\w+/g, '$'))?.[1];
  if (tag === undefined) return image.includes('$') ? 'unknown' : 'latest';
  return tag.includes('$') ? 'unknown' : tag;
}

/** `postgres` of `docker.io/library/postgres:15-alpine`. */
export const imageName = (image: string): string =>
  (image.split('/').at(-1) ?? image).replace(/@.*$/, '').replace(/:.*$/, '').toLowerCase();

/** Environment keys whose name says that the value is secret. */
export const secretKey =
  /(^|_)(password|passwd|pass|pwd|secret|token|private_?key|api_?key|access_?key|encryption_?key|signing_?key|credentials?|salt|pepper|hash_?key|secret_?key)(_|$)/i;

/** Names that look secret and are not: lifetimes, file names, switches, public halves. */
const harmlessKey =
  /(expir|ttl|lifetime|_file$|_path$|_name$|_id$|_length$|public|enabled|max_|min_|_header$|_algorithm$|_policy|_rounds$|validity|complexity|_ur[il]$|_header|_count$|_limit$|_label|_type$|disabled|template|header)/i;

export const isSecretName = (key: string): boolean => secretKey.test(key) && !harmlessKey.test(key);

/** A value that is really there: no reference to a variable, no empty text, no obvious placeholder. */
export const isLiteralValue = (value: string): boolean =>
  value !== '' &&
  // `[your-key]`, `REPLACE_WITH_LONG_SECRET`, a number of rounds, a switch.
  !/^\[.*\]$|^[A-Z]+(_[A-Z]+)+$|^\d{1,4}$|^(true|false)$/.test(value.trim()) &&
  !/^\$|^\$\{|^<.*>$|^\{\{|^(x+|\*+|changeme|change[-_ ]me|your[-_ ].*|todo|replace[-_ ]?me.*|placeholder|example)$/i.test(
    value.trim(),
  );

/** Values that every attacker tries first, one plain word among them; nobody took them for secrets. */
const wellKnown =
  /^([a-z]{1,12}|[A-Z]{1,12})$|insecure|unsecure|^(postgres(ql)?|mysql|mariadb|mongo(db)?|redis|minio(admin)?|rabbitmq|root|admin|guest|user(name)?|test(ing)?|pass(word|wd)?|passw0rd|secret|default|demo|local|dev(elopment)?|insecure|unsecure|0+|1+|0?123456?7?8?9?0?|qwerty)+([-_!]?\d{0,4})$|change.?(this|it|me)|replace.?(this|it|me)|not.?(for.?|in.?)?(so.?)?(prod|secure|secret)|dummy|example|sample|placeholder/i;

/** Signs that stand for letters, as in `p4ssw0rd`. */
const looksLike: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
};

/** Whether an entry holds such a value, or one that stands beside it: the user's, the database's, the host's name. */
export function isGuessable(
  { key, value }: InlineEnvironment,
  beside: readonly InlineEnvironment[],
): boolean {
  const inUrl = /:\/\/([^/\s:@]*):([^/\s@]+)@([^/\s:?]*)[^/\s]*(?:\/([^?\s]*))?/.exec(value);
  const [, user, password, host, database] = inUrl ?? [];
  const secret = (password ?? value).trim();
  const plain = secret.replaceAll(/[013457@$]/g, (sign) => looksLike[sign] ?? sign);
  const neighbours = beside.flatMap((entry) =>
    entry.key === key || isSecretName(entry.key) ? [] : [entry.value],
  );
  return (
    wellKnown.test(secret) || wellKnown.test(plain) || [user, host, database, ...neighbours].includes(secret)
  );
}

export interface InlineEnvironment {
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

/** Secret values that stand in the file itself: by the key's name, or a URL with a password in it. */
export const inlineSecrets = (environment: readonly InlineEnvironment[]): readonly InlineEnvironment[] =>
  environment.filter(
    ({ key, value }) => (isSecretName(key) && isLiteralValue(value)) || isLiteralValue(passwordIn(value)),
  );

/** The password of an address, empty when there is none or a variable stands for it. */
const passwordIn = (value: string): string => /:\/\/[^/\s:@$]*:([^/\s@$]+)@/.exec(value)?.[1] ?? '';

/** Facts about the secrets of an environment; `secretsGuessable` is there only when some are. */
export function secretFacts(environment: readonly InlineEnvironment[]): Facts {
  const secrets = inlineSecrets(environment);
  const names = (entries: readonly InlineEnvironment[]): string =>
    listed([...new Set(entries.map(({ key }) => key))]);
  const guessable = secrets.filter((entry) => isGuessable(entry, environment));
  return factsOf({
    secretsInline: names(secrets),
    secretsGuessable: guessable.length === 0 ? undefined : names(guessable),
  });
}
