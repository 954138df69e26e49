import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Json } from '../../model/origin.ts';
import type { Permission } from '../../model/trust.ts';
import { compareText } from '../../model/text.ts';
import { compact } from '../emitted.ts';
import type { Emitted } from '../emitted.ts';
import { lineJson } from './line-json.ts';
import { anonymousRole } from '../policy.ts';
import { kebabCase, plural } from '../words.ts';

/** One cell of the matrix: what a role may expect of an endpoint. */
export interface MatrixCase {
  readonly role: string;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly entity: string;
  /** Entity each path parameter is the id of, where the path says so. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly expect: 'allow' | 'deny';
  /** The relation to the object without which the answer is a refusal. */
  readonly condition?: NonNullable<Permission['condition']>;
  /** Class of the fields that the answer leaves out. */
  readonly mask?: string;
}

/**
 * Every role against every endpoint. A pair that no permission names is a denial: that is the default of the policy.
 * Without permissions only what is known of access is used: public or guarded against a caller without a token.
 */
export function authorisationMatrix(backend: Backend): readonly MatrixCase[] {
  const endpoints = backend.api.endpoints.filter(
    ({ protocol, pathResolved, method }) => protocol === 'http' && pathResolved && method !== 'ANY',
  );
  return backend.trust.permissions.length === 0
    ? endpoints.flatMap((endpoint) => accessCase(backend, endpoint))
    : rolesOf(backend).flatMap((role) =>
        endpoints.map((endpoint) => permissionCase(backend, role, endpoint)),
      );
}

function rolesOf({ trust }: Backend): readonly string[] {
  const named = [...trust.actors.map(({ name }) => name), ...trust.permissions.map(({ role }) => role)];
  return [...new Set([anonymousRole, ...named])].filter((role) => role !== '*').toSorted(compareText);
}

const target = ({ entities }: Backend, { id, operation, method, path, entity }: Endpoint) => {
  const parameters = parameterEntities(path, entities);
  return {
    operation: operation ?? id,
    method,
    path,
    entity: entity ?? 'Object',
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
  };
};

/** `/orders/{order_id}/notes`: the segment before a parameter names what the id is of. */
export function parameterEntities(
  path: string,
  entities: Backend['entities'],
): Readonly<Record<string, string>> {
  const found = [...path.matchAll(/\/([^/{}]+)\/\{(\w+)\}/g)].map(([, collection = '', name = '']) => {
    const entity = entities.find((each) => plural(kebabCase(each.name)) === collection);
    return [name, entity?.name ?? collection] as const;
  });
  return Object.fromEntries(found);
}

function permissionCase(backend: Backend, role: string, endpoint: Endpoint): MatrixCase {
  const row = backend.trust.permissions.find(
    (permission) => permission.role === role && permission.operation === endpoint.operation,
  );
  const open = endpoint.access === 'public';
  return {
    role,
    ...target(backend, endpoint),
    expect: row?.effect ?? (open ? 'allow' : 'deny'),
    ...(row?.condition === undefined || row.effect === 'deny' ? {} : { condition: row.condition }),
    ...(row?.mask === undefined || row.effect === 'deny' ? {} : { mask: row.mask }),
  };
}

function accessCase(backend: Backend, endpoint: Endpoint): readonly MatrixCase[] {
  switch (endpoint.access) {
    case 'public':
      return [{ role: anonymousRole, ...target(backend, endpoint), expect: 'allow' }];
    case 'guarded':
      return [{ role: anonymousRole, ...target(backend, endpoint), expect: 'deny' }];
    case 'unknown':
      return [];
  }
}

/** The matrix as data: of each operation who may; whoever is not named is refused. */
export function authorisationData(backend: Backend): Emitted {
  const cases = authorisationMatrix(backend);
  if (cases.length === 0) return { text: '', lost: [] };
  const roles = [...new Set(cases.map(({ role }) => role))];
  const operations = [...new Set(cases.map(({ operation }) => operation))];
  const unknown = backend.api.endpoints.filter(({ access }) => access === 'unknown').length;
  const allowed = (operation: string): readonly (readonly [string, Json])[] =>
    cases
      .filter((each) => each.operation === operation && each.expect === 'allow')
      .map(({ role, condition, mask }) => [role, compact({ condition, mask })] as const);
  return {
    text: lineJson({
      default: 'deny',
      roles,
      allow: Object.fromEntries(
        operations.map((operation) => [operation, Object.fromEntries(allowed(operation))]),
      ),
    }),
    lost:
      backend.trust.permissions.length > 0 || unknown === 0
        ? []
        : [`${unknown} endpoints whose access is not known have no case`],
  };
}
