import { quoteName } from '../../../artifacts/sql-names.ts';
import { fullName } from '../row-security/owners.ts';
import { readTableFacts } from '../rows/facts.ts';
import type { TableFacts } from '../rows/facts.ts';
import { populate } from '../rows/populate.ts';
import type { Population } from '../rows/populate.ts';
import type { Session } from '../session.ts';
import { printFailure } from '../session.ts';
import { splitScript } from '../statements.ts';
import { compareRows } from './compare.ts';
import type { Compared } from './compare.ts';
import type { ErasureParameters } from './parameters.ts';
import { columnsOf, identifierOf, isTable, people, plantedWishes } from './plant.ts';
import { placesOf, sameRows, snapshot } from './snapshot.ts';
import type { Snapshot } from './snapshot.ts';
import { tryStates } from './states.ts';

export interface ErasureTrial extends Compared {
  /** Columns in which a word of the person stood before. */
  readonly planted: number;
  /** Columns of all tables that were searched afterwards. */
  readonly searched: number;
  readonly references: number;
  /** People in another state who were erased as well. */
  readonly states: number;
  readonly untried: readonly string[];
}

/** Runs within an open transaction that is taken back. A text in `why` says why nothing could be tried. */
export async function tryErasure(
  session: Session,
  script: string,
  parameters: ErasureParameters,
): Promise<ErasureTrial | { readonly kind: 'refuted' | 'undecided'; readonly why: string }> {
  const read = await splitScript(script);
  if (read.kind === 'unreadable') return { kind: 'refuted', why: `line ${read.line}: ${read.why}` };
  for (const { sql, line } of read.statements) {
    const ran = await session.run(sql);
    if (ran.kind === 'failed') return { kind: 'refuted', why: `line ${line}: ${printFailure(ran.failure)}` };
  }
  const tables = await readTableFacts(session);
  const population = await populate(session, tables, plantedWishes(tables, parameters));
  const owner = tables.find((table) => isTable(table, parameters.people));
  const ids = owner === undefined ? [] : idsOf(owner, parameters, population);
  const [erased] = ids;
  if (owner === undefined || erased === undefined || ids.length < people.length)
    return { kind: 'undecided', why: 'no two people could be put into the database' };
  const before = await snapshot(session, tables);
  const search = await searchFaults(session, parameters, tables, before);
  const ran = await erase(session, parameters, erased);
  if (ran !== undefined) return { kind: 'refuted', why: ran };
  const after = await snapshot(session, tables);
  const compared = compareRows({ tables, parameters, population, before, after });
  const again = await secondRun(session, parameters, erased, tables, after);
  const dangling = await danglingOf(session, tables);
  const searchAgain = await searchFaults(session, parameters, tables, after);
  const states = await tryStates(session, owner, parameters);
  const faults = [...search, ...compared.faults, ...searchAgain, ...dangling, ...again, ...states.faults];
  return {
    ...compared,
    faults: [...new Set(faults)],
    states: states.tried,
    planted: placesOf(identifierOf(0), tables, before).length,
    searched: tables.reduce((sum, { columns }) => sum + columns.length, 0),
    references: tables.reduce((sum, { references }) => sum + references.length, 0),
    untried: untriedOf(tables, parameters, population),
  };
}

const idsOf = (
  owner: TableFacts,
  { people: { key } }: ErasureParameters,
  { stored }: Population,
): readonly string[] => (stored.get(owner.oid) ?? []).flatMap(({ values }) => values.get(key) ?? []);

/** What PostgreSQL refused, with the constraint it names. */
async function erase(
  session: Session,
  { erase: names }: ErasureParameters,
  id: string,
): Promise<string | undefined> {
  for (const name of names) {
    const ran = await session.run(`select * from ${name}($1)`, [id]);
    if (ran.kind === 'failed') return `${name}: ${printFailure(ran.failure)}`;
  }
  const settled = await session.run('set constraints all immediate');
  return settled.kind === 'failed' ? printFailure(settled.failure) : undefined;
}

/** The search of the script has to find a word where it stands, and nowhere else. */
async function searchFaults(
  session: Session,
  { find: [find = ''] }: ErasureParameters,
  tables: readonly TableFacts[],
  rows: Snapshot,
): Promise<readonly string[]> {
  const word = identifierOf(0);
  const ran = await session.run(`select * from ${find}(array[$1])`, [word.toUpperCase()]);
  if (ran.kind === 'failed') return [`${find}: ${printFailure(ran.failure)}`];
  const found = new Set(ran.rows.map(({ place }) => place?.replaceAll('"', '') ?? ''));
  const there = placesOf(word, tables, rows);
  return [
    ...there
      .filter((place) => !found.has(place))
      .map((place) => `${find} does not find what stands in ${place}`),
    ...[...found]
      .filter((place) => !there.includes(place))
      .map((place) => `${find} tells ${place}, where nothing stands`),
  ];
}

async function danglingOf(session: Session, tables: readonly TableFacts[]): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const table of tables)
    for (const { name, columns, target, targetColumns } of table.references) {
      const other = tables.find(({ oid }) => oid === target);
      if (other === undefined) continue;
      const set = columns.map((column) => `one.${quoteName(column)} is not null`).join(' and ');
      const match = columns
        .map((column, at) => `up.${quoteName(targetColumns[at] ?? '')} = one.${quoteName(column)}`)
        .join(' and ');
      const lost = await session.rows(
        `select from ${fullName(table)} as one where ${set} and not exists (select from ${fullName(other)} as up where ${match})`,
      );
      if (lost.length > 0) faults.push(`${table.schema}.${table.name}: ${name} leads nowhere`);
    }
  return faults;
}

async function secondRun(
  session: Session,
  parameters: ErasureParameters,
  id: string,
  tables: readonly TableFacts[],
  after: Snapshot,
): Promise<readonly string[]> {
  const ran = await erase(session, parameters, id);
  if (ran !== undefined) return [`run again, ${ran}`];
  const again = await snapshot(session, tables);
  return tables
    .filter(({ oid }) => !sameRows(after.get(oid) ?? [], again.get(oid) ?? []))
    .map(({ schema, name }) => `run again, it changes ${schema}.${name}`);
}

/** Personal columns for which no row, or no word of the person, could be put down. */
function untriedOf(
  tables: readonly TableFacts[],
  { personal }: ErasureParameters,
  population: Population,
): readonly string[] {
  return tables.flatMap((table) => {
    const columns = columnsOf(table, personal);
    const [row] = population.stored.get(table.oid) ?? [];
    const name = `${table.schema}.${table.name}`;
    const why = population.tables.find((filled) => filled.table === table)?.why;
    const isReached = personal.some((place) => isTable(table, place));
    if (why !== undefined) return isReached ? [`${name}: ${why}`] : [];
    return columns
      .filter((column) => row?.values.get(column) === null)
      .map((column) => `${name}.${column}: nothing could be put there`);
  });
}
