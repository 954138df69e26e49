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

/** Checks of the other tools that no rule answers for, and why. The bench prints those that have neither. */
export const withoutRule = {
  'splinter/0002':
    'whether a view over auth.users is readable hangs on default privileges; definer-view tells such views',
  'splinter/0005': 'scans of indexes are not part of the statistics that are exported',
  'splinter/0016':
    'a materialized view is told apart in the model, but not who may read it: default privileges are not read',
  'splinter/0017': 'foreign tables are not part of the model',
  'splinter/0019': 'tables of pgmq are made by its functions, not by SQL of the repository',
  'splinter/0020': 'rows, widths and pages of one export estimate bloat; no rule compares them yet',
  'splinter/0022': 'versions that a server offers are not in a repository',
  'splinter/0023': 'row-security-disabled tells the table; columns are not named by their sensitivity there',
  'splinter/0025': 'buckets are rows of storage.buckets',
  'splinter/0026': 'pg_graphql shows what default privileges allow, which are not read',
  'splinter/0027': 'pg_graphql shows what default privileges allow, which are not read',
  'splinter/0028': 'privileges on functions are not part of the model',
  'splinter/0029': 'privileges on functions are not part of the model',
  'pg-index-health/bloated_indexes':
    'pages of a fresh index are computed, but no rule compares them with an export yet',
  'pg-index-health/bloated_tables':
    'rows, widths and pages of one export estimate bloat; no rule compares them yet',
  'pg-index-health/columns_with_blob_type':
    'oid is the type of large objects and of ordinary references to the catalogue',
  'pg-index-health/columns_with_inconsistent_types':
    'one name in two tables may be two things; a foreign key of another type is told',
  'pg-index-health/columns_without_description': 'a comment is documentation, not a fault',
  'pg-index-health/functions_without_description': 'a comment is documentation, not a fault',
  'pg-index-health/tables_without_description': 'a comment is documentation, not a fault',
  'pg-index-health/invalid_indexes': 'a state of one server after a failed build; no file tells it',
  'pg-index-health/not_valid_constraints': 'whether a constraint is valid is not part of the model',
  'pg-index-health/self_referenced_foreign_keys': 'a tree is a design, not a fault',
  'pg-index-health/tables_where_primary_key_columns_not_first':
    'the order of columns changes nothing but a listing',
  'pg-index-health/tables_with_inheritance': 'inheritance that is no partition is not part of the model',
  'pg-index-health/tables_with_missing_indexes':
    'scans of tables are not part of the statistics that are exported',
  'pg-index-health/tables_with_no_data': 'a repository holds no rows',
  'pg-index-health/unused_indexes': 'scans of indexes are not part of the statistics that are exported',
  'pg-index-health/primary_keys_that_most_likely_natural_keys':
    'a natural key is a design; key size is told by other rules',
  'pg-index-health/primary_keys_with_varchar': 'a natural key is a design; key size is told by other rules',
  'pg-index-health/intersected_foreign_keys':
    'keys that share columns, as those of one tenant do, are two rules',
};
