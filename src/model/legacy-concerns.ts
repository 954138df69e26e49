import type { Origin } from './origin.ts';

/** What users of a legacy system notice first when it is forgotten on the way to its successor. */
export type LegacyConcern =
  | 'passwords'
  | 'sessions'
  | 'addresses'
  | 'search-engines'
  | 'uploads'
  | 'mail'
  | 'schedules'
  | 'time'
  | 'numbers';

/** What was seen. `subject` of a fact names the one thing: an algorithm, a key, a folder, a time zone. */
export type ConcernKind =
  /** `md5`, `crypt`, `password_hash` …; `value` says what is known of the salt. */
  | 'password-hash'
  | 'password-check'
  | 'session-start'
  /** `session.save_path`, with its value. */
  | 'session-setting'
  | 'session-store'
  /** A name under which the session keeps something; `value` is `written` or `read`. */
  | 'session-key'
  | 'cookie'
  /** A parameter that decides which page is shown; `value` lists the pages that code names. */
  | 'page-parameter'
  /** An answer that sends the browser elsewhere for good: `value` is the status. */
  | 'permanent-redirect'
  | 'redirect'
  | 'error-page'
  | 'canonical'
  | 'robots'
  | 'sitemap'
  | 'language-link'
  | 'upload-field'
  /** Where an uploaded file is put, as written. */
  | 'upload-kept'
  | 'upload-limit'
  /** A folder of uploaded files that pages point to. */
  | 'upload-served'
  /** A file that a script hands out itself. */
  | 'file-sent'
  | 'mail-sent'
  | 'mail-template'
  | 'scheduled-event'
  | 'overlap-guard'
  | 'time-limit'
  | 'time-zone'
  /** The clock of the process in its own time zone, or `in UTC`. */
  | 'process-clock'
  /** The clock of the database in the time zone of its session, or `in UTC`. */
  | 'database-clock'
  | 'date-format'
  | 'number-format'
  | 'number-parsed'
  | 'rounding'
  | 'locale'
  | 'rate'
  | 'charset'
  | 'charset-repaired';

/** One thing that is seen in one or more places. */
export interface ConcernFact {
  readonly concern: LegacyConcern;
  readonly kind: ConcernKind;
  readonly subject: string;
  /** What else the place says of it, as written and short. */
  readonly value?: string;
  /** The first place. */
  readonly origin: Origin & { readonly kind: 'read' };
  /** Places in all. */
  readonly times: number;
}

/** What a legacy system does with each concern, as its files tell; read only where a migration asks. */
export interface LegacyConcerns {
  /** Files that were looked at: what "nothing found" rests on. */
  readonly files: number;
  readonly facts: readonly ConcernFact[];
  /** Kinds of which there are more facts than are kept, and how many. */
  readonly more: readonly { readonly kind: ConcernKind; readonly facts: number }[];
}
