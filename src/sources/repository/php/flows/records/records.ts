import type { RecordAccess } from '../../../../../model/flow.ts';
import type { PhpClass } from '../../classes.ts';
import type { Value } from '../value.ts';

export type RecordAction = RecordAccess['action'];

/** A condition: a column, and what it is compared with. */
export interface Filter {
  /** The column; `id` for the key of a model. */
  readonly key: string;
  readonly value: Value;
}

/** A column that a statement writes. */
export interface WrittenColumn extends Filter {
  /** The statement makes something else of the value (`md5('$pin')`), or takes it for a number. */
  readonly isComputed?: boolean;
}

/** Records of a table, as far as code says which. */
export interface Records {
  /** The table, or the class where no table is known. */
  readonly entity: string;
  readonly model?: PhpClass;
  /** `query`: still being put together; `row`: one that was found; `rows`: several. */
  readonly form: 'query' | 'row' | 'rows';
  /** What the statement does when it runs. */
  readonly action: RecordAction;
  readonly filters: readonly Filter[];
  /** Something that is not understood may narrow them down. */
  readonly unclear: boolean;
  /** Columns that were chosen; absent for all of them. */
  readonly columns?: readonly string[];
  /** What a statement selects, in its order: names of columns, and undefined for what is computed. */
  readonly selected?: readonly (string | undefined)[] | 'all';
  /** Columns of other tables, or what is computed, may stand among those of this one. */
  readonly mixed?: boolean;
  /** Columns that wait for a value, by the name of the placeholder or its number. */
  readonly places?: ReadonlyMap<string, string>;
  /** The same for columns that are written. */
  readonly writtenPlaces?: ReadonlyMap<string, string>;
  /** Columns that are written, with their values. */
  readonly written?: readonly WrittenColumn[];
}

/** What may be either. */
export function joinRecords(a: Records | undefined, b: Records | undefined): Records | undefined {
  if (a === undefined || b === undefined || a === b) return a ?? b;
  if (a.entity !== b.entity || a.form !== b.form) return { ...a, unclear: true };
  return sameFilters(a, b) ? { ...a, unclear: a.unclear || b.unclear } : { ...a, unclear: true };
}

const sameFilters = (a: Records, b: Records): boolean =>
  a.filters.length === b.filters.length &&
  a.filters.every(({ key, value }, at) => b.filters[at]?.key === key && b.filters[at].value === value);

/** By what two calls that are handed them differ. */
export const describeRecords = ({ entity, form, action, filters, unclear }: Records): string =>
  `@${form} ${entity} ${action} ${unclear ? '?' : ''}${filters
    .map(({ key, value }) => `${key}!${value.taints.reduce((all, { marks }) => all | marks, 0)}`)
    .join()}`;
