import { codeCell, judgement, names, section, steps, table, unknown } from '../blocks.ts';
import { cappedTable } from '../capped.ts';
import type { Basis, Cell, Deliverable, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import { nameOf } from '../database/tables.ts';
import { columnsOf } from './classified.ts';
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
    erasure(backend, tables),
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

/** Stores in the order in which a person disappears from them. */
function erasure(backend: Backend, tables: readonly Table[]): Section | undefined {
  if (tables.length === 0) return undefined;
  const { processes, architecture } = backend;
  const entities = new Set(tables.flatMap(({ entity }) => entity ?? []));
  const events = processes.events.filter(({ name }) => /eras|delet|forg/.test(name));
  const carrying = processes.events.filter((event) => carriesPersonal(backend, event.entity, event.payload));
  const caches = processes.caches.filter(({ operation }) =>
    backend.operations.some(({ id, entity }) => id === operation && entities.has(entity)),
  );
  const others = architecture.containers.filter(({ kind }) =>
    ['search', 'object-store', 'replica'].includes(kind),
  );
  const rows: readonly (readonly Cell[])[] = [
    ...tables.map((entry): readonly Cell[] => [codeCell(nameOf(entry)), 'table', tableErasure(entry)]),
    ...carrying.map(({ name }): readonly Cell[] => [
      codeCell(name),
      'event',
      'carries personal data: retention of the topic bounds it; consumers erase on their own',
    ]),
    ...caches.map(({ operation, ttl }): readonly Cell[] => [
      operation,
      'cache',
      ttl ?? 'dropped with the change',
    ]),
    ...others.map(({ name, kind }): readonly Cell[] => [
      name,
      kind,
      kind === 'replica' ? 'follows the primary' : 'by the id of the person, confirmed',
    ]),
    ...processes.integrations.map(({ id, kind }): readonly Cell[] => [
      id,
      'peer',
      `${kind}: asked to erase what it holds for us; its answer is kept`,
    ]),
    [
      'backups',
      'backup',
      'age out with their retention; a restore replays the list of erased ids before it serves',
    ],
    ['logs and traces', 'log', 'hold ids only; age out'],
  ];
  return section(
    { id: 'erasure', title: 'Erasure path' },
    steps([
      'The request is proved to come from the person (step-up) and recorded with its deadline.',
      'What the law requires to be kept is kept apart and locked against other use; the rest is erased or replaced by a placeholder.',
      events.length === 0
        ? 'Each context erases what it owns; no erasure event is in the model, so each has to be asked.'
        : `${names(events.map(({ name }) => `\`${name}\``))} tells every context; each confirms what it erased.`,
      'A job searches all stores for the old identifiers when the deadline comes, and reports what it still finds.',
    ]),
    ...cappedTable(['store', 'kind', 'how it is erased'], rows, '2-database/dictionary.md'),
    judgement(
      'The order and the means are a choice; whether a store really holds nothing afterwards is a test, not a sentence.',
    ),
  );
}

function carriesPersonal({ entities }: Backend, name: string, payload: readonly string[]): boolean {
  const fields = entities.find((entity) => entity.name === name)?.fields ?? [];
  return fields.some((field) => field.dataClass === 'pii' && payload.includes(field.name));
}

function tableErasure({ columns, foreignKeys, appendOnly }: Table): string {
  if (appendOnly === true)
    return 'rows stay; personal fields are encrypted per person and the key is destroyed';
  const cascading = foreignKeys.filter(({ onDelete }) => onDelete === 'cascade');
  if (cascading.length > 0)
    return `rows go with ${names(cascading.map(({ references }) => references.table))}`;
  const optional = columns.filter(({ dataClass, nullable }) => dataClass === 'pii' && nullable);
  return optional.length > 0
    ? `set to null: ${names(optional.map(({ name }) => name))}; the rest overwritten`
    : 'overwritten by a placeholder that is unique per row';
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
