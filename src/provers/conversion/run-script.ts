import type { Script } from '../../migration/conversion/scripts.ts';
import { printFailure } from '../postgres/session.ts';
import type { Row, Session } from '../postgres/session.ts';

/** A statement that PostgreSQL refused; the text of a claim that does not hold. */
export class Refused extends Error {}

/** Runs statements that have to succeed. @throws Refused */
export async function runStatement(session: Session, file: string, sql: string): Promise<readonly Row[]> {
  const ran = await session.run(sql);
  if (ran.kind === 'done') return ran.rows;
  throw new Refused(`${file}: ${printFailure(ran.failure)}\n  ${shortened(sql)}`);
}

export async function runScript(session: Session, { file, statements }: Script): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const sql of statements) rows.push(...(await runStatement(session, file, sql)));
  return rows;
}

const shortened = (sql: string): string => (sql.length > 300 ? `${sql.slice(0, 300)} …` : sql);
