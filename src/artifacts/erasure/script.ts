import type { Backend } from '../../model/backend.ts';
import type { Table } from '../../model/data.ts';
import { compareText } from '../../model/text.ts';
import { qualifiedName, quoteName, quoteText, tableKey } from '../sql-names.ts';
import { snakeCase } from '../words.ts';
import type { Copies } from './copies.ts';
import { erasurePlans } from './plan.ts';
import type { ErasurePlan, TableErasure } from './plan.ts';
import type { Assignment } from './placeholder.ts';
import type { Hop } from './reach.ts';

export const erasurePath = '3-security/erasure.sql';

/** Schema of a database that erases by itself; absent = the default one. */
type Schema = Table['schema'];

/** Databases in which there is something to erase: all is in one, unless the schemas lie apart. */
export function erasingSchemas({ people, tables, copies, isApart }: ErasurePlan): readonly Schema[] {
  if (!isApart) return [people.schema];
  const changed = tables.filter(({ kind }) => kind !== 'keep');
  return [
    ...new Set([people, ...[...changed, ...copies].map(({ table }) => table)].map(({ schema }) => schema)),
  ];
}

const eraseName = ({ people }: ErasurePlan): string => `erase_${snakeCase(people.entity ?? people.name)}`;

const within = (schema: Schema, name: string): string =>
  qualifiedName(schema === undefined ? { name } : { schema, name });

/** Names of the functions that the script makes: one that erases for each database, and one that searches. */
export function erasureFunctions(plan: ErasurePlan) {
  const schemas = erasingSchemas(plan);
  return {
    erase: schemas.map((schema) => within(schema, eraseName(plan))),
    find: schemas.map((schema) => within(schema, 'find_identifiers')),
  };
}

/** Names mean what stands in the schema of the function, whatever the caller's session says. */
const searched = (schema: Schema): string => `${quoteName(schema ?? 'public')}, pg_temp`;

/**
 * A function that erases one person by id through every table, and one that searches all tables for what was known of
 * them; where the schemas lie in databases of their own, both for each. Empty where the design has no table of people.
 */
export function erasureSql(backend: Backend): string {
  const plans = erasurePlans(backend);
  const schemas = [...new Set(plans.flatMap(erasingSchemas))];
  const functions = [
    ...plans.flatMap((plan) => erasingSchemas(plan).map((schema) => eraseSql(plan, schema))),
    ...schemas.map(findSql),
  ];
  return functions.length === 0 ? '' : `${functions.join('\n\n')}\n`;
}

function eraseSql(plan: ErasurePlan, schema: Schema): string {
  const name = within(schema, eraseName(plan));
  const { people, key, isApart } = plan;
  const apart = isApart
    ? `\n-- For the database of ${schema ?? 'public'}; the others have one of their own.`
    : '';
  return `-- Erases one person: rows go, or stay without what was personal in them where something says how long they are kept.
-- It tells each store with the rows that were changed; run again it changes nothing. Whoever runs it has to see all rows:
-- where a policy would hide some it fails instead of leaving them.${apart}
create function ${name}(person ${key.type}) returns table (store text, done text, affected bigint)
language plpgsql set search_path = ${searched(schema)} set row_security = off as $$
begin
${stepsOf(plan, schema).join('\n')}
end
$$;
revoke all on function ${name}(${key.type}) from public;
comment on function ${name}(${key.type}) is ${quoteText(`Erases what belongs to one row of ${tableKey(people)}`)};`;
}

/** What is overwritten is found through rows that are deleted afterwards; the person comes last. */
function stepsOf(plan: ErasurePlan, schema: Schema): readonly string[] {
  const person = `${eraseName(plan)}.person`;
  const isHere = ({ table }: { readonly table: Table }): boolean => !plan.isApart || table.schema === schema;
  const tables = plan.tables.filter(isHere);
  const overwritten = tables.filter((each) => each.kind === 'overwrite' && each.path.length > 0);
  const deleted = tables.filter(({ kind }) => kind === 'delete').toReversed();
  const own = tables.filter((each) => each.kind === 'overwrite' && each.path.length === 0);
  return [
    ...plan.copies.filter(isHere).map((copies) => copiesSql(copies, person)),
    ...[...overwritten, ...deleted, ...own].map((each) => tableSql(each, plan.key.name, person)),
  ];
}

