import type { Facts } from '../../../facts.ts';
import type { Gap } from '../../../../model/origin.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { replay } from '../../schema/sets.ts';
import type { MigrationStep } from '../../schema/sets.ts';
import { schemaData } from '../../schema/tables.ts';
import type { PhpFile } from '../classes.ts';
import type { PhpCodebase } from '../codebase.ts';
import { evaluate } from '../evaluate.ts';
import { createMachine } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { callTypes, variableName, writtenArguments } from '../syntax.ts';
import { originAt } from '../value.ts';
import type { PhpValue } from '../value.ts';
import { putArrayTable, readArrayTable, tableName } from './array-tables.ts';
import type { ArrayContext } from './array-tables.ts';

const marks = /['"](fields?|columns?)['"]\s*=>\s*(\[|array\s*\()/i;
const types = /['"](data_?)?type['"]\s*=>/i;

/**
 * Tables that lists in PHP tell: name, fields with their types, keys. They are known by that shape, wherever they stand;
 * the name stands in the list, is the key under which it stands, or is handed to a call together with it.
 */
export function arrayTables(codebase: PhpCodebase): Facts | undefined {
  const files = codebase.sources.filter(({ text }) => marks.test(text) && types.test(text));
  if (files.length === 0) return undefined;
  const enforced = codebase.sources.some(
    ({ text }) => /\bFOREIGN KEY\s*\(/.test(text) && /\[\s*['"]foreign\b/i.test(text),
  );
  const steps = files.map(({ path }): MigrationStep => ({
    path,
    apply: (draft) => {
      const file = codebase.file(path);
      if (file !== undefined)
        readTables({ draft, dialect: 'mysql', enforced }, createMachine(codebase, {}), file);
    },
  }));
  const gaps: Gap[] = [];
  const set = { path: files[0]?.path ?? '', kind: 'migrations', dialect: 'mysql', steps } as const;
  const { tables } = schemaData([replay(set)], gaps);
  return { data: { tables }, gaps };
}

function readTables(on: ArrayContext, machine: Machine, file: PhpFile): void {
  const waiting = new Map<string, PhpValue>();
  const valueOf = (node: SyntaxNode): PhpValue => evaluate(machine, node, { file, variables: new Map() });
  const take = (value: PhpValue, name: string | undefined, node: SyntaxNode): void => {
    const origin = originAt(file, node);
    const table = readArrayTable(value, name);
    if (table !== undefined) return putArrayTable(on, table, origin);
    for (const entry of value.kind === 'array' ? value.entries : [])
      take(entry.value, tableName(entry.key), entry.node);
  };
  walkSyntax(file.root, (node, above) => {
    if (callTypes.has(node.type)) {
      const args = writtenArguments(node).map((each) => each.node);
      const given = args.flatMap((arg) => waiting.get(variableName(arg) ?? '') ?? arrayAt(arg, valueOf));
      const name = args.filter(isText).flatMap((arg) => tableName(valueOf(arg)) ?? [])[0];
      for (const value of name === undefined ? [] : given) {
        const table = readArrayTable(value, name);
        if (table !== undefined) putArrayTable(on, table, originAt(file, node));
      }
      return undefined;
    }
    if (node.type !== 'array_creation_expression') return undefined;
    const target = assignedTo(node, above.at(-1));
    const value = valueOf(node);
    take(value, target?.key === undefined ? undefined : tableName(valueOf(target.key)), node);
    if (target?.variable !== undefined) waiting.set(target.variable, value);
    return false;
  });
}

const isText = ({ type }: SyntaxNode): boolean => !/array|closure|function|variable_name/.test(type);

const arrayAt = (node: SyntaxNode, valueOf: (node: SyntaxNode) => PhpValue): readonly PhpValue[] =>
  node.type === 'array_creation_expression' ? [valueOf(node)] : [];

/** `$schema = [` and `$schema['orders'] = [`. */
function assignedTo(
  node: SyntaxNode,
  parent: SyntaxNode | undefined,
): { readonly variable?: string; readonly key?: SyntaxNode } | undefined {
  if (parent?.type !== 'assignment_expression' || inField(parent, 'right') !== node) return undefined;
  const left = inField(parent, 'left');
  const variable = variableName(left);
  if (variable !== undefined) return { variable };
  const key = left?.type === 'subscript_expression' ? left.children[1] : undefined;
  return key === undefined ? undefined : { key };
}
