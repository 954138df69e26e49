import { openSession } from '../postgres/session.ts';
import { extensionsOf } from '../postgres/statements.ts';
import { loadGrammar } from './script/script.ts';
import { makeSchema } from './trace/before.ts';
import type { SchemaText, Start } from './trace/before.ts';

/** A database that is carried on from migration to migration: each runs once, however many follow. */
export interface CarriedOn {
  /** Runs SQL for the migrations that follow. @returns what of it is missing or stood in for, each with its place */
  readonly add: (text: SchemaText) => Promise<readonly string[]>;
  /** The database as it stands now; where its engine was stopped, all SQL that made it. */
  readonly start: () => Promise<Start>;
  readonly close: () => Promise<void>;
}

/** `texts`: all that will be added, for the extensions they ask for. @throws when the engine cannot start */
export async function carryOn(texts: readonly SchemaText[]): Promise<CarriedOn> {
  await loadGrammar();
  const extensions = [...new Set(texts.flatMap(({ text }) => extensionsOf(text)))];
  const session = await openSession({ extensions });
  const added: SchemaText[] = [];
  let isStopped = false;
  return {
    add: async (text) => {
      added.push(text);
      if (isStopped) return [];
      try {
        return await makeSchema(session, text);
      } catch {
        // A statement that ran too long stops the engine. Whoever needs it replays all, and is told where that ends.
        isStopped = true;
        return [];
      }
    },
    start: async () => (isStopped ? replayed(added) : { data: await session.dump(), extensions, notes: [] }),
    close: session.close,
  };
}

const replayed = (added: readonly SchemaText[]): SchemaText => ({
  file: added[0]?.file ?? 'the files before',
  text: added.map(({ text }) => text).join('\n;\n'),
});
