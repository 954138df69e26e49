import type { Origin } from '../../../model/origin.ts';

/** Where in a request a value comes from. */
export interface Source {
  /** `path parameter id`. */
  readonly what: string;
  readonly origin: Origin & { readonly kind: 'read' };
}

/** Whole rows of a table, or all of their columns that are read. */
export interface Row {
  readonly entity: string;
  /** Nothing chooses among them. */
  readonly isAll: boolean;
  /** Undefined where all of them are. */
  readonly fields?: readonly string[];
  /** Columns that the code empties. */
  readonly except: readonly string[];
}

/** What is known of a value on its way through code. */
export interface Mark {
  /** Who is calling, or something made of it. */
  readonly caller: boolean;
  /** The request as a whole, with everything that stands in it. */
  readonly context: boolean;
  /** All fields that a request sends; `open` where nothing says which there are, else the fields of a declared type. */
  readonly body?: 'open' | 'declared';
  /** Of a body of a declared type. */
  readonly fields?: readonly string[];
  /** It names something as the request wants, or was found by that. */
  readonly named?: Source;
  /** The table whose row it is. */
  readonly entity?: string;
  /** It holds rows as they were read; what is made of them does not. */
  readonly row?: Row;
}

export const unmarked: Mark = { caller: false, context: false };

/** A value made of two others; a whole body that is taken apart is none. */
export function joined(a: Mark, b: Mark): Mark {
  if (a === unmarked) return b;
  if (b === unmarked) return a;
  const named = a.named ?? b.named;
  const entity = a.entity ?? b.entity;
  const body = a.body ?? b.body;
  const fields = a.fields ?? b.fields;
  const row = bothRows(a.row, b.row);
  return {
    caller: a.caller || b.caller,
    context: a.context || b.context,
    ...(body === undefined ? {} : { body }),
    ...(fields === undefined ? {} : { fields }),
    ...(named === undefined ? {} : { named }),
    ...(entity === undefined ? {} : { entity }),
    ...(row === undefined ? {} : { row }),
  };
}

function bothRows(a: Row | undefined, b: Row | undefined): Row | undefined {
  if (a === undefined || b === undefined || a === b) return a ?? b;
  return { ...a, isAll: a.isAll && b.isAll, except: [...new Set([...a.except, ...b.except])] };
}

export const allJoined = (marks: readonly Mark[]): Mark => marks.reduce(joined, unmarked);

/** What is made of a value: no body any more, and no request. */
export function partOf({ caller, named, entity }: Mark): Mark {
  if (!caller && named === undefined) return unmarked;
  return {
    caller,
    context: false,
    ...(named === undefined ? {} : { named }),
    ...(entity === undefined ? {} : { entity }),
  };
}

/** For telling values apart that functions are called with. */
export const keyOfMark = ({ caller, context, body, fields = [], named, entity = '', row }: Mark): string =>
  `${row === undefined ? '' : `${row.entity} ${row.isAll ? 'all' : ''} ${row.fields?.join(',') ?? ''} ${row.except.join(',')}`}|${caller ? 'c' : ''}${context ? 'x' : ''}${body ?? ''}${fields.join(',')}|${named === undefined ? '' : `${named.what} ${named.origin.file}:${named.origin.line}`}|${entity}`;
