import type { Query, Table } from '../../../model/data.ts';
import type { Job } from '../../../model/processes.ts';
import type { Lines } from '../code/call-graph.ts';
import type { Joined } from './deliveries.ts';
import { textOf, writesByFile, writesOf } from './written.ts';

/** Words of code that tells a second delivery from a first, or of a call that does. */
const guards =
  /idempoten|processed|already|dedup|duplicate|exist|unique|inbox|seen|\block|find_?or|first_?or|get_?or|or_?create|or_?new|jobId|set_?nx|\bnx\b|upsert|conflict|insert_?ignore|merge/i;
const upserts = /on conflict|on duplicate|upsert|ignore|merge|not exists/i;
/** A row too many is seen by nobody, or is what such a table is for. */
const harmless =
  /logs?$|audit|metric|stat(s|istic)|event|histor|notif|session|visit|views?$|activit|track|trace|attempt|cache|job|outbox|mail|message_?log/i;
/** Celery tells the broker before the work, unless told otherwise. */
const latePython = /acks_late|autoretry_for|\.retry\(|max_retries/;

/** Inserts of a job that a second delivery repeats; none where anything was seen that may prevent it. */
export function repeatedInserts(joined: Joined, job: Job): NonNullable<Job['repeatedInserts']> {
  const { backend, reaches } = joined;
  if (job.kind !== 'queue' || job.unique !== undefined || job.doneBeforeWork !== undefined) return [];
  if (job.attempts?.value === 1) return [];
  const places = (job.consumers ?? [job.origin]).flatMap((each) => (each.kind === 'read' ? [each] : []));
  const starts = places.flatMap(({ file, line }) =>
    reaches.flatMap((reach) => reach.startsAt?.(file, line) ?? reach.behind(file, line).slice(0, 1)),
  );
  if (starts.length === 0) return [];
  const byFile = writesByFile(joined);
  return starts.flatMap((lines) => {
    const near = nearby(joined, lines);
    const text = near.map((each) => textOf(joined, each)).join('\n');
    if (guards.test(text)) return [];
    if (lines.file.endsWith('.py') && !latePython.test(joined.files.get(lines.file)?.text ?? '')) return [];
    const asked = new Set(
      backend.data.queries
        .filter(({ kind, origin }) => kind === 'select' && near.some((each) => holds(each, origin)))
        .flatMap(({ tables }) => tables),
    );
    return writesOf(joined, byFile, lines).flatMap(({ query, place }) => {
      const [table] = query.tables;
      return table !== undefined && !asked.has(table) && isRepeated(query, backend.data.tables)
        ? [{ table, origin: place }]
        : [];
    });
  });
}

const holds = ({ file, start, end }: Lines, origin: Query['origin']): boolean =>
  origin.kind === 'read' && origin.file === file && origin.line >= start && origin.line <= end;

/** A function and what it calls, two calls deep. */
function nearby({ reaches }: Joined, lines: Lines): readonly Lines[] {
  const found = new Set([lines]);
  let edge: readonly Lines[] = [lines];
  for (let steps = 0; steps < 2; steps += 1) {
    edge = edge.flatMap((each) =>
      reaches.flatMap(({ callsIn }) => (callsIn?.(each) ?? []).flatMap(({ runs }) => runs)),
    );
    for (const each of edge) found.add(each);
  }
  return [...found].slice(0, 100);
}

/** An insert into a known table that takes any row: no key but a generated one. */
function isRepeated({ kind, sql, orm = '', tables }: Query, known: readonly Table[]): boolean {
  if (kind !== 'insert' || upserts.test(`${sql} ${orm}`)) return false;
  const [name = ''] = tables;
  if (harmless.test(name)) return false;
  const table = known.find((each) => each.name === name || `${each.schema}.${each.name}` === name);
  if (table === undefined || table.primaryKey === undefined) return false;
  const [column, ...more] = table.primaryKey.columns;
  const key = table.columns.find((each) => each.name === column);
  const isGenerated =
    more.length === 0 &&
    key !== undefined &&
    (key.default !== undefined || key.generated !== undefined || /serial|identity/i.test(key.type));
  const isUnique = table.uniques.length > 0 || table.indexes.some(({ unique }) => unique);
  return isGenerated && !isUnique;
}
