import { expect, test } from 'vitest';
import { emptyBackend } from '../../model/backend.ts';
import type { Backend } from '../../model/backend.ts';
import { briefOf } from '../../testing/briefs.ts';
import { signInOf, withSignIn } from './sign-in.ts';

const origin = { kind: 'read', file: 'login.php', line: 3 } as const;
const { packs } = briefOf(
  'brief: 1\nsystem: { id: a, name: A }\ncapabilities: { auth: { methods: [password] } }\n',
);

/** Members with a column of that name, and a script that reads them by the name that was sent. */
function club(secret: string, path: string): Backend {
  const empty = emptyBackend('club', 'recovered');
  return {
    ...empty,
    data: {
      ...empty.data,
      tables: [
        {
          name: 'members',
          columns: ['id', 'login', secret].map((name) => ({ name, type: 'text', nullable: false, origin })),
          primaryKey: { columns: ['id'], origin },
          uniques: [],
          indexes: [],
          foreignKeys: [],
          checks: [],
          origin,
        },
      ],
      queries: [
        {
          id: 'q1',
          sql: "SELECT * FROM members WHERE login = '{_POST.login}'",
          kind: 'select',
          tables: ['members'],
          parameters: [],
          reachedBy: [`POST ${path}`],
          origin,
        },
      ],
    },
    api: {
      ...empty.api,
      endpoints: [
        {
          id: `POST ${path}`,
          method: 'POST',
          path,
          pathResolved: true,
          protocol: 'http',
          parameters: [],
          guards: [],
          access: 'unknown',
          responses: [],
          scopes: [],
          idempotencyKey: false,
          conditional: false,
          longRunning: false,
          objectives: [],
          origin,
        },
      ],
    },
  };
}

test('a target of a system with passwords signs people in, and a question tells it', () => {
  const brief = withSignIn(club('password', '/login.php'), undefined, packs);
  expect(brief?.packs.map(({ id }) => id)).toContain('auth');
  expect(brief?.questions.map(({ ask }) => ask)).toEqual([
    'POST /login.php compares what is kept in members.password. Shall the target sign people in by itself?',
  ]);
  const checks = brief?.packs.flatMap(({ fragment }) => fragment.entities.flatMap((entity) => entity.checks));
  expect(checks?.filter(({ sql }) => sql.includes('argon2id'))).toEqual([]);
});

test('without a password or without what compares it nothing is added', () => {
  expect(signInOf(club('phone', '/login.php'))).toBeUndefined();
  expect(signInOf(club('password', '/news.php'))).toBeUndefined();
});

test('wishes that bring accounts of their own keep them', () => {
  const wishes = briefOf('brief: 1\nsystem: { id: a, name: A }\ncapabilities: { auth: {} }\n');
  expect(withSignIn(club('password', '/login.php'), wishes, packs)).toBe(wishes);
});
