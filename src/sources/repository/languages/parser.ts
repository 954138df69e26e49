import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { TreeCursor } from 'web-tree-sitter';
import type { SyntaxNode } from './syntax.ts';
import { blanked, lineCounter } from '../lines.ts';
import { readableKotlin } from './readable-kotlin.ts';

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
    const tree = parser.parse(readable(grammar, text));
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

/** The text as its grammar can read it: places stay. */
function readable(grammar: Grammar, text: string): string {
  if (grammar === 'python') return withoutLongComments(text);
  return grammar === 'kotlin' ? readableKotlin(text) : text;
}

/**
 * The grammar of Python looks from each comment over all that follow, to find the next indentation: thousands of them
 * in a row take its time squared. Such a row becomes spaces; places stay.
 */
const withoutLongComments = (text: string): string => blanked(text, /(?:^[ \t]*#[^\n]*\n){500,}/gm);

/** The package may forbid deep paths, so the folder of its package.json is asked for. */
function resolveFile(require: NodeJS.Require, path: string): string {
  const [scope = '', name = '', ...rest] = path.split('/');
  const folder = require.resolve(`${scope}/${name}/package.json`);
  return join(folder, '..', ...rest);
}

interface Draft {
  readonly node: Omit<SyntaxNode, 'children'>;
  readonly children: SyntaxNode[];
}

/**
 * The node at the cursor; undefined for a word or sign of the grammar that stands in no field. Each question to the
 * cursor crosses into WebAssembly, so there are few of them.
 */
function draftAt(cursor: TreeCursor, text: string, lineOf: (start: number) => number): Draft | undefined {
  const field = cursor.currentFieldName;
  if (field === null && !cursor.nodeIsNamed) return undefined;
  const start = cursor.startIndex;
  const type = cursor.nodeType;
  const own = text.slice(start, cursor.endIndex);
  const line = lineOf(start);
  const node = field === null ? { type, text: own, start, line } : { type, field, text: own, start, line };
  return { node, children: [] };
}

/** The whole tree as plain data, without recursion: the target may nest as deep as it likes. */
function plainTree(cursor: TreeCursor, text: string): ParsedText {
  const lineOf = lineCounter(text);
  const open: (Draft | undefined)[] = [draftAt(cursor, text, lineOf)];
  let errorLine: number | undefined;
  for (;;) {
    // What lies below a word of the grammar, or too deep, is left out.
    if (open.length < deepest && open.at(-1) !== undefined && cursor.gotoFirstChild()) {
      open.push(draftAt(cursor, text, lineOf));
      continue;
    }
    for (;;) {
      const done = open.pop();
      const node = done === undefined ? undefined : { ...done.node, children: done.children };
      if (node?.type === 'ERROR') errorLine ??= node.line;
      if (open.length === 0) {
        if (node === undefined) throw new Error('a tree without a root');
        return { root: node, ...(errorLine === undefined ? {} : { errorLine }) };
      }
      if (node !== undefined) open.at(-1)?.children.push(node);
      if (cursor.gotoNextSibling()) {
        open.push(draftAt(cursor, text, lineOf));
        break;
      }
      cursor.gotoParent();
    }
  }
}
