import { isForPostgres } from '../../artifacts/for-postgres.ts';
import { schemaSql } from '../../artifacts/ddl.ts';
import { isMysql, translated, translatedPath, translatedSql } from '../../artifacts/mysql/translate.ts';
import type { Claim } from '../../findings/claim.ts';
import type { Backend } from '../../model/backend.ts';
import type { DataModel } from '../../model/data.ts';
import type { Json } from '../../model/origin.ts';
import type { InputFiles, Prover } from '../prover.ts';
import { firstOf, proved, refuted, settleEach, undecided } from '../settle.ts';
import type { Settled } from '../settle.ts';
import { withScratch } from './scratch.ts';
import type { Refusal, Scratch } from './scratch.ts';
import { bundledExtensions, engine } from './session.ts';

export const schemaPath = '2-database/schema.sql';

export { isForPostgres };

/** Holds the schema to what PostgreSQL accepts: the whole script is executed on an empty database. */
export const ddl: Prover = {
  id: 'ddl',
  claims: (backend: Backend) => {
    if (isMysql(backend)) return translatedClaims(backend.data);
    if (!isForPostgres(backend.data)) return { claims: [], inputs: new Map() };
    const { text, lost } = schemaSql(backend.data);
    const inputs: InputFiles = new Map([[schemaPath, text]]);
    return { claims: [claimOf(backend.data, lost)], inputs };
  },
  prove: (claims, read) =>
    settleEach(claims, read, engine, (claim) =>
      withScratch(read(claim.inputs[0] ?? schemaPath), (scratch) => settle(claim, scratch), {
        untouched: true,
      }),
    ),
};

/** A schema of MySQL is executed as it reads in PostgreSQL's language; what has no counterpart is told. */
function translatedClaims(data: DataModel): {
  readonly claims: readonly Claim[];
  readonly inputs: InputFiles;
} {
  const translation = translated(data);
  const { text, lost } = translatedSql(translation);
  return {
    claims: [
      {
        ...claimOf(translation.data, lost),
        id: 'ddl/translated-schema-executes',
        subject: translatedPath,
        statement: `PostgreSQL executes every statement of the schema of ${translation.data.tables.length} tables, translated from ${data.engine?.name ?? 'MySQL'}, on an empty database.`,
        inputs: [translatedPath],
      },
    ],
    inputs: new Map([[translatedPath, text]]),
  };
}

function claimOf(data: DataModel, lost: readonly string[]): Claim {
  const tables = data.tables.length;
  return {
    id: 'ddl/schema-executes',
    prover: 'ddl',
    subject: schemaPath,
    statement: `PostgreSQL executes every statement of the schema of ${tables} tables on an empty database.`,
    oracle: 'postgresql',
    inputs: [schemaPath],
    parameters: { lost: [...lost] },
  };
}

async function settle(claim: Claim, scratch: Scratch): Promise<Settled> {
  const measurements = await counts(scratch);
  const lost = claim.parameters['lost'];
  const incomplete = isList(lost) ? lost.map((item) => `not in the script: ${JSON.stringify(item)}`) : [];
  const { refusals } = scratch;
  const [first] = refusals;
  if (first === undefined) {
    const verdict = scratch.statements === 0 ? undecided('the script holds no statement') : proved;
    return { verdict, measurements, incomplete };
  }
  const missing = refusals.map(missingExtension).find((name) => name !== undefined);
  const words = firstOf(refusals.map((refusal) => printRefusal(claim.subject, refusal)));
  return {
    verdict:
      missing === undefined
        ? refuted(words)
        : undecided(`extension ${missing} does not come with the embedded engine\n${words}`),
    measurements,
    incomplete,
  };
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** An extension we do not have says nothing about the schema. */
function missingExtension(refusal: Refusal): string | undefined {
  const name = /^create\s+extension\s+(?:if\s+not\s+exists\s+)?"?([\w-]+)/i.exec(refusal.sql)?.[1];
  return name !== undefined && !bundledExtensions.has(name.toLowerCase()) ? name : undefined;
}

const printRefusal = (path: string, refusal: Refusal): string =>
  `${path}:${refusal.line}: ${refusal.why}${refusal.sql === '' ? '' : ` — ${excerpt(refusal.sql)}`}`;

const excerpt = (sql: string): string => {
  const line = sql.replace(/\s+/g, ' ');
  return line.length > 120 ? `${line.slice(0, 117)}...` : line;
};

/** What the catalogue holds afterwards, so that an empty script is never taken for a proof. */
async function counts({ session, version, statements, refusals }: Scratch): Promise<Settled['measurements']> {
  const [row = {}] = await session.rows(`
    with mine as (
      select oid from pg_namespace
      where nspname <> 'information_schema' and nspname not like 'pg\\_%'
    )
    select
      (select count(*) from pg_class where relnamespace in (select oid from mine)
        and relkind in ('r', 'p') and not relispartition) as tables,
      (select count(*) from pg_class where relnamespace in (select oid from mine) and relispartition
        and relkind in ('r', 'p')) as partitions,
      (select count(*) from pg_class where relnamespace in (select oid from mine)
        and relkind in ('i', 'I') and not relispartition) as indexes,
      (select count(*) from pg_constraint where connamespace in (select oid from mine)
        and contype in ('c', 'f', 'p', 'u') and conparentid = 0 and coninhcount = 0) as constraints,
      (select count(*) from pg_policy) as policies`);
  const numbers = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)]));
  return { postgresql: version, statements, refused: refusals.length, ...numbers };
}
