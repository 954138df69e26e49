import type { Table } from '../model/data.ts';
import { namedConstraints } from './constraints.ts';
import type { Lose } from './ddl-table.ts';
import { quoteName, qualifiedName, tableKey } from './sql-names.ts';

export type PartitionStep =
  | { readonly kind: 'range'; readonly unit: 'month' | 'year' }
  | { readonly kind: 'hash'; readonly modulus: number };

/** How a table is split, or undefined when it is not or cannot be; why it cannot is told once, through `lose`. */
export function partitionOf(table: Table, lose: Lose): (PartitionStep & { readonly by: string }) | undefined {
  if (table.partition === undefined) return undefined;
  const { by, step } = table.partition;
  const kind = partitionStep(step);
  if (kind === undefined) {
    lose(`${tableKey(table)}: partition step ${step} is not month, year or hash:N, the table stays whole`);
    return undefined;
  }
  const { primaryKey, uniques } = namedConstraints(table);
  const without = [...(primaryKey === undefined ? [] : [primaryKey]), ...uniques].find(
    (key) => !key.columns.includes(by),
  );
  if (without !== undefined) {
    lose(
      `${tableKey(table)}: PostgreSQL partitions by ${by} only if ${without.name} contains it; the table stays whole`,
    );
    return undefined;
  }
  return { ...kind, by };
}

export function partitionStep(step: string): PartitionStep | undefined {
  if (step === 'month' || step === 'year') return { kind: 'range', unit: step };
  const modulus = Number(/^hash:(\d+)$/.exec(step)?.[1] ?? 0);
  return modulus > 1 && modulus <= 1024 ? { kind: 'hash', modulus } : undefined;
}

/** ` partition by …` for the parent and the partitions that exist from the start. */
export function partitionSql(
  table: Table,
  lose: Lose,
): { readonly clause: string; readonly parts: readonly string[] } {
  const partition = partitionOf(table, lose);
  if (partition === undefined) return { clause: '', parts: [] };
  const clause = `\npartition by ${partition.kind} (${quoteName(partition.by)})`;
  const part = (suffix: string): string => qualifiedName({ ...table, name: `${table.name}_${suffix}` });
  if (partition.kind === 'range') {
    return {
      clause,
      parts: [`create table ${part('default')} partition of ${qualifiedName(table)} default;`],
    };
  }
  const parts = Array.from({ length: partition.modulus }, (_, n) => {
    const bound = `for values with (modulus ${partition.modulus}, remainder ${n})`;
    return `create table ${part(`p${n}`)} partition of ${qualifiedName(table)} ${bound};`;
  });
  return { clause, parts };
}

/** Creates the coming range partitions. No partition carries a date in the script itself, so that it never goes stale. */
export const maintenanceSql: readonly string[] = [
  `-- Run daily, e.g. select create_range_partitions('orders', 'month', current_date, 3);
-- rows outside every range land in the default partition, which should stay empty.
create function create_range_partitions(parent regclass, unit text, first_day date, amount integer)
returns integer language plpgsql set search_path = pg_catalog, pg_temp as $function$
declare
  low date;
  high date;
  part text;
  home text;
  base text;
  made integer := 0;
begin
  if unit not in ('month', 'year') then
    raise exception 'unit must be month or year, not %', unit;
  end if;
  select n.nspname, c.relname into home, base
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = parent;
  for step in 0 .. amount - 1 loop
    low := (date_trunc(unit, first_day::timestamp) + step * ('1 ' || unit)::interval)::date;
    high := (low + ('1 ' || unit)::interval)::date;
    part := base || to_char(low, case unit when 'month' then '"_y"YYYY"m"MM' else '"_y"YYYY' end);
    if to_regclass(format('%I.%I', home, part)) is null then
      execute format('create table %I.%I partition of %s for values from (%L) to (%L)',
        home, part, parent, low || ' 00:00:00+00', high || ' 00:00:00+00');
      made := made + 1;
    end if;
  end loop;
  return made;
end
$function$;`,
  `comment on function create_range_partitions(regclass, text, date, integer) is
  'Creates range partitions of a table from the unit that holds first_day; returns how many were missing.';`,
  'revoke execute on function create_range_partitions(regclass, text, date, integer) from public;',
];
