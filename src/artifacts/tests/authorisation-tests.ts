import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Permission } from '../../model/trust.ts';
import { compareText } from '../../model/text.ts';
import { compact, jsonText } from '../emitted.ts';
import type { Emitted } from '../emitted.ts';
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

/** The matrix as data; roles that sign in are listed so that the harness can hold a token for each. */
export function authorisationData(backend: Backend): Emitted {
  const cases = authorisationMatrix(backend);
  if (cases.length === 0) return { text: '', lost: [] };
  const roles = [...new Set(cases.map(({ role }) => role))];
  const unknown = backend.api.endpoints.filter(({ access }) => access === 'unknown').length;
  return {
    text: jsonText({
      default: 'deny',
      tokens: Object.fromEntries(
        roles
          .filter((role) => role !== anonymousRole)
          .map((role) => [role, `token of a user with the role ${role}`]),
      ),
      cases: cases.map((each) =>
        compact({
          role: each.role,
          operation: each.operation,
          method: each.method,
          path: each.path,
          entity: each.entity,
          parameters: each.parameters,
          expect: each.expect,
          condition: each.condition,
        }),
      ),
    }),
    lost:
      backend.trust.permissions.length > 0 || unknown === 0
        ? []
        : [`${unknown} endpoints whose access is not known have no case`],
  };
}

/** Runs every case of the data file, and each conditional one a second time with an object of somebody else. */
export const authorisationRunner = `// Every role against every operation. Run: npx vitest run 7-testing/authorisation.test.ts
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { send } from './harness.ts';

interface Case {
  readonly role: string;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly entity: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly expect: 'allow' | 'deny';
  readonly condition?: string;
}

const matrix: { readonly cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL('./authorisation.json', import.meta.url), 'utf8'),
);

const refused = [401, 403, 404];
const title = ({ role, method, path, expect: effect }: Case): string => role + ' ' + method + ' ' + path + ': ' + effect;
const named = (cases: readonly Case[]) => cases.map((each) => [title(each), each] as const);

test('the matrix is not empty', () => expect(matrix.cases.length).toBeGreaterThan(0));

test.each(named(matrix.cases.filter(({ expect: effect }) => effect === 'deny')))('%s', async (_title, each) => {
  const { status } = await send(each);
  expect(refused).toContain(status);
  if (each.role === 'anonymous') expect(status).not.toBe(403);
});

test.each(named(matrix.cases.filter(({ expect: effect }) => effect === 'allow')))('%s', async (_title, each) => {
  const { status } = await send(each);
  // A body or state may be refused (409, 412, 422): what counts is that the role is not. The object exists and is in
  // reach of the role, so that 404 is a refusal too.
  expect(refused).not.toContain(status);
  expect(status).toBeLessThan(500);
});

const conditional = matrix.cases.filter(({ expect: effect, condition, path }) => effect === 'allow' && condition !== undefined && path.includes('{'));

test.each(named(conditional))('%s, but not an object of somebody else', async (_title, each) => {
  const { status } = await send(each, false);
  expect(refused).toContain(status);
});
`;
