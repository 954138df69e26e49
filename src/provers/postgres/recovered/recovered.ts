import { schemaSql } from '../../../artifacts/ddl.ts';
import { findTable } from '../../../artifacts/sql-names.ts';
import { statisticsJson } from '../../../artifacts/statistics.ts';
import type { Claim } from '../../../findings/claim.ts';
import type { Backend } from '../../../model/backend.ts';
import type { DataModel, Query } from '../../../model/data.ts';
import type { Prover } from '../../prover.ts';
import { settleEach, undecided } from '../../settle.ts';
import { isForPostgres, schemaPath } from '../ddl.ts';
import { readQueries } from '../queries/read-queries.ts';
import type { QueryFile } from '../queries/read-queries.ts';
import { openRowsDatabase } from '../rewrites/rows-database.ts';
import type { RowsDatabase } from '../rewrites/rows-database.ts';
import { engine } from '../session.ts';
import { assumed, assumedRowsText } from './assumed.ts';
import { settleOneStatement } from './settle-one-statement.ts';
import { settleRewrites } from './settle-rewrites.ts';
import { recoveredStatements, statementsFile } from './statements.ts';
import type { RecoveredStatement } from './statements.ts';

export const recoveredPath = '2-database/recovered-queries.sql';
export const assumedPath = '2-database/assumed-statistics.json';

/** Statements in loops that are joined, and written statements that are held against the faults of queries. */
const mostJoined = 40;
const mostHeld = 150;

export const oneStatementClaim = (name: string): string => `one-statement/${name}`;
export const rewritesClaim = 'recovered-queries/rewrites';

/** What code asks for in a loop as one statement, and better ways to say what it asks for; both are executed. */
export const recovered: Prover = {
  id: 'recovered-queries',
  claims: (backend: Backend) => {
    const { data } = backend;
    if (backend.source !== 'recovered' || !isForPostgres(data)) return { claims: [], inputs: new Map() };
    const joined = joinable(data);
    const held = holdable(data);
    const chosen = [...joined.chosen, ...held.chosen];
    if (chosen.length === 0) return { claims: [], inputs: new Map() };
    const statements = [...new Map(chosen.map((each) => [each.name, each])).values()];
    return {
      claims: [
        ...joined.chosen.map((each) => oneStatementClaimOf(each, joined)),
        ...(held.chosen.length === 0 ? [] : [rewritesClaimOf(held)]),
      ],
      inputs: new Map([
        [schemaPath, schemaSql(data).text],
        [recoveredPath, statementsFile(statements)],
        ...(held.chosen.length === 0 ? [] : [[assumedPath, statisticsJson(assumed(data)).text] as const]),
      ]),
    };
  },
  prove: async (claims, read) => {
    let opening: Promise<Opened> | undefined;
    try {
      return await settleEach(claims, read, engine, async (claim) => {
        opening ??= openAll(read(schemaPath), read(recoveredPath));
        const opened = await opening;
        const names = namesOf(claim);
        const queries = opened.file.queries.filter(({ name }) => names.includes(name));
        if (claim.id === rewritesClaim)
          return settleRewrites(claim, queries, { ...opened, statistics: read(assumedPath) });
        const [query] = queries;
        if (query !== undefined) return settleOneStatement(query, opened.rows);
        const fault = opened.file.unplannable.find(({ name }) => names.includes(name));
        return {
          verdict: undecided(fault === undefined ? `${recoveredPath} does not hold it` : fault.why),
          measurements: {},
          incomplete: [],
        };
      });
    } finally {
      const opened = await opening?.catch(() => undefined);
      await opened?.rows.session.close();
    }
  },
};

export interface Opened {
  readonly schema: string;
  readonly file: QueryFile;
  readonly rows: RowsDatabase;
}

async function openAll(schema: string, text: string): Promise<Opened> {
  const [file, rows] = await Promise.all([readQueries(text), openRowsDatabase(schema)]);
  return { schema, file, rows };
}

const namesOf = ({ parameters }: Claim): readonly unknown[] => {
  const { statements } = parameters;
  return Array.isArray(statements) ? statements : [];
};

interface Chosen {
  readonly chosen: readonly RecoveredStatement[];
  /** Why others of the kind were left out, with how many. */
  readonly left: readonly string[];
}

const isOfTables = (data: DataModel, { tables }: Query): boolean =>
  tables.length > 0 && tables.every((name) => findTable(data.tables, name) !== undefined);

const countText = (count: number, words: string): readonly string[] =>
  count === 0 ? [] : [`${count} ${words}`];

/** Selects that stand in loops; those that an endpoint or a job is known to reach come first. */
function joinable(data: DataModel): Chosen {
  // A paraphrase without a parameter does not say what its call asks for.
  const isMeant = ({ kind, inLoop, orm, sql }: Query): boolean =>
    kind === 'select' && inLoop === true && (orm === undefined || sql.includes('$'));
  return chosenOf(data, isMeant, mostJoined, 'statements in loops');
}

/** Statements whose own text stands in the code; calls of mappers are only paraphrased. */
function holdable(data: DataModel): Chosen {
  const isMeant = (query: Query): boolean => query.kind !== 'other' && query.orm === undefined;
  return chosenOf(data, isMeant, mostHeld, 'statements');
}

function chosenOf(data: DataModel, of: (query: Query) => boolean, most: number, words: string): Chosen {
  const { known, partly } = recoveredStatements(data, (query) => query.document === undefined && of(query));
  const ofTables = known.filter(({ queries }) => queries.every((query) => isOfTables(data, query)));
  const isReached = ({ queries }: RecoveredStatement): boolean =>
    queries.some(({ reachedBy = [] }) => reachedBy.length > 0);
  const sorted = [...ofTables.filter(isReached), ...ofTables.filter((each) => !isReached(each))];
  return {
    chosen: sorted.slice(0, most),
    left: [
      ...countText(partly, `${words} are left out: a part of their text is only known at run time`),
      ...countText(known.length - ofTables.length, `${words} are left out: a table of theirs is not known`),
      ...countText(Math.max(0, sorted.length - most), `more ${words} are left out: ${most} are looked at`),
    ],
  };
}

function oneStatementClaimOf({ name, queries }: RecoveredStatement, { left }: Chosen): Claim {
  const [first] = queries;
  return {
    id: oneStatementClaim(name),
    prover: 'recovered-queries',
    subject: first?.id ?? name,
    statement: `One statement gives for many keys the rows that ${first?.id ?? name} asks for in a loop, key by key.`,
    oracle: 'postgresql',
    inputs: [schemaPath, recoveredPath],
    parameters: { statements: [name], left: [...left] },
  };
}

function rewritesClaimOf({ chosen, left }: Chosen): Claim {
  return {
    id: rewritesClaim,
    prover: 'recovered-queries',
    subject: recoveredPath,
    statement: `Each better form that is offered for one of ${chosen.length} statements of the code gives the same answer on generated databases and costs PostgreSQL's planner less, at ${assumedRowsText} assumed rows a table.`,
    oracle: 'postgresql-planner',
    inputs: [schemaPath, recoveredPath, assumedPath],
    parameters: { statements: chosen.map(({ name }) => name), left: [...left] },
  };
}
