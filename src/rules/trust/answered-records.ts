import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Flow } from '../../model/flow.ts';
import { tableOf } from './owned-records.ts';
import { storedOf } from './owners-by-use.ts';

/** Records that an endpoint answers, with the columns that the answer holds. */
export interface AnsweredRecords {
  readonly endpoint: Endpoint;
  readonly flow: Flow;
  readonly table: string;
  /** All of the table's records. */
  readonly isAll: boolean;
  readonly columns: readonly string[];
}

/** What is known to be answered, column by column: a model may hide some. */
export function answeredRecords(backend: Backend): readonly AnsweredRecords[] {
  const { api, data, trust } = backend;
  const endpoints = new Map(api.endpoints.map((endpoint) => [endpoint.id, endpoint]));
  return trust.flows.flatMap((flow): readonly AnsweredRecords[] => {
    const { kind, access } = flow;
    if (kind !== 'record-answer' || access === undefined) return [];
    const table = tableOf(data, access.entity);
    const { fields, except = [], key } = access;
    // Columns that code or a schema of answers names are there; what no table holds is told by the code that keeps it.
    const all =
      table?.columns.map(({ name }) => name) ?? fields ?? storedOf(backend, access.entity)?.columns ?? [];
    if (all.length === 0) return [];
    const columns = all.filter((name) => fields?.includes(name) !== false && !except.includes(name));
    return flow.endpoints.flatMap((id) => {
      const endpoint = endpoints.get(id);
      return endpoint === undefined
        ? []
        : [{ endpoint, flow, table: table?.name ?? access.entity, isAll: key === '', columns }];
    });
  });
}

/** What a page of a person seldom shows to everybody. */
export const isPrivateColumn = (name: string): boolean =>
  /password|passwd|pwd|e-?mail|phone|mobile|\bssn\b|card_?number|iban|birth|salary/i.test(name);
