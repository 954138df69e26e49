import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField } from '../../languages/syntax.ts';
import type { CodeIndex, PyClass } from './code-index.ts';

/** What the type variables of a class stand for, by their names, through everything it extends. */
export type Bound = ReadonlyMap<string, PyClass>;

const none: Bound = new Map();
const known = new WeakMap<CodeIndex, Map<PyClass, Bound>>();

/** `class Users(Store[User])`: the `Row` of `class Store(Generic[Row])` is a `User`. */
export function boundOf(index: CodeIndex, of: PyClass | undefined): Bound {
  if (of === undefined) return none;
  const before = known.get(index) ?? new Map<PyClass, Bound>();
  known.set(index, before);
  const told = before.get(of);
  if (told !== undefined) return told;
  const found = new Map<string, PyClass>();
  before.set(of, found);
  bind(index, of, [], found, 0);
  return found;
}

function bind(
  index: CodeIndex,
  of: PyClass,
  given: readonly (PyClass | undefined)[],
  found: Map<string, PyClass>,
  depth: number,
): void {
  if (depth > 8) return;
  const own = new Map<string, PyClass>();
  for (const [at, name] of variablesOf(of).entries()) {
    const value = given[at];
    if (value === undefined) continue;
    own.set(name, value);
    if (!found.has(name)) found.set(name, value);
  }
  for (const base of of.bases) {
    const plain = base.type === 'subscript' ? inField(base, 'value') : base;
    const above = plain === undefined ? undefined : index.dotted(of.module, plain);
    if (above?.kind !== 'class') continue;
    const args = argumentsIn(base).map((arg) => {
      const named = index.dotted(of.module, arg);
      return own.get(arg.text) ?? (named?.kind === 'class' ? named.of : undefined);
    });
    bind(index, above.of, args, found, depth + 1);
  }
}

const argumentsIn = (base: SyntaxNode): readonly SyntaxNode[] =>
  base.type === 'subscript' ? allOfField(base, 'subscript') : [];

const allOfField = (node: SyntaxNode, field: string): readonly SyntaxNode[] =>
  node.children.filter((child) => child.field === field);

/** Names of the type variables of a class, in their order. */
function variablesOf({ node, bases }: PyClass): readonly string[] {
  const written = inField(node, 'type_parameters');
  if (written !== undefined)
    return allOfType(written, 'type').flatMap(({ text }) => /^\*{0,2}(\w+)/.exec(text)?.[1] ?? []);
  const generic = bases.find((base) => /^(\w+\.)*Generic$/.test(inField(base, 'value')?.text ?? ''));
  const told = generic === undefined ? bases.flatMap(argumentsIn) : argumentsIn(generic);
  return [...new Set(told.map(({ text }) => text))];
}

/** Whether a class leaves open what it stores. */
export const isGeneric = (of: PyClass): boolean =>
  inField(of.node, 'type_parameters') !== undefined ||
  of.bases.some((base) => /^(\w+\.)*(Generic|Protocol)$/.test(inField(base, 'value')?.text ?? ''));
