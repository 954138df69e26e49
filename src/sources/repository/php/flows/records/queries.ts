import type { Passed } from '../calls.ts';
import type { Machine } from '../machine.ts';
import type { Value } from '../value.ts';
import { arrayOf, nothing } from '../value.ts';
import { wholeText } from '../../../flows/value.ts';
import type { Model } from './models.ts';
import { modelOf, modelOfRepository } from './models.ts';
import type { Filter, Records } from './records.ts';

/** A query of all rows of a model. */
export const allOf = ({ table, declared, isScoped }: Model): Records => ({
  entity: table,
  model: declared,
  form: 'query',
  action: 'read',
  filters: [],
  unclear: isScoped,
});

/** The same for a table that goes by its name only. */
export const allOfTable = (table: string): Records => ({
  entity: table.replace(/\s.*$/, ''),
  form: 'query',
  action: 'read',
  filters: [],
  unclear: false,
});

/** What a method is called on, where that stands for records. */
export function recordsOf({ codebase }: Machine, value: Value): Records | undefined {
  if (value.records !== undefined) return value.records;
  const [instance] = value.instances;
  const declared = instance?.class ?? value.kinds.flatMap((kind) => codebase.class(kind) ?? [])[0];
  if (declared === undefined) return undefined;
  const model = modelOf(codebase, declared) ?? modelOfRepository(codebase, declared);
  if (model === undefined) return undefined;
  return model.declared === declared && instance !== undefined && instance.fields.size > 0
    ? { ...allOf(model), form: 'row', action: 'create' }
    : allOf(model);
}

const keeps =
  /^(with|without|withCount|withTrashed|onlyTrashed|orderBy\w*|addOrderBy|latest|oldest|limit|take|offset|skip|setMaxResults|setFirstResult|distinct|groupBy|lockForUpdate|sharedLock|query|newQuery|newModelQuery|toBase|getQuery|whereNull|whereNotNull|from|builder|asArray|createQueryBuilder|leftJoin|addSelect|inRandomOrder|reorder|cacheFor|remember|useWritePdo|setHint|setParameters_)$/;

/** A builder after one more call; undefined for what runs it. */
export function narrowedBy(
  machine: Machine,
  records: Records,
  name: string,
  call: Passed,
): Records | undefined {
  if (keeps.test(name)) return records;
  if (name === 'select') return { ...records, columns: textsOf(call.args) };
  if (/^(where|andWhere|whereKey|whereIn|where_in|whereId|firstWhere|filter)$/.test(name))
    return withFilters(records, filtersOf(name, call));
  if (name === 'setParameter') return withParameter(records, call);
  const dynamic = /^where([A-Z]\w*)$/.exec(name)?.[1];
  if (
    dynamic !== undefined &&
    call.args.length === 1 &&
    !/^(Has|Doesnt|Relation|Raw|Not|Exists|Json|Date|Any|All|Belongs|Morph)/.test(dynamic)
  )
    return withFilters(records, [{ key: snaked(dynamic), value: call.args[0] ?? nothing }]);
  return undefined;
}

const snaked = (name: string): string => name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();

const textsOf = (args: readonly Value[]): readonly string[] =>
  args.flatMap((each) =>
    [each, ...(each.array?.fields.values() ?? [])].flatMap((value) => wholeText(value) ?? []),
  );

const withFilters = (records: Records, filters: readonly Filter[] | undefined): Records =>
  filters === undefined
    ? { ...records, unclear: true }
    : { ...records, filters: [...records.filters, ...filters] };

/** `where('id', $id)`, `where('id', '=', $id)`, `where(['id' => $id])`, `where('p.id = :id')`. */
function filtersOf(name: string, { args }: Passed): readonly Filter[] | undefined {
  const [first, second, third] = args;
  if (first === undefined || args.some(({ callables }) => callables.length > 0)) return undefined;
  if (name === 'whereKey') return [{ key: 'id', value: first }];
  if (first.array !== undefined) return filtersIn(first);
  const key = wholeText(first);
  if (key === undefined) return undefined;
  if (second === undefined) return placeholders(key);
  const value = third ?? second;
  const isSame = third === undefined || wholeText(second) === '=';
  return [{ key: columnOf(key), value: isSame ? value : nothing }];
}

/** The conditions of an array by its keys. */
export function filtersIn(value: Value): readonly Filter[] | undefined {
  const { array } = value;
  if (array === undefined) return undefined;
  return [...array.fields].flatMap(([key, each]) => {
    if (!/^\d+$/.test(key)) return [{ key: columnOf(key), value: each }];
    const parts = [...(each.array?.fields.values() ?? [])];
    const column = parts[0] === undefined ? undefined : wholeText(parts[0]);
    return column === undefined ? [] : [{ key: columnOf(column), value: parts.at(-1) ?? nothing }];
  });
}

const columnOf = (key: string): string =>
  (
    key
      .replace(/\s*=\s*$/, '')
      .split('.')
      .at(-1) ?? key
  ).trim();

/** Conditions of Doctrine whose values come apart. */
function placeholders(text: string): readonly Filter[] | undefined {
  const [, column, place] = /^\s*([\w.]+)\s*=\s*([:?]\w+)\s*$/.exec(text) ?? [];
  return column === undefined || place === undefined
    ? undefined
    : [{ key: columnOf(column), value: arrayOf(new Map([[place, nothing]])) }];
}

function withParameter(records: Records, { args }: Passed): Records {
  const [name, value] = args;
  const key = name === undefined ? undefined : wholeText(name);
  if (key === undefined || value === undefined) return { ...records, unclear: true };
  const filters = records.filters.map((filter) =>
    ['', ':', '?'].some((sign) => filter.value.array?.fields.has(`${sign}${key}`) === true)
      ? { key: filter.key, value }
      : filter,
  );
  return { ...records, filters };
}
