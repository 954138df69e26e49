import { names, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';

type Row = readonly Cell[];
type Concept = (backend: Backend) => Row | undefined;

/**
 * arc42 chapter 8. A concept has a row only when the model shows how it is done here; what is not in the model
 * (translations, feature flags) has none.
 */
export function concepts({ backend }: Basis): Section | undefined {
  const all: readonly Concept[] = [
    errors,
    idempotency,
    concurrency,
    pages,
    time,
    money,
    identity,
    tenancy,
    audit,
    failures,
  ];
  const rows = all.flatMap((concept) => {
    const row = concept(backend);
    return row === undefined ? [] : [row];
  });
  return section(
    { id: 'concepts', title: 'Cross-cutting concepts', items: rows.length >= 5 ? ['1.12'] : [] },
    table(['concept', 'rule here', 'where'], rows),
  );
}

const some = (list: readonly string[], limit = 4): string =>
  list.length <= limit ? names(list) : `${names(list.slice(0, limit))} and ${list.length - limit} more`;

const errors: Concept = ({ api }) =>
  api.problems.length === 0
    ? undefined
    : [
        'errors',
        `problem documents (RFC 9457) of ${api.problems.length} stable types; a retry is safe only where the type says so`,
        some(api.problems.map(({ type }) => type)),
      ];

const idempotency: Concept = ({ api }) => {
  const keyed = api.endpoints.filter(({ idempotencyKey }) => idempotencyKey);
  return keyed.length === 0
    ? undefined
    : [
        'idempotency',
        'the caller sends an Idempotency-Key; a repeat gets the first answer',
        some(keyed.map(({ id }) => id)),
      ];
};

const concurrency: Concept = ({ api }) => {
  const conditional = api.endpoints.filter(({ conditional: value, verb }) => value && verb !== 'list');
  return conditional.length === 0
    ? undefined
    : [
        'lost updates',
        'ETag on read, If-Match on change; a stale version is refused',
        some(conditional.map(({ id }) => id)),
      ];
};

const pages: Concept = ({ api }) => {
  const kinds = [...new Set(api.endpoints.flatMap(({ pagination }) => pagination ?? []))].filter(
    (kind) => kind !== 'none',
  );
  return kinds.length === 0
    ? undefined
    : [
        'pages',
        `${names(kinds)} pagination on every list`,
        some(api.endpoints.flatMap(({ id, pagination }) => (pagination === kinds[0] ? [id] : []))),
      ];
};

const time: Concept = ({ data }) => {
  const columns = data.tables.flatMap(({ columns: list, name }) =>
    list
      .filter(({ type }) => type.startsWith('timestamp'))
      .map(({ name: column, type }) => ({
        column: `${name}.${column}`,
        zoned: /with time zone|timestamptz/.test(type),
      })),
  );
  const without = columns.filter(({ zoned }) => !zoned).map(({ column }) => column);
  if (columns.length === 0) return undefined;
  return [
    'time',
    without.length === 0
      ? `all ${columns.length} timestamps carry a zone`
      : `${without.length} of ${columns.length} timestamps carry no zone`,
    without.length === 0 ? 'every table' : some(without),
  ];
};

const money: Concept = ({ entities, data }) => {
  const fields = entities.flatMap(({ name, fields: list }) =>
    list.filter(({ type }) => type.kind === 'money').map((field) => ({ entity: name, field: field.name })),
  );
  if (fields.length === 0) return undefined;
  const types = new Set(
    fields.flatMap(
      ({ entity, field }) =>
        data.tables.find((entry) => entry.entity === entity)?.columns.find(({ name }) => name === field)
          ?.type ?? [],
    ),
  );
  return [
    'money',
    types.size === 0 ? 'a type of its own in the domain' : `stored as ${names([...types])}, never as a float`,
    some(fields.map(({ entity, field }) => `${entity}.${field}`)),
  ];
};

const identity: Concept = ({ data }) => {
  const keys = data.tables.flatMap(
    ({ primaryKey, columns }) =>
      columns.find(({ name }) => name === primaryKey?.columns[0] && primaryKey.columns.length === 1)?.type ??
      [],
  );
  if (keys.length === 0) return undefined;
  const types = [...new Set(keys)];
  return [
    'identity',
    types.length === 1 ? `every single-column key is ${names(types)}` : `keys are ${names(types)}`,
    `${keys.length} tables`,
  ];
};

const tenancy: Concept = ({ data, trust }) => {
  const secured = data.tables.filter(({ rowSecurity }) => rowSecurity?.enabled === true);
  const conditions = [...new Set(trust.rules.flatMap(({ where }) => where ?? []))];
  if (secured.length === 0 || conditions.length === 0) return undefined;
  return [
    'whose data',
    `a row is visible where ${names(conditions)} holds; enforced by row security in the database`,
    some(secured.map(({ name }) => name)),
  ];
};

const audit: Concept = ({ trust }) =>
  trust.audit.length === 0
    ? undefined
    : [
        'audit',
        'who did what and when is appended in the same transaction',
        some(trust.audit.map(({ name }) => name)),
      ];

const failures: Concept = ({ architecture }) => {
  const waited = architecture.connections.filter(({ synchronous }) => synchronous);
  const bounded = waited.filter(({ timeout }) => timeout !== undefined);
  return bounded.length === 0
    ? undefined
    : [
        'waiting',
        `${bounded.length} of ${waited.length} connections that somebody waits for have a timeout`,
        some(bounded.map(({ id }) => id)),
      ];
};
