import { codeCell, judgement, names, section, table, unknown } from '../blocks.ts';
import { cappedTable } from '../capped.ts';
import type { Basis, Cell, Deliverable, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import { nameOf } from '../database/tables.ts';
import { columnsOf } from './classified.ts';
import { erasure } from './erasure.ts';
import type { Backend } from '../../model/backend.ts';
import type { Table } from '../../model/data.ts';

const personal = (backend: Backend): readonly Table[] => [
  ...new Set(columnsOf(backend, 'pii', 'health').map(({ table: entry }) => entry)),
];

/** Records of processing (GDPR article 30), the way a person is forgotten, and where data may lie. */
export function privacy(basis: Basis): readonly (Section | undefined)[] {
  const { backend } = basis;
  const tables = personal(backend);
  return [
    section(
      {
        id: 'processing',
        title: 'Records of processing',
        items: tables.length > 0 ? ['3.13'] : [],
        answers: [
          ...requirementsAbout(backend, 'compliance', ['gdpr']),
          ...requirementsAbout(backend, 'policy', ['erase', 'residency', 'retention']),
        ],
      },
      ...cappedTable(
        ['table', 'purpose', 'personal data', 'kept for', 'goes to'],
        tables.map((entry): readonly Cell[] => [
          codeCell(nameOf(entry)),
          purpose(backend, entry),
          names(personalColumns(entry)),
          entry.retention ?? 'no limit stated',
          names(recipients(backend, entry)),
        ]),
        '2-database/dictionary.md',
      ),
      tables.some(({ retention }) => retention === undefined)
        ? unknown(
            'A table without a limit keeps personal data for ever: purpose and legal basis have to say how long. Legal bases are not in the model and are for the controller to add.',
          )
        : undefined,
    ),
    erasure(basis, tables),
    residency(backend),
  ];
}

const personalColumns = ({ columns }: Table): readonly string[] =>
  columns.filter(({ dataClass }) => dataClass === 'pii' || dataClass === 'health').map(({ name }) => name);

const purpose = ({ architecture }: Backend, { context, comment }: Table): string =>
  architecture.contexts.find(({ id }) => id === context)?.purpose ?? comment ?? 'not known';

/** Peers of the context, and contexts that hear an event whose payload holds a personal field. */
function recipients(backend: Backend, { context, entity }: Table): readonly string[] {
  const fields = new Set(
    (backend.entities.find(({ name }) => name === entity)?.fields ?? [])
      .filter(({ dataClass }) => dataClass === 'pii')
      .map(({ name }) => name),
  );
  const heard = backend.processes.events
    .filter((event) => event.entity === entity && event.payload.some((field) => fields.has(field)))
    .flatMap(({ consumers }) => consumers.map((consumer) => consumer.context));
  const peers = backend.processes.integrations
    .filter((integration) => integration.context !== undefined && integration.context === context)
    .map(({ id }) => id);
  return [...new Set([...heard, ...peers])];
}

function residency({ requirements, architecture }: Backend): Section | undefined {
  const { residency: wanted } = requirements;
  if (wanted === undefined) return undefined;
  const zones = architecture.deployment.filter(({ kind }) => kind === 'zone');
  return section(
    { id: 'residency', title: 'Residency' },
    table(
      ['where data may lie', 'what runs where'],
      [[wanted.value, zones.length === 0 ? 'zones are not named yet' : names(zones.map(({ name }) => name))]],
    ),
    judgement(
      'Backups, logs, support access and every peer count as places too; peers outside need a transfer instrument.',
    ),
  );
}

/** A designed backend whose entities hold nothing personal. A recovered one is never called free of it. */
export function privacyNotApplicable(backend: Backend): Deliverable['notApplicable'] {
  return backend.source === 'designed' && backend.data.tables.length > 0 && personal(backend).length === 0
    ? [{ item: '3.13', reason: 'no column is classed as personal or health data' }]
    : [];
}
