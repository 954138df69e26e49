import type { SecuritySetting } from '../../../model/security-setting.ts';
import type { Facts } from '../../facts.ts';
import type { Repository, TextFile } from '../gather.ts';
import { lineAt } from '../lines.ts';

/**
 * What limits how often something is asked for, by words that stand in the code or the configuration of it. Which
 * endpoints it stands before is not read here: where one of them is found, nothing is said of a missing limit.
 */
const limiters: readonly (readonly [ending: RegExp, words: RegExp])[] = [
  [
    /\.py$/,
    /\b(flask_limiter|slowapi|fastapi_limiter|django_ratelimit|ratelimit|aiolimiter|DEFAULT_THROTTLE_CLASSES|throttle_classes|ACCOUNT_RATE_LIMITS|\w*TokenBucket)\b|['"](axes|defender)['"]|\b\w*(failed|login)_?attempts?\b|\btoo_?many_?requests\b/i,
  ],
  [
    /\.(java|kts?)$/,
    /\bbucket4j\b|\b\w*RateLimit\w*|\b\w*(LoginAttempt|FailedAttempt)s?\w*|\bTOO_MANY_REQUESTS\b/,
  ],
  [
    /\.go$/,
    /\btollbooth\b|\bhttprate\b|x\/time\/rate\b|ulule\/limiter|\b\w*[Rr]ate_?[Ll]imit\w*|\bStatusTooManyRequests\b|\b\w*(Login|Failed)Attempts?\b/,
  ],
  [/\.(rb|rake)$/, /\bRack::Attack\b|\brate_limit\b|:lockable\b|\btoo_many_requests\b|\bfailed_attempts\b/],
  [
    /\.cs$/,
    /\bAddRateLimiter\b|\bAspNetCoreRateLimit\b|\blockoutOnFailure:\s*true\b|\b\w*TooManyRequests\b|\bAccessFailed\w*/,
  ],
  [/\.conf(\.(template|tmpl|j2))?$|(^|\/)nginx[\w.-]*$/i, /^\s*limit_(req|conn)\s/m],
  [
    /\.ya?ml$/,
    /ingress\.kubernetes\.io\/limit-(rps|rpm|connections)|^\s*rateLimit:|^\s*-?\s*name:\s*rate-limiting\b/m,
  ],
];

/** One setting for each file in which something is limited. */
export function readLimiters(repository: Repository): Facts {
  const settings = [...repository.files.values()].flatMap((file) => limiterIn(file) ?? []);
  return settings.length === 0 ? {} : { trust: { settings } };
}

function limiterIn({ path, text }: TextFile): SecuritySetting | undefined {
  if (/(^|\/)(tests?|spec|docs?|examples?)\//.test(path)) return undefined;
  const words = limiters.find(([ending]) => ending.test(path))?.[1];
  const found = words === undefined ? undefined : words.exec(text);
  if (found === undefined || found === null) return undefined;
  const call = found[0].trim();
  return {
    kind: 'attempt-limit',
    call,
    package: '',
    values: {},
    open: [],
    complete: false,
    purpose: [],
    origin: { kind: 'read', file: path, line: lineAt(text, found.index + found[0].indexOf(call)) },
  };
}
