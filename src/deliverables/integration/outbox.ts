import { indexesSql } from '../../artifacts/ddl-index.ts';
import { tableSql } from '../../artifacts/ddl-table.ts';
import { inboxNames, relayNames } from '../../artifacts/outbox-statements.ts';
import { columnList, outboxesOf, outboxPath, outboxRoles, outboxSql } from '../../artifacts/outbox-sql.ts';
import { alertsOf, runbookPath } from '../../artifacts/alerts.ts';
import { claimsOf, code, codeCell, link, paragraph, section, table, warning } from '../blocks.ts';
import type { Artifact, Basis, Block, Cell, Section } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';
import type { Table } from '../../model/data.ts';
import { qualifiedName } from '../../artifacts/sql-names.ts';

/** Outbox and inbox: the tables, the statement of the relay, what removes duplicates, the clean-up and the alert. */
export function outbox(basis: Basis): Section | undefined {
  const { backend } = basis;
  if (backend.processes.events.length === 0) return undefined;
  const { outboxes, inboxes } = outboxRoles(backend.data);
  const { text, lost } = outboxSql(backend);
  const missing = [...(outboxes.length === 0 ? ['outbox'] : []), ...(inboxes.length === 0 ? ['inbox'] : [])];
  return section(
    { id: 'outbox', title: 'Outbox and inbox', items: ['6.3'] },
    paragraph(
      'A change and the messages that tell of it are committed in one transaction; a relay hands the messages on afterwards. Nothing writes to the database and to a broker side by side.',
    ),
    table(['part', 'table', 'columns'], [...partRows('outbox', outboxes), ...partRows('inbox', inboxes)]),
    paragraph('The heart of it, for the first of each:'),
    code('sql', heart(text, outboxes, inboxes)),
    table(
      ['file', 'what'],
      [
        [
          link('outbox.sql', outboxPath),
          'relay, deduplication, clean-up, lag, parking and replay; run it after schema.sql, then `execute` a statement by its name',
        ],
      ],
    ),
    missing.length === 0
      ? undefined
      : warning(
          `The schema has no ${missing.join(' and no ')}: the statements above propose it. ${outboxes.length === 0 ? 'Without an outbox an event is lost, or tells of a change that was rolled back. ' : ''}${inboxes.length === 0 ? 'Without an inbox a repeated message has its effect twice.' : ''}`.trim(),
        ),
    lost.length === 0 ? undefined : warning(lost.join('; ')),
    alerts(backend),
    table(
      ['order', 'who keeps it'],
      [
        [
          'messages of one key, relay',
          'the lock that a relay takes before its batch. SKIP LOCKED alone does not: a second relay takes a later message while the first still holds an earlier one',
        ],
        [
          'messages of one key, writers',
          'who writes of a key locks its row first; else a later position can be committed before an earlier one',
        ],
        ['messages of different keys', 'nobody: no consumer may rely on it'],
        [
          'after a relay has died',
          'the batch comes again, from its beginning; the inbox stops what was handled',
        ],
        [
          'a message the receiver refuses',
          outboxesOf(backend.data).every(({ columns }) => columns.key === undefined)
            ? 'its relay stands still and the lag alarms: without a key all messages are one order'
            : 'it waits, then is parked; later messages of its key are parked behind it, other keys go on',
        ],
      ],
    ),
    claimsOf(basis, 'outbox/'),
  );
}

function partRows(part: string, tables: readonly Table[]): readonly (readonly Cell[])[] {
  return tables.length === 0
    ? [[part, codeCell(part), 'as proposed below']]
    : tables.map((entry) => [part, codeCell(qualifiedName(entry)), columnList(entry)]);
}

/** The first tables as the schema has them, and the statements that keep the promise; the others stand in the file. */
function heart(text: string, outboxes: readonly Table[], inboxes: readonly Table[]): string {
  const tables = [...outboxes.slice(0, 1), ...inboxes.slice(0, 1)].map((entry) =>
    [`${tableSql(entry, () => {})};`, ...indexesSql(entry, new Set(), () => {})].join('\n'),
  );
  const { lock, take } = relayNames(1);
  const shown = [lock, take, inboxNames(1).remember].map((name) => `prepare ${name} `);
  const blocks = text.trimEnd().split('\n\n');
  const proposed = blocks.filter((block) => block.startsWith('-- proposed'));
  const statements = blocks.filter((block) => shown.some((name) => block.includes(name)));
  return [...tables, ...proposed, ...statements].join('\n\n');
}

function alerts(backend: Backend): Block | undefined {
  const relays = new Set(backend.processes.jobs.filter(({ kind }) => kind === 'relay').map(({ id }) => id));
  return table(
    ['alert', 'when', 'runbook'],
    alertsOf(backend)
      .filter(({ subject, kind }) => kind === 'outbox-lag' || kind === 'parked' || relays.has(subject))
      .map((alert) => [alert.name, alert.summary, link('runbook', runbookPath(alert))]),
  );
}

export function outboxArtifacts({ backend }: Basis): readonly Artifact[] {
  if (backend.processes.events.length === 0) return [];
  return [{ path: outboxPath, ...outboxSql(backend), items: ['6.3'] }];
}
