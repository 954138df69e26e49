import { includesOf } from '../plain.ts';
import { linesOf } from './graph.ts';
import type { Reading } from './types.ts';

const declarations =
  /^(php_tag|comment|namespace_use_declaration|class_declaration|interface_declaration|trait_declaration|enum_declaration|function_definition|php_end_tag|declare_statement|const_declaration|namespace_definition|text)$/;

/** Scripts run as functions do, from their first line, and what they include runs with them. */
export function readScripts({ codebase, graph, machine }: Reading): void {
  for (const { path, text } of codebase.sources) {
    if (
      !/\$_(GET|POST|REQUEST|COOKIE|SESSION|SERVER|FILES)\b|\b(require|include)(_once)?\b|php:\/\/input|\bnew\s+\\?(PDO|mysqli)\b|mysqli_connect/.test(
        text,
      )
    )
      continue;
    const file = codebase.file(path);
    if (file === undefined || file.root.children.every(({ type }) => declarations.test(type))) continue;
    graph.addFunction({ ...linesOf(file, file.root, 1), start: 1 }, scriptKey(path));
    const keys = includesOf(machine, file, file.root).map(scriptKey);
    if (keys.length > 0) graph.addCall({ file: path, line: 1, keys, inLoop: false, inTransaction: false });
  }
}

const scriptKey = (path: string): string => `${path}#`;