/** Rows `one` that lead to the person over the hops. */
function condition(path: readonly Hop[], key: string, person: string, row = 'one'): string {
  const [hop, ...rest] = path;
  if (hop === undefined) return `${row}.${quoteName(key)} = ${person}`;
  const column = `${row}.${quoteName(hop.column)}`;
  if (rest.length === 0) return `${column} = ${person}`;
  const next = `${row}_up`;
  return `${column} in (select ${next}.${quoteName(hop.key)} from ${qualifiedName(hop.table)} as ${next} where ${condition(rest, key, person, next)})`;
}

function tableSql(erasure: TableErasure, key: string, person: string): string {
  const where = condition(erasure.path, key, person);
  if (erasure.kind === 'overwrite') return updateSql(erasure.table, erasure.columns, where);
  return stepSql(
    erasure.table,
    'deleted',
    `delete from ${qualifiedName(erasure.table)} as one\n    where ${where};`,
  );
}

function copiesSql({ table, by, of, event, does, columns }: Copies, person: string): string {
  const column = table.columns.find(({ name }) => name === by);
  const id = of?.table.primaryKey?.columns[0];
  const own =
    of === undefined || id === undefined
      ? `one.${quoteName(by)} = ${person}${column?.type === 'uuid' ? '' : '::text'}`
      : `one.${quoteName(by)} in (select own.${quoteName(id)} from ${qualifiedName(of.table)} as own where ${condition(of.path, id, person, 'own')})`;
  const all = event === undefined ? own : `one.name = ${quoteText(event.name)} and ${own}`;
  return does === 'overwrite'
    ? updateSql(table, columns, all)
    : stepSql(table, 'deleted', `delete from ${qualifiedName(table)} as one\n    where ${all};`);
}

/** Rows that are as they shall be are left alone, so that nothing changes twice and versions stand still. */
function updateSql(table: Table, columns: readonly Assignment[], where: string): string {
  const has = (name: string): boolean =>
    table.columns.some((column) => column.name === name) && columns.every(({ column }) => column !== name);
  const noted = [
    ...(has('version') ? [{ column: 'version', value: 'one.version + 1' }] : []),
    ...(has('updated_at') ? [{ column: 'updated_at', value: 'now()' }] : []),
  ];
  const assignments = [...columns, ...noted].map(({ column, value }) => `${quoteName(column)} = ${value}`);
  const differs = columns.map(({ column, value }) =>
    value === 'null'
      ? `one.${quoteName(column)} is not null`
      : `one.${quoteName(column)} is distinct from ${value}`,
  );
  return stepSql(
    table,
    'overwritten',
    `update ${qualifiedName(table)} as one\n    set ${assignments.join(',\n      ')}\n    where ${where}\n      and (${differs.join('\n        or ')});`,
  );
}

const stepSql = (table: Table, done: string, statement: string): string =>
  `  ${statement}
  get diagnostics affected = row_count;
  store := ${quoteText(tableKey(table))}; done := ${quoteText(done)};
  return next;`;

/** Kinds of types whose values can hold a name: strings, network addresses, documents and the like, lists of them. */
const searchedTypes = ['S', 'I', 'U', 'A'].toSorted(compareText).map(quoteText).join(', ');

function findSql(schema: Schema): string {
  const findName = within(schema, 'find_identifiers');
  return `-- Where identifiers of somebody (email, name, phone) still stand: every column of every table that can hold text, also
-- those that were added later. An identifier is found as a part of a value, whatever its case.
create function ${findName}(identifiers text[]) returns table (place text, rows_found bigint)
language plpgsql stable set search_path = ${searched(schema)} set row_security = off as $$
declare
  one record;
begin
  for one in
    select format('%I.%I', space.nspname, class.relname) as name, part.attname as part
      from pg_attribute as part
        join pg_class as class on class.oid = part.attrelid
        join pg_namespace as space on space.oid = class.relnamespace
        join pg_type as type on type.oid = part.atttypid
      where class.relkind in ('r', 'p') and not class.relispartition
        and space.nspname <> 'information_schema' and space.nspname not like 'pg\\_%'
        and part.attnum > 0 and not part.attisdropped and type.typcategory in (${searchedTypes})
      order by 1, part.attnum
  loop
    return query execute format(
      'select %L::text, count(*) from %s as row_of where exists (select from unnest($1) as wanted where wanted <> '''' and (
         strpos(lower(row_of.%I::text), lower(wanted)) > 0
         or strpos(lower(row_of.%I::text), lower(btrim(to_json(wanted)::text, ''"''))) > 0)) having count(*) > 0',
      one.name || '.' || one.part, one.name, one.part, one.part) using identifiers;
  end loop;
end
$$;
revoke all on function ${findName}(text[]) from public;`;
}
