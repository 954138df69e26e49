import type { Endpoint } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import type { Table } from '../model/data.ts';
import { legacyParts } from './legacy-parts.ts';
import { printedParts } from './model-parts.ts';
import { seen } from './seen.ts';

const printers: Readonly<Record<string, (backend: Backend) => readonly string[]>> = {
  endpoints: ({ api }) => api.endpoints.flatMap(printEndpoint),
  data: ({ data }) => [
    ...data.enums.map((type) => `enum ${type.name} ${type.labels.join(' | ')}  ${seen(type.origin)}`),
    ...data.tables.flatMap(printTable),
  ],
  ...printedParts,
  ...legacyParts,
  gaps: ({ gaps }) => gaps.map((gap) => `gap ${gap.kind} ${gap.subject}: ${gap.why}`),
};

/**
 * What a reader recovered, as the pages of the readers show it: one line a fact. A block names the parts it shows
 * (`model stack deployment`); without a name it shows endpoints, tables and gaps.
 */
export function printModel(backend: Backend, parts: readonly string[] = []): string {
  const chosen = parts.length === 0 ? ['endpoints', 'data', 'gaps'] : parts;
  const unknown = chosen.filter((part) => printers[part] === undefined);
  if (unknown.length > 0) throw new Error(`a model block has no part ${unknown.join(', ')}`);
  const lines = chosen.flatMap((part) => printers[part]?.(backend) ?? []);
  return lines.length === 0 ? 'nothing' : lines.map((line) => line.trimEnd()).join('\n');
}

function printEndpoint(endpoint: Endpoint): readonly string[] {
  const handler = endpoint.handler;
  const where = handler === undefined ? '' : `${handler.file}:${handler.line}`;
  const resolved = endpoint.pathResolved ? '' : '  prefix unresolved';
  const protocol = endpoint.protocol === 'http' ? '' : `${endpoint.protocol} `;
  return [
    `${protocol}${endpoint.method} ${endpoint.path}  ${endpoint.access}  ${where}${resolved}`,
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
    ...(table.versionChecked === undefined
      ? []
      : [
          `  saving compares the version${table.versionChecked === true ? '' : ` of ${table.versionChecked.join(', ')}`}`,
        ]),
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
