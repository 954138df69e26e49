import type { Claim } from '../../findings/claim.ts';
import type { DataModel } from '../../model/data.ts';
import { firstOf, proved, refuted, undecided } from '../settle.ts';
import type { Settled } from '../settle.ts';
import type { Planned } from './plan-batch.ts';
import { indexesOf } from './plan-shape.ts';
import type { Names } from './plan-shape.ts';
import type { Projection } from './projection.ts';

/** One claim about all indexes that were chosen, not implied by a key. */
export function indexUseClaim(data: DataModel, inputs: readonly string[]): readonly Claim[] {
  const chosen = data.tables.flatMap(({ indexes }) => indexes.filter(({ unique }) => !unique));
  if (chosen.length === 0) return [];
  return [
    {
      id: 'plan/index-use',
      prover: 'plan',
      subject: 'indexes',
      statement: `Each of ${chosen.length} secondary indexes is read by a plan of the workload or leads with the columns of a foreign key.`,
      oracle: 'postgresql-planner',
      inputs: [...inputs],
      parameters: {
        // Plans do not show the checks that PostgreSQL makes when a referenced row is deleted.
        foreignKeys: data.tables.flatMap((table) =>
          table.indexes
            .filter((index) =>
              table.foreignKeys.some((key) =>
                key.columns.every(
                  (name, at) => index.columns[at]?.split(' ')[0]?.replaceAll('"', '') === name,
                ),
              ),
            )
            .map(({ name }) => name),
        ),
      },
    },
  ];
}

export function indexUse(
  claim: Claim,
  { catalogue }: Projection,
  planned: readonly Planned[],
  names: Names,
): Settled {
  const read = new Set(
    planned.flatMap(({ plan, generic }) =>
      [plan, generic].flatMap((each) => (each.kind === 'plan' ? indexesOf(each.plan, names) : [])),
    ),
  );
  const forKeys = claim.parameters['foreignKeys'];
  const served = new Set(Array.isArray(forKeys) ? forKeys : []);
  const chosen = [
    ...new Set(catalogue.indexes.filter(({ constraint }) => !constraint).map(({ rootName }) => rootName)),
  ];
  const idle = chosen.filter((name) => !read.has(name) && !served.has(name));
  const measurements = {
    indexes: chosen.length,
    readByPlans: chosen.filter((name) => read.has(name)).length,
    forForeignKeysOnly: chosen.filter((name) => !read.has(name) && served.has(name)).length,
    idle: idle.length,
  };
  const verdict =
    chosen.length === 0
      ? undecided('the schema has no secondary index')
      : idle.length === 0
        ? proved
        : refuted(
            firstOf(
              idle.map((name) => `${name} is read by no plan of the workload`),
              20,
            ),
          );
  return { verdict, measurements, incomplete: [] };
}
