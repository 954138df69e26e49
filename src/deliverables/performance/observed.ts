import { cell, codeCell, list, section, table, unknown } from '../blocks.ts';
import type { Basis, Section } from '../deliverable.ts';
import { originWords } from '../../model/quantity.ts';
import type { Query } from '../../model/data.ts';

/** Statements shown; the rest is in model.json. */
const shown = 60;

/**
 * What the code of a recovered backend shows of its performance: statements that repeat or have no bound, calls that
 * wait, and what has to be measured before anything can be sized. Nothing is estimated here.
 */
export function observed({ backend }: Basis): readonly (Section | undefined)[] {
  if (backend.source !== 'recovered') return [];
  const { queries } = backend.data;
  const costly = queries.filter((query) => remarks(query).length > 0);
  return [
    section(
      {
        id: 'statements',
        title: `Statements that cost more as data grow (${costly.length} of ${queries.length})`,
      },
      table(
        ['statement', 'tables', 'remark', 'seen'],
        costly
          .slice(0, shown)
          .map((query) => [
            codeCell(query.sql.replace(/\s+/g, ' ').slice(0, 120)),
            query.tables.join(', '),
            remarks(query).join('; '),
            originWords(query.origin),
          ]),
      ),
      costly.length > shown ? list([`and ${costly.length - shown} more in model.json`]) : undefined,
    ),
    section(
      { id: 'waiting', title: 'Calls a request waits for' },
      table(
        ['target', 'time limit', 'attempts', 'in a transaction', 'seen'],
        backend.processes.calls
          .slice(0, shown)
          .map(({ target, timeout, attempts, inTransaction, origin }) => [
            target,
            timeout ?? 'none seen',
            cell(attempts),
            inTransaction === true ? 'yes' : 'not seen',
            originWords(origin),
          ]),
      ),
    ),
    toMeasure(backend.load.workloads.length),
  ];
}

function remarks({ kind, sql, inLoop }: Query): readonly string[] {
  return [
    ...(inLoop === true ? ['runs once for each row of another result'] : []),
    ...(/\boffset\b/i.test(sql) ? ['skips rows with OFFSET'] : []),
    ...(kind === 'select' && !/\b(where|limit|group by|count\s*\()/i.test(sql) && /\bfrom\b/i.test(sql)
      ? ['neither filter nor limit']
      : []),
    ...(kind === 'select' && /^\s*select\s+\*/i.test(sql) ? ['reads every column'] : []),
  ];
}

function toMeasure(workloads: number): Section | undefined {
  if (workloads > 0) return undefined;
  return section(
    { id: 'to-measure', title: 'What has to be known before anything is sized' },
    unknown(
      'The code does not tell the load: no rate, no row count and no latency of this backend is known here.',
    ),
    list([
      'Requests a second of each endpoint at the busiest hour, from the access log.',
      'Rows and growth of each table, from the statistics of the database.',
      'CPU of one request in the application and in the database, from a profile under load.',
      'The latency that users were promised. Write it with the rest into a brief: plumbline analyze --brief.',
    ]),
  );
}
