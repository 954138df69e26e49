import type { Api, ApiSchema } from '../../model/api.ts';
import type { Operation } from '../../model/domain.ts';
import type { Permission } from '../../model/trust.ts';
import type { DesignBasis } from '../domain.ts';
import { layoutOf } from '../data/layout.ts';
import { permissionsOf } from '../trust/permissions.ts';
import { endpointOf } from './endpoints.ts';
import { problemOf, problems } from './problems.ts';
import type { ProblemType } from './problems.ts';
import { answerSchema, entitySchema, requestSchema } from './schemas.ts';
import type { Masked } from './schemas.ts';

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
  const masked = maskedOf(operations, permissions);
  const schemas = new Map<string, ApiSchema>();
  for (const entity of entities)
    if (offered.has(entity.name)) schemas.set(entity.name, entitySchema(layout, entity, masked(entity.name)));
  for (const operation of operations)
    for (const schema of [
      requestSchema(layout, operation),
      answerSchema(layout, operation, masked(operation.entity)),
    ])
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

/** What some role reads the objects of an entity without, by any of its operations. */
function maskedOf(
  operations: readonly Operation[],
  permissions: readonly Permission[],
): (entity: string) => Masked {
  const entityOf = new Map(operations.map(({ id, entity }) => [id, entity]));
  const classes = new Map<string, Set<string>>();
  for (const { operation, effect, mask } of permissions) {
    const entity = entityOf.get(operation);
    if (mask === undefined || effect === 'deny' || entity === undefined) continue;
    classes.set(entity, (classes.get(entity) ?? new Set()).add(mask));
  }
  return (entity) => classes.get(entity) ?? new Set();
}
