import type { Backend } from '../model/backend.ts';
import type { Problem } from '../model/api.ts';
import { compareText } from '../model/text.ts';
import { jsonText } from './emitted.ts';
import type { Emitted, JsonObject } from './emitted.ts';
import { operationIds } from './http.ts';

const retries: Readonly<Record<Problem['retry'], string>> = {
  never: 'Do not repeat the request.',
  'after-change': 'Repeat it after the request was changed.',
  'with-backoff': 'Repeat it later, with growing pauses; heed Retry-After.',
};

/** Every problem type of the API (RFC 9457) with its meaning, what a client does, and where it can come from. */
export function errorCatalogue(backend: Backend): Emitted {
  const ids = operationIds(backend.api.endpoints);
  const problems = [...backend.api.problems].sort(
    (a, b) => a.status - b.status || compareText(a.type, b.type),
  );
  const catalogue = problems.map((problem): JsonObject => ({
    type: `/problems/${problem.type}`,
    title: problem.title,
    status: problem.status,
    when: problem.when,
    retry: problem.retry,
    client: retries[problem.retry],
    operations: backend.api.endpoints
      .filter(({ responses }) => responses.some((response) => response.problem === problem.type))
      .map(({ id }) => ids.get(id) ?? id),
  }));
  return {
    text: jsonText({ mediaType: 'application/problem+json', problems: catalogue }),
    lost: problems.length === 0 ? ['no problem types are known'] : [],
  };
}
