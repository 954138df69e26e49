import type { TextFile } from '../gather.ts';
import type { Program } from '../languages/language.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { inField, ofType } from '../languages/syntax.ts';
import { onceFor } from '../once.ts';
import { callOf, constantName, statementsOf } from './syntax.ts';

/** One place where a class or module is opened. */
export interface Opening {
  /** With every module around it. */
  readonly name: string;
  readonly kind: 'class' | 'module';
  /** As it is written. */
  readonly superclass?: string;
  readonly file: string;
  readonly node: SyntaxNode;
  readonly statements: readonly SyntaxNode[];
}

export interface Code {
  readonly program: Program;
  /** Without tests. */
  readonly files: readonly TextFile[];
  readonly tree: (path: string) => SyntaxNode | undefined;
  readonly openingsIn: (path: string) => readonly Opening[];
  /** Every opening of the constant a name means inside a namespace. */
  readonly find: (name: string, namespace: string) => readonly Opening[];
  /** Every definition of an instance method of a name. */
  readonly methodsNamed: (name: string) => readonly Method[];
}

const testPath =
  /(^|\/)(spec|specs|test|tests|features|__tests__|testing)\/|_(spec|test)\.rb$|(^|\/)vendor\/(bundle|gems)\//;
const declaration = /^\s*(?:class|module)\s+(?:::)?([A-Z][\w:]*)/gm;

export function readCode(program: Program): Code {
  const files = program.files.filter(({ path }) => !testPath.test(path));
  const declared = new Map<string, string[]>();
  for (const { path, text } of files)
    for (const match of text.matchAll(declaration)) {
      const last = (match[1] ?? '').split('::').at(-1) ?? '';
      const paths = declared.get(last);
      if (paths === undefined) declared.set(last, [path]);
      else if (paths.at(-1) !== path) paths.push(path);
    }
  const openingsIn = onceFor((path: string) => openingsBelow(program.tree(path), path));
  const named = onceFor((full: string) => {
    const paths = declared.get(full.split('::').at(-1) ?? '') ?? [];
    return paths.flatMap(openingsIn).filter(({ name }) => name === full);
  });
  const find: Code['find'] = (name, namespace) => {
    if (name === '' || !declared.has(name.split('::').at(-1) ?? '')) return [];
    const around = namespace === '' ? [] : namespace.split('::');
    for (let length = around.length; length >= 0; length -= 1) {
      const openings = named([...around.slice(0, length), name].join('::'));
      if (openings.length > 0) return openings;
    }
    return [];
  };
  const methodsNamed = onceFor((name: string) =>
    files
      .filter(({ text }) => text.includes(`def ${name}`))
      .flatMap(({ path }) => openingsIn(path))
      .flatMap(methodsIn)
      .filter((method) => method.name === name),
  );
  return { program, files, tree: program.tree, openingsIn, find, methodsNamed };
}

function openingsBelow(tree: SyntaxNode | undefined, file: string): readonly Opening[] {
  const found: Opening[] = [];
  const visit = (nodes: readonly SyntaxNode[], namespace: string, depth: number): void => {
    if (depth > 20) return;
    for (const node of nodes) {
      if (node.type !== 'class' && node.type !== 'module') {
        if (/^(if|unless|begin|then|else)$/.test(node.type)) visit(node.children, namespace, depth + 1);
        continue;
      }
      const own = constantName(inField(node, 'name'));
      const name = namespace === '' ? own : `${namespace}::${own}`;
      const statements = statementsOf(inField(node, 'body'));
      const above = ofType(inField(node, 'superclass'), 'constant', 'scope_resolution', 'call');
      const superclass = above?.type === 'call' ? callOf(above)?.name : constantName(above);
      found.push({
        name,
        kind: node.type,
        ...(superclass === undefined || superclass === '' ? {} : { superclass }),
        file,
        node,
        statements,
      });
      visit(statements, name, depth + 1);
    }
  };
  visit(statementsOf(tree), '', 0);
  return found;
}

export const namespaceOf = (name: string): string => name.split('::').slice(0, -1).join('::');

/** A class with those above it and the modules they include, in the order in which Ruby looks for a method. */
export interface Lineage {
  readonly openings: readonly Opening[];
  /** Superclasses and modules that are not in the repository. */
  readonly outside: readonly string[];
  /** Methods of a name of any class: what may be asked of an object whose class is not known. */
  readonly methodsNamed: Code['methodsNamed'];
  readonly find: Code['find'];
}

