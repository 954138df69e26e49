import type { Query } from '../../../model/data.ts';
import type { DocumentAccess } from '../../../model/document-access.ts';
import type { Origin } from '../../../model/origin.ts';

/** A statement found in code, before it is parsed and compared with the tables. */
export interface QueryDraft {
  readonly sql: string;
  readonly orm?: string;
  readonly inLoop: boolean;
  /** The call inside of the loop, where that stands in another function. */
  readonly loop?: Origin & { readonly kind: 'read' };
  readonly inTransaction: boolean;
  /** Its rows may have been read with their owner: then nothing is sent, and no loop is told. */
  readonly mayBeLoaded?: boolean;
  /** Names of the parts that are no constants and not bound; undefined when there are none. */
  readonly interpolates?: readonly string[];
  readonly operation?: string;
  /** What calls name the function around it by, where others go by the same name. */
  readonly key?: string;
  /** One row or a page is asked for although the text does not say it. */
  readonly limited?: boolean;
  /** It is written together with others by code that is not seen here. */
  readonly collected?: boolean;
  readonly document?: DocumentAccess;
  readonly origin: Origin & { readonly kind: 'read' };
}

export type Kind = Query['kind'];

/** What the text of a statement says. */
export interface Statement {
  readonly kind: Kind;
  readonly tables: readonly string[];
  /** Columns that the condition binds to one value, or to the values of a given list. */
  readonly equal: readonly string[];
  /** Answers one row or a limited number of them. */
  readonly limited: boolean;
}
