import type { ChangeSeverity } from '../change.ts';

/** What a difference of schemas means, in each direction of the data. */
export interface SchemaKind {
  readonly meaning: string;
  readonly request: ChangeSeverity;
  readonly response: ChangeSeverity;
  /** Who breaks where the data is sent to the server. */
  readonly sends: string;
  /** Who breaks where the data is read. */
  readonly reads: string;
  readonly instead: string;
}

export const nobodySends = 'Nobody: what clients send today is still accepted.';
export const nobodyReads = 'Nobody: what is sent now was allowed before.';

/** The new schema accepts less: whoever sends breaks. */
export const narrows = (
  meaning: string,
  sends: string,
  instead: string,
  request: ChangeSeverity = 'breaking',
): SchemaKind => ({ meaning, request, response: 'compatible', sends, reads: nobodyReads, instead });

/** The new schema allows more: whoever reads breaks. */
export const widens = (
  meaning: string,
  reads: string,
  instead: string,
  response: ChangeSeverity = 'breaking',
): SchemaKind => ({ meaning, request: 'compatible', response, sends: nobodySends, reads, instead });

/** Neither contains the other, or it cannot be told. */
export const alters = (
  meaning: string,
  sends: string,
  reads: string,
  instead: string,
  severity: ChangeSeverity = 'breaking',
): SchemaKind => ({ meaning, request: severity, response: severity, sends, reads, instead });

export const tighter = (noun: string): SchemaKind =>
  narrows(
    `The ${noun} is limited more than before, or limited at all.`,
    `A client that sends a value whose ${noun} is beyond the new limit is refused.`,
    'Keep the old limit; where the limit must hold, announce it and count who is beyond it first.',
  );

export const looser = (noun: string): SchemaKind =>
  widens(
    `The ${noun} is limited less than before, or no longer.`,
    `A client that stores, shows or checks the value by the old limit meets a ${noun} beyond it.`,
    'Keep to the old limit in this version, or give the wider value a property of its own.',
  );
