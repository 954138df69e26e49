import type { ApiRule } from '../api/rule.ts';
import { isFailure } from '../api/view.ts';

export const errorNotProblemDetails: ApiRule = {
  id: 'error-not-problem-details',
  summary: 'Errors are not answered as problem details',
  severity: 'advice',
  standards: ['RFC 9457', 'Zalando 176'],
  why: 'Every client writes its own reading of errors; libraries know application/problem+json.',
  next: 'Answer errors as application/problem+json with type, title, status, detail and instance.',
  check: ({ operations }) =>
    operations.flatMap(({ name, answers }) =>
      answers
        .filter(
          (answer) =>
            isFailure(answer) &&
            answer.media.length > 0 &&
            !answer.media.some((media) => media.name.startsWith('application/problem+')),
        )
        .map(({ at, status }) => ({ pointer: at.pointer, label: `${status} of ${name}` })),
    ),
};
