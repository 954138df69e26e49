import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Json } from '../model/origin.ts';
import { placedRules } from '../rules/all.ts';
import { nearest } from '../sources/brief/suggest.ts';
import { explainInPackage, packageNames } from './explain-package.ts';
import { asJson } from './json-result.ts';
import { pageAt } from './rule-page.ts';
import { UserError } from './operation.ts';
import type { Answer, Tools } from './operation.ts';
import type { ExplainInput } from './explain.ts';

export async function runExplain({ subject, package: named }: ExplainInput, tools: Tools): Promise<Answer> {
  const directory = resolve(tools.cwd, named ?? 'plumbline-out');
  const present = existsSync(join(directory, 'model.json'));
  if (named !== undefined && !present)
    throw new UserError(
      'this is not a package',
      'Name a directory that plumbline design or analyze wrote.',
      named,
    );
  const answer =
    ruleAnswer(subject) ??
    (await checkRules()).checkRuleAnswer(subject) ??
    (present ? explainInPackage(subject, directory) : undefined) ??
    (await ruleOfFinding(subject));
  if (answer !== undefined) return answer;
  throw new UserError(
    `nothing here is called ${JSON.stringify(subject.slice(0, 120))}`,
    await hint(subject, present ? directory : undefined),
  );
}

/** They stand beside engines that take their time to load: only who asks for one waits. */
const checkRules = () => import('./explain-check-rule.ts');

async function hint(subject: string, directory: string | undefined): Promise<string> {
  const names = [
    ...placedRules.map(({ rule }) => rule.id),
    ...(await checkRules()).checkRuleNames,
    ...(directory === undefined ? [] : packageNames(directory)),
  ];
  const guess = nearest(subject, names);
  const where =
    directory === undefined
      ? ' To look into a package, name it with --package.'
      : ' A value is named by its path in model.json.';
  return `${guess === undefined ? 'Rules are listed in docs/rules.md.' : `Did you mean ${guess}?`}${where}`;
}

function ruleAnswer(id: string): Answer | undefined {
  const placed = placedRules.find(({ rule }) => rule.id === id);
  if (placed === undefined) return undefined;
  const { rule, concern } = placed;
  const page = pageAt(`../rules/${concern}/${rule.id}.md`);
  const result: { readonly [key: string]: Json } = asJson({
    kind: 'rule',
    id: rule.id,
    concern,
    summary: rule.summary,
    severity: rule.severity,
    standards: rule.standards,
    remedy: rule.remedy,
    page: page === '' ? null : page,
  });
  const head = [
    `${rule.id} (${concern}, ${rule.severity})`,
    `  ${rule.summary}`,
    `  standards  ${rule.standards.join(', ') || 'none'}`,
    `  remedy     ${rule.remedy.title}; ${rule.remedy.effort.low}–${rule.remedy.effort.high} person-days a place, risk ${rule.remedy.risk}`,
  ].join('\n');
  return { exit: 0, result, text: `${head}\n\n${page}` };
}

/** A finding's name explains its rule even where no package is at hand. */
async function ruleOfFinding(subject: string): Promise<Answer | undefined> {
  if (!subject.includes('@')) return undefined;
  const [id = ''] = subject.split('@');
  return ruleAnswer(id) ?? (await checkRules()).checkRuleAnswer(id);
}
