import { quoteText } from '../../artifacts/sql-names.ts';
import type { TargetMapping } from './mapping.ts';
import { fillsTable, labelsTable, mappingSchema } from './names.ts';

/** None of them fails: what is no value of the target is NULL, and so a fault of its row. PostgreSQL 16 and later. */
const functions: readonly string[] = [
  // RFC 9562, version 8: 48 bits of the legacy number, so that rows keep its order, and 72 of a digest of table and key.
  `create or replace function ${mappingSchema}.id_of(legacy_table text, legacy_key text) returns uuid language sql immutable strict as $$
  select (lpad(to_hex(case when legacy_key ~ '^\\d{1,14}$' then legacy_key::bigint else 0 end), 12, '0') || '8' || substr(h, 1, 3) || '8' || substr(h, 4, 15))::uuid
  from (select md5(legacy_table || ':' || legacy_key) as h) as hashed
$$`,
  `create or replace function ${mappingSchema}.whole_of(given numeric, low numeric, high numeric) returns bigint language sql immutable strict as $$
  select case when given = trunc(given) and given between low and high then given::bigint end
$$`,
  `create or replace function ${mappingSchema}.numeric_of(given numeric, digits integer, scale integer) returns numeric language sql immutable strict as $$
  select case when abs(round(given, scale)) < 10::numeric ^ (digits - scale) then round(given, scale) end
$$`,
  `create or replace function ${mappingSchema}.label_of(of_column text, given text) returns text language sql stable strict as $$
  select target_value from ${labelsTable} where target_column = of_column and lower(legacy_value) = lower(given) order by legacy_value = given desc limit 1
$$`,
  `create or replace function ${mappingSchema}.legacy_label_of(of_column text, held text) returns text language sql stable strict as $$
  select legacy_value from ${labelsTable} where target_column = of_column and target_value = held order by legacy_value <> held desc, legacy_value limit 1
$$`,
];

/** Functions, and what a person decides: which value is which label, and what is taken where nothing is carried. */
export const setupStatements = ({ labels, unstated }: TargetMapping): readonly string[] => [
  `create schema if not exists ${mappingSchema}`,
  `create table if not exists ${labelsTable} (
  target_column text not null, legacy_value text not null, target_value text not null, primary key (target_column, legacy_value)
)`,
  `create table if not exists ${fillsTable} (target_column text primary key, value text)`,
  ...functions,
  ...(labels.length === 0
    ? []
    : [
        `insert into ${labelsTable} values\n${labels
          .map(({ column, legacy, target }) => `  (${[column, legacy, target].map(quoteText).join(', ')})`)
          .join(',\n')}\non conflict do nothing`,
      ]),
  ...(unstated.length === 0
    ? []
    : [
        `insert into ${fillsTable} (target_column) values\n${[...new Set(unstated)].map((column) => `  (${quoteText(column)})`).join(',\n')}\non conflict do nothing`,
      ]),
];
