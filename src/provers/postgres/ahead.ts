import { openSession } from './session.ts';
import type { Session } from './session.ts';

/** A session begun before anybody asked for it. */
export interface Ahead {
  /** Closes it, if nobody took it. */
  readonly close: () => Promise<void>;
}

/** Sessions that nobody has taken yet, by their extensions. */
const begun = new Map<string, Promise<Session>>();

const nameOf = (extensions: readonly string[]): string => extensions.toSorted().join(' ');

/**
 * Starts an engine while its script is still being thought of: to start takes most of a second of a core that would
 * stand idle. Whoever walks two roads at once starts one.
 */
export function openAhead(extensions: readonly string[]): Ahead {
  const name = nameOf(extensions);
  if (begun.has(name)) return { close: async () => {} };
  const session = openSession({ extensions });
  // That it cannot start is told to who takes it.
  session.catch(() => {});
  begun.set(name, session);
  return {
    close: async () => {
      if (begun.get(name) !== session) return;
      begun.delete(name);
      await session.then((one) => one.close()).catch(() => {});
    },
  };
}

/** The session that was begun with the same extensions, else a new one. */
export function takeSession(extensions: readonly string[]): Promise<Session> {
  const name = nameOf(extensions);
  const session = begun.get(name);
  begun.delete(name);
  return session ?? openSession({ extensions });
}
