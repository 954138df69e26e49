import type { SyntaxNode } from '../../../languages/syntax.ts';
import type { PhpFile } from '../../classes.ts';
import type { Hit, Machine } from '../machine.ts';
import { can } from '../marks.ts';
import type { Source, Taint, Value } from '../value.ts';
import type { Passed } from '../calls.ts';
import type { Stored } from './rows.ts';
import { recordIn, storedOf } from './rows.ts';

/** Something from a request that is written to a column, or to all that a model takes. */
export interface StoredWrite {
  readonly entity: string;
  /** Undefined for a whole body. */
  readonly column: string | undefined;
  readonly fields?: readonly string[];
  readonly except?: readonly string[];
  readonly taint: Taint;
  /** The script compared the caller with something before: it may be one for administrators. */
  readonly isAsked: boolean;
  readonly node: SyntaxNode;
  readonly file: PhpFile;
}

/** A column that becomes part of a page. */
export interface StoredRead {
  readonly stored: Stored;
  readonly hit: Hit;
  readonly taint: Taint;
  readonly node: SyntaxNode;
  readonly file: PhpFile;
  readonly within: string;
}

/** What is known of columns that requests write and pages show. */
export interface StoredState {
  readonly writes: StoredWrite[];
  readonly reads: StoredRead[];
  /** Columns that code sets on records that it read to something else than a request sent. */
  readonly set: { readonly entity: string; readonly column: string }[];
  /** What is set on a record and not saved yet. */
  readonly pending: Map<Source, StoredWrite[]>;
}

export const newStored = (): StoredState => ({ writes: [], reads: [], set: [], pending: new Map() });

/** Ways of either kind that are kept. */
const most = 2_000;

type Site = Pick<Passed, 'node' | 'frame'>;

/** Whoever sets a system up decides what its pages are. */
const settingUp = /(^|\/)(install\w*|setup|upgrade|migrations?|seed\w*)(\/|\.php$)/i;

const isAsked = ({ script, access }: Machine): boolean => script !== undefined && access.run.settled;

const writesOf = (
  machine: Machine,
  entity: string,
  column: string,
  value: Value,
  { node, frame }: Site,
): readonly StoredWrite[] =>
  value.taints
    .filter(({ source, marks }) => (marks & can.markup) !== 0 && !settingUp.test(source.file.path))
    .map((taint) => ({ entity, column, taint, isAsked: isAsked(machine), node, file: frame.file }));

/** A column is given a value. */
export function noteWrite(machine: Machine, entity: string, column: string, value: Value, site: Site): void {
  const { writes } = machine.stored;
  if (writes.length < most) writes.push(...writesOf(machine, entity, column, value, site));
}

/** A whole body is handed to a model. */
export function noteWhole(
  machine: Machine,
  written: Pick<StoredWrite, 'entity' | 'fields' | 'except' | 'taint'>,
  { node, frame }: Site,
): void {
  const { writes } = machine.stored;
  if ((written.taint.marks & can.markup) !== 0 && writes.length < most)
    writes.push({ ...written, column: undefined, isAsked: isAsked(machine), node, file: frame.file });
}

/** A field of a record that was read is set: kept once it is saved, or what is shown instead of the column. */
export function noteSet(machine: Machine, owner: Value, column: string, value: Value, site: Site): void {
  const { stored } = machine;
  const record = recordIn(owner);
  const place = record === undefined ? undefined : storedOf(record);
  if (record === undefined || place === undefined) return;
  const writes = writesOf(machine, place.entity, column, value, site);
  const pending = stored.pending.get(record) ?? [];
  stored.pending.set(record, pending);
  if (writes.length > 0 && pending.length < most) pending.push(...writes);
  else if (writes.length === 0 && stored.set.length < most) stored.set.push({ entity: place.entity, column });
}

/** A record is saved with what was set on it. */
export function noteSaved({ stored }: Machine, owner: Value): void {
  const record = recordIn(owner);
  if (record !== undefined && stored.writes.length < most)
    stored.writes.push(...(stored.pending.get(record) ?? []));
}
