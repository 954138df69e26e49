import type { Origin } from '../../../model/origin.ts';
import { isForMany } from './definitions.ts';
import type { QueryDraft } from './draft.ts';

/** A statement that a call sends to the database. */
export interface Issue {
  readonly sql: string;
  /** The call of the mapper as it is written; none where the text of the statement is. */
  readonly orm?: string;
  readonly interpolates?: readonly string[];
  /** A whole list is asked for at each turn. */
  readonly portion?: boolean;
  /** A unit of work sends it with others, unless it is told to at once. */
  readonly gathered?: boolean;
  /** It may have been read with its owner. */
  readonly mayBeLoaded?: boolean;
}

/** What a call gives and sends to the database. */
export interface Outcome<Type> {
  readonly type?: Type;
  readonly issues?: readonly Issue[];
  /** It takes a statement whose text is not known. */
  readonly unread?: boolean;
}

/** A call that gives a value of a type, as far as that is known, and sends nothing. */
export const typed = <Type>(type: Type | undefined): Outcome<Type> => (type === undefined ? {} : { type });

/** Most characters of a statement that are kept: a table of sixty columns is written in one. */
const longestText = 8_000;

interface Found {
  readonly drafts: QueryDraft[];
  readonly unread: { readonly file: string; readonly line: number }[];
}

interface Place {
  readonly inLoop: boolean;
  readonly inTransaction: boolean;
  readonly operation?: string;
}

/**
 * Hands on the statements of a call with the place it stands in; `flushes` tells whether what was gathered is sent
 * inside of the loop.
 */
export function handOn(
  { drafts, unread }: Found,
  outcome: Pick<Outcome<unknown>, 'issues' | 'unread'>,
  { inLoop, inTransaction, operation }: Place,
  origin: Extract<Origin, { kind: 'read' }>,
  flushes: () => boolean,
): void {
  if (outcome.unread === true) unread.push({ file: origin.file, line: origin.line });
  for (const { sql, orm, interpolates, portion, gathered, mayBeLoaded } of outcome.issues ?? []) {
    const isSent = gathered !== true || flushes();
    const mapped = orm === undefined ? {} : { orm };
    drafts.push({
      sql: sql.replaceAll(/\s+/g, ' ').trim().slice(0, longestText),
      ...mapped,
      inLoop: inLoop && isSent && portion !== true && mayBeLoaded !== true,
      inTransaction,
      ...(mayBeLoaded === true ? { mayBeLoaded } : {}),
      ...(isSent && !isForMany({ sql, ...mapped }) ? {} : { collected: true }),
      ...(interpolates === undefined || interpolates.length === 0
        ? {}
        : { interpolates: [...new Set(interpolates)] }),
      ...(operation === undefined ? {} : { operation }),
      origin,
    });
  }
}
