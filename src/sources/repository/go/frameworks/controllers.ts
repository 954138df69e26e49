import type { Machine } from '../machine/machine.ts';
import type { FunctionValue, ObjectValue } from '../machine/value.ts';

export type BoundMethod = FunctionValue & { readonly name: string };

/** Exported methods of a struct, bound to it, in the order of their files. */
export function methodsOfType(machine: Machine, value: ObjectValue): readonly BoundMethod[] {
  if (value.type?.kind !== 'own') return [];
  const { folder, name } = value.type;
  const methods = [...(machine.program.packageIn(folder)?.methods.get(name)?.values() ?? [])];
  return methods
    .filter((method) => /^[A-Z]/.test(method.name))
    .map((method) => ({
      kind: 'function',
      node: method.node,
      file: method.file,
      name: method.name,
      self: value,
    }));
}

/** Comment lines that stand above a declaration, from the text of its file. */
export function commentAbove(machine: Machine, { file, node }: FunctionValue): readonly string[] {
  const source = machine.program.textsOf(file.package.folder).find(({ path }) => path === file.path);
  const lines = source?.text.split('\n') ?? [];
  const found: string[] = [];
  for (let at = node.line - 2; at >= 0 && /^\s*\/\//.test(lines[at] ?? ''); at -= 1)
    found.unshift((lines[at] ?? '').replace(/^\s*\/\/\s?/, ''));
  return found;
}
