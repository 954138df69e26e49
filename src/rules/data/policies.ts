import type { DataModel, RowPolicy, Table } from '../../model/data.ts';
import { isOfPlatform } from './api-platform.ts';
import { tableSubject } from './pattern.ts';

export interface PlacedPolicy {
  readonly table: Table;
  readonly policy: RowPolicy;
}

/** Policies of the author's tables; `realtime` is watched by authors too. */
export const policiesOf = (data: DataModel): readonly PlacedPolicy[] =>
  data.tables
    .filter((table) => !isOfPlatform(table) || table.schema === 'realtime')
    .flatMap((table) => (table.rowSecurity?.policies ?? []).map((policy) => ({ table, policy })));

export const policySubject = ({ table, policy }: PlacedPolicy): string =>
  `${tableSubject(table)}.${policy.name}`;

export const hasPolicies = ({ rowSecurity }: Table): boolean => (rowSecurity?.policies.length ?? 0) > 0;

export const isGuarded = ({ rowSecurity }: Table): boolean => rowSecurity?.enabled === true;

export const expressionsOf = ({ using, withCheck }: RowPolicy): readonly string[] =>
  [using, withCheck].flatMap((text) => (text === undefined ? [] : [text]));
