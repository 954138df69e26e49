import type { Finding } from '../../../../findings/finding.ts';
import type { Json } from '../../../../model/origin.ts';
import { qualifiedName, quoteText } from '../../../../artifacts/sql-names.ts';
import type { Session } from '../../session.ts';
import type { RowsDatabase } from '../rows-database.ts';
import type { Compared } from '../compare.ts';
import { volatileIn } from '../prepare.ts';
import { insertsOneByOne } from '../rules/inserts-one-by-one.ts';
import { compareBatch, executedRows } from './compare-batch.ts';
import type { ComparedBatch } from './compare-batch.ts';
import type { Batch } from './find-batches.ts';
import { insertOfArrays, mostParameters, oneInsert } from './join-rows.ts';

export interface BatchAdvice {
  readonly findings: readonly Finding[];
  readonly tried: readonly { readonly [key: string]: Json }[];
  readonly incomplete: readonly string[];
}

/** Offers one statement for inserts that follow each other, once both left the same rows in the table. */
export async function adviseBatches(
  { session, tables }: RowsDatabase,
  file: string,
  batches: readonly Batch[],
): Promise<BatchAdvice> {
  const findings: Finding[] = [];
  const tried: { readonly [key: string]: Json }[] = [];
  const incomplete: string[] = [];
  for (const batch of batches) {
    const { first, rows, table } = batch;
    const own = tables.find((each) => each.name === table.name && each.schema === table.schema);
    const why = own === undefined ? 'its table was refused' : await obstacle(session, batch);
    const { compared, drawn }: ComparedBatch =
      why !== undefined || own === undefined
        ? { compared: { kind: 'undecided', why: why ?? '' }, drawn: [] }
        : await compareBatch(session, { ...batch, table: own }, tables);
    const advised = compared.kind === 'equal';
    const reason =
      compared.kind === 'differ'
        ? `one insert leaves other rows: ${compared.counterexample}`
        : compared.kind === 'undecided'
          ? compared.why
          : undefined;
    tried.push({
      rule: insertsOneByOne.id,
      query: first.name,
      advised,
      statements: rows.length,
      roundTripsSaved: advised ? rows.length - 1 : 0,
      ...(compared.kind === 'equal' && { comparisons: compared.runs, rowsCompared: compared.rows }),
      ...(reason !== undefined && { why: reason }),
    });
    if (compared.kind === 'equal') findings.push(findingOf(file, batch, compared, drawn));
    else if (compared.kind === 'undecided')
      incomplete.push(`${insertsOneByOne.id} of ${first.name} is not settled: ${reason ?? ''}`);
  }
  return { findings, tried, incomplete };
}

/** What makes one insert something else than many, whatever the rows are. */
async function obstacle(session: Session, batch: Batch): Promise<string | undefined> {
  const { table, rows, conflict } = batch;
  const [trigger] = await session.rows(
    `select tgname as name from pg_trigger where tgrelid = ${quoteText(qualifiedName(table))}::regclass and not tgisinternal
     union all select rulename from pg_rewrite where ev_class = ${quoteText(qualifiedName(table))}::regclass order by 1 limit 1`,
  );
  if (trigger !== undefined)
    return `${trigger['name'] ?? ''} of ${table.name} may look at the table between the rows: a trigger sees one insert of many rows otherwise than many inserts`;
  if (conflict === 'update' && rows.some(({ text }) => text.includes('$')))
    return 'ON CONFLICT DO UPDATE refuses two rows of one statement with the same key (21000), and the keys are parameters';
  if (rows.some(({ asks }) => asks))
    return 'a row asks the database for a value, which an insert before it may change';
  const volatile = await volatileIn(
    session,
    rows.map(({ text }) => text),
  );
  return volatile === undefined ? undefined : `${volatile}() answers differently every time`;
}

function findingOf(
  file: string,
  batch: Batch,
  compared: Extract<Compared, { kind: 'equal' }>,
  drawn: readonly string[],
): Finding {
  const { first, rows, table, conflict, returns } = batch;
  const count = rows.length;
  const arrays = insertOfArrays(batch);
  const most = Math.floor(mostParameters / Math.max(1, batch.columns.length));
  const part = count > executedRows ? `, of the first ${executedRows} rows` : '';
  return {
    rule: insertsOneByOne.id,
    subject: first.name,
    severity: insertsOneByOne.severity,
    confidence: 'certain',
    standards: insertsOneByOne.standards,
    evidence: rows
      .slice(0, 3)
      .map(({ query }) => ({ kind: 'read', origin: { kind: 'read', file, line: query.line } })),
    what: `${first.name}: ${count} inserts of one row each into ${table.name} follow each other.`,
    why: `${insertsOneByOne.why} One statement saves ${count - 1} of ${count} round trips. The same rows with the same numbers in ${compared.runs} comparisons of ${compared.rows} rows on ${compared.databases} generated databases${part}${drawn.length === 0 ? '' : `; ${drawn.join(', ')} not compared, which each row draws for itself`}.`,
    next: [
      arrays === undefined
        ? 'Write the rows at once'
        : `Give one array for each column: ${oneLine(arrays)}; or write the rows at once`,
      `(at most ${most} of them where each value is a parameter):`,
      `${oneLine(oneInsert(batch, 3))};`,
      'A row that is refused then refuses them all.',
      ...(conflict === 'none'
        ? []
        : ['Two rows with the same key count as a conflict within the statement too.']),
      ...(returns ? ['RETURNING gives a row for each; match them by a key, not by their order.'] : []),
    ].join(' '),
  };
}

const oneLine = (sql: string): string => sql.replaceAll(/\s+/g, ' ').trim();
