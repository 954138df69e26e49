import type { Change, ChangeSeverity, Comparison } from '../../../compatibility/change.ts';
import { changeChecks } from '../../../compatibility/checks.ts';
import type { Finding, Severity } from '../../../findings/finding.ts';
import type { ApiRuleInfo } from './rule.ts';
import type { PlaceOf } from './places.ts';

export interface Sided {
  readonly file: string;
  readonly placeOf: PlaceOf;
}

/** What is compatible is no finding. */
const severities: Readonly<Record<Exclude<ChangeSeverity, 'compatible'>, Severity>> = {
  breaking: 'blocker',
  dangerous: 'warning',
};

const standards = new Map(changeChecks.map(({ id, standard }) => [id, standard]));

/** Changes that break somebody as findings, each at its place in the new document, or in the old one where it is gone. */
export const changeFindings = ({ changes }: Comparison, old: Sided, next: Sided): readonly Finding[] =>
  changes.flatMap((change) => {
    const { id, severity, what, who, instead } = change;
    if (severity === 'compatible') return [];
    const [pointer, side] = change.new === undefined ? [change.old ?? '#', old] : [change.new, next];
    const standard = standards.get(id) ?? '';
    return [
      {
        rule: id,
        subject: (change.old ?? change.new ?? '#').replace(/^#\/?/, '') || 'document',
        severity: severities[severity],
        confidence: severity === 'breaking' ? ('certain' as const) : ('likely' as const),
        what: `${whereOf(change)}${what}`,
        why: who,
        next: instead,
        standards: standard.includes('://') ? [] : standard.split(', ').filter((each) => each !== ''),
        evidence: [
          {
            kind: 'read' as const,
            origin: { kind: 'read' as const, file: side.file, ...side.placeOf(pointer) },
          },
        ],
      },
    ];
  });

function whereOf({ where, what }: Change): string {
  const [first, ...rest] = where;
  if (first === undefined || what.includes(first)) return '';
  return `${first}${rest.length === 0 ? '' : ` and ${rest.length} more`}: `;
}

/** Every check of changes as reports name rules. */
export const changeRules: readonly ApiRuleInfo[] = changeChecks.map(
  ({ id, meaning, severity, standard }) => ({
    id,
    summary: meaning,
    severity: severity === 'breaking' ? 'blocker' : severity === 'compatible' ? 'advice' : 'warning',
    standards: standard.includes('://') ? [] : [standard],
  }),
);

/** Pointers that changes speak of, on one side. */
export const pointersOf = ({ changes }: Comparison, side: 'old' | 'new'): readonly string[] =>
  changes.flatMap((change) => change[side] ?? []);
