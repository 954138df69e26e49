import { quoteText } from '../../artifacts/sql-names.ts';
import { explained } from './explain.ts';
import type { Explained } from './explain.ts';
import type { Projection } from './projection.ts';
import type { WorkloadStatement } from './read-projection.ts';
import type { Session } from './session.ts';

/** What the planner answered for one statement. */
export interface Planned {
  readonly statement: WorkloadStatement;
  /** With the sample parameters. */
  readonly plan: Explained;
  /** Without the indexes that keep no rule of the schema. */
  readonly bare: Explained;
  /** For any parameters, as a statement prepared once may be planned. */
  readonly generic: Explained;
}

/**
 * Settings of the planner that differ from PostgreSQL's defaults: plans do not depend on the machine's cores, and
 * hash tables count as on a 64-bit server (this engine has 32 bits).
 */
const settings =
  'set max_parallel_workers_per_gather = 0; set jit = off; set hash_mem_multiplier = 1.65; set plan_cache_mode = force_custom_plan';

/** Statements planned in one message: few enough that together they stay within what one request may take. */
const atOnce = 50;

/** Plans every statement three ways in one session; what PostgreSQL refuses stays a value. */
export async function planAll(
  session: Session,
  statements: readonly WorkloadStatement[],
  { catalogue }: Projection,
): Promise<readonly Planned[]> {
  await session.script(settings);
  const failed = new Map<number, Explained>();
  const prepared = await session.runEach(
    statements.map(({ sql, parameters }, at) => {
      const types = parameters.length === 0 ? '' : ` (${parameters.map(({ type }) => type).join(', ')})`;
      return { sql: `prepare plan_${at}${types} as ${sql}` };
    }),
  );
  for (const [at, ran] of prepared.entries()) if (ran.kind === 'failed') failed.set(at, ran);
  const explainAll = async (): Promise<readonly Explained[]> => {
    const calls = statements.map(({ parameters }, at) => {
      const samples = parameters.map(({ sample }) => quoteText(sample)).join(', ');
      return `explain (format json, verbose) execute plan_${at}${samples === '' ? '' : ` (${samples})`}`;
    });
    const plans: Explained[] = [];
    for (let from = 0; from < calls.length; from += atOnce) {
      const answers = await session.runEach(calls.slice(from, from + atOnce).map((sql) => ({ sql })));
      plans.push(...answers.map((ran, at) => failed.get(from + at) ?? explained(ran)));
    }
    return plans;
  };
  const plans = await explainAll();
  await session.script('set plan_cache_mode = force_generic_plan');
  const generic = await explainAll();
  await session.script('set plan_cache_mode = force_custom_plan');
  const chosen = catalogue.indexes.filter(({ constraint }) => !constraint).map(({ oid }) => oid);
  // The planner leaves out invalid indexes: switching them off is a matter of the catalogue alone.
  await session.run('update pg_index set indisvalid = false where indexrelid = any($1::oid[])', [
    `{${chosen.join(',')}}`,
  ]);
  const bare = await explainAll();
  const none: Explained = { kind: 'failed', failure: { message: 'not planned' } };
  return statements.map((statement, at) => ({
    statement,
    plan: plans[at] ?? none,
    bare: bare[at] ?? none,
    generic: generic[at] ?? none,
  }));
}
