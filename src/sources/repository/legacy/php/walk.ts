import { folderOf, joinPath } from '../../file-paths.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { PhpFile } from '../../php/classes.ts';
import type { PhpCodebase } from '../../php/codebase.ts';
import { evaluate } from '../../php/evaluate.ts';
import { isInclude, normalized } from '../../php/includes.ts';
import type { Machine } from '../../php/machine.ts';
import { className, functionName } from '../../php/names.ts';
import { targetsOf } from '../../php/plain.ts';
import { originAt, textOf } from '../../php/value.ts';
import type { OpenInclude } from '../../../../model/legacy-code.ts';

/** What a file uses of others. */
export interface PhpUses {
  readonly uses: ReadonlySet<string>;
  readonly included: ReadonlySet<string>;
  readonly open: readonly OpenInclude[];
}

/** Nodes that name a class in one of their children. */
const namesClass =
  /^(object_creation_expression|scoped_call_expression|scoped_property_access_expression|class_constant_access_expression|base_clause|class_interface_clause|use_declaration|named_type|binary_expression|attribute)$/;

/** Includes, calls of functions by name, and classes that are named: each to the file that has it. */
export function usesOf(machine: Machine, file: PhpFile, isThere: (path: string) => boolean): PhpUses {
  const { codebase } = machine;
  const uses = new Set<string>();
  const included = new Set<string>();
  const open: OpenInclude[] = [];
  const add = (path: string | undefined): void => {
    if (path !== undefined && path !== file.path) uses.add(path);
  };
  walkSyntax(file.root, (node) => {
    if (isInclude(node)) {
      const found = includeOf(machine, file, node, isThere);
      for (const path of found.paths) {
        add(path);
        included.add(path);
      }
      if (found.open !== undefined) open.push(found.open);
    } else if (node.type === 'function_call_expression') {
      const called = inField(node, 'function');
      if (called?.type === 'name' || called?.type === 'qualified_name')
        add(codebase.function(functionName(file.names, called.text))?.file.path);
    } else if (namesClass.test(node.type)) for (const path of classFiles(codebase, file, node)) add(path);
  });
  return { uses, included, open };
}

/** Names that stand for no file. */
const ownWords = /^(self|static|parent|true|false|null)$/i;

function classFiles(codebase: PhpCodebase, file: PhpFile, node: SyntaxNode): readonly string[] {
  return node.children.flatMap((child) => {
    if ((child.type !== 'name' && child.type !== 'qualified_name') || ownWords.test(child.text)) return [];
    // The name of a method or a constant stands behind that of the class.
    if (child.field === 'name' || (child !== node.children[0] && child.field === undefined && isScoped(node)))
      return [];
    return codebase.class(className(file.names, child.text))?.file.path ?? [];
  });
}

const isScoped = ({ type }: SyntaxNode): boolean => /^(scoped|class_constant)_/.test(type);

interface FoundInclude {
  readonly paths: readonly string[];
  readonly open?: OpenInclude;
}

function includeOf(
  machine: Machine,
  file: PhpFile,
  node: SyntaxNode,
  isThere: (path: string) => boolean,
): FoundInclude {
  const [child] = node.children;
  if (child === undefined) return { paths: [] };
  const scope = { file, variables: new Map() };
  // Each include may be followed as far as the first one.
  machine.steps = 400_000;
  const value = evaluate(machine, child, scope);
  const paths = targetsOf(machine, value, scope);
  if (paths.length > 0 && textOf(value) !== undefined) return { paths };
  const known = textOf(value);
  // A page of plain text may be included as well.
  if (known !== undefined && [joinPath(folderOf(file.path), known), normalized(known)].some(isThere))
    return { paths };
  const kind = known === undefined ? 'computed' : 'outside';
  return { paths, open: { written: shortened(child.text), kind, origin: originAt(file, node) } };
}

const shortened = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
};
