import type { Parameter } from '../../../model/api.ts';
import type { DeclaredRoute } from '../http/declared.ts';
import { documentOperations } from '../documents/operations.ts';
import type { Operation } from '../documents/operations.ts';
import type { Repository } from '../gather.ts';
import { lineAt } from '../lines.ts';
import { template } from './routing/paths.ts';

/**
 * Servers that go-swagger makes of a document while building: a function that takes `operations.ListBoatsParams` and
 * gives a responder answers for the operation of that name. Who checks what stands in code that is not there.
 */
export function swaggerRoutes(
  repository: Repository,
  known: readonly DeclaredRoute[],
): readonly DeclaredRoute[] {
  const files = [...repository.files.values()].filter(
    ({ path, text }) =>
      path.endsWith('.go') && !path.endsWith('_test.go') && /\/restapi\/operations\b/.test(text),
  );
  if (files.length === 0) return [];
  const operations = new Map(
    [...documentOperations(repository).values()].map((operation) => [comparable(operation.id), operation]),
  );
  const key = (route: DeclaredRoute): string => `${route.methods.join()} ${route.path.text}`;
  const told = new Set(known.map(key));
  return files
    .flatMap(({ path, text }) => answersIn(path, text, operations))
    .filter((route) => !told.has(key(route)));
}

const answer =
  /\bfunc\s*(?:\(\w+\s+\*?\w+\)\s*(\w+))?\((?:\w+\s+context\.Context,\s*)?\w+\s+\w+\.(\w+)Params\b[^)]*\)\s*\w+\.Responder\b/g;

function answersIn(
  file: string,
  text: string,
  operations: ReadonlyMap<string, Operation>,
): readonly DeclaredRoute[] {
  return [...text.matchAll(answer)].flatMap((found): readonly DeclaredRoute[] => {
    const [, name, asked = ''] = found;
    const operation = operations.get(comparable(asked));
    if (operation === undefined) return [];
    const origin = { kind: 'read', file: operation.file, line: operation.line } as const;
    return [
      {
        technology: 'go-swagger',
        methods: [operation.method],
        path: {
          text: template(`${operation.base}${operation.path}`.replaceAll(/\/{2,}/g, '/')),
          resolved: true,
        },
        guards: [],
        handler: { file, line: lineAt(text, found.index), name: name ?? asked },
        handlerLooksAtCredentials: 'unseen',
        parameters: operation.parameters.map((each): Parameter => ({ ...each, origin })),
        origin,
      },
    ];
  });
}

/** Generators write names in several ways: letters and digits are what they share. */
export const comparable = (name: string): string => name.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase();
