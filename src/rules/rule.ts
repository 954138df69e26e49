import { sortFindings } from '../findings/finding.ts';
import type { Finding, Severity } from '../findings/finding.ts';
import { vulnerabilityOf } from '../findings/vulnerability.ts';
import type { Harm } from '../findings/vulnerability.ts';
import type { Endpoint } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import { isForAdministrators } from './administrators.ts';

/**
 * A finding without what the rule already knows of itself. A severity is given only when this one weighs less than the
 * rule's faults do.
 */
export type Fault = Omit<Finding, 'rule' | 'severity' | 'standards' | 'vulnerability'> & {
  readonly severity?: Severity;
  /** Where this one does other harm than the rule's faults do. */
  readonly harm?: Harm;
  /** Ids of the endpoints it is reached by, where the harm depends on who may call them. */
  readonly reachedBy?: readonly string[];
};

/** What mending one place brings and costs; the plan is made from it. */
export interface Remedy {
  /** Imperative, one line: the title of the recommendation. */
  readonly title: string;
  /** 1 = cosmetic … 5 = prevents an outage, a loss or a breach. */
  readonly impact: 1 | 2 | 3 | 4 | 5;
  /** Person-days for one place, an estimate with its range. */
  readonly effort: { readonly low: number; readonly high: number };
  readonly risk: 'low' | 'medium' | 'high';
  readonly rollback: string;
}

/**
 * One fault a backend can have. The page of the same name beside it says what a person must know and is run as
 * the rule's test.
 */
export interface Rule {
  /** = file name = page name = export name in kebab case; names the fault, not the cure. */
  readonly id: string;
  /** One line, shown in every table of rules. */
  readonly summary: string;
  readonly severity: Severity;
  /** E.g. `CWE-89`, `ASVS-5.0-8.2.2`, `API1:2023`, `squawk/prefer-bigint-over-int`, `splinter/0001`. */
  readonly standards: readonly string[];
  readonly remedy: Remedy;
  /** What somebody outside can do with it at once; absent for what only makes another fault worse. */
  readonly harm?: Harm;
  readonly check: (backend: Backend) => readonly Fault[];
}

/** A rule together with the folder it stands in. */
export interface PlacedRule {
  readonly concern: string;
  readonly rule: Rule;
}

/** All faults the rules find, worst first. Pure. */
export function examine(backend: Backend, rules: readonly Rule[]): readonly Finding[] {
  const endpoints = new Map(backend.api.endpoints.map((endpoint) => [endpoint.id, endpoint]));
  return sortFindings(
    rules.flatMap((rule) =>
      rule.check(backend).map(({ reachedBy = [], ...fault }) =>
        findingOf(
          rule,
          fault,
          reachedBy.flatMap((id) => endpoints.get(id) ?? []),
        ),
      ),
    ),
  );
}

/** What only administrators reach blocks nothing; of what is doubtful a number would claim more than is known. */
function findingOf(
  { id, severity: usual, standards, harm: usualHarm }: Rule,
  { severity = usual, harm = usualHarm, ...fault }: Omit<Fault, 'reachedBy'>,
  reachedBy: readonly Endpoint[],
): Finding {
  const isPrivileged = reachedBy.length > 0 && reachedBy.every(isForAdministrators);
  const finding: Finding = {
    rule: id,
    severity: isPrivileged && severity === 'blocker' ? 'warning' : severity,
    standards,
    ...fault,
  };
  if (harm === undefined || severity === 'advice') return finding;
  const privileges = isPrivileged ? { privileges: 'high' as const } : {};
  return { ...finding, vulnerability: vulnerabilityOf({ ...harm, ...privileges }, reachedBy) };
}
