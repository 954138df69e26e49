import type { Endpoint } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import type { Table } from '../model/data.ts';
import type { Origin } from '../model/origin.ts';

/** What a reader recovered, as the pages of the readers show it: one line a fact, empty parts left out. */
export function printModel(backend: Backend): string {
  const { api, architecture, data, processes, trust } = backend;
  const lines = [
    ...api.endpoints.flatMap(printEndpoint),
    ...data.enums.map((type) => `enum ${type.name} ${type.labels.join(' | ')}  ${seen(type.origin)}`),
    ...data.tables.flatMap(printTable),
    ...data.queries.map(
      (query) =>
        `query ${query.kind}${query.inLoop === true ? ' in a loop' : ''} ${query.sql}  ${seen(query.origin)}`,
    ),
    ...processes.jobs.map((job) => `job ${job.kind} ${job.name}  ${seen(job.origin)}`),
    ...processes.calls.map(
      (call) =>
        `call ${call.target} ${call.timeout === undefined ? 'no timeout' : `${call.timeout.value} ${call.timeout.unit}`}  ${seen(call.origin)}`,
    ),
    ...architecture.containers.map(
      (container) => `container ${container.kind} ${container.id} ${container.technology}`,
    ),
    ...architecture.connections.map(
      (connection) => `connection ${connection.from} -> ${connection.to} ${connection.protocol}`,
    ),
    ...architecture.deployment.map(
      (unit) =>
        `deployment ${unit.kind} ${unit.name} ${Object.entries(unit.facts)
          .map(([key, value]) => `${key}=${value}`)
          .join(' ')}`,
    ),
    ...api.documents.map(
      (document) => `document ${document.kind} ${document.path} ${document.operations.length} operations`,
    ),
    ...trust.secrets.map((secret) => `secret ${secret.kind} ${secret.name}  ${seen(secret.origin)}`),
    ...backend.gaps.map((gap) => `gap ${gap.kind} ${gap.subject}: ${gap.why}`),
  ];
  return lines.length === 0 ? 'nothing' : lines.map((line) => line.trimEnd()).join('\n');
}

function printEndpoint(endpoint: Endpoint): readonly string[] {
  const handler = endpoint.handler;
  const where = handler === undefined ? '' : `${handler.file}:${handler.line}`;
  const resolved = endpoint.pathResolved ? '' : '  prefix unresolved';
  return [
    `${endpoint.method} ${endpoint.path}  ${endpoint.access}  ${where}${resolved}`,
    ...endpoint.guards.map((guard) => {
      const requires = guard.requires.length > 0 ? ` (${guard.requires.join(', ')})` : '';
      return `  ${guard.kind} ${guard.name}${requires}  ${seen(guard.origin)}`;
    }),
    ...endpoint.parameters.map(
      (parameter) =>
        `  ${parameter.in} ${parameter.name}${parameter.type === undefined ? '' : `: ${parameter.type}`}`,
    ),
  ];
}

function printTable(table: Table): readonly string[] {
  const name = table.schema === undefined ? table.name : `${table.schema}.${table.name}`;
  return [
    `table ${name}  ${seen(table.origin)}`,
    ...table.columns.map((column) => {
      const parts = [column.name, column.type, column.nullable ? 'null' : 'not null'];
      if (column.default !== undefined) parts.push(`default ${column.default}`);
      return `  ${parts.join(' ')}`;
    }),
    ...(table.primaryKey === undefined ? [] : [`  primary key (${table.primaryKey.columns.join(', ')})`]),
    ...table.uniques.map((key) => `  unique (${key.columns.join(', ')})`),
    ...table.indexes.map((index) => {
      const unique = index.unique ? 'unique index' : 'index';
      const where = index.where === undefined ? '' : ` where ${index.where}`;
      return `  ${unique} ${index.name} ${index.method} (${index.columns.join(', ')})${where}`;
    }),
    ...table.foreignKeys.map((key) => {
      const { references } = key;
      return `  foreign key (${key.columns.join(', ')}) -> ${references.table}(${references.columns.join(', ')}) on delete ${key.onDelete}`;
    }),
    ...table.checks.map((check) => `  check ${check.sql}`),
    ...(table.rowSecurity?.policies ?? []).map((policy) => `  policy ${policy.name} ${policy.command}`),
  ];
}

const seen = (origin: Origin): string =>
  origin.kind === 'read' ? `${origin.file}:${origin.line}` : origin.kind;
