import { claimsOf, codeCell, judgement, names, paragraph, section, steps } from '../blocks.ts';
import { cappedTable } from '../capped.ts';
import type { Artifact, Basis, Cell, Section } from '../deliverable.ts';
import { nameOf } from '../database/tables.ts';
import { carryingEvents } from '../../artifacts/erasure/copies.ts';
import type { Copies } from '../../artifacts/erasure/copies.ts';
import { erasurePlans } from '../../artifacts/erasure/plan.ts';
import type { ErasurePlan, Left, TableErasure } from '../../artifacts/erasure/plan.ts';
import { personalColumns } from '../../artifacts/erasure/reach.ts';
import { erasureFunctions, erasurePath, erasureSql } from '../../artifacts/erasure/script.ts';
import type { Backend } from '../../model/backend.ts';
import type { Table } from '../../model/data.ts';

/** Stores in the order in which a person disappears from them. */
export function erasure(basis: Basis, tables: readonly Table[]): Section | undefined {
  if (tables.length === 0) return undefined;
  const { backend } = basis;
  const events = backend.processes.events.filter(({ name }) => /eras|delet|forg/.test(name));
  const plans = erasurePlans(backend);
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
    plans.length === 0
      ? undefined
      : paragraph(
          `\`${erasurePath}\` erases one person from the tables (${names(plans.flatMap((plan) => erasureFunctions(plan).erase).map((name) => `\`${name}\``))}) and searches all of them for what was known of somebody. It is run after the schema, by a role that sees all rows${plans.some(({ isApart }) => isApart) ? ', each function in its own database' : ''}; verifying this package runs it.`,
        ),
    ...cappedTable(
      ['store', 'kind', 'how it is erased'],
      stores(backend, tables, plans.flatMap(planned)),
      '2-database/dictionary.md',
    ),
    claimsOf(basis, 'erasure/'),
    judgement(
      plans.length === 0
        ? 'The order and the means are a choice; whether a store really holds nothing afterwards is a test, not a sentence.'
        : 'Which rows go and which stay without their personal fields is a choice: what has a retention stays until its time is over. For what is no table the means are a sentence, not a test.',
    ),
  );
}

/** Every store that may hold something of a person, with what becomes of it there. */
function stores(
  backend: Backend,
  tables: readonly Table[],
  planned: readonly (readonly Cell[])[],
): readonly (readonly Cell[])[] {
  const { processes, architecture } = backend;
  const entities = new Set(tables.flatMap(({ entity }) => entity ?? []));
  const caches = processes.caches.filter(({ operation }) =>
    backend.operations.some(({ id, entity }) => id === operation && entities.has(entity)),
  );
  const others = architecture.containers.filter(({ kind }) =>
    ['search', 'object-store', 'replica'].includes(kind),
  );
  return [
    ...(planned.length > 0
      ? planned
      : tables.map((entry): readonly Cell[] => [codeCell(nameOf(entry)), 'table', tableErasure(entry)])),
    ...carryingEvents(backend).map(({ name, fields }): readonly Cell[] => [
      codeCell(name),
      'event',
      `carries ${names(fields)}: retention of the topic bounds it; consumers erase on their own`,
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

/** What the script does to each table that holds something of a person, in words. */
function planned({ tables, copies, left }: ErasurePlan): readonly (readonly Cell[])[] {
  const shown = tables.filter(({ kind, table }) => kind !== 'keep' || personalColumns(table).length > 0);
  return [
    ...shown
      .filter(({ table }) => left.every((each) => each.table !== table))
      .map((each): readonly Cell[] => [codeCell(nameOf(each.table)), 'table', plannedErasure(each)]),
    ...[...new Set(copies.map(({ table }) => table))].map((table): readonly Cell[] => [
      codeCell(nameOf(table)),
      'table',
      copiesErasure(copies.filter((each) => each.table === table)),
    ]),
    ...left.map((each): readonly Cell[] => [codeCell(nameOf(each.table)), 'table', leftAlone(each)]),
  ];
}

function plannedErasure(erasure: TableErasure): string {
  if (erasure.kind !== 'overwrite') return erasure.kind === 'delete' ? 'rows go' : 'rows stay';
  const nulled = erasure.columns.filter(({ value }) => value === 'null').map(({ column }) => column);
  const others = erasure.columns.filter(({ value }) => value !== 'null').map(({ column }) => column);
  return [
    'rows stay',
    ...(nulled.length === 0 ? [] : [`set to null: ${names(nulled)}`]),
    ...(others.length === 0 ? [] : [`overwritten: ${names(others)}`]),
  ].join('; ');
}

/** Rows of a supporting table: those of the person, or events about what is theirs. */
function copiesErasure(copies: readonly Copies[]): string {
  const events = copies.flatMap(({ event }) => (event === undefined ? [] : [`\`${event.name}\``]));
  if (events.length > 0) return `personal fields taken out of the payload: ${names(events)}`;
  const columns = copies.flatMap((each) => each.columns.map(({ column }) => column));
  return columns.length === 0 ? 'rows go' : `rows stay; overwritten: ${names(columns)}`;
}

function leftAlone({ why, columns }: Left): string {
  switch (why) {
    case 'chained':
      return 'rows stay, being chained by hash; personal fields are encrypted per person and the key is destroyed';
    case 'parked':
      return 'rows stay until they are handled or their retention is over: they name nobody but in what they carry';
    case 'no way to the person':
      return `not erased: no column leads to a person (${names(columns)})`;
  }
}

/** The erasure as SQL, where the design has people. */
export function erasureArtifacts(backend: Backend): readonly Artifact[] {
  const text = erasureSql(backend);
  return text === '' ? [] : [{ path: erasurePath, text, lost: [], items: ['3.13'] }];
}
