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
  const { lost } = outboxSql(backend);
  const excerpt = outboxSql(firstOfEach(backend)).text.trimEnd();
  const missing = [...(outboxes.length === 0 ? ['outbox'] : []), ...(inboxes.length === 0 ? ['inbox'] : [])];
  return section(
    { id: 'outbox', title: 'Outbox and inbox', items: ['6.3'] },
    paragraph(
      'A change and the messages that tell of it are committed in one transaction; a relay hands the messages on afterwards. Nothing writes to the database and to a broker side by side.',
    ),
    table(['part', 'table', 'columns'], [...partRows('outbox', outboxes), ...partRows('inbox', inboxes)]),
    outboxes.length + inboxes.length > 2
      ? paragraph('Shown for the first of each; the file holds the statements of all.')
      : undefined,
    code('sql', excerpt),
    table(
      ['file', 'what'],
      [
        [
          link('outbox.sql', outboxPath),
          'tables with their indexes, relay, deduplication, clean-up, lag; run it, then `execute` a statement by its name',
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

function firstOfEach(backend: Backend): Backend {
  const { outboxes, inboxes } = outboxRoles(backend.data);
  return { ...backend, data: { ...backend.data, tables: [...outboxes.slice(0, 1), ...inboxes.slice(0, 1)] } };
}

function alerts(backend: Backend): Block | undefined {
  const relays = new Set(backend.processes.jobs.filter(({ kind }) => kind === 'relay').map(({ id }) => id));
  return table(
    ['alert', 'when', 'runbook'],
    alertsOf(backend)
      .filter(({ subject }) => relays.has(subject))
      .map((alert) => [alert.name, alert.summary, link('runbook', runbookPath(alert))]),
  );
}

export function outboxArtifacts({ backend }: Basis): readonly Artifact[] {
  if (backend.processes.events.length === 0) return [];
  return [{ path: outboxPath, ...outboxSql(backend), items: ['6.3'] }];
}
