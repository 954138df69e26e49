import { schemaSql } from '../../artifacts/ddl.ts';
import { seedSql } from '../../artifacts/seed-sql.ts';
import { qualifiedName } from '../../artifacts/sql-names.ts';
import type { Claim } from '../../findings/claim.ts';
import type { Backend } from '../../model/backend.ts';
import type { Json } from '../../model/origin.ts';
import type { Prover } from '../prover.ts';
import { proved, refuted, settleEach, undecided } from '../settle.ts';
import type { Settled } from '../settle.ts';
import { isForPostgres, schemaPath } from './ddl.ts';
import { withScratch } from './scratch.ts';
import type { Scratch } from './scratch.ts';
import { engine, printFailure } from './session.ts';
import type { Session } from './session.ts';
import { splitScript } from './statements.ts';

export const seedPath = '7-testing/generate-data.sql';

/** Holds the data generator to the schema: both scripts are executed, and every table must then hold rows. */
export const seed: Prover = {
  id: 'seed',
  claims: ({ data }: Backend) => {
    const { text, lost } = seedSql(data);
    if (!isForPostgres(data) || text === '') return { claims: [], inputs: new Map() };
    const claim: Claim = {
      id: 'seed/rows-satisfy-schema',
      prover: 'seed',
      subject: seedPath,
      statement: `The generator fills all ${data.tables.length} tables with rows that satisfy every key and check, at the size it has by default.`,
      oracle: 'postgresql',
      inputs: [schemaPath, seedPath],
      parameters: { tables: data.tables.map(qualifiedName), lost: [...lost] },
    };
    return {
      claims: [claim],
      inputs: new Map([
        [schemaPath, schemaSql(data).text],
        [seedPath, text],
      ]),
    };
  },
  prove: (claims, read) =>
    settleEach(claims, read, engine, (claim) =>
      withScratch(read(schemaPath), (scratch) => settle(claim, scratch, read(seedPath))),
    ),
};

/** Runs the generator in a transaction that is taken back, so that the schema's database can be lent on. */
async function settle(claim: Claim, { session, refusals }: Scratch, text: string): Promise<Settled> {
  const incomplete = texts(claim.parameters['lost']);
  const without = (why: string): Settled => ({ verdict: undecided(why), measurements: {}, incomplete });
  if (refusals.length > 0) return without('the schema itself does not execute');
  const script = await splitScript(text);
  if (script.kind === 'unreadable')
    return { ...without(''), verdict: refuted(`${seedPath}:${script.line}: ${script.why}`) };
  if (script.statements.length === 0) return without('the script holds no statement');
  await session.rows('begin');
  try {
    for (const { sql, line } of script.statements) {
      const ran = await session.run(sql);
      if (ran.kind === 'failed')
        return { ...without(''), verdict: refuted(`${seedPath}:${line}: ${printFailure(ran.failure)}`) };
    }
    return await arrived(session, texts(claim.parameters['tables']), script.statements.length, incomplete);
  } finally {
    await session.rows('rollback');
  }
}

async function arrived(
  session: Session,
  tables: readonly string[],
  statements: number,
  incomplete: readonly string[],
): Promise<Settled> {
  const rows: Record<string, number> = {};
  for (const table of tables) {
    const [row = {}] = await session.rows(`select count(*) as rows from ${table}`);
    rows[table] = Number(row['rows']);
  }
  const empty = tables.filter((table) => rows[table] === 0);
  return {
    verdict:
      empty.length === 0
        ? proved
        : refuted(`no row arrives in ${empty.join(', ')}: every one breaks a key or a check`),
    measurements: { statements, rows },
    incomplete,
  };
}

const texts = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
