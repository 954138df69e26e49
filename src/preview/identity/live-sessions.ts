import { ownerRole } from '../../artifacts/second-factor.ts';
import type { Running } from '../running.ts';
import { authTables, identityContext, isSecondFactor } from './accounts.ts';

/** What a token that names a session is held against. */
export interface LiveSession {
  readonly user: string;
  readonly strength: string;
  readonly hasSecondFactor: boolean;
  /** Roles that the person holds, in force or not. */
  readonly held: readonly string[];
}

/** Sessions that tokens name, remembered for a moment. What ends here is known at once. */
export interface LiveSessions {
  /** Undefined = ended, or of somebody who is locked. */
  readonly live: (id: string) => Promise<LiveSession | undefined>;
  readonly ended: (ids: readonly string[]) => void;
  /** To be called when rows of sessions or users changed in another way. */
  readonly forget: (which?: { readonly session?: string; readonly user?: string }) => void;
}

/** For a change that nothing here is told of, such as one by hand, ms. */
const freshFor = 5000;
const remembered = 10_000;

export function liveSessionsOf(running: Running): LiveSessions {
  const known = new Map<string, { readonly session: LiveSession | undefined; readonly read: number }>();
  /** Raised when something ends: what was read before may not be remembered after. */
  let generation = 0;
  // By the clock of the machine: the clock of the preview may stand still.
  const remember = (id: string, session: LiveSession | undefined): void => {
    known.delete(id);
    for (const oldest of known.keys()) {
      if (known.size < remembered) break;
      known.delete(oldest);
    }
    known.set(id, { session, read: performance.now() });
  };
  running.clock.onTravel(async () => known.clear());
  return {
    live: async (id) => {
      const found = known.get(id);
      if (found !== undefined && performance.now() - found.read < freshFor) return found.session;
      const before = generation;
      const session = await readSession(running, id);
      if (before !== generation) return known.has(id) ? known.get(id)?.session : session;
      remember(id, session);
      return session;
    },
    ended: (ids) => {
      generation += 1;
      for (const id of ids) remember(id, undefined);
    },
    forget: ({ session, user } = {}) => {
      generation += 1;
      for (const [id, { session: live }] of known)
        if ((session === undefined && user === undefined) || id === session || live?.user === user)
          known.delete(id);
    },
  };
}

async function readSession(running: Running, id: string): Promise<LiveSession | undefined> {
  const { sessions, users, credentials, grants } = authTables(running);
  const { rows } = await running.database.query(
    identityContext(running),
    `select s.user_id, s.strength, exists (select from ${credentials} as c
    where c.user_id = s.user_id and ${isSecondFactor('c')}) as two,
  (select string_agg(g.role, ' ') from ${grants} as g
    where g.user_id = s.user_id and (g.expires_at is null or g.expires_at > now())) as roles
from ${sessions} as s join ${users} as u on u.id = s.user_id
where s.id = $1 and s.revoked_at is null and s.expires_at > now() and u.status = 'active'`,
    [id],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  return {
    user: row['user_id'] ?? '',
    strength: row['strength'] ?? '',
    hasSecondFactor: row['two'] === 't',
    held: [ownerRole, ...(row['roles'] ?? '').split(' ').filter((role) => role !== '')],
  };
}
