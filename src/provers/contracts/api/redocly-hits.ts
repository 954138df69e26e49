import { isRecord, lookUp } from '../../../compatibility/located.ts';
import type { LintProblem } from '../redocly.ts';
import type { RuleHits } from './findings.ts';
import type { Hit } from './rule.ts';

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

const mendReference =
  'Mend the reference; a document of several files is bundled into one first, for example with `redocly bundle`.';

/** Problems of the linter by rule: its message is said for the first place. */
export function redoclyHits(problems: readonly LintProblem[], document: unknown): readonly RuleHits[] {
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
      next:
        rule === 'no-unresolved-refs'
          ? mendReference
          : `Mend the part that is named; Redocly describes the rule ${rule}.`,
      standards: [`redocly/${rule}`],
    },
    hits: list.map((problem) => hitOf(problem, document)),
  }));
}

/** Of a reference that leads nowhere the place and the words are those of the reference. */
function hitOf({ rule, place, message }: LintProblem, document: unknown): Hit {
  const holder = rule === 'no-unresolved-refs' ? lookUp(document, place)?.value : undefined;
  const ref = isRecord(holder) ? holder['$ref'] : undefined;
  if (typeof ref !== 'string') return { pointer: place, label: shortened(message) };
  const leads = ref.startsWith('#')
    ? 'leads nowhere'
    : 'leads out of the document, which is all that is read';
  return { pointer: `${place}/$ref`, label: `${shortened(ref)} ${leads}` };
}

const shortened = (message: string): string => {
  const line = message.replace(/\s+/g, ' ').replace(/\.$/, '').trim();
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
};
