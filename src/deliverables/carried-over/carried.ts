import type { Backend } from '../../model/backend.ts';
import type { Column, Table } from '../../model/data.ts';
import type { ConcernFact, ConcernKind } from '../../model/legacy-concerns.ts';
import type { MigrationPlan } from '../../model/migration.ts';
import { originWords } from '../../model/quantity.ts';
import { codeCell, list, paragraph, section, steps, warning } from '../blocks.ts';
import { cappedTable } from '../capped.ts';
import type { Basis, Block, Cell, Section } from '../deliverable.ts';

/** What the nine sections are written from. */
export interface Carried {
  readonly legacy: Backend;
  readonly target: Backend;
  readonly plan: MigrationPlan;
  /** Files that were looked at; absent where nobody looked. */
  readonly files?: number;
  readonly facts: (...kinds: readonly ConcernKind[]) => readonly ConcernFact[];
}

export function carriedOf({ backend }: Basis): Carried | undefined {
  const { migration } = backend;
  if (migration === undefined) return undefined;
  const { legacy, plan } = migration;
  const { concerns } = legacy;
  return {
    legacy,
    target: backend,
    plan,
    ...(concerns !== undefined && { files: concerns.files }),
    facts: (...kinds) => (concerns?.facts ?? []).filter(({ kind }) => kinds.includes(kind)),
  };
}

/** One concern, from what is to how it is known to have gone well. */
export interface Concern {
  readonly id: string;
  readonly title: string;
  /** What was looked for, for the reason why there is nothing to carry over. */
  readonly soughtFor: string;
  /** Tables of what the legacy system does; none where it does nothing of the kind. */
  readonly today: readonly (Block | undefined)[];
  readonly afterwards: readonly string[];
  readonly onTheWay: readonly string[];
  readonly shown?: readonly (Block | undefined)[];
  readonly canGoWrong: readonly string[];
  readonly verified: readonly string[];
}

/** The section of a concern, or the reason why it does not apply. */
export function concernSection(concern: Concern, { files }: Carried): Section | undefined {
  const { id, title, today } = concern;
  if (today.every((block) => block === undefined))
    return section(
      { id, title },
      files === undefined
        ? paragraph(`Not known: the files of the legacy system were not read for ${concern.soughtFor}.`)
        : paragraph(`N/A, because none was found: ${files} files were read for ${concern.soughtFor}.`),
      files === undefined
        ? warning('Read it before the first step: nothing here says that it is not there.')
        : undefined,
    );
  return section(
    { id, title },
    paragraph('What the legacy system does:'),
    ...today,
    paragraph('What the target does:'),
    list(concern.afterwards),
    paragraph('From the one to the other without anybody noticing:'),
    steps(concern.onTheWay),
    ...(concern.shown ?? []),
    paragraph('What can go wrong:'),
    list(concern.canGoWrong),
    paragraph('How it is verified:'),
    list(concern.verified),
  );
}

/** Facts with their first place and how many there are. */
export const factTable = (facts: readonly ConcernFact[]): readonly (Block | undefined)[] =>
  cappedTable(
    ['what', 'which', 'as written', 'first place', 'places'],
    facts.map((fact): readonly Cell[] => [
      fact.kind.replaceAll('-', ' '),
      codeCell(fact.subject),
      fact.value === undefined ? '–' : codeCell(fact.value),
      originWords(fact.origin),
      String(fact.times),
    ]),
    'model.json',
    25,
  );

export interface PlacedColumn {
  readonly table: Table;
  readonly column: Column;
  /** `orders.total` */
  readonly id: string;
  /** Where the ledger leads it. */
  readonly to: string;
}

/** Columns of the legacy schema that a concern goes by, with their place afterwards. */
export function columnsWhere(
  { legacy, plan }: Carried,
  isMeant: (column: Column, table: Table) => boolean,
): readonly PlacedColumn[] {
  return legacy.data.tables.flatMap((table) =>
    table.columns
      .filter((column) => isMeant(column, table))
      .map((column) => {
        const name = table.schema === undefined ? table.name : `${table.schema}.${table.name}`;
        const id = `${name}.${column.name}`;
        const line = plan.ledger.columns[id];
        const to =
          line === undefined
            ? 'no line in the ledger'
            : line.kind === 'moves'
              ? line.to.join(', ')
              : `${line.kind}: ${line.because}`;
        return { table, column, id, to };
      }),
  );
}

export const columnTable = (
  title: string,
  columns: readonly PlacedColumn[],
): readonly (Block | undefined)[] =>
  cappedTable(
    [title, 'type', 'afterwards', 'where'],
    columns.map(({ id, column, to }): readonly Cell[] => [
      codeCell(id),
      codeCell(column.type),
      to,
      originWords(column.origin),
    ]),
    'model.json',
    40,
  );
