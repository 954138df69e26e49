import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Claim } from '../findings/claim.ts';
import type { Json } from '../model/origin.ts';
import { adviceFindings, adviceJson, adviceRules } from '../provers/postgres/indexes/advice-findings.ts';
import { adviseIndexes } from '../provers/postgres/indexes/advise-production.ts';
import type { ProductionAdvice } from '../provers/postgres/indexes/advise-production.ts';
import { exportedSchema, openProduction } from '../provers/postgres/production/open-production.ts';
import type { Production } from '../provers/postgres/production/open-production.ts';
import { readStatisticsFile } from '../provers/postgres/production/read-statistics.ts';
import type { Statistics } from '../provers/postgres/production/read-statistics.ts';
import { judgeQueries, queryRules, whyOf } from '../provers/postgres/queries/judge-queries.ts';
import type { JudgedQueries } from '../provers/postgres/queries/judge-queries.ts';
import { planQueries } from '../provers/postgres/queries/plan-queries.ts';
import type { Plans } from '../provers/postgres/queries/plan-queries.ts';
import { readQueries } from '../provers/postgres/queries/read-queries.ts';
import type { WrittenQuery } from '../provers/postgres/queries/read-queries.ts';
import { adviseRewrites } from '../provers/postgres/rewrites/advise.ts';
import type { RewriteAdvice } from '../provers/postgres/rewrites/advise.ts';
import { rewriteRules } from '../provers/postgres/rewrites/all.ts';
import { firstSeed } from '../provers/postgres/rewrites/states.ts';
import { findReasons } from '../provers/postgres/queries/reasons.ts';
import type { Reasons } from '../provers/postgres/queries/reasons.ts';
import { treeOf } from '../provers/postgres/queries/signature.ts';
import { versionEffects } from '../provers/postgres/queries/version-effects.ts';
import { engine } from '../provers/postgres/session.ts';
import { planLimits } from '../provers/postgres/plan-faults.ts';
import { checkAnswer } from './check-result.ts';
import type { CheckQueriesInput } from './check-queries.ts';
import { UserError } from './operation.ts';
import type { Answer, Tools } from './operation.ts';

interface Inputs {
  /** As the user named it. */
  readonly file: string;
  readonly queries: string;
  readonly schema: string | undefined;
  readonly statistics: Statistics;
  readonly texts: ReadonlyMap<string, string>;
  readonly command: string;
}

/** @throws UserError when a file cannot be read or holds something else */
export async function runCheckQueries(input: CheckQueriesInput, tools: Tools): Promise<Answer> {
  const inputs = await readInputs(input, tools);
  const budget = budgetOf(input.budget);
  const read = await readQueries(inputs.queries);
  tools.progress('building the schema and telling the planner of production');
  const { schema, statistics } = inputs;
  const production = await openProduction({ schema, statistics, literals: read.literals });
  try {
    tools.progress(`planning ${read.queries.length} queries`);
    const plans = await planQueries(production, read.queries);
    const reasons = await findReasons(production, plans.planned);
    tools.progress('trying rewrites of the queries on generated rows');
    const rewrites = await adviseRewrites(production, {
      file: inputs.file,
      schema: schema ?? exportedSchema(statistics),
      planned: plans.planned,
    });
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
  { file, texts, command }: Inputs,
  production: Production,
  plans: Plans,
  reasons: Reasons,
  judged: JudgedQueries,
  further: { readonly [key: string]: Json },
  input: CheckQueriesInput,
  tools: Tools,
): Answer {
  const { planner, target, rung, incomplete } = production;
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
          ...further,
        },
        incomplete: [
          ...(target === undefined ? [] : versionEffects(target)),
          ...incomplete,
          ...judged.incomplete,
        ],
      },
      findings: judged.findings,
      rules: [...queryRules, ...adviceRules, ...rewriteRules],
      inputs: texts,
      seed: firstSeed,
      command,
      details: () => detailsOf(production, plans, reasons),
    },
    input,
    tools,
  );
}

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

async function readInputs(
  { file, schema, stats, rows, budget }: CheckQueriesInput,
  { cwd }: Tools,
): Promise<Inputs> {
  const texts = new Map<string, string>();
  const load = (named: string | undefined, what: string): string | undefined => {
    if (named === undefined) return undefined;
    const text = textOf(named, cwd, what);
    texts.set(named, text);
    return text;
  };
  const exported = statisticsOf(load(stats, 'statistics'), stats);
  const queries = load(file, 'queries') ?? recorded(exported, stats);
  const schemaText = load(schema, 'a schema');
  if (schemaText === undefined && exported.kind !== 'exported')
    throw new UserError(
      'there is no schema to plan on',
      'Give --schema schema.sql, or --stats with an export of `plumbline stats`, which holds one.',
    );
  const statistics = rows === undefined ? exported : await byRows(rows, schema, schemaText, stats);
  const command = [
    'plumbline check queries',
    file,
    schema && `--schema ${schema}`,
    stats && `--stats ${stats}`,
    rows && `--rows ${rows}`,
    budget && `--budget ${budget}`,
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
  return { file: file ?? stats ?? '', queries, schema: schemaText, statistics, texts, command };
}

async function byRows(
  rows: string,
  schema = '',
  text: string | undefined,
  stats: string | undefined,
): Promise<Statistics> {
  if (stats !== undefined)
    throw new UserError(
      '--rows and --stats both say how large tables are',
      'Leave out --rows: the statistics say more.',
    );
  if (text === undefined)
    throw new UserError('--rows needs the schema of its tables', 'Give --schema schema.sql.');
  return (await import('./given-rows.ts')).statisticsOfRows(rows, { file: schema, text });
}

function textOf(named: string, cwd: string, what: string): string {
  try {
    return readFileSync(resolve(cwd, named), 'utf8');
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    throw new UserError(
      code === 'ENOENT' ? 'there is no such file' : `it cannot be read: ${code}`,
      `Name a file that holds ${what}.`,
      named,
    );
  }
}

function statisticsOf(text: string | undefined, named = ''): Statistics {
  if (text === undefined) return { kind: 'none' };
  const read = readStatisticsFile(text);
  if (read.kind === 'unreadable')
    throw new UserError(read.why, 'Export it again with `plumbline stats <postgres-url>`.', named);
  return read;
}

/** The statements pg_stat_statements had recorded, as a file of queries. */
function recorded(statistics: Statistics, named = ''): string {
  const statements = statistics.kind === 'exported' ? statistics.statistics.statements : [];
  if (statements.length === 0)
    throw new UserError(
      'no queries were given',
      named === ''
        ? 'Give a file of queries.'
        : 'Give a file of queries: the statistics hold no recorded statements (pg_stat_statements).',
    );
  return statements
    .map(({ sql, calls }, at) => `-- name: recorded-${at + 1}, calls: ${calls}\n${sql};\n`)
    .join('');
}
