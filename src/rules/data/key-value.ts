import type { Backend } from '../../model/backend.ts';
import type { DataModel } from '../../model/data.ts';
import type { KeyValueAccess, KeyValueTable } from '../../model/key-value.ts';
import { isAside } from '../places.ts';

/** Calls of key-value stores, without those of files that run once by hand. */
export const accessesOf = ({ keyValue }: DataModel): readonly KeyValueAccess[] =>
  (keyValue?.accesses ?? []).filter(({ origin }) => !isAside(origin));

/** The table of a call, where it was read. */
export const tableOf = ({ keyValue }: DataModel, { table }: KeyValueAccess): KeyValueTable | undefined =>
  table === undefined ? undefined : keyValue?.tables.find(({ name }) => name === table);

export const storeName = ({ table, target }: KeyValueAccess): string => table ?? target;

/** `src/orders.ts list: query orders`: calls of one function on one table are one subject. */
export function accessSubject(access: KeyValueAccess): string {
  const file = access.origin.kind === 'read' ? access.origin.file : access.id;
  const within = access.operation === undefined ? '' : ` ${access.operation}`;
  return `${file}${within}: ${access.call} ${storeName(access)}`;
}

/** What reaches a call while somebody waits: jobs and schedules left out. */
export function requestsTo({ processes }: Backend, { reachedBy = [] }: KeyValueAccess): readonly string[] {
  const jobs = new Set(processes.jobs.map(({ id }) => id));
  return reachedBy.filter((id) => !jobs.has(id) && !id.startsWith('the schedule '));
}

/** Keys of what a query reads: the table or one of its indexes. */
export interface Keys {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey?: string;
  readonly kind: 'table' | 'global' | 'local';
}

/** The table itself, then its indexes. */
export const keysIn = (table: KeyValueTable): readonly Keys[] => [
  { ...table, kind: 'table' },
  ...table.indexes,
];

/** What a query reads; nothing where its index is not known. */
export const sourceOf = (table: KeyValueTable, { index }: KeyValueAccess): Keys | undefined =>
  keysIn(table).find(({ kind, name }) =>
    index === undefined ? kind === 'table' : kind !== 'table' && name === index,
  );

/** Attributes that few values fill: by their names, whole words of them. */
const few =
  /^(is|has|can)[_A-Z]|^(status|state|type|kind|category|gender|country|region|active|enabled|deleted|archived|published|completed|done|visible|level|tier|priority|stage|environment)$|(Status|State|_status|_state|_type|Type)$/;

export const hasFewValues = (name: string): boolean => few.test(name) && !/(stateId|typeId)$/i.test(name);

/** Attributes that hold the time of the write: all writes of a while share one value. */
export const isOfItsTime = (name: string): boolean =>
  /^(date|day|month|year|week|hour|(created|event|order|booking)?_?(date|day|month|year|hour)|yyyymmdd|yearMonth|year_month)$/i.test(
    name,
  );
