import { schemaSql } from '../../artifacts/ddl.ts';
import { monitoringSql, watches } from '../../artifacts/monitoring.ts';
import type { Claim } from '../../findings/claim.ts';
import type { Backend } from '../../model/backend.ts';
import type { Prover } from '../prover.ts';
import { firstOf, proved, refuted, settleEach, undecided } from '../settle.ts';
import type { Settled } from '../settle.ts';
import { isForPostgres, schemaPath } from './ddl.ts';
import { withScratch } from './scratch.ts';
import type { Scratch } from './scratch.ts';
import { engine, printFailure } from './session.ts';
import type { Session } from './session.ts';
import { splitScript } from './statements.ts';
import type { Statement } from './statements.ts';

export const monitoringPath = '2-database/monitoring.sql';

/** Asks an empty database every question that is to be asked of the running one: none may fail or raise an alarm. */
export const monitoring: Prover = {
  id: 'monitoring',
  claims: (backend: Backend) => {
    const { data } = backend;
    const { text } = monitoringSql(backend);
    if (text === '' || !isForPostgres(data)) return { claims: [], inputs: new Map() };
    const claim: Claim = {
      id: 'monitoring/questions-run',
      prover: 'monitoring',
      subject: monitoringPath,
      statement: `PostgreSQL answers the ${watches(backend).length} questions of monitoring, and none raises an alarm on a database where nothing has happened.`,
      oracle: 'postgresql',
      inputs: [schemaPath, monitoringPath],
      parameters: {},
    };
    const inputs = new Map([
      [schemaPath, schemaSql(data).text],
      [monitoringPath, text],
    ]);
    return { claims: [claim], inputs };
  },
  prove: (claims, read) =>
    settleEach(claims, read, engine, () =>
      withScratch(read(schemaPath), (scratch) => settle(scratch, read(monitoringPath)), { untouched: true }),
    ),
};

/** The library of an extension that the server has to load at its start (SQLSTATE 55000). */
const notLoaded = (code: string | undefined, message: string): boolean =>
  code === '55000' && message.includes('shared_preload_libraries');

const extension = 'pg_stat_statements';

async function settle({ session, refusals }: Scratch, text: string): Promise<Settled> {
  const without = (verdict: Settled['verdict']): Settled => ({ verdict, measurements: {}, incomplete: [] });
  if (refusals.length > 0) return without(undecided('the schema itself does not execute'));
  const script = await splitScript(text);
  if (script.kind === 'unreadable')
    return without(refuted(`${monitoringPath}:${script.line}: ${script.why}`));
  const own = await session.rows('select extname from pg_extension where extname = $1', [extension]);
  if (own.length > 0) return answers(session, script.statements);
  await session.rows(`create extension ${extension}`);
  try {
    return await answers(session, script.statements);
  } finally {
    await session.rows(`drop extension ${extension}`);
  }
}

async function answers(session: Session, statements: readonly Statement[]): Promise<Settled> {
  const faults: string[] = [];
  const incomplete: string[] = [];
  for (const { sql, line } of statements) {
    const ran = await session.run(sql);
    const at = `${monitoringPath}:${line}`;
    if (ran.kind === 'failed' && notLoaded(ran.failure.code, ran.failure.message))
      incomplete.push(`${at}: read and planned only, its library has to be loaded when the server starts`);
    else if (ran.kind === 'failed') faults.push(`${at}: ${printFailure(ran.failure)}`);
    else if (ran.rows.length > 0 && !sql.includes(extension))
      faults.push(
        `${at}: answers ${ran.rows.length} rows on an empty database: ${JSON.stringify(ran.rows[0])}`,
      );
  }
  return {
    verdict: faults.length === 0 ? proved : refuted(firstOf(faults)),
    measurements: { questions: statements.length },
    incomplete: [
      ...incomplete,
      'whether the limits fit this load: they are stated, and the first weeks correct them',
    ],
  };
}
