import type { Api, ApiSchema } from '../../model/api.ts';
import type { DesignBasis } from '../domain.ts';
import { layoutOf } from '../data/layout.ts';
import { permissionsOf } from '../trust/permissions.ts';
import { endpointOf } from './endpoints.ts';
import { problemOf, problems } from './problems.ts';
import type { ProblemType } from './problems.ts';
import { answerSchema, entitySchema, requestSchema } from './schemas.ts';

const isProblem = (type: string): type is ProblemType => type in problems;

/** One endpoint for each operation, the schemas they take and give, and the problems they can answer with. */
export function designApi(basis: DesignBasis): Api {
  const layout = layoutOf(basis);
  const { operations, entities } = basis.domain;
  const permissions = permissionsOf(basis.domain);
  const endpoints = operations.map((operation) => endpointOf(layout, permissions, operation));
  const used = new Set(
    endpoints.flatMap(({ responses }) => responses.flatMap(({ problem }) => problem ?? [])),
  );
  const named = new Set(
    endpoints.flatMap(({ responses, requestSchema: name }) => [
      ...responses.flatMap(({ schema }) => schema ?? []),
      ...(name === undefined ? [] : [name]),
    ]),
  );
  const offered = new Set(operations.map(({ entity }) => entity));
  const schemas = new Map<string, ApiSchema>();
  for (const entity of entities) if (offered.has(entity.name)) schemas.set(entity.name, entitySchema(entity));
  for (const operation of operations)
    for (const schema of [requestSchema(layout, operation), answerSchema(layout, operation)])
      if (schema !== undefined && named.has(schema.name) && !schemas.has(schema.name))
        schemas.set(schema.name, schema);
  return {
    title: basis.brief.system.name,
    version: '1.0.0',
    endpoints,
    schemas: [...schemas.values()],
    problems: Object.keys(problems)
      .filter((type) => used.has(type))
      .filter(isProblem)
      .map(problemOf),
    documents: [],
  };
}
