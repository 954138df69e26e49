import type { LintProblem } from '../redocly.ts';
import type { RuleHits } from './findings.ts';

/** Without these the document does not say what it means; the rest are habits that are regretted. */
const essential = new Set([
  'struct',
  'no-unresolved-refs',
  'spec',
  'spec-components-invalid-map-name',
  'path-declaration-must-exist',
  'operation-operationId-unique',
  'no-identical-paths',
]);

/** Problems of the linter by rule: its message is said for the first place. */
export function redoclyHits(problems: readonly LintProblem[]): readonly RuleHits[] {
  const byRule = new Map<string, LintProblem[]>();
  for (const problem of problems) {
    const known = byRule.get(problem.rule);
    if (known === undefined) byRule.set(problem.rule, [problem]);
    else known.push(problem);
  }
  return [...byRule].map(([rule, list]) => ({
    rule: {
      id: rule,
      summary: `Redocly ${rule}`,
      severity: essential.has(rule) ? ('blocker' as const) : ('warning' as const),
      why: essential.has(rule)
        ? 'The document does not say what it means: tools read something else, or nothing.'
        : 'Tools that are made from the document, and people who read it, are misled.',
      next: `Mend the part that is named; Redocly describes the rule ${rule}.`,
      standards: [`redocly/${rule}`],
    },
    hits: list.map(({ place, message }) => ({ pointer: place, label: shortened(message) })),
  }));
}

const shortened = (message: string): string => {
  const line = message.replace(/\s+/g, ' ').replace(/\.$/, '').trim();
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
};
