import type { Program } from '../languages/language.ts';
import type { TextFile } from '../gather.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { inField, ofType } from '../languages/syntax.ts';
import { attributesOf } from './attributes.ts';
import type { Attribute } from './attributes.ts';
import type { Projects } from './projects.ts';
import { readProjects } from './projects.ts';
import { lastName, typeArguments } from './syntax.ts';

/** A class, record, struct, interface or enum; `nodes` has every part of a partial one. */
export interface TypeDeclaration {
  readonly name: string;
  readonly namespace: string;
  /** Names of the types around it, from the outside in. */
  readonly outer: readonly string[];
  readonly file: string;
  readonly node: SyntaxNode;
}

/** The C# code of a repository: what is declared where, parsed when asked for. */
export interface Code {
  readonly program: Program;
  /** Without tests. */
  readonly files: readonly TextFile[];
  readonly projects: Projects;
  readonly tree: (path: string) => SyntaxNode | undefined;
  readonly typesIn: (path: string) => readonly TypeDeclaration[];
  /** The type a name means, seen from a file: there, in its namespaces, in its project, anywhere. `arity` = type parameters. */
  readonly find: (name: string, from: string, arity?: number) => TypeDeclaration | undefined;
  /** Every part of a type. */
  readonly parts: (type: TypeDeclaration) => readonly TypeDeclaration[];
}

const testUsing =
  /^\s*(global\s+)?using\s+(static\s+)?(Xunit|NUnit|Microsoft\.VisualStudio\.TestTools|TUnit)\b/m;
const testPath = /(^|\/)(tests?|testassets|[\w.]*\.\w*tests?)\//i;
const declaration = /\b(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?)\s+@?([A-Za-z_]\w*)/g;

export function readCode(program: Program): Code {
  const projects = readProjects(program.repository);
  const files = program.files.filter(
    ({ path, text }) =>
      path.endsWith('.cs') && !projects.of(path).isTest && !testPath.test(path) && !testUsing.test(text),
  );
  const declared = new Map<string, string[]>();
  for (const { path, text } of files)
    for (const match of text.matchAll(declaration)) {
      const paths = declared.get(match[1] ?? '');
      if (paths === undefined) declared.set(match[1] ?? '', [path]);
      else if (paths.at(-1) !== path) paths.push(path);
    }
  const types = new Map<string, readonly TypeDeclaration[]>();
  const typesIn = (path: string): readonly TypeDeclaration[] => {
    const known = types.get(path);
    if (known !== undefined) return known;
    const tree = program.tree(path);
    const found = tree === undefined ? [] : typesBelow(tree, path);
    types.set(path, found);
    return found;
  };
  const namesIn = (path: string): string => program.repository.files.get(path)?.text ?? '';
  const find: Code['find'] = (name, from, arity) => {
    const paths = declared.get(name) ?? [];
    if (paths.length === 0) return undefined;
    const best = paths.length === 1 ? paths : ranked(paths, from, namesIn, projects);
    for (const path of best) {
      const type = typesIn(path).find(
        (each) => each.name === name && (arity === undefined || arityOf(each) === arity),
      );
      if (type !== undefined) return type;
    }
    return undefined;
  };
  const parts: Code['parts'] = (type) => {
    if (!/\bpartial\b/.test(type.node.text.slice(0, 400))) return [type];
    const all = (declared.get(type.name) ?? []).flatMap(typesIn);
    return all.filter((each) => each.name === type.name && each.namespace === type.namespace);
  };
  return { program, files, projects, tree: program.tree, typesIn, find, parts };
}

const typeNodes = [
  'class_declaration',
  'record_declaration',
  'struct_declaration',
  'interface_declaration',
  'enum_declaration',
  'record_struct_declaration',
];

