import type { Expression, Node } from 'oxc-parser';
import type { Method } from '../../../../model/api.ts';
import type { Machine } from '../../javascript/machine.ts';
import { siteOf } from '../../javascript/machine.ts';
import type { ParsedFile } from '../../javascript/parse.ts';
import { parseTree } from '../../javascript/parse.ts';
import { innerScope } from '../../javascript/scope.ts';
import type { Scope } from '../../javascript/scope.ts';
import { dottedName, isFunctionNode, unwrap } from '../../javascript/syntax.ts';
import type { FunctionValue, Site, Value } from '../../javascript/value.ts';
import { nothing, unknown } from '../../javascript/value.ts';
import { exportSite } from '../file-handlers.ts';
import { kindByName } from '../guards.ts';
import type { Given } from '../routing.ts';
import type { FileContext } from './file-app.ts';

export const verbs: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** Something a file exports that answers requests. */
export interface FileHandler {
  readonly value: Value;
  readonly site: Site;
  /** Checks that the wrapper of the handler makes. */
  readonly wrappers: readonly Given[];
}

/** An export by name; a function that was wrapped by something unknown is looked for in the call itself. */
export function exportedHandler(
  { evaluator, codebase }: FileContext,
  path: string,
  name: string,
): FileHandler | undefined {
  const file = codebase.tree(path);
  if (file === undefined) return undefined;
  const { machine, modules } = evaluator;
  const exported =
    name === 'default'
      ? hasDefault(file)
        ? modules.exported(path, 'default')
        : undefined
      : modules.exportsOf(path).find(([each]) => each === name)?.[1];
  if (exported === undefined) return undefined;
  const node = name === 'default' ? defaultExpression(file) : namedExpression(file, name);
  const scope = modules.scopeOf(path);
  const site = name === 'default' ? siteOf(file, node ?? file.program) : exportSite(file, name);
  if (exported.kind !== 'unknown' || node === undefined || scope === undefined)
    return { value: exported, site, wrappers: [] };
  const inner = innermostFunction(machine, node, file, scope);
  return inner === undefined
    ? { value: exported, site, wrappers: [] }
    : { value: inner.value, site, wrappers: wrapperGuards(inner.wrappers, site) };
}

const hasDefault = (file: ParsedFile): boolean =>
  file.program.body.some(
    (item) =>
      item.type === 'ExportDefaultDeclaration' ||
      item.type === 'TSExportAssignment' ||
      (item.type === 'ExportNamedDeclaration' &&
        item.specifiers.some(
          ({ exported }) => exported.type === 'Identifier' && exported.name === 'default',
        )) ||
      (item.type === 'ExpressionStatement' &&
        /^module\.exports\b/.test(file.text.slice(item.start, item.end))),
  );

function defaultExpression(file: ParsedFile): Node | undefined {
  for (const item of file.program.body) if (item.type === 'ExportDefaultDeclaration') return item.declaration;
  return undefined;
}

/** `export const GET = …`. */
function namedExpression(file: ParsedFile, name: string): Node | undefined {
  for (const item of file.program.body)
    if (item.type === 'ExportNamedDeclaration' && item.declaration?.type === 'VariableDeclaration')
      for (const { id, init } of item.declaration.declarations)
        if (id.type === 'Identifier' && id.name === name && init !== null) return init;
  return undefined;
}

/** The last function given to nested calls whose callees are not known: `defineEventHandler(async (event) => …)`. */
function innermostFunction(
  machine: Machine,
  node: Node,
  file: ParsedFile,
  scope: Scope,
  depth = 0,
): { readonly value: FunctionValue; readonly wrappers: readonly string[] } | undefined {
  if (!isExpression(node) || depth > 6) return undefined;
  const plain = unwrap(node);
  if (isFunctionNode(plain) || plain.type === 'Identifier') {
    const frame = { file, scope, self: nothing, level: machine.level, returns: [], stop: 'no' } as const;
    const value = machine.evaluate(plain, { ...frame, returns: [] });
    return value.kind === 'function' ? { value, wrappers: [] } : undefined;
  }
  if (plain.type === 'ObjectExpression') {
    for (const property of plain.properties)
      if (property.type === 'Property' && /^(handler|handle)$/.test(dottedName(property.key) ?? '')) {
        const found = innermostFunction(machine, property.value, file, scope, depth + 1);
        if (found !== undefined) return found;
      }
    return undefined;
  }
  if (plain.type !== 'CallExpression') return undefined;
  for (const argument of plain.arguments.toReversed()) {
    const found = innermostFunction(machine, argument, file, scope, depth + 1);
    if (found !== undefined)
      return { ...found, wrappers: [dottedName(plain.callee)?.split('.').at(-1) ?? '', ...found.wrappers] };
  }
  return undefined;
}

const isExpression = (node: Node): node is Expression =>
  isFunctionNode(node) ||
  [
    'Identifier',
    'CallExpression',
    'ObjectExpression',
    'TSAsExpression',
    'TSSatisfiesExpression',
    'ParenthesizedExpression',
  ].includes(node.type);

const wrapperGuards = (names: readonly string[], site: Site): readonly Given[] =>
  names.flatMap((written) => {
    const kind = kindByName(written);
    return kind === 'authentication' || kind === 'authorisation'
      ? [{ value: unknown('a wrapper of the handler'), site, conditional: false, written }]
      : [];
  });

/** A page without code of its own on the server: a handler that does nothing. */
export function emptyHandler(path: string): FileHandler | undefined {
  const outcome = parseTree(`${path}.js`, '(() => {});');
  if (outcome.kind === 'refused') return undefined;
  const file: ParsedFile = { ...outcome.file, path };
  const [statement] = file.program.body;
  const site = siteOf(file, file.program);
  if (statement?.type !== 'ExpressionStatement') return undefined;
  const node = unwrap(statement.expression);
  if (!isFunctionNode(node)) return undefined;
  const value: FunctionValue = { kind: 'function', node, file, scope: innerScope(), fields: new Map() };
  return { value, site, wrappers: [] };
}
