import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField, ofType } from '../../languages/syntax.ts';
import type { GoFile, GoFunction, GoImport, GoPackage, GoType, GoValue } from './package.ts';
import { canonicalImport } from './modules.ts';

interface Draft {
  readonly functions: Map<string, GoFunction>;
  readonly inits: GoFunction[];
  readonly methods: Map<string, Map<string, GoFunction>>;
  readonly types: Map<string, GoType>;
  readonly values: Map<string, GoValue>;
  readonly files: GoFile[];
}

export interface ParsedFile {
  readonly path: string;
  readonly root: SyntaxNode;
}

/** The folder and the name of an imported package where it lies in the repository. */
export type Locate = (importPath: string) => { readonly folder: string; readonly name: string } | undefined;

/** What the files of a folder declare together. */
export function declarePackage(folder: string, parsed: readonly ParsedFile[], locate: Locate): GoPackage {
  const draft: Draft = {
    functions: new Map(),
    inits: [],
    methods: new Map(),
    types: new Map(),
    values: new Map(),
    files: [],
  };
  const [first] = parsed;
  const name = first === undefined ? '' : (ofType(first.root, 'package_clause')?.children[0]?.text ?? '');
  const own: GoPackage = { folder, name, ...draft };
  for (const { path, root } of parsed) {
    const file: GoFile = { path, package: own, imports: importsOf(root, locate) };
    draft.files.push(file);
    for (const node of root.children) declare(draft, file, node);
  }
  return own;
}

function declare(draft: Draft, file: GoFile, node: SyntaxNode): void {
  switch (node.type) {
    case 'function_declaration': {
      const name = inField(node, 'name')?.text ?? '';
      const found: GoFunction = { name, node, file };
      if (name === 'init') draft.inits.push(found);
      else if (!draft.functions.has(name)) draft.functions.set(name, found);
      return;
    }
    case 'method_declaration': {
      const receiver = receiverType(node);
      const name = inField(node, 'name')?.text ?? '';
      const known = draft.methods.get(receiver) ?? new Map<string, GoFunction>();
      draft.methods.set(receiver, known);
      if (!known.has(name)) known.set(name, { name, node, file, receiver });
      return;
    }
    case 'type_declaration':
      for (const spec of allOfType(node, 'type_spec', 'type_alias')) {
        const name = inField(spec, 'name')?.text ?? '';
        if (!draft.types.has(name)) draft.types.set(name, { name, node: spec, file });
      }
      return;
    case 'const_declaration':
      declareConstants(draft, file, node);
      return;
    case 'var_declaration':
      for (const spec of [
        ...allOfType(node, 'var_spec'),
        ...allOfType(ofType(node, 'var_spec_list'), 'var_spec'),
      ])
        declareValues(draft, file, spec, 0, inField(spec, 'value'));
      return;
    default:
      return;
  }
}

/** A constant without a value repeats the one above it. */
function declareConstants(draft: Draft, file: GoFile, node: SyntaxNode): void {
  let value: SyntaxNode | undefined;
  for (const [iota, spec] of allOfType(node, 'const_spec').entries()) {
    value = inField(spec, 'value') ?? value;
    declareValues(draft, file, spec, iota, value);
  }
}

function declareValues(
  draft: Draft,
  file: GoFile,
  spec: SyntaxNode,
  iota: number,
  value: SyntaxNode | undefined,
): void {
  const names = spec.children.filter((child) => child.field === 'name' && child.type === 'identifier');
  const given = value?.children.filter(({ type }) => type !== 'comment') ?? [];
  const type = inField(spec, 'type');
  for (const [place, { text }] of names.entries()) {
    if (text === '_' || draft.values.has(text)) continue;
    const one = given.length === names.length ? given[place] : given[0];
    draft.values.set(text, {
      name: text,
      ...(type === undefined ? {} : { type }),
      ...(one === undefined ? {} : { value: one }),
      place,
      names: given.length === names.length ? 1 : names.length,
      iota,
      file,
    });
  }
}

/** `*Server` and `Server[T]` are both methods of `Server`. */
function receiverType(node: SyntaxNode): string {
  const text = ofType(inField(node, 'receiver'), 'parameter_declaration')?.children.at(-1)?.text ?? '';
  return /^[\s*(]*(\w+)/.exec(text)?.[1] ?? '';
}

function importsOf(root: SyntaxNode, locate: Locate): ReadonlyMap<string, GoImport> {
  const specs = allOfType(root, 'import_declaration').flatMap((declaration) => [
    ...allOfType(declaration, 'import_spec'),
    ...allOfType(ofType(declaration, 'import_spec_list'), 'import_spec'),
  ]);
  return new Map(
    specs.map((spec) => {
      const path = (inField(spec, 'path')?.text ?? '').slice(1, -1);
      const own = locate(path);
      const name = inField(spec, 'name')?.text ?? own?.name ?? packageName(path);
      return [name, { path: canonicalImport(path), ...(own === undefined ? {} : { folder: own.folder }) }];
    }),
  );
}

/** The name a package goes by when no other is given, by the customs of import paths. */
export function packageName(path: string): string {
  const parts = canonicalImport(path).split('/');
  const last = parts.at(-1) ?? '';
  return last.replace(/^go-|[.-]go$/g, '').replaceAll(/[^\w]/g, '_');
}
