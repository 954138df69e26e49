import type { Claim } from '../findings/claim.ts';
import type { Json } from '../model/origin.ts';
import { adviceFindings, adviceJson, adviceRules } from '../provers/postgres/indexes/advice-findings.ts';
import { adviseIndexes } from '../provers/postgres/indexes/advise-production.ts';
import type { ProductionAdvice } from '../provers/postgres/indexes/advise-production.ts';
import { exportedSchema, openProduction } from '../provers/postgres/production/open-production.ts';
import type { Production } from '../provers/postgres/production/open-production.ts';
import { pageBytes } from '../provers/postgres/page-checksum.ts';
import type { UnbuiltIndex } from '../provers/postgres/production/unbuilt.ts';
import { judgeQueries, queryRules, whyOf } from '../provers/postgres/queries/judge-queries.ts';
import type { JudgedQueries } from '../provers/postgres/queries/judge-queries.ts';
import { planQueries } from '../provers/postgres/queries/plan-queries.ts';
import type { Plans } from '../provers/postgres/queries/plan-queries.ts';
import { readQueries } from '../provers/postgres/queries/read-queries.ts';
import type { WrittenQuery } from '../provers/postgres/queries/read-queries.ts';
import { planRewrites, settleRewrites } from '../provers/postgres/rewrites/advise.ts';
import type { RewriteAdvice } from '../provers/postgres/rewrites/rewrite-findings.ts';
import { toldRules } from '../provers/postgres/rewrites/all.ts';
import { firstSeed } from '../provers/postgres/rewrites/states.ts';
import { findReasons } from '../provers/postgres/queries/reasons.ts';
import type { Reasons } from '../provers/postgres/queries/reason.ts';
import { treeOf } from '../provers/postgres/queries/signature.ts';
import { versionEffects } from '../provers/postgres/queries/version-effects.ts';
import { engine } from '../provers/postgres/session.ts';
import { planLimits } from '../provers/postgres/plan-faults.ts';
import { checkAnswer } from './check-result.ts';
import type { CheckQueriesInput } from './check-queries.ts';
import { UserError } from './operation.ts';
import type { Answer, Tools } from './operation.ts';
import { readQueryInputs } from './query-inputs.ts';
import type { QueryInputs } from './query-inputs.ts';

/** @throws UserError when a file cannot be read or holds something else */
export async function runCheckQueries(input: CheckQueriesInput, tools: Tools): Promise<Answer> {
  const inputs = await readQueryInputs(input, tools);
  const budget = budgetOf(input.budget);
  const read = await readQueries(inputs.queries);
  tools.progress('building the schema and telling the planner of production');
  const { schema, statistics } = inputs;
  const production = await openProduction({ schema, statistics, literals: read.literals });
  try {
    tools.progress(`planning ${read.queries.length} queries`);
    const plans = await planQueries(production, read.queries);
    const found = await planRewrites(production, {
      file: inputs.file,
      schema: schema ?? exportedSchema(statistics),
      planned: plans.planned,
    });
    tools.progress('asking what decides the plans, and trying rewrites on generated rows');
    // Two engines, neither waits for the other.
    const [reasons, rewrites] = await Promise.all([
      findReasons(production, plans.planned),
      settleRewrites(found),
    ]);
    const judged = withRewrites(judgeQueries(production, inputs.file, read, plans, reasons), rewrites);
    if (budget !== undefined) tools.progress(`searching indexes for ${budget} MB`);
    const advised =
      budget === undefined
        ? undefined
        : await adviseIndexes(
            production,
            plans.planned.map(({ query }) => query),
            budget,
          );
    const answer = advised === undefined ? judged : withAdvice(judged, advised, inputs.file, read.queries);
    return answerOf(
      inputs,
      production,
      plans,
      reasons,
      answer,
      {
        rewrites: rewrites.measurements,
        ...(advised !== undefined && { advice: adviceJson(advised, budget ?? 0) }),
      },
      input,
      tools,
    );
  } finally {
    await production.close();
  }
}

function answerOf(
  { file, texts, command }: QueryInputs,
  production: Production,
  plans: Plans,
  reasons: Reasons,
  judged: JudgedQueries,
  further: { readonly [key: string]: Json },
  input: CheckQueriesInput,
  tools: Tools,
): Answer {
  const { planner, target, rung, unbuilt, incomplete } = production;
  const claim = claimOf(file, plans, [...texts.keys()]);
  return checkAnswer(
    {
      claim,
      outcome: {
        claim: claim.id,
        verdict: judged.verdict,
        engine,
        measurements: {
          postgresql: planner,
          ...(target !== undefined && { target: `PostgreSQL ${target.version}` }),
          rung: rung.kind,
          statistics: rung.words,
          queries: judged.queries,
          ...(unbuilt.length > 0 && { unbuilt: unbuilt.map(unbuiltJson) }),
          ...further,
        },
        incomplete: [
          ...(target === undefined ? [] : versionEffects(target)),
          ...incomplete,
          ...judged.incomplete,
        ],
      },
      findings: judged.findings,
      rules: [...queryRules, ...adviceRules, ...toldRules],
      inputs: texts,
      seed: firstSeed,
      command,
      details: () => detailsOf(production, plans, reasons),
    },
    input,
    tools,
  );
}

/** An index of the schema that the server has not, with the size the plans were made for. */
const unbuiltJson = ({ name, sized }: UnbuiltIndex): { readonly [key: string]: Json } => ({
  index: name,
  bytes: sized.pages * pageBytes,
  entries: Math.round(sized.tuples),
});

const withRewrites = (judged: JudgedQueries, { findings, incomplete }: RewriteAdvice): JudgedQueries => ({
  ...judged,
  findings: [...judged.findings, ...findings],
  incomplete: [...judged.incomplete, ...incomplete],
});

const withAdvice = (
  judged: JudgedQueries,
  advice: ProductionAdvice,
  file: string,
  queries: readonly WrittenQuery[],
): JudgedQueries => ({
  ...judged,
  findings: [...judged.findings, ...adviceFindings(advice, file, queries)],
  incomplete: [...judged.incomplete, ...advice.incomplete],
});

/** @throws UserError when it is no size */
function budgetOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const budget = Number(given);
  if (given.trim() !== '' && Number.isFinite(budget) && budget > 0) return budget;
  throw new UserError(
    `${given} is no budget`,
    'Give the MB that further indexes may take, such as --budget 200.',
  );
}

const claimOf = (file: string, { planned, refused }: Plans, inputs: readonly string[]): Claim => ({
  id: 'plan/queries',
  prover: 'plan',
  subject: file,
  statement:
    `PostgreSQL plans each of ${planned.length + refused.length} queries without reading more than ${planLimits.pages} pages of ` +
    `a table whose rows a predicate selects, and without sorting more than ${planLimits.sorted} rows before a limit.`,
  oracle: 'postgresql-planner',
  inputs,
  parameters: { ...planLimits },
});

function detailsOf({ planner, target, rung }: Production, { planned }: Plans, reasons: Reasons): string {
  const server = target === undefined ? '' : ` as for PostgreSQL ${target.version}`;
  const head = `planned by ${planner}${server}, from ${rung.words}`;
  const each = planned.map(({ query, plan }) =>
    [
      `${query.name}${query.parameters ? '  (for any parameters)' : ''}`,
      ...treeOf(plan).map((line) => `  ${line}`),
      ...whyOf(reasons.get(query.name) ?? []).map((line) => `  why: ${line}`),
    ].join('\n'),
  );
  return [head, ...each].join('\n\n');
}
