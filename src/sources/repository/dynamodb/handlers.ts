import type { Node } from 'oxc-parser';
import type { Codebase } from '../javascript/codebase.ts';
import type { ParsedFile } from '../javascript/parse.ts';
import { lineAt } from '../javascript/parse.ts';
import { dottedName, isFunctionNode, plainKey, walk } from '../javascript/syntax.ts';
import type { PlatformFunction } from './templates.ts';

/** A function that the platform calls, and by what it is woken. */
export interface HandlerStart {
  readonly file: string;
  readonly line: number;
  readonly woken: readonly string[];
}

/** Functions of the platform (Lambda) in the code: those that templates name, and those typed as answers of its gateway. */
export function handlerStarts(
  codebase: Codebase,
  functions: readonly PlatformFunction[],
): readonly HandlerStart[] {
  const told = functions.flatMap((one) => (one.woken.length === 0 ? [] : startsOf(codebase, one)));
  const known = new Set(told.map(({ file }) => file));
  const typed = [...codebase.files.values()].flatMap(({ path, test }) => {
    const text = codebase.repository.files.get(path)?.text ?? '';
    if (test || known.has(path) || !/\bAPIGatewayProxy(Handler|Event)/.test(text)) return [];
    return exportedLines(codebase, path, 'handler').map((line) => ({
      file: path,
      line,
      woken: [`the gateway's handler ${path}`],
    }));
  });
  return [...told, ...typed];
}

function startsOf(codebase: Codebase, { handler, folder, woken }: PlatformFunction): readonly HandlerStart[] {
  const dot = handler.lastIndexOf('.');
  const base = handler.slice(0, dot).replace(/^\.\//, '');
  const stem = folder === '' ? base : `${folder}/${base}`;
  const file = ['.ts', '.js', '.mjs', '.cjs', '.tsx', '/index.ts', '/index.js']
    .map((end) => `${stem}${end}`)
    .find((path) => codebase.files.has(path));
  if (file === undefined) return [];
  return exportedLines(codebase, file, handler.slice(dot + 1)).map((line) => ({ file, line, woken }));
}

/** Lines of the functions that an export stands for, those handed to a wrapper among them. */
function exportedLines(codebase: Codebase, path: string, name: string): readonly number[] {
  const file = codebase.tree(path);
  return file === undefined ? [] : linesOf(file, name, 0);
}

function linesOf(file: ParsedFile, name: string, depth: number): readonly number[] {
  const value = depth > 3 ? undefined : valueNamed(file, name);
  if (value === undefined) return [];
  if (isFunctionNode(value)) return [lineAt(file, value.start)];
  if (value.type === 'Identifier') return linesOf(file, value.name, depth + 1);
  if (value.type !== 'CallExpression') return [];
  const lines: number[] = [];
  const names: string[] = [];
  walk(value, (node) => {
    if (isFunctionNode(node)) {
      lines.push(lineAt(file, node.start));
      return false;
    }
    if (node.type === 'CallExpression')
      for (const argument of node.arguments) if (argument.type === 'Identifier') names.push(argument.name);
    return true;
  });
  return [...lines, ...names.filter((one) => one !== name).flatMap((one) => linesOf(file, one, depth + 1))];
}

/** The top-level declaration or export of a name. */
function valueNamed(file: ParsedFile, name: string): Node | undefined {
  for (const item of file.program.body) {
    const declaration = item.type === 'ExportNamedDeclaration' ? item.declaration : item;
    if (declaration?.type === 'FunctionDeclaration' && declaration.id?.name === name) return declaration;
    if (declaration?.type === 'VariableDeclaration')
      for (const { id, init } of declaration.declarations)
        if (id.type === 'Identifier' && id.name === name && init !== null) return init;
    if (item.type !== 'ExpressionStatement' || item.expression.type !== 'AssignmentExpression') continue;
    const { left, right } = item.expression;
    if (new RegExp(`^(module\\.)?exports\\.${name}$`).test(dottedName(left) ?? '')) return right;
    if (dottedName(left) === 'module.exports' && right.type === 'ObjectExpression')
      for (const property of right.properties)
        if (property.type === 'Property' && plainKey(property.key, property.computed) === name)
          return property.value;
  }
  return undefined;
}
