import type { DataModel } from '../model/data.ts';
import { compact, jsonText } from './emitted.ts';
import type { Emitted } from './emitted.ts';

/** Every statement of the workload with sample parameters and its rate at peak, as JSON in the order of the model. */
export function workloadJson(data: DataModel): Emitted {
  const statements = data.queries.map(({ id, sql, kind, parameters, operation, rate }) =>
    compact({
      id,
      kind,
      sql,
      parameters: parameters.map(({ name, type, sample }) => compact({ name, type, sample })),
      operation,
      ratePerSecond: rate?.value,
    }),
  );
  return { text: statements.length === 0 ? '' : jsonText({ statements }), lost: [] };
}
