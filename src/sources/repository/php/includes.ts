import { folderOf, joinPath } from '../file-paths.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { evaluate } from './evaluate.ts';
import { runFile } from './machine.ts';
import type { Machine } from './machine.ts';
import type { PhpValue, Scope } from './value.ts';
import { textOf, unknown } from './value.ts';

export const isInclude = (node: SyntaxNode): boolean =>
  node.type === 'require_expression' ||
  node.type === 'require_once_expression' ||
  node.type === 'include_expression' ||
  node.type === 'include_once_expression';

export function includeFile(machine: Machine, node: SyntaxNode, scope: Scope): PhpValue {
  const [child] = node.children;
  const written = child === undefined ? undefined : textOf(evaluate(machine, child, scope));
  if (written === undefined) return unknown('the path of the included file is not known');
  const path = repositoryPath(machine, written, scope);
  if (path === undefined) return unknown(`${written} is not in the repository`);
  if (node.type.includes('once') && machine.included.has(path)) return unknown('it is included already');
  return runFile(machine, path, scope);
}

/** A path of the running code as a path of the repository: `..` is resolved, a relative one starts at the file. */
export function repositoryPath(machine: Machine, written: string, scope: Scope): string | undefined {
  const folder = folderOf(scope.file.path);
  const options = written.startsWith('/') ? [written] : [`${folder}/${written}`, written];
  return options.map(normalized).find((path) => machine.codebase.repository.files.has(path));
}

/** `.` and `..` resolved, no slash in front. */
export const normalized = (path: string): string => joinPath('', path);
