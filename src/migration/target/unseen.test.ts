import { expect, test } from 'vitest';
import type { Backend } from '../../model/backend.ts';
import { emptyBackend } from '../../model/backend.ts';
import type { Table } from '../../model/data.ts';
import { withInferredTables } from '../inferred/inferred-tables.ts';
import { targetOf } from './target.ts';

const origin = { kind: 'read', file: 'news.php', line: 3 } as const;

const news: Table = {
  name: 'news',
  columns: ['id', 'title'].map((name) => ({ name, type: 'text', nullable: false, origin })),
  primaryKey: { columns: ['id'], origin },
  uniques: [],
  indexes: [],
  foreignKeys: [],
  checks: [],
  origin,
};

function forum(tables: readonly Table[]): Backend {
  const empty = emptyBackend('forum', 'recovered');
  return withInferredTables({
    ...empty,
    coverage: { files: 1, lines: 3, bytes: 30 },
    data: {
      ...empty.data,
      tables,
      queries: [
        {
          id: 'q1',
          sql: 'SELECT id, title FROM news ORDER BY id',
          kind: 'select',
          tables: ['news'],
          parameters: [],
          reachedBy: ['GET /news.php'],
          origin,
        },
      ],
    },
    api: {
      ...empty.api,
      endpoints: [
        {
          id: 'GET /news.php',
          method: 'GET',
          path: '/news.php',
          pathResolved: true,
          protocol: 'http',
          parameters: [],
          guards: [],
          access: 'public',
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
  });
}

test('what anybody may read stays open where the schema says what rows hold, and is asked about where it does not', () => {
  const opened = (backend: Backend): readonly (readonly [string, boolean])[] =>
    targetOf(backend, undefined).brief.fragment.operations.map(({ id, anonymous }) => [id, anonymous]);
  expect(opened(forum([news]))).toEqual([['list News', true]]);
  const unseen = targetOf(forum([]), undefined).brief;
  expect(unseen.fragment.operations.map(({ id, anonymous }) => [id, anonymous])).toEqual([
    ['list News', false],
  ]);
  expect(unseen.questions.map(({ ask }) => ask)).toContain(
    'GET /news.php answers anybody. Shall `list News` stay open to everybody?',
  );
});
