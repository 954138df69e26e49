import { count } from '../blocks.ts';
import type { Backend } from '../../model/backend.ts';
import type { Query } from '../../model/data.ts';
import type { Quantity } from '../../model/origin.ts';

/** Who writes a table, as the statements of the workload show. */
export interface TableWriters {
  readonly table: string;
  readonly owner: string;
  readonly writes: Quantity;
  /** Contexts other than the owner that write it. */
  readonly others: readonly string[];
  /** Contexts other than the owner that read it directly. */
  readonly readers: readonly string[];
}

export function writersOf(backend: Backend): readonly TableWriters[] {
  const { tables, queries } = backend.data;
  return tables.flatMap(({ name, context }) => {
    if (context === undefined) return [];
    const touching = queries.filter((query) => query.tables.includes(name));
    const writing = touching.filter((query) => query.kind !== 'select' && query.tables[0] === name);
    const foreign = (list: readonly Query[]): readonly string[] => [
      ...new Set(
        list.flatMap((query) => {
          const from = contextOf(backend, query);
          return from === undefined || from === context ? [] : [from];
        }),
      ),
    ];
    return [
      {
        table: name,
        owner: context,
        writes: count(writing.length, `statements of the workload that write ${name}`),
        others: foreign(writing),
        readers: foreign(touching.filter(({ kind }) => kind === 'select')),
      },
    ];
  });
}

/** The context that issues a statement: that of its operation or endpoint. */
function contextOf({ operations, api }: Backend, { operation }: Query): string | undefined {
  return (
    operations.find(({ id }) => id === operation)?.context ??
    api.endpoints.find(({ id }) => id === operation)?.context
  );
}

/** What is measured for the operations of a context: latency objectives that hold there. */
export function qualityOf(
  backend: Backend,
  context: string,
): readonly { readonly words: string; readonly limit: Quantity; readonly predicted: Quantity }[] {
  const own = new Set(
    backend.operations.filter((operation) => operation.context === context).map(({ id }) => id),
  );
  return backend.load.budgets.flatMap(({ operation, objective, p95, p99, mean }) => {
    if (objective === undefined || !own.has(operation)) return [];
    const predicted = objective.percentile >= 99 ? p99 : objective.percentile >= 90 ? p95 : mean;
    return [{ words: `p${objective.percentile} of ${operation}`, limit: objective.limit, predicted }];
  });
}
