import type { Json, Origin } from './origin.ts';

/** What a place of the code settles. */
export type SecuritySettingKind =
  | 'token-signing'
  | 'token-verification'
  | 'session'
  | 'cookie'
  | 'forgery-check'
  | 'cross-origin'
  | 'digest'
  | 'password-hash'
  | 'cipher'
  | 'key-pair'
  | 'random-number'
  | 'certificate-check'
  | 'protocol-version'
  | 'response-headers'
  /** Headers that protect are taken out here, or lost. */
  | 'missing-headers'
  | 'error-detail'
  | 'debug-mode'
  /** What shows the inside of a running process: metrics, dumps, consoles. */
  | 'diagnostics'
  /** Attempts are counted where it is called, which no list of guards shows. */
  | 'attempt-limit'
  | 'upload'
  | 'body-limit';

/**
 * A place where code settles something that security rests on: a call with the options that are written there. What a
 * library does when an option is absent is for the rules to know.
 */
export interface SecuritySetting {
  readonly kind: SecuritySettingKind;
  /** As an engineer would name it: `jwt.verify`, `crypto.createHash`. */
  readonly call: string;
  readonly package: string;
  /** Options that are constants, dotted where they are nested: `cookie.secure`. */
  readonly values: Readonly<Record<string, Json>>;
  /** Options that are given, but only known when the process runs. */
  readonly open: readonly string[];
  /** Every option that is given is in `values` or `open`. */
  readonly complete: boolean;
  /** Names that stand around it and say what it is for: the variable it goes to, what goes into it, its function. */
  readonly purpose: readonly string[];
  readonly origin: Origin;
}
