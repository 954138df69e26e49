import { createCallGraph } from '../../code/call-graph.ts';
import { createKept } from '../../processes/kept.ts';
import { statementsRead } from '../../queries/statements-read.ts';
import type { StatementsRead } from '../../queries/statements-read.ts';
import type { PhpCodebase } from '../codebase.ts';
import { createMachine } from '../machine.ts';
import { createEntities } from './entities.ts';
import { inheritedOf, inheritedPairs, readInherited } from './inherited.ts';
import { readScripts } from './scripts.ts';
import type { Reading } from './types.ts';
import { readFileBodies } from './walk.ts';

/** Migrations and seeds make the tables, they do not serve. */
const aside = /(^|\/)(migrations?|seeders?|seeds|factories|stubs|lang|translations|vendor)\//i;

/** Lists that are only data call nothing. */
const calls = /->|::|\b(?!array\b)[a-z_]\w*\(/i;

/** Statements of PHP code, and which of its functions call which. */
export function phpStatements(codebase: PhpCodebase): StatementsRead {
  const machine = createMachine(codebase, {});
  const graph = createCallGraph();
  const found: Reading = {
    kept: createKept(),
    codebase,
    machine,
    graph,
    inherited: new Map(),
    entities: createEntities(codebase, machine),
    drafts: [],
    unread: [],
    outcomes: new WeakMap(),
    returns: new Map(),
  };
  const pairs = inheritedPairs(found);
  const reading: Reading = { ...found, inherited: inheritedOf(pairs) };
  for (const { path, text } of codebase.sources) {
    if (aside.test(path) || !calls.test(text)) continue;
    const file = codebase.file(path);
    if (file !== undefined) readFileBodies(reading, file);
  }
  readScripts(reading);
  readInherited(
    reading,
    pairs.filter(({ method }) => !aside.test(method.file.path)),
  );
  return statementsRead(reading);
}
