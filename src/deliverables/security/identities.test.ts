import { expect, test } from 'vitest';
import type { Endpoint, Guard } from '../../model/api.ts';
import { library } from '../../testing/recovered.ts';
import { identitiesOf } from './identities.ts';

const [first] = library.api.endpoints;

const guard = (kind: Guard['kind'], ...requires: readonly string[]): Guard => ({
  name: 'check',
  kind,
  requires,
  origin: { kind: 'read', file: 'src/app.ts', line: 1 },
});

function matrix(...endpoints: readonly Partial<Endpoint>[]): readonly string[] {
  if (first === undefined) throw new Error('the example has no endpoint');
  const api = {
    ...library.api,
    endpoints: endpoints.map((each) => ({ ...first, scopes: [], guards: [], ...each })),
  };
  return identitiesOf({ ...library, api }).map(
    ({ name, may }) => `${name}: ${api.endpoints.map(may).join(' ')}`,
  );
}

test('each identity stands against each endpoint', () => {
  const signedIn = { access: 'guarded', guards: [guard('authentication')] } as const;
  const forAdmins = { access: 'guarded', guards: [guard('authorisation', 'admin')] } as const;
  const forEither = { access: 'guarded', guards: [guard('authorisation', 'admin', 'staff')] } as const;
  const unnamed = { access: 'guarded', guards: [guard('authorisation')] } as const;
  expect(
    matrix({ access: 'public' }, signedIn, forAdmins, forEither, unnamed, { access: 'unknown' }),
  ).toEqual([
    'anonymous: yes no no no no ?',
    'signed in: yes yes no no ? ?',
    'admin: yes yes yes ? ? ?',
    'staff: yes yes no ? ? ?',
  ]);
});

test('a scope is a right like one that a guard names', () => {
  expect(matrix({ access: 'guarded', scopes: ['books:write'] })).toEqual([
    'anonymous: no',
    'signed in: no',
    'books:write: yes',
  ]);
});
