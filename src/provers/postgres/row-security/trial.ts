import { quoteName } from '../../../artifacts/sql-names.ts';
import type { Session } from '../session.ts';
import { columnsIn } from '../rows/facts.ts';
import type { TableFacts } from '../rows/facts.ts';
import type { Population } from '../rows/populate.ts';
import { insertSql, literal, problemOf } from '../rows/problem.ts';
import { solve } from '../rows/solve.ts';
import type { ExpectedSecurity, Reach } from './expected.ts';
import { fullName, ownersOf, rowCondition } from './owners.ts';
import type { Owner } from './owners.ts';
import { askAll } from './under.ts';
import type { Asked, Heard } from './under.ts';

/** A statement with what has to come of it. */
interface Test extends Asked {
  readonly words: string;
  /** `all` = the row is reached or accepted; `none` = no row, and no error that an own row would not meet. */
  readonly expect: 'all' | 'none' | 'refused';
}

export interface SecurityTrial {
  readonly tests: number;
  readonly faults: readonly string[];
  readonly untried: readonly string[];
  /** Roles and commands that reach every row by design. */
  readonly unlimited: readonly string[];
}

/** As each role a policy limits: own rows are reached, foreign ones are not, and without a setting there is none. */
export async function trySecurity(
  session: Session,
  expected: ExpectedSecurity,
  table: TableFacts,
  population: Population,
): Promise<SecurityTrial> {
  const tests: Test[] = [];
  const untried: string[] = [];
  for (const reach of expected.reach) {
    const name = `${reach.role}, ${reach.command}`;
    if (reach.condition === undefined) continue;
    const owners = await ownersOf(session, table, reach.condition, population);
    if (owners === undefined)
      untried.push(`${name}: no two rows were found of which each belongs to somebody else`);
    else tests.push(...(await testsOf(session, table, reach, owners, population, untried)));
  }
  for (const role of expected.strangers)
    tests.push({
      words: `${role}, named by no policy, select`,
      role,
      settings: new Map(),
      statement: `select from ${fullName(table)}`,
      expect: 'none',
    });
  const heard = await askAll(session, tests);
  const forced = await session.rows(
    'select relforcerowsecurity as forced from pg_class where oid = $1::oid',
    [table.oid],
  );
  const faults = tests.flatMap((test, at) => judge(test, heard[at], untried));
  if (expected.forced && forced[0]?.['forced'] !== 't')
    faults.push('row security is not forced: the owner of the table passes all policies by');
  return {
    tests: tests.length,
    faults,
    untried,
    unlimited: expected.reach
      .filter(({ condition }) => condition === undefined)
      .map(({ role, command }) => `${role} ${command}`),
  };
}

async function testsOf(
  session: Session,
  table: TableFacts,
  { role, command, condition = 'true' }: Reach,
  [mine, other]: readonly [Owner, Owner],
  population: Population,
  untried: string[],
): Promise<readonly Test[]> {
  const base = { role, settings: mine.settings };
  const nobody = { role, settings: new Map([...mine.settings].map(([name]) => [name, ''])) };
  const name = `${role}, ${command}`;
  const where = ({ row }: Owner): string => `where ${rowCondition(table, row)}`;
  const from = fullName(table);
  const found = (statement: (owner: Owner) => string): readonly Test[] => [
    { ...base, words: `${name} of an own row`, statement: statement(mine), expect: 'all' },
    {
      ...base,
      words: `${name} of ${saidOf(table, other, condition)}`,
      statement: statement(other),
      expect: 'none',
    },
    { ...nobody, words: `${name} without a setting`, statement: statement(mine), expect: 'none' },
  ];
  switch (command) {
    case 'select':
      return found((owner) => `select from ${from} ${where(owner)}`);
    case 'delete':
      return found((owner) => `delete from ${from} ${where(owner)}`);
    case 'update': {
      const column = table.columns.find(({ generated, automatic }) => generated === undefined && !automatic);
      const set = quoteName(column?.name ?? '');
      return [
        ...found((owner) => `update ${from} set ${set} = ${set} ${where(owner)}`),
        ...givenAway(table, condition, mine, other).map((assignment): Test => ({
          ...base,
          words: `${name} that gives an own row away (${assignment})`,
          statement: `update ${from} set ${assignment} ${where(mine)}`,
          expect: 'refused',
        })),
      ];
    }
    case 'insert':
      return inserts(session, table, { role, command, condition }, mine, population, untried);
  }
}

/** Inserts a row of one's own, and one of somebody else. */
async function inserts(
  session: Session,
  table: TableFacts,
  { role, command, condition = 'true' }: Reach,
  { settings }: Owner,
  { stored }: Population,
  untried: string[],
): Promise<readonly Test[]> {
  const columns = columnsIn(table, condition);
  for (const [name, value] of settings) await session.rows('select set_config($1, $2, true)', [name, value]);
  const found = await solve(
    session,
    table,
    ['is true', 'is not true'].map((kind) =>
      problemOf(table, stored, { spread: true, conditions: [{ sql: `(${condition}) ${kind}`, columns }] }),
    ),
  );
  for (const name of settings.keys()) await session.rows("select set_config($1, '', true)", [name]);
  const [own, foreign] = found.map((values) => (values === undefined ? undefined : insertSql(table, values)));
  if (own === undefined) untried.push(`${role}, ${command}: no further row of one's own can be made`);
  if (foreign === undefined) untried.push(`${role}, ${command}: no row of somebody else can be made`);
  const base = { role, settings };
  return [
    ...(own === undefined
      ? []
      : [{ ...base, words: `${role}, ${command} of an own row`, statement: own, expect: 'all' } as const]),
    ...(foreign === undefined
      ? []
      : [
          {
            ...base,
            words: `${role}, ${command} of a row of somebody else`,
            statement: foreign,
            expect: 'refused',
          } as const,
        ]),
  ];
}

/** What tells a row apart from one's own. */
function saidOf(table: TableFacts, { row }: Owner, condition: string): string {
  const named = columnsIn(table, condition).map((name) => `${name} ${row.values.get(name) ?? 'null'}`);
  return `a row of somebody else${named.length === 0 ? '' : ` (${named.join(', ')})`}`;
}

/** The columns a condition looks at, set to what somebody else's row has there. */
function givenAway(table: TableFacts, condition: string, mine: Owner, other: Owner): readonly string[] {
  return columnsIn(table, condition).flatMap((name) => {
    const column = table.columns.find((each) => each.name === name);
    const theirs = other.row.values.get(name) ?? null;
    const key = table.keys.some(({ columns }) => columns.includes(name));
    if (column === undefined || theirs === null || key || theirs === mine.row.values.get(name)) return [];
    return [`${quoteName(name)} = ${literal(theirs, column.type)}`];
  });
}

/** Errors that come after row security let a statement through: the row is reached. */
const beyond = /^23/;

function judge(test: Test, heard: Heard | undefined, untried: string[]): readonly string[] {
  if (heard === undefined) return [];
  const { code, message, rows } = heard;
  if (code === '42501' && message.startsWith('permission denied')) {
    untried.push(`${test.words}: ${message}`);
    return [];
  }
  const said = code === undefined ? `${rows} rows` : `${code} ${message}`;
  const reached = code === undefined ? rows > 0 : beyond.test(code);
  switch (test.expect) {
    case 'all':
      return reached ? [] : [`${test.words}: ${said}`];
    case 'none':
      return reached ? [`${test.words}: ${said}`] : [];
    case 'refused':
      return code === '42501' ? [] : [`${test.words}: ${said}`];
  }
}
