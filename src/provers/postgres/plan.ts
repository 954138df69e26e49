import { statisticsJson } from '../../artifacts/statistics.ts';
import { findTable } from '../../artifacts/sql-names.ts';
import { projectedRows } from '../../artifacts/statistics-rows.ts';
import { workloadJson } from '../../artifacts/workload.ts';
import { schemaSql } from '../../artifacts/ddl.ts';
import type { Claim } from '../../findings/claim.ts';
import type { Backend } from '../../model/backend.ts';
import type { DataModel, Query } from '../../model/data.ts';
import type { Prover, ReadInput } from '../prover.ts';
import { firstOf, proved, refuted, settleEach, six, undecided } from '../settle.ts';
import type { Settled } from '../settle.ts';
import { isForPostgres, schemaPath } from './ddl.ts';
import { indexUse, indexUseClaim } from './plan-index-use.ts';
import type { Planned } from './plan-batch.ts';
import { planAll } from './plan-batch.ts';
import { examine, limitsOf, planLimits } from './plan-faults.ts';
import { indexesOf, namesOf, shapeOf } from './plan-shape.ts';
import { project } from './projection.ts';
import type { Projection } from './projection.ts';
import { readStatistics, readWorkload } from './read-projection.ts';
import { forgettingExtensions } from './forget-pages.ts';
import { openScratch } from './scratch.ts';
import { engine } from './session.ts';

export const statisticsPath = '2-database/statistics.json';
export const workloadPath = '2-database/workload.json';
const inputs = [schemaPath, statisticsPath, workloadPath];

/** Holds every statement of the workload to the plan PostgreSQL's own planner makes at the projected size. */
export const plan: Prover = {
  id: 'plan',
  claims: ({ data }: Backend) => {
    const asked = isForPostgres(data) ? data.queries.flatMap((query) => claimOf(data, query)) : [];
    if (asked.length === 0) return { claims: [], inputs: new Map() };
    const texts = [schemaSql(data).text, statisticsJson(data).text, workloadJson(data).text];
    return {
      claims: [...asked, ...indexUseClaim(data, inputs)],
      inputs: new Map(inputs.map((path, at) => [path, texts[at] ?? ''])),
    };
  },
  prove: async (claims, read) => {
    let answer: Promise<Answer> | undefined;
    return settleEach(claims, read, engine, async (claim) => {
      answer ??= planWorkload(read);
      return settle(claim, await answer);
    });
  },
};

/** Only a statement whose tables all have projected rows can be planned at scale. */
function claimOf(data: DataModel, query: Query): readonly Claim[] {
  if (query.kind === 'other' || query.tables.length === 0) return [];
  const tables = query.tables.map((name) => {
    const table = findTable(data.tables, name);
    return { name, rows: table === undefined ? undefined : projectedRows(table) };
  });
  if (tables.some(({ rows }) => rows === undefined)) return [];
  const largest = tables.reduce((a, b) => ((b.rows ?? 0) > (a.rows ?? 0) ? b : a));
  const secured = query.tables.filter((name) => findTable(data.tables, name)?.rowSecurity?.enabled === true);
  return [
    {
      id: `plan/${query.id}`,
      prover: 'plan',
      subject: query.id,
      statement:
        `At ${largest.rows} projected rows of ${largest.name}, PostgreSQL's planner answers ${query.id} without reading ` +
        `more than ${planLimits.pages} pages of a table whose rows a predicate selects, and without sorting more than ` +
        `${planLimits.sorted} rows before a limit.`,
      oracle: 'postgresql-planner',
      inputs,
      parameters: { ...planLimits, rowSecurity: secured },
    },
  ];
}

interface Answer {
  readonly projection: Projection;
  readonly planned: readonly Planned[];
  readonly version: string;
}

async function planWorkload(read: ReadInput): Promise<Answer> {
  const statements = readWorkload(read(workloadPath));
  const tables = readStatistics(read(statisticsPath));
  // An engine of its own: the size of a relation is told for good, and rows others made leave traces in index pages.
  const scratch = await openScratch(read(schemaPath), forgettingExtensions);
  try {
    const projection = await project(scratch.session, tables);
    return {
      projection,
      planned: await planAll(scratch.session, statements, projection),
      version: scratch.version.split(' ').slice(0, 2).join(' '),
    };
  } finally {
    await scratch.session.close();
  }
}

function settle(claim: Claim, { projection, planned, version }: Answer): Settled {
  const names = namesOf(projection);
  if (claim.id === 'plan/index-use') return indexUse(claim, projection, planned, names);
  const found = planned.find(({ statement }) => statement.id === claim.subject);
  if (found === undefined)
    return {
      verdict: undecided(`${workloadPath} has no statement ${claim.subject}`),
      measurements: {},
      incomplete: [],
    };
  const { plan: answer, bare, generic } = found;
  if (answer.kind === 'failed') {
    const words = `${answer.failure.code ?? ''}: ${answer.failure.message}`;
    const isWrong = answer.failure.code?.startsWith('42') === true;
    return {
      verdict: isWrong ? refuted(`PostgreSQL cannot plan it: ${words}`) : undecided(words),
      measurements: { postgresql: version },
      incomplete: [],
    };
  }
  const { faults, whole } = examine(answer.plan, names, limitsOf(claim.parameters));
  const shape = shapeOf(answer.plan, names);
  const general = generic.kind === 'plan' ? shapeOf(generic.plan, names) : shape;
  const secured = claim.parameters['rowSecurity'];
  return {
    verdict: faults.length === 0 ? proved : refuted(firstOf([...faults, `plan: ${shape}`])),
    measurements: {
      postgresql: version,
      plan: shape,
      indexes: indexesOf(answer.plan, names).join(', ') || 'none',
      rows: answer.plan.rows,
      cost: six(answer.plan.cost),
      ...(bare.kind === 'plan' && { costWithoutIndexes: six(bare.plan.cost) }),
      ...(general !== shape && { planForAnyParameters: general }),
    },
    incomplete: [
      ...whole,
      ...projection.incomplete,
      ...(Array.isArray(secured) && secured.length > 0
        ? [`planned without row security, whose conditions come on top: ${secured.join(', ')}`]
        : []),
    ],
  };
}
