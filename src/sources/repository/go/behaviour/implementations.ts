import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, ofType } from '../../languages/syntax.ts';
import type { GoTypeRef } from '../machine/types.ts';
import { declaredType, keyOf, typeOf } from '../machine/types.ts';
import type { GoFile, GoFunction } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';

interface Index {
  /** Names of methods by `folder.Type`. */
  readonly methods: ReadonlyMap<string, ReadonlySet<string>>;
  readonly types: ReadonlyMap<string, readonly { readonly folder: string; readonly name: string }[]>;
  readonly found: Map<string, string>;
}

const indexes = new WeakMap<GoProgram, Index>();
const declared = /^func\s*\(\s*(?:\w+\s+)?\*?\s*(\w+)(?:\[[^\]]*\])?\s*\)\s*(\w+)\s*[[(]/gm;
const standIn = /mock|fake|stub|noop|dummy|(^|\/)test/i;

/** Types by their methods, by a look at the text: only what is asked for is parsed. */
function indexOf(program: GoProgram): Index {
  const known = indexes.get(program);
  if (known !== undefined) return known;
  const methods = new Map<string, Set<string>>();
  const types = new Map<string, { folder: string; name: string }[]>();
  for (const folder of program.folders) {
    if (standIn.test(folder)) continue;
    for (const { text } of program.textsOf(folder))
      for (const [, name = '', method = ''] of text.matchAll(declared)) {
        if (standIn.test(name)) continue;
        const key = `${folder}.${name}`;
        const own = methods.get(key) ?? new Set<string>();
        methods.set(key, own);
        if (own.has(method)) continue;
        own.add(method);
        const list = types.get(method);
        if (list === undefined) types.set(method, [{ folder, name }]);
        else list.push({ folder, name });
      }
  }
  const index: Index = { methods, types, found: new Map() };
  indexes.set(program, index);
  return index;
}

/** The method of the only type that has all methods of an interface. */
export function implementationOf(program: GoProgram, type: GoTypeRef, name: string): GoFunction | undefined {
  if (type.kind !== 'own') return undefined;
  const wanted = methodNames(program, type, 0);
  if (wanted === undefined || !wanted.has(name)) return undefined;
  const index = indexOf(program);
  const candidates = (index.types.get(name) ?? []).filter(({ folder, name: of }) => {
    const own = index.methods.get(`${folder}.${of}`);
    return own !== undefined && [...wanted].every((method) => own.has(method));
  });
  const [only] = candidates;
  if (only === undefined || candidates.length > 1) return undefined;
  return program.packageIn(only.folder)?.methods.get(only.name)?.get(name);
}

/** Whether a type is an interface that the receiver of a method has all methods of. */
export function isImplementedBy(
  program: GoProgram,
  type: GoTypeRef,
  folder: string,
  receiver: string,
): boolean {
  const wanted = type.kind === 'own' ? methodNames(program, type, 0) : undefined;
  const own = indexOf(program).methods.get(`${folder}.${receiver}`);
  return wanted !== undefined && own !== undefined && [...wanted].every((method) => own.has(method));
}

const sets = new WeakMap<GoProgram, Map<string, ReadonlySet<string> | undefined>>();

/** Names an interface asks for, with those of what it embeds; undefined when the type is none or embeds a library's. */
function methodNames(program: GoProgram, type: GoTypeRef, depth: number): ReadonlySet<string> | undefined {
  const known = sets.get(program) ?? new Map<string, ReadonlySet<string> | undefined>();
  sets.set(program, known);
  const key = keyOf(type);
  if (known.has(key)) return known.get(key);
  const found = declaredType(program, type);
  const node = found === undefined ? undefined : inField(found.node, 'type');
  const names =
    node?.type === 'interface_type' && depth < 6 ? namesIn(program, node, found?.file, depth) : undefined;
  known.set(key, names);
  return names;
}

function namesIn(
  program: GoProgram,
  node: SyntaxNode,
  file: GoFile | undefined,
  depth: number,
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const child of node.children) {
    if (/^method_(elem|spec)$/.test(child.type)) names.add(inField(child, 'name')?.text ?? '');
    else if (file !== undefined) {
      const inner = ofType(child, 'type_identifier', 'qualified_type') ?? child;
      const above = typeOf(inner, file);
      for (const name of above === undefined ? [] : (methodNames(program, above, depth + 1) ?? []))
        names.add(name);
    }
  }
  return names;
}
