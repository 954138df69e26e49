import { located } from '../../../compatibility/located.ts';
import { apiRules } from './all.ts';
import type { RuleHits } from './findings.ts';
import { apiView } from './view.ts';

export interface Linted {
  readonly hits: readonly RuleHits[];
  readonly measurements: Readonly<Record<string, number>>;
}

/** Our own rules on an OpenAPI 3 document. */
export function lintOpenApi(value: unknown): Linted {
  const view = apiView(located(value));
  return {
    hits: apiRules
      .map(({ check, ...rule }) => ({ rule, hits: check(view) }))
      .filter(({ hits }) => hits.length > 0),
    measurements: {
      operations: view.operations.length,
      schemas: view.schemas.length,
      rules: apiRules.length,
    },
  };
}
