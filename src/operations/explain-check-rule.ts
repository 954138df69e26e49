import { changeRules, graphqlRuleInfos, lintRules } from '../provers/contracts/api/rules.ts';
import { capacityRules } from '../provers/capacity/network-check/faults.ts';
import { conversionRules } from '../provers/conversion/rules.ts';
import { flowRules } from '../provers/flows/check.ts';
import { isolationRules } from '../provers/isolation/check.ts';
import { migrationRules } from '../provers/migration/rules.ts';
import { planRules } from '../provers/plan/check.ts';
import { policyRules } from '../provers/policy/faults.ts';
import { adviceRules } from '../provers/postgres/indexes/advice-findings.ts';
import { queryRules } from '../provers/postgres/queries/judge-queries.ts';
import { rewriteRules } from '../provers/postgres/rewrites/all.ts';
import type { RuleInfo } from '../render/sarif.ts';
import { asJson } from './json-result.ts';
import type { Answer } from './operation.ts';
import { pageAt } from './rule-page.ts';

interface Group {
  readonly check: string;
  readonly rules: readonly RuleInfo[];
  /** Folder of the pages, from here. */
  readonly pages?: string;
}

const groups: readonly Group[] = [
  { check: 'check queries', rules: [...queryRules, ...adviceRules] },
  { check: 'check queries', rules: rewriteRules, pages: '../provers/postgres/rewrites/rules' },
  { check: 'check isolation', rules: isolationRules, pages: '../provers/isolation/rules' },
  { check: 'check flow', rules: flowRules, pages: '../provers/flows/rules' },
  { check: 'check migration', rules: migrationRules, pages: '../provers/migration/rules' },
  { check: 'check plan', rules: planRules },
  { check: 'check conversion', rules: conversionRules },
  { check: 'check policy', rules: policyRules },
  { check: 'check api', rules: lintRules, pages: '../provers/contracts/rules' },
  { check: 'check api', rules: [...graphqlRuleInfos, ...changeRules] },
  { check: 'check capacity', rules: capacityRules, pages: '../provers/capacity/experiments' },
];

export const checkRuleNames: readonly string[] = groups.flatMap(({ rules }) => rules.map(({ id }) => id));

/** What a rule of a `check` looks for, with its page where it has one. */
export function checkRuleAnswer(id: string): Answer | undefined {
  for (const { check, rules, pages } of groups) {
    const rule = rules.find((each) => each.id === id);
    if (rule === undefined) continue;
    const { summary, severity, standards } = rule;
    const page = pages === undefined ? '' : pageAt(`${pages}/${id}.md`);
    const result = asJson({
      kind: 'rule',
      id,
      check,
      summary,
      severity,
      standards,
      page: page === '' ? null : page,
    });
    const head = [
      `${id} (${check}, ${severity})`,
      `  ${summary}`,
      `  standards  ${standards.join(', ') || 'none'}`,
    ].join('\n');
    return { exit: 0, result, text: `${head}\n\n${page}` };
  }
  return undefined;
}
