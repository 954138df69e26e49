/**
 * Why an answer of another check is not a finding here, where the difference is a decision: the page of the rule shows
 * the case as one that must stay silent, or the server made the thing by itself of one that is told. Anything else is
 * missed.
 */
export function reasonFor(check, item, { data }) {
  const table = data.tables.find((one) => nameOf(one) === item.table);
  const index = (name) => table?.indexes.find((one) => one.name === name);
  switch (check) {
    case 'pg-index-health/objects_not_following_naming_convention':
    case 'pg-index-health/possible_object_name_overflow':
      return ofName(item, data);
    case 'pg-index-health/indexes_with_timestamp_in_the_middle':
      return breaksTies(table, index(item.any?.[0]));
    case 'pg-index-health/intersected_indexes':
      return ofPair(table, item.any, data);
    case 'pg-index-health/duplicated_indexes':
      return differs(table, item.any);
    case 'pg-index-health/indexes_with_null_values':
      return index(item.any?.[0])?.method === 'brin'
        ? 'a block range index has no entries for rows'
        : undefined;
    case 'pg-index-health/foreign_keys_with_null_values':
      return 'an optional reference within a scope that is checked by itself';
    case 'pg-index-health/tables_with_zero_or_one_column':
      if (isOfTool(item.table)) return 'a table that a tool keeps for itself';
      return data.tables.some(({ foreignKeys }) =>
        foreignKeys.some(({ references }) => references.table === item.table),
      )
        ? 'permitted values that other tables point at'
        : undefined;
    case 'pg-index-health/tables_not_linked_to_others':
    case 'pg-index-health/tables_where_all_columns_nullable_except_pk':
    case 'splinter/0004':
      if (data.tables.length === 1 && check.endsWith('others')) return 'the only table of the schema';
      return isOfTool(item.table) ? 'a table that a tool keeps for itself' : undefined;
    case 'pg-index-health/tables_with_incrementing_columns':
      return numbersOfWords(item.text);
    case 'splinter/0003':
      return standsInSubquery(table, item.policy);
    case 'splinter/0001':
      return servedInOtherOrder(table);
    default:
      return undefined;
  }
}

const nameOf = ({ name, schema }) => (schema === undefined ? name : `${schema}.${name}`);

/** PostgreSQL 18 names NOT NULL constraints, and keys and indexes of partitions, after what they belong to. */
function ofName({ any, type }, data) {
  const [name] = any ?? [];
  if (name === undefined) return undefined;
  if (/_not_null\d*$/.test(name) && type === 'constraint') return 'the server named it after a column';
  if (/_seq\d*$/.test(name) && type === 'sequence') return 'the server named it after a column';
  const partitions = data.tables.flatMap(({ partitions: all = [] }) => all.map((one) => one.name));
  const stem = name.slice(0, 24);
  if (
    /_(pkey|idx|key|fkey|\d+)\d*$/.test(name) &&
    partitions.some((one) => one.startsWith(stem) || stem.startsWith(one))
  )
    return 'the server named it after a partition';
  return /index/.test(type ?? '') &&
    data.tables.some(({ indexes }) => indexes.some((one) => name.startsWith(one.name.slice(0, 55))))
    ? 'the server named it after the index of the parent'
    : undefined;
}

function breaksTies(table, index) {
  const last = index?.columns.at(-1)?.replace(/ desc$/, '');
  if (index === undefined) return undefined;
  if (table?.primaryKey?.columns.includes(last))
    return 'the key behind the time breaks ties: a list is paged by it';
  const isTime = (name) =>
    (table.columns.find((one) => one.name === name.replace(/ desc$/, ''))?.type ?? '').startsWith(
      'timestamp',
    );
  const after = index.columns.slice(index.columns.findIndex(isTime) + 1);
  if (after.length === 0) return 'only included columns stand behind the time';
  return after.every(isTime) ? 'only times stand behind the time' : undefined;
}

function pathsOf(table, names) {
  const keys = [
    ...(table?.primaryKey ? [{ ...table.primaryKey, unique: true, primary: true }] : []),
    ...(table?.uniques ?? []).map((key) => ({ ...key, unique: true })),
  ].map((key) => ({ method: 'btree', include: [], ...key }));
  const all = [...keys, ...(table?.indexes ?? [])];
  return names.map((name) => all.find((one) => one.name === name));
}

function ofPair(table, names, data) {
  const pair = pathsOf(table, names ?? []);
  if (pair.some((one) => one === undefined)) return undefined;
  const [short, long] = pair.toSorted((a, b) => a.columns.length - b.columns.length);
  if (pair.some(({ method }) => !['btree', 'hash'].includes(method)))
    return 'another method finds other things';
  if (pair.some(({ columns }) => columns.some((one) => one.startsWith('('))))
    return 'expressions are compared by their text, not by being expressions';
  if (long.method === 'hash') return 'a hash index does not lead with anything';
  if (long.columns.slice(0, short.columns.length).join() !== short.columns.join())
    return 'another direction or operator class';
  if (
    long.unique &&
    data.tables.some(({ foreignKeys }) =>
      foreignKeys.some(
        ({ references }) =>
          references.table === nameOf(table) && sorted(references.columns) === sorted(long.columns),
      ),
    )
  )
    return 'a foreign key points at the longer one';
  if (
    short.unique &&
    !long.unique &&
    short.columns.some((name) => table.columns.find((one) => one.name === name)?.nullable)
  )
    return 'the unique columns may be empty, so they do not name a row';
  if (short.unique && long.unique) return 'the unique columns may be empty, so they do not name a row';
  return undefined;
}

function differs(table, names) {
  const paths = pathsOf(table, names ?? []);
  if (paths.some((one) => one === undefined)) return undefined;
  if (new Set(paths.map(({ nullsNotDistinct = false }) => nullsNotDistinct)).size > 1)
    return 'one of them counts empty values as equal';
  return new Set(paths.map(({ columns, method, include }) => JSON.stringify([columns, method, include])))
    .size > 1
    ? 'another direction or other included columns'
    : undefined;
}

/** All columns of the foreign key are compared for equality, which an index serves in any order. */
const servedInOtherOrder = (table) =>
  table?.foreignKeys.some(({ columns }) => columns.length > 1) === true
    ? 'the index has the columns in another order, and equality does not mind'
    : undefined;

const sorted = (names) => names.toSorted((a, b) => (a < b ? -1 : 1)).join();

const isOfTool = (name) =>
  /^(_?prisma_migrations|schema_migrations|flyway_schema_history|knex_migrations|_[A-Z]\w*To[A-Z]\w*)$/.test(
    name,
  );

/** Lines of an address, coordinates, hashes. */
const numbersOfWords = (text) =>
  text
    .slice(text.indexOf('.') + 1)
    .split(',')
    .every((name) => /^(address|line|x|y|z|md|sha|crc|street)_?\d+$/.test(name))
    ? 'the numbers are part of words'
    : undefined;

/** The lint looks for the text `select auth.uid()`; a cast or a nullif() around the call hides it. */
function standsInSubquery(table, policy) {
  const found = table?.rowSecurity?.policies.find(({ name }) => name === policy);
  const texts = [found?.using ?? '', found?.withCheck ?? ''];
  return texts.every(
    (text) =>
      !/current_setting|auth\./.test(
        text.replaceAll(/\(\s*select [^()]*(\([^()]*(\([^()]*\))?[^()]*\)[^()]*)*\)/gi, ''),
      ),
  )
    ? 'the call stands in a scalar subquery, with a cast around it'
    : undefined;
}
