import type { ApiRule } from '../api/rule.ts';
import { minority } from '../api/naming.ts';

export const mixedPathNames: ApiRule = {
  id: 'mixed-path-names',
  summary: 'A segment of a path is written in another style than most',
  severity: 'advice',
  standards: ['Zalando 129', 'AIP-122'],
  why: 'Callers guess paths, and guess wrong.',
  next: 'Keep to one style (kebab-case) for new paths.',
  check: ({ operations }) => {
    const segments = operations.flatMap(({ path, name, at }) =>
      path
        .split('/')
        .filter((segment) => segment !== '' && !segment.includes('{'))
        .map((segment) => ({ segment, name, at })),
    );
    return minority(segments, ({ segment }) => segment).map(({ at, name, segment }) => ({
      pointer: at.pointer.replace(/\/[a-z]+$/, ''),
      label: `${segment} of ${name}`,
    }));
  },
};
