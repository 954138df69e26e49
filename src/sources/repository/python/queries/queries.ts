import { createCallGraph } from '../../code/call-graph.ts';
import type { TextFile } from '../../gather.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { createKept } from '../../processes/kept.ts';
import { statementsRead } from '../../queries/statements-read.ts';
import type { StatementsRead } from '../../queries/statements-read.ts';
import type { Packages } from '../evaluator/packages.ts';
import { createIndex } from './code-index.ts';
import { createEntities } from './entities.ts';
import { handingFunctions } from './handing.ts';
import { inheritedOf, inheritedPairs, readInherited } from './inherited.ts';
import { readLibraryViews } from './library-views.ts';
import type { Reading } from './types.ts';
import { readModuleBodies } from './walk.ts';

const aside =
  /(^|\/)(\w*migrations|alembic|versions|locale|docs|node_modules|site-packages|fixtures|(unit|integration)_?tests?)\//;

/** Statements of Python code, and which of its functions call which. */
export function pythonStatements(
  files: readonly TextFile[],
  tree: (path: string) => SyntaxNode | undefined,
  packages: Packages,
  tables: readonly string[],
): StatementsRead {
  const index = createIndex(files, tree, packages);
  const graph = createCallGraph();
  const found: Reading = {
    kept: createKept(),
    index,
    entities: createEntities(index, tables),
    graph,
    inherited: new Map(),
    handing: handingFunctions(files, tree),
    drafts: [],
    unread: [],
    outcomes: new WeakMap(),
    returns: new Map(),
    single: new WeakSet(),
  };
  const pairs = inheritedPairs(found);
  const reading: Reading = { ...found, inherited: inheritedOf(pairs) };
  for (const { path, text } of files) {
    if (aside.test(path) || !/\bdef \w+\(/.test(text)) continue;
    const module = index.module(path);
    if (module !== undefined) readModuleBodies(reading, module);
  }
  readLibraryViews(reading);
  readInherited(
    reading,
    pairs.filter(({ method }) => !aside.test(method.module.path)),
  );
  return statementsRead(reading);
}