export function lineageOf(code: Code, openings: readonly Opening[]): Lineage {
  const all: Opening[] = [];
  const outside: string[] = [];
  const seen = new Set<string>();
  const visit = (parts: readonly Opening[], depth: number): void => {
    const [first] = parts;
    if (first === undefined || seen.has(first.name) || depth > 25) return;
    seen.add(first.name);
    all.push(...parts);
    for (const module of parts.flatMap(includedIn).toReversed()) {
      const found = code.find(module, first.name);
      if (found.length === 0) outside.push(module);
      else visit(found, depth + 1);
    }
    const above = parts.find(({ superclass }) => superclass !== undefined)?.superclass;
    if (above === undefined) return;
    // `class Foo < Foo` inside a module means the outer one.
    const candidates = code.find(above, namespaceOf(first.name));
    const found = candidates[0]?.name === first.name ? code.find(above, '') : candidates;
    if (found.length === 0 || found[0]?.name === first.name) outside.push(above);
    else visit(found, depth + 1);
  };
  visit(openings, 0);
  return { openings: all, outside, methodsNamed: code.methodsNamed, find: code.find };
}

/** Modules a class includes, also those a concern includes for it. */
function includedIn({ statements }: Opening): readonly string[] {
  return bodyStatements(statements).flatMap((node) => {
    const call = callOf(node);
    if (call?.receiver !== undefined || (call?.name !== 'include' && call?.name !== 'prepend')) return [];
    return call.args.map(constantName).filter((name) => name !== '');
  });
}

/** Statements of a body with those of `included do … end`, which a concern runs in the class. */
export const bodyStatements = (statements: readonly SyntaxNode[]): readonly SyntaxNode[] =>
  statements.flatMap((node) => {
    const call = callOf(node);
    if (call?.name === 'included' && call.block !== undefined)
      return bodyStatements(statementsOf(call.block));
    if (/^(if|unless)_modifier$/.test(node.type))
      return [inField(node, 'body')].filter((each) => each !== undefined);
    if (node.type === 'if' || node.type === 'unless')
      return bodyStatements(statementsOf(inField(node, 'consequence')));
    return [node];
  });

export interface Method {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly opening: Opening;
  readonly visible: boolean;
}

const methodsByOpening = new WeakMap<Opening, readonly Method[]>();

/** Instance methods of an opening, with the visibility that holds where they stand. */
export function methodsIn(opening: Opening): readonly Method[] {
  const known = methodsByOpening.get(opening);
  if (known !== undefined) return known;
  const found: Method[] = [];
  let visible = true;
  const hidden = new Set<string>();
  for (const node of bodyStatements(opening.statements)) {
    if (node.type === 'method')
      found.push({ name: inField(node, 'name')?.text ?? '', node, opening, visible });
    const call = callOf(node);
    const [alias, meant] = aliasOf(node);
    if (alias !== undefined) {
      const method = found.find(({ name }) => name === meant);
      found.push({ name: alias, node: method?.node ?? node, opening, visible });
    }
    if (call === undefined || call.receiver !== undefined) continue;
    if (/^(private|protected|public)$/.test(call.name)) {
      if (call.args.length === 0) visible = call.name === 'public';
      for (const arg of call.args) {
        if (arg.type === 'method')
          found.push({
            name: inField(arg, 'name')?.text ?? '',
            node: arg,
            opening,
            visible: call.name === 'public',
          });
        else if (call.name !== 'public') hidden.add(arg.text.replace(/^:/, ''));
      }
    } else if (call.name === 'define_method' && call.args[0] !== undefined && call.block !== undefined)
      found.push({ name: call.args[0].text.replace(/^:/, ''), node: call.block, opening, visible });
    else if (/^(helper_method|delegate)$/.test(call.name)) continue;
    else
      for (const arg of call.args)
        if (arg.type === 'method')
          found.push({ name: inField(arg, 'name')?.text ?? '', node: arg, opening, visible });
  }
  const all = found.map((method) => (hidden.has(method.name) ? { ...method, visible: false } : method));
  methodsByOpening.set(opening, all);
  return all;
}

/** `alias browse show`, `alias_method :browse, :show`: the new name and the old one. */
function aliasOf(node: SyntaxNode): readonly (string | undefined)[] {
  const call = callOf(node);
  const names =
    node.type === 'alias'
      ? [inField(node, 'name'), inField(node, 'alias')]
      : call?.name === 'alias_method' && call.receiver === undefined
        ? call.args
        : [];
  return names.map((name) => name?.text.replace(/^:/, ''));
}

/** The method a name means in a class, at most `skip` of its definitions left out (for `super`). */
export const methodNamed = (lineage: Lineage, name: string): Method | undefined => {
  for (const opening of lineage.openings) {
    const found = methodsIn(opening).find((method) => method.name === name);
    if (found !== undefined) return found;
  }
  return undefined;
};
