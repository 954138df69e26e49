import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { TreeCursor } from 'web-tree-sitter';
import type { SyntaxNode } from './syntax.ts';

export type Grammar = 'python' | 'java' | 'kotlin' | 'go' | 'ruby' | 'c-sharp' | 'php';

export interface ParsedText {
  readonly root: SyntaxNode;
  /** Line of the first place that is not in the language; the tree goes on behind it. */
  readonly errorLine?: number;
}

export type ParseText = (text: string) => ParsedText | undefined;

/** Kotlin's grammar is an optional package: without it Kotlin is a told gap. */
const wasm: Readonly<Record<Grammar, string>> = {
  python: '@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm',
  java: '@vscode/tree-sitter-wasm/wasm/tree-sitter-java.wasm',
  go: '@vscode/tree-sitter-wasm/wasm/tree-sitter-go.wasm',
  ruby: '@vscode/tree-sitter-wasm/wasm/tree-sitter-ruby.wasm',
  'c-sharp': '@vscode/tree-sitter-wasm/wasm/tree-sitter-c-sharp.wasm',
  php: '@vscode/tree-sitter-wasm/wasm/tree-sitter-php.wasm',
  kotlin: '@tree-sitter-grammars/tree-sitter-kotlin/tree-sitter-kotlin.wasm',
};

/** Deepest nesting that is kept; what lies below is left out of its node's children. */
const deepest = 400;

const loaded = new Map<Grammar, Promise<ParseText | undefined>>();

/** A parser of the language, loaded once; undefined where its grammar is not installed. */
export function loadParser(grammar: Grammar): Promise<ParseText | undefined> {
  const known = loaded.get(grammar);
  if (known !== undefined) return known;
  const parser = load(grammar);
  loaded.set(grammar, parser);
  return parser;
}

async function load(grammar: Grammar): Promise<ParseText | undefined> {
  const require = createRequire(import.meta.url);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(resolveFile(require, wasm[grammar]));
  } catch {
    return undefined;
  }
  const { Language, Parser } = await import('web-tree-sitter');
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(bytes));
  return (text) => {
    const tree = parser.parse(text);
    if (tree === null) return undefined;
    const cursor = tree.walk();
    try {
      return plainTree(cursor, text);
    } finally {
      cursor.delete();
      tree.delete();
    }
  };
}

/** The package may forbid deep paths, so the folder of its package.json is asked for. */
function resolveFile(require: NodeJS.Require, path: string): string {
  const [scope = '', name = '', ...rest] = path.split('/');
  const folder = require.resolve(`${scope}/${name}/package.json`);
  return join(folder, '..', ...rest);
}

interface Draft {
  readonly node: Omit<SyntaxNode, 'children'>;
  readonly children: SyntaxNode[];
  readonly kept: boolean;
}

const draftAt = (cursor: TreeCursor, text: string): Draft => {
  const field = cursor.currentFieldName;
  const start = cursor.startIndex;
  return {
    node: {
      type: cursor.nodeType,
      ...(field === null ? {} : { field }),
      text: text.slice(start, cursor.endIndex),
      start,
      line: cursor.startPosition.row + 1,
    },
    children: [],
    kept: cursor.nodeIsNamed || field !== null,
  };
};

/** The whole tree as plain data, without recursion: the target may nest as deep as it likes. */
function plainTree(cursor: TreeCursor, text: string): ParsedText {
  const open: Draft[] = [draftAt(cursor, text)];
  let errorLine: number | undefined;
  for (;;) {
    if (open.length < deepest && cursor.gotoFirstChild()) {
      open.push(draftAt(cursor, text));
      continue;
    }
    for (;;) {
      const done = open.pop();
      if (done === undefined) throw new Error('a tree without a root');
      const node: SyntaxNode = { ...done.node, children: done.children };
      if (node.type === 'ERROR') errorLine ??= node.line;
      const parent = open.at(-1);
      if (parent === undefined) return { root: node, ...(errorLine === undefined ? {} : { errorLine }) };
      if (done.kept) parent.children.push(node);
      if (cursor.gotoNextSibling()) {
        open.push(draftAt(cursor, text));
        break;
      }
      cursor.gotoParent();
    }
  }
}
