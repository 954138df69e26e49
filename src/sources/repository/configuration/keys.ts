import type { ConfigurationKey } from '../../../model/architecture.ts';
import type { Origin } from '../../../model/origin.ts';
import { isSecretName } from '../deployment/facts.ts';

export type ValueType = ConfigurationKey['type'];

/** One place where a key is read, declared or set. */
export interface KeyMention {
  readonly key: string;
  /** What the place says of the type; none leaves it to the name. */
  readonly type?: ValueType;
  /** A constant that stands in when nothing is set; never that of a secret. */
  readonly fallback?: string;
  readonly origin: Origin;
}

export const isSettingName = (key: string): boolean => /^[A-Z][A-Z0-9_]*$/.test(key);

/** One entry a key: the first mention places it, the first that knows a type or a fallback gives it. */
export function keysOf(mentions: readonly KeyMention[]): readonly ConfigurationKey[] {
  const groups = new Map<string, KeyMention[]>();
  for (const mention of mentions) groups.set(mention.key, [...(groups.get(mention.key) ?? []), mention]);
  return [...groups].flatMap(([key, group]) => {
    const [first] = group;
    if (first === undefined) return [];
    const secret =
      isSecretName(key) || /(^|_)(DATABASE|DB|MONGO\w*|POSTGRES\w*|REDIS|AMQP|RABBITMQ)_UR[IL]$/.test(key);
    const fallback = group.find((mention) => mention.fallback !== undefined)?.fallback;
    return [
      {
        key,
        type: group.find(({ type }) => type !== undefined)?.type ?? typeByName(key),
        ...(fallback === undefined || secret || /:\/\/[^/\s@]*:[^/\s@]+@/.test(fallback)
          ? {}
          : { default: fallback }),
        secret,
        origin: first.origin,
      },
    ];
  });
}

function typeByName(key: string): ValueType {
  if (/_UR[IL]$|_ENDPOINT$|_DSN$/.test(key)) return 'url';
  if (
    /(^|_)(TTL|TIMEOUT|INTERVAL|EXPIRES?_IN|EXPIRY|EXPIRATION|LIFETIME|DELAY)(_MS|_SECONDS)?$|_(MS|SECONDS)$/.test(
      key,
    )
  )
    return 'duration';
  if (/(^|_)(PORT|LIMIT|MAX|MIN|SIZE|COUNT|CONCURRENCY|RETRIES|ATTEMPTS)$/.test(key)) return 'number';
  return /^(ENABLE|DISABLE|IS|USE|ALLOW|SKIP|FORCE)_|_ENABLED$|_DISABLED$|^DEBUG$/.test(key)
    ? 'boolean'
    : 'string';
}

export function typeOfValue(value: string): ValueType | undefined {
  if (/^\d+$/.test(value)) return 'number';
  if (/^(true|false)$/i.test(value)) return 'boolean';
  if (/^[a-z][a-z0-9+.-]*:\/\//.test(value)) return 'url';
  return /^\d+(ms|s|m|h|d)$/.test(value) ? 'duration' : undefined;
}
