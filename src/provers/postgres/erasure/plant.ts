import { quoteName } from '../../../artifacts/sql-names.ts';
import { candidates } from '../rows/candidates.ts';
import type { ColumnFacts, TableFacts } from '../rows/facts.ts';
import { patternSamples } from '../rows/pattern-samples.ts';
import type { Wish } from '../rows/problem.ts';
import type { ErasureParameters, NamedColumns } from './parameters.ts';

/** Two people; the first is erased. */
export const people = [0, 1] as const;

/** A word that stands in all that is put down about somebody, and nowhere else. */
export const identifierOf = (person: number): string => `zq7vk${person.toString(36)}`;

/** The id a person gets where it is a uuid or a number. */
export const personId = (type: string, person: number): string | undefined =>
  type === 'uuid'
    ? `00000000-0000-4000-8000-${String(7001 + person).padStart(12, 'e')}`
    : /^(smallint|integer|bigint)/.test(type)
      ? String(7001 + person)
      : undefined;

export const isTable = ({ schema, name }: TableFacts, place: { schema: string; table: string }): boolean =>
  schema === place.schema && name === place.table;

export const columnsOf = (table: TableFacts, places: readonly NamedColumns[]): readonly string[] =>
  places.flatMap((place) => (isTable(table, place) ? place.columns : []));

/** Rows of two people: what is personal holds their word where the rules of the table let it. */
export function plantedWishes(
  tables: readonly TableFacts[],
  parameters: ErasureParameters,
): ReadonlyMap<string, readonly Wish[]> {
  return new Map(
    tables.map((table) => [table.oid, people.map((person) => wishOf(table, parameters, person))]),
  );
}

/** A row about one of the people. */
export function wishOf(table: TableFacts, parameters: ErasureParameters, person: number): Wish {
  const personal = new Set(columnsOf(table, parameters.personal));
  const ids = new Set([
    ...columnsOf(table, parameters.ids),
    ...(isTable(table, parameters.people) ? [parameters.people.key] : []),
  ]);
  const values = new Map<string, readonly (string | null)[]>();
  for (const column of table.columns) {
    if (personal.has(column.name)) values.set(column.name, plantedValues(table, column, person));
    const id = ids.has(column.name) ? personId(parameters.people.type, person) : undefined;
    if (id !== undefined) values.set(column.name, [id]);
  }
  for (const [column, value] of eventValues(table, parameters, person)) values.set(column, [value]);
  const conditions = parameters.choices
    .filter((choice) => isTable(table, choice))
    .map(({ column, becomes }) => ({
      sql: `${quoteName(column)} is distinct from ${becomes}`,
      columns: [column],
    }));
  return { spread: true, values, conditions };
}

/** An event about the person that is still to be published. */
function eventValues(
  table: TableFacts,
  { events, people: { type } }: ErasureParameters,
  person: number,
): readonly (readonly [string, string])[] {
  const event = events.find((each) => each.isOwn && isTable(table, each));
  const id = personId(type, person);
  return event === undefined || id === undefined
    ? []
    : [
        ['name', event.name],
        ['aggregate_id', id],
        ['payload', JSON.stringify({ [event.field]: identifierOf(person) })],
      ];
}

/** The word, in every form that a rule of the column may ask for; then what any row could hold. */
function plantedValues(table: TableFacts, column: ColumnFacts, person: number): readonly (string | null)[] {
  const word = identifierOf(person);
  const rules = table.checks.filter(({ columns }) => columns.includes(column.name)).map(({ sql }) => sql);
  const quoted = rules.flatMap((sql) => [...sql.matchAll(/'((?:[^']|'')*)'/g)].map(([, text = '']) => text));
  const samples = quoted.flatMap((text) => [...patternSamples(text), text]);
  const lengths = rules.flatMap((sql) =>
    [...sql.matchAll(/\d+/g)].map(([digits]) => Number(digits)).filter((n) => n > 0 && n <= 2000),
  );
  const usual = candidates(column, rules);
  const turned = [...usual.slice(person), ...usual];
  if (/^jsonb?$/.test(column.base)) return [`{"name": "${word}"}`, `["${word}"]`, `"${word}"`, ...turned];
  if (column.base.endsWith('[]')) return [`{${word}}`, ...turned];
  if (!/^(text|char|citext|varchar)/.test(column.base)) return turned;
  return [
    `${word}@mail.example`,
    word,
    ...samples.flatMap((sample) => [`${sample}${word}`, `${word}${sample}`]),
    ...lengths.map((n) => (n < word.length ? word.slice(-n) : word.padEnd(n, 'x'))),
    ...turned,
  ];
}
