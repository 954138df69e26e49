import type { ApiRuleInfo } from './rule.ts';
import { apiRules } from './all.ts';
import { changeRules } from './changes.ts';
import { graphqlRules } from './graphql-rules.ts';

export { changeRules };

/** Rules of `check api` that have a page. */
export const lintRules: readonly ApiRuleInfo[] = apiRules.map(({ id, summary, severity, standards }) => ({
  id,
  summary: `${summary}.`,
  severity,
  standards,
}));

export const graphqlRuleInfos: readonly ApiRuleInfo[] = [
  {
    id: 'graphql-invalid',
    summary: 'A GraphQL schema is not valid.',
    severity: 'blocker',
    standards: ['GraphQL specification'],
  },
  ...graphqlRules.map(({ id, summary, severity, standards }) => ({
    id,
    summary: `${summary}.`,
    severity,
    standards,
  })),
];
