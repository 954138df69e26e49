import type { Backend } from '../model/backend.ts';
import type { Operation } from '../model/domain.ts';
import { assumed } from '../model/origin.ts';
import type { Relation } from './graphql-relations.ts';

/** What an entry of a batch costs of what the same read costs alone. */
export const batchShare = assumed(
  0.25,
  'ratio',
  'one statement for all keys is parsed, planned and sent once; each key is left with its way through an index',
  0.1,
  0.6,
);

/** Weights are milliseconds of CPU, application and database together, to three digits. */
const digits = (value: number): number => Number(value.toPrecision(3));

export const operationWeight = ({ cost }: Operation): number => digits(cost.cpu.value + cost.database.value);

/** One key of a batch; a page that belongs to it costs what its list costs, batched likewise. */
export function relationWeight({ operations }: Backend, { endpoint }: Relation): number {
  const cost = operations.find(({ id }) => id === endpoint.operation)?.cost;
  return cost === undefined ? 1 : digits(cost.database.value * batchShare.value);
}
