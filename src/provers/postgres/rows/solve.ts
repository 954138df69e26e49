import { quoteName, quoteNullable, quoteText } from '../../../artifacts/sql-names.ts';
import type { Session } from '../session.ts';
import type { ColumnFacts, TableFacts } from './facts.ts';

/** Values of a row as PostgreSQL reads them. */
export type Values = ReadonlyMap<string, string | null>;

export interface Condition {
  readonly sql: string;
  readonly columns: readonly string[];
}

/** A row that is looked for: values to choose from, and what has to hold of them. */
export interface Problem {
  readonly values: ReadonlyMap<string, readonly (string | null)[]>;
  readonly conditions: readonly Condition[];
}

/** Combinations PostgreSQL may have to go through for one group of columns that depend on each other. */
const combinations = 200_000;

/** A list of a SELECT has at most 1664 entries (MaxTupleAttributeNumber of PostgreSQL). */
const mostAnswers = 1600;

/**
 * Looks for one row per problem, all in as few statements as there can be: PostgreSQL itself evaluates the conditions over all
 * combinations of values, group by group of columns that share a condition. Undefined = none among the values.
 */
export async function solve(
  session: Session,
  table: TableFacts,
  problems: readonly Problem[],
): Promise<readonly (Values | undefined)[]> {
  const asked = problems.map((problem) =>
    groupsOf(table, problem).map((group) => groupSql(table, problem, group)),
  );
  const flat = asked.flat();
  if (flat.length === 0) return problems.map(() => new Map());
  const answers: (string | null | undefined)[] = [];
  for (let from = 0; from < flat.length; from += mostAnswers)
    answers.push(...(await answersOf(session, flat.slice(from, from + mostAnswers))));
  let at = 0;
  return asked.map((groups) => {
    const found = groups.map(() => answers[at++]);
    if (found.some((text) => text === null || text === undefined)) return undefined;
    return new Map(found.flatMap((text) => entries(text ?? '{}')));
  });
}

async function answersOf(
  session: Session,
  questions: readonly string[],
): Promise<readonly (string | null | undefined)[]> {
  const list = questions.map((sql, at) => `(${sql}) as g${at}`);
  const [row = {}] = await session.rows(`select ${list.join(',\n')}`);
  return questions.map((_, at) => row[`g${at}`]);
}

function entries(json: string): readonly (readonly [string, string | null])[] {
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([name, entry]) => [name, typeof entry === 'string' ? entry : null]);
}

/** Columns that a condition ties together belong to one group; generated columns stand for what they are made from. */
function groupsOf(table: TableFacts, { values, conditions }: Problem): readonly (readonly string[])[] {
  let groups: readonly (readonly string[])[] = [...values.keys()].map((name) => [name]);
  for (const { columns } of conditions) {
    const needed = columns.flatMap((name) => [name, ...(columnOf(table, name)?.from ?? [])]);
    const touched = groups.filter((group) => group.some((name) => needed.includes(name)));
    if (touched.length > 1) groups = [...groups.filter((group) => !touched.includes(group)), touched.flat()];
  }
  return groups;
}

const columnOf = (table: TableFacts, name: string): ColumnFacts | undefined =>
  table.columns.find((column) => column.name === name);

function groupSql(table: TableFacts, problem: Problem, group: readonly string[]): string {
  const share = Math.floor(combinations ** (1 / group.length));
  const lists = group.map((name) => {
    const all = problem.values.get(name) ?? [];
    const kept = all.length <= share ? all : [...all.slice(0, Math.max(2, share - 1)), ...all.slice(-1)];
    const type = columnOf(table, name)?.type ?? 'text';
    const items = kept.map(quoteNullable).join(', ');
    return (
      `(select v::${type} as ${quoteName(name)} from unnest(array[${items}]::text[]) v ` +
      `where v is null or pg_input_is_valid(v, ${quoteText(type)})) c_${group.indexOf(name)}`
    );
  });
  const generated = table.columns.filter(
    ({ generated: sql, from }) => sql !== undefined && from.every((name) => group.includes(name)),
  );
  const extra = generated.map(({ name, generated: sql }) => `, (${sql}) as ${quoteName(name)}`).join('');
  const known = new Set([...group, ...generated.map(({ name }) => name)]);
  const conditions = problem.conditions
    .filter(({ columns }) => columns.length > 0 && columns.every((name) => known.has(name)))
    .map(({ sql }) => `(${sql})`);
  // Policies may name the columns with the name of their table.
  const row = quoteName(table.name);
  const answer = group.map((name) => `${quoteText(name)}, ${row}.${quoteName(name)}::text`).join(', ');
  return (
    `select json_build_object(${answer}) from (select c.*${extra} from (select * from ${lists.join(', ')}) c) ${row}` +
    `${conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`} limit 1`
  );
}
