import { inVain } from '../rows/populate.ts';
import type { Row, Session } from '../session.ts';

/** Runs statements one after another and keeps what was found wrong. */
export interface Player {
  readonly rows: (sql: string) => Promise<readonly Row[]>;
  /** Rows that it wrote. */
  readonly affected: (sql: string) => Promise<number>;
  readonly expect: (holds: boolean, fault: string) => void;
}

/**
 * Plays within a transaction that is taken back. A statement that PostgreSQL refuses is a fault and ends the play.
 *
 * @throws when the engine fails
 */
export async function played(
  session: Session,
  play: (player: Player) => Promise<void>,
): Promise<readonly string[]> {
  const faults: string[] = [];
  let isRefused = false;
  const ask = async (sql: string) => {
    const ran = await session.run(sql);
    if (ran.kind === 'done') return ran;
    isRefused = true;
    faults.push(`PostgreSQL refuses: ${ran.failure.message}`);
    throw new Error(ran.failure.message);
  };
  const player: Player = {
    rows: async (sql) => (await ask(sql)).rows,
    affected: async (sql) => (await ask(sql)).affected,
    expect: (holds, fault) => {
      if (!holds && !faults.includes(fault)) faults.push(fault);
    },
  };
  try {
    await inVain(session, () => play(player));
  } catch (error) {
    if (!isRefused) throw error;
  }
  return faults;
}