function typesBelow(tree: SyntaxNode, file: string): readonly TypeDeclaration[] {
  const found: TypeDeclaration[] = [];
  const visit = (node: SyntaxNode, namespace: string, outer: readonly string[]): void => {
    let space = namespace;
    for (const child of node.children) {
      if (child.type === 'file_scoped_namespace_declaration') {
        space = inField(child, 'name')?.text ?? '';
        visit(child, space, outer);
      } else if (child.type === 'namespace_declaration') {
        const name = inField(child, 'name')?.text ?? '';
        const body = inField(child, 'body') ?? child;
        visit(body, namespace === '' ? name : `${namespace}.${name}`, outer);
      } else if (typeNodes.includes(child.type)) {
        const name = (inField(child, 'name')?.text ?? '').replace(/^@/, '');
        found.push({ name, namespace: space, outer, file, node: child });
        const body = inField(child, 'body');
        if (body !== undefined) visit(body, space, [...outer, name]);
      } else if (
        child.type === 'preproc_if' ||
        child.type === 'declaration_list' ||
        child.type === 'preproc_region'
      )
        visit(child, space, outer);
    }
  };
  visit(tree, '', []);
  return found;
}

/** The nearest first: the same file, then namespaces that are open there, then the same project. */
function ranked(
  paths: readonly string[],
  from: string,
  textOf: (path: string) => string,
  projects: Projects,
): readonly string[] {
  const here = textOf(from);
  const own = namespaceIn(here);
  const project = projects.of(from).folder;
  const score = (path: string): number => {
    if (path === from) return 0;
    const space = namespaceIn(textOf(path));
    const same = projects.of(path).folder === project ? 0 : 1;
    if (space === own) return 1 + same;
    if (own.startsWith(`${space}.`)) return 3 + same;
    return (here.includes(`using ${space};`) ? 3 : 7) + same;
  };
  return paths
    .map((path) => ({ path, score: score(path) }))
    .toSorted((a, b) => a.score - b.score)
    .map(({ path }) => path);
}

const namespaceIn = (text: string): string => /^\s*namespace\s+([\w.]+)/m.exec(text)?.[1] ?? '';

export const attributesOfType = (code: Code, type: TypeDeclaration): readonly Attribute[] =>
  code.parts(type).flatMap(({ node }) => attributesOf(node));

export const basesOf = (code: Code, type: TypeDeclaration): readonly SyntaxNode[] =>
  code.parts(type).flatMap(({ node }) => ofType(node, 'base_list')?.children ?? []);

export const membersOf = (code: Code, type: TypeDeclaration): readonly Member[] =>
  code
    .parts(type)
    .flatMap((part) => membersIn(inField(part.node, 'body')).map((node) => ({ node, type: part })));

export interface Member {
  readonly node: SyntaxNode;
  /** The part of the type it stands in. */
  readonly type: TypeDeclaration;
}

const membersIn = (body: SyntaxNode | undefined): readonly SyntaxNode[] =>
  (body?.children ?? []).flatMap((child) => (child.type.startsWith('preproc') ? membersIn(child) : [child]));

export const methodsOf = (code: Code, type: TypeDeclaration): readonly Member[] =>
  membersOf(code, type).filter(({ node }) => node.type === 'method_declaration');

/** The class and those above it that stand in the repository, nearest first; the first base that does not, by name. */
export interface Lineage {
  readonly types: readonly TypeDeclaration[];
  readonly outside: readonly SyntaxNode[];
}

export function lineageOf(code: Code, type: TypeDeclaration): Lineage {
  const types: TypeDeclaration[] = [];
  const outside: SyntaxNode[] = [];
  const open = [type];
  for (let next = open.shift(); next !== undefined && types.length < 20; next = open.shift()) {
    if (types.includes(next)) continue;
    types.push(next);
    for (const base of basesOf(code, next)) {
      if (base.type === 'argument_list') continue;
      const name = lastName(base);
      const found = code.find(name, next.file, typeArguments(base).length);
      if (found === undefined || found === next) outside.push(base);
      else if (found.node.type === 'interface_declaration') outside.push(base);
      else open.push(found);
    }
  }
  return { types, outside };
}

/** Whether a type is, by name, one of these or comes from one of them. */
export const descendsFrom = (code: Code, type: TypeDeclaration, names: RegExp): boolean => {
  const { types, outside } = lineageOf(code, type);
  return types.some(({ name }) => names.test(name)) || outside.some((base) => names.test(lastName(base)));
};

const arityOf = ({ node }: TypeDeclaration): number =>
  ofType(node, 'type_parameter_list')?.children.length ?? 0;
