import { createCallGraph } from '../../code/call-graph.ts';
import { createKept } from '../../processes/kept.ts';
import { statementsRead } from '../../queries/statements-read.ts';
import type { StatementsRead } from '../../queries/statements-read.ts';
import type { Code } from '../code.ts';
import { createClasses } from './classes.ts';
import { createEntities } from './entities.ts';
import { addStarts } from './starts.ts';
import type { Reading } from './types.ts';
import { readOpening, readScript } from './walk.ts';

const aside =
  /(^|\/)db\/|(^|\/)(factories|fixtures|node_modules)\/|(^|\/)config\/(locales|initializers|environments)\//;

const acronymsIn = (code: Code): readonly string[] =>
  code.files.flatMap(({ path, text }) =>
    path.endsWith('inflections.rb')
      ? [...text.matchAll(/^\s*\w+\.acronym\s*\(?["'](\w+)["']/gm)].map((match) => match[1] ?? '')
      : [],
  );

/** Statements of Ruby code, and which of its methods call which. */
export function rubyStatements(code: Code, tables: readonly string[]): StatementsRead {
  const classes = createClasses(code);
  const graph = createCallGraph();
  const reading: Reading = {
    kept: createKept(),
    code,
    classes,
    entities: createEntities(classes, new Set(tables), acronymsIn(code)),
    graph,
    drafts: [],
    unread: [],
    outcomes: new WeakMap(),
    returns: new Map(),
  };
  for (const { path, text } of code.files) {
    if (aside.test(path) || !/\bdef\b|\bdo\b/.test(text)) continue;
    const root = code.tree(path);
    if (root === undefined) continue;
    readScript(reading, path, root);
    for (const opening of code.openingsIn(path)) {
      addStarts(reading, opening);
      readOpening(reading, opening);
    }
  }
  return statementsRead(reading);
}
