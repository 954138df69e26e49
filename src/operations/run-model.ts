import type { Endpoint } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import type { Table } from '../model/data.ts';
import { withCatalogue } from '../sources/database/join/with-catalogue.ts';
import { readRepository } from '../sources/repository/repository.ts';
import { asJson } from './json-result.ts';
import { liveDatabase } from './live-database.ts';
import { cachePlace, target } from './target.ts';

import type { Answer, Tools } from './operation.ts';
import type { ModelInput } from './model.ts';

export async function runModel({ path, database, cache }: ModelInput, tools: Tools): Promise<Answer> {
  const { source } = target(path, tools.cwd);
  const catalogue = await liveDatabase(database, tools)?.read();
  const read = await readRepository(source, cachePlace(cache, tools));
  const backend = catalogue === undefined ? read : withCatalogue(read, catalogue);
  return { exit: 0, result: modelJson(backend), text: modelText(backend) };
}

/** The names here are promised to checks outside the project: DESIGN of the `model` command. */
const modelJson = (backend: Backend) =>
  asJson({
    schemaVersion: 1,
    name: backend.name,
    stack: backend.stack,
    endpoints: backend.api.endpoints.map(endpointJson),
    tables: backend.data.tables.map(tableJson),
    ...(backend.data.live !== undefined && { live: backend.data.live }),
    documents: backend.api.documents,
    modules: backend.architecture.modules,
    containers: backend.architecture.containers,
    deployment: backend.architecture.deployment,
    gatewayRoutes: backend.architecture.gatewayRoutes,
    configuration: backend.architecture.configuration,
    queries: backend.data.queries,
    jobs: backend.processes.jobs,
    calls: backend.processes.calls,
    events: backend.processes.events,
    caches: backend.processes.caches,
    secrets: backend.trust.secrets,
    coverage: backend.coverage,
    gaps: backend.gaps,
  });

const endpointJson = ({
  method,
  path,
  pathResolved,
  protocol,
  handler,
  parameters,
  guards,
  access,
  responses,
}: Endpoint) => ({
  method,
  path,
  pathResolved,
  protocol,
  ...(handler !== undefined && { handler }),
  params: parameters.map(({ name, in: place, type }) => ({
    name,
    in: place,
    ...(type !== undefined && { type }),
  })),
  guards: guards.map(({ name, kind, origin }) => ({ name, kind, origin })),
  access,
  responses: responses.map(({ status }) => status),
});

/** Without operator class and order; an expression stays as it is. */
const bareColumn = (text: string): string => (text.startsWith('(') ? text : (text.split(' ')[0] ?? text));

const tableJson = (table: Table) => ({
  name: table.name,
  ...(table.schema !== undefined && { schema: table.schema }),
  columns: table.columns.map(({ name, type, nullable, default: value }) => ({
    name,
    type,
    nullable,
    ...(value !== undefined && { default: value }),
  })),
  primaryKey: table.primaryKey?.columns ?? [],
  indexes: [
    ...table.uniques.map(({ name, columns }) => ({ name: name ?? null, columns, unique: true })),
    ...table.indexes.map(({ name, columns, unique, where }) => ({
      name,
      columns: columns.map(bareColumn),
      unique,
      ...(where !== undefined && { where }),
    })),
  ],
  foreignKeys: table.foreignKeys.map(({ columns, references, onDelete }) => ({
    columns,
    references,
    onDelete,
  })),
  ...(table.storage !== undefined && { rows: table.rows ?? null, storage: table.storage }),
});

function modelText({ name, stack, api, data, coverage, gaps }: Backend): string {
  const access = (kind: Endpoint['access']): number =>
    api.endpoints.filter((endpoint) => endpoint.access === kind).length;
  return [
    `${name}: ${coverage.files} files, ${coverage.lines} lines`,
    `stack      ${stack.map(({ name: part, version }) => (version === undefined ? part : `${part} ${version}`)).join(', ') || 'not recognised'}`,
    `endpoints  ${api.endpoints.length} (${access('guarded')} guarded, ${access('public')} public, ${access('unknown')} unknown)`,
    ...api.endpoints.map(
      ({ method, path, access: who, pathResolved, handler }) =>
        `  ${method.padEnd(7)}${path}  ${who}${pathResolved ? '' : ', prefix unresolved'}${handler === undefined ? '' : `  ${handler.file}:${handler.line}`}`,
    ),
    `tables     ${data.tables.length}`,
    ...data.tables.map(
      (table) =>
        `  ${table.schema === undefined ? '' : `${table.schema}.`}${table.name}  ${table.columns.length} columns, ${table.foreignKeys.length} foreign keys`,
    ),
    `gaps       ${gaps.length}`,
    ...gaps.slice(0, 20).map(({ kind, subject, why }) => `  ${kind} ${subject}: ${why}`),
    ...(gaps.length > 20 ? [`  and ${gaps.length - 20} more: --json lists them`] : []),
    '',
  ].join('\n');
}
