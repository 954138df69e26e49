import type { Method } from '../../../../../model/api.ts';
import type { Host, Value } from '../../run/value.ts';

/** Which requests a rule speaks of. */
export type Matcher =
  | { readonly kind: 'pattern'; readonly pattern: string; readonly method?: Method }
  | { readonly kind: 'regex'; readonly source: string; readonly method?: Method }
  /** Requests that none of these speaks of. */
  | { readonly kind: 'not'; readonly of: readonly Matcher[] }
  /** Requests that one of each list speaks of. */
  | { readonly kind: 'all'; readonly of: readonly (readonly Matcher[])[] }
  /** Never a handler of the target: static files, error dispatches. */
  | { readonly kind: 'none' }
  /** Patterns that the settings of an application list. */
  | { readonly kind: 'setting'; readonly key: string; readonly method?: Method }
  | { readonly kind: 'unknown'; readonly why: string };

export interface Rule {
  readonly matchers: readonly Matcher[];
  readonly verdict: Verdict;
  readonly file: string;
  readonly line: number;
}

export type Verdict =
  | { readonly kind: 'permit' }
  | { readonly kind: 'deny' }
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'roles'; readonly roles: readonly string[] }
  /** An own function decides. */
  | { readonly kind: 'custom'; readonly name: string };

/** A filter chain of Spring Security as its configuration says it. */
export interface Chain {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly order: number;
  /** A condition decides whether it is there. */
  readonly perhaps: boolean;
  /** Whom it answers for; empty = everything. */
  readonly matchers: Matcher[];
  readonly rules: Rule[];
  /** Requests of no rule are let through by `authorizeRequests` and refused by what came after it. */
  refusesRest: boolean;
  /** It says anything about who may call. */
  authorizes: boolean;
}

/** `HttpSecurity` while a configuration runs. */
export interface HttpHost extends Host {
  readonly type: 'http-security';
  readonly chain: Chain;
  context: 'root' | 'authorize' | 'chain-matchers' | 'other';
  pending: readonly Matcher[];
}

/** `web.ignoring()`. */
export interface WebHost extends Host {
  readonly type: 'web-security';
  readonly ignored: Matcher[];
}

export const isHttp = (
  value: Value | undefined,
): value is Value & { readonly kind: 'host'; readonly host: HttpHost } =>
  value?.kind === 'host' && value.host.type === 'http-security';

export const isWeb = (
  value: Value | undefined,
): value is Value & { readonly kind: 'host'; readonly host: WebHost } =>
  value?.kind === 'host' && value.host.type === 'web-security';
