import { allOfType, inField, ofType, walkSyntax } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { className, readNames } from './names.ts';
import type { NameScope } from './names.ts';
import { docBefore, variableName, writtenArguments } from './syntax.ts';
import type { WrittenArgument } from './syntax.ts';

export interface PhpAttribute {
  /** Full name of its class. */
  readonly name: string;
  readonly args: readonly WrittenArgument[];
  readonly node: SyntaxNode;
}

export interface PhpParameter {
  readonly name: string;
  /** Full name of the class, or the word of a built-in type. */
  readonly type?: string;
  readonly nullable: boolean;
  readonly default?: SyntaxNode;
  readonly promoted: boolean;
  readonly attributes: readonly PhpAttribute[];
  readonly node: SyntaxNode;
}

export interface PhpMethod {
  readonly name: string;
  readonly class?: PhpClass;
  readonly file: PhpFile;
  readonly visibility: 'public' | 'protected' | 'private';
  readonly isStatic: boolean;
  readonly isAbstract: boolean;
  readonly parameters: readonly PhpParameter[];
  readonly body?: SyntaxNode;
  readonly attributes: readonly PhpAttribute[];
  readonly doc?: string;
  readonly node: SyntaxNode;
}

export interface PhpProperty {
  readonly name: string;
  readonly default?: SyntaxNode;
  readonly type?: string;
  readonly attributes: readonly PhpAttribute[];
  readonly doc?: string;
  readonly node: SyntaxNode;
}

export interface PhpClass {
  /** Full, without a leading backslash. */
  readonly name: string;
  readonly kind: 'class' | 'interface' | 'trait' | 'enum';
  readonly isAbstract: boolean;
  readonly file: PhpFile;
  readonly parents: readonly string[];
  readonly interfaces: readonly string[];
  readonly traits: readonly string[];
  readonly attributes: readonly PhpAttribute[];
  readonly doc?: string;
  readonly constants: ReadonlyMap<string, SyntaxNode>;
  /** Cases of an enum with their values. */
  readonly cases: ReadonlyMap<string, SyntaxNode | undefined>;
  readonly properties: ReadonlyMap<string, PhpProperty>;
  /** By name in lower case. */
  readonly methods: ReadonlyMap<string, PhpMethod>;
  readonly node: SyntaxNode;
}

/** A parsed file: its names and what it declares. */
export interface PhpFile {
  readonly path: string;
  readonly root: SyntaxNode;
  readonly names: NameScope;
  /** By full name in lower case. */
  readonly classes: ReadonlyMap<string, PhpClass>;
  readonly functions: ReadonlyMap<string, PhpMethod>;
}

const kinds: Readonly<Record<string, PhpClass['kind']>> = {
  class_declaration: 'class',
  interface_declaration: 'interface',
  trait_declaration: 'trait',
  enum_declaration: 'enum',
};

export function readFile(path: string, root: SyntaxNode): PhpFile {
  const names = readNames(root);
  const classes = new Map<string, PhpClass>();
  const functions = new Map<string, PhpMethod>();
  const file: PhpFile = { path, root, names, classes, functions };
  const declare = (statements: readonly SyntaxNode[], within: NameScope, depth: number): void => {
    for (const [at, node] of statements.entries()) {
      const kind = kinds[node.type];
      const name = inField(node, 'name')?.text;
      if (kind !== undefined && name !== undefined) {
        const full = className({ ...within, classes: new Map() }, name);
        classes.set(full.toLowerCase(), readClass(file, within, node, full, kind, docBefore(statements, at)));
      } else if (node.type === 'function_definition' && name !== undefined) {
        const full = within.namespace === '' ? name : `${within.namespace}\\${name}`;
        functions.set(
          full.toLowerCase(),
          readMethod(file, within, node, undefined, docBefore(statements, at)),
        );
      } else if (node.type === 'namespace_definition' && inField(node, 'body') !== undefined)
        declare(
          inField(node, 'body')?.children ?? [],
          { ...within, namespace: inField(node, 'name')?.text ?? '' },
          depth + 1,
        );
      else if (depth < 4 && /^(if_statement|compound_statement|else_clause|colon_block)$/.test(node.type))
        declare(node.children, within, depth + 1);
    }
  };
  declare(root.children, names, 0);
  if (/\bnew\s+(readonly\s+)?class\b/.test(root.text))
    walkSyntax(root, (node) => {
      if (node.type !== 'anonymous_class') return;
      const name = anonymousName(path, node);
      classes.set(name.toLowerCase(), readClass(file, names, node, name, 'class', undefined));
    });
  return file;
}

/** A class without a name goes by its place. */
export const anonymousName = (path: string, node: SyntaxNode): string => `anonymous@${path}:${node.line}`;

function readClass(
  file: PhpFile,
  names: NameScope,
  node: SyntaxNode,
  name: string,
  kind: PhpClass['kind'],
  doc: string | undefined,
): PhpClass {
  const body = inField(node, 'body')?.children ?? [];
  const named = (list: SyntaxNode | undefined): readonly string[] =>
    allOfType(list, 'name', 'qualified_name').map((each) => className(names, each.text));
  const constants = new Map<string, SyntaxNode>();
  const cases = new Map<string, SyntaxNode | undefined>();
  const properties = new Map<string, PhpProperty>();
  const methods = new Map<string, PhpMethod>();
  const made: PhpClass = {
    name,
    kind,
    isAbstract: ofType(node, 'abstract_modifier') !== undefined,
    file,
    parents: named(ofType(node, 'base_clause')),
    interfaces: named(ofType(node, 'class_interface_clause')),
    traits: body.flatMap((member) => (member.type === 'use_declaration' ? named(member) : [])),
    attributes: readAttributes(names, node),
    ...(doc === undefined ? {} : { doc }),
    constants,
    cases,
    properties,
    methods,
    node,
  };
  for (const [at, member] of body.entries()) {
    const before = docBefore(body, at);
    if (member.type === 'const_declaration') readConstants(member, constants);
    else if (member.type === 'enum_case')
      cases.set(inField(member, 'name')?.text ?? '', inField(member, 'value'));
    else if (member.type === 'property_declaration')
      for (const property of readProperties(names, member, before)) properties.set(property.name, property);
    else if (member.type === 'method_declaration') {
      const method = readMethod(file, names, member, made, before);
      methods.set(method.name.toLowerCase(), method);
    }
  }
  return made;
}

function readConstants(node: SyntaxNode, into: Map<string, SyntaxNode>): void {
  for (const element of allOfType(node, 'const_element')) {
    const [name, value] = [element.children[0], element.children.at(-1)];
    if (name !== undefined && value !== undefined) into.set(name.text, value);
  }
}

function readProperties(names: NameScope, node: SyntaxNode, doc: string | undefined): readonly PhpProperty[] {
  const type = typeOf(names, inField(node, 'type'));
  return allOfType(node, 'property_element').flatMap((element) => {
    const name = variableName(inField(element, 'name'));
    const value = inField(element, 'default_value');
    if (name === undefined) return [];
    return [
      {
        name,
        ...(value === undefined ? {} : { default: value }),
        ...(type === undefined ? {} : { type }),
        attributes: readAttributes(names, node),
        ...(doc === undefined ? {} : { doc }),
        node,
      },
    ];
  });
}

export function readMethod(
  file: PhpFile,
  names: NameScope,
  node: SyntaxNode,
  owner: PhpClass | undefined,
  doc: string | undefined,
): PhpMethod {
  const modifier = ofType(node, 'visibility_modifier')?.text;
  const body = inField(node, 'body');
  return {
    name: inField(node, 'name')?.text ?? '',
    ...(owner === undefined ? {} : { class: owner }),
    file,
    visibility: modifier === 'protected' || modifier === 'private' ? modifier : 'public',
    isStatic: ofType(node, 'static_modifier') !== undefined,
    isAbstract: body === undefined,
    parameters: readParameters(names, inField(node, 'parameters')),
    ...(body === undefined ? {} : { body }),
    attributes: readAttributes(names, node),
    ...(doc === undefined ? {} : { doc }),
    node,
  };
}

export function readParameters(names: NameScope, list: SyntaxNode | undefined): readonly PhpParameter[] {
  return (list?.children ?? []).flatMap((node) => {
    const name = variableName(inField(node, 'name'));
    if (name === undefined) return [];
    const written = inField(node, 'type');
    const type = typeOf(names, written);
    const value = inField(node, 'default_value');
    return [
      {
        name,
        ...(type === undefined ? {} : { type }),
        nullable: written?.type === 'optional_type' || /(^|\|)null(\||$)/i.test(written?.text ?? ''),
        ...(value === undefined ? {} : { default: value }),
        promoted: node.type === 'property_promotion_parameter',
        attributes: readAttributes(names, node),
        node,
      },
    ];
  });
}

const builtIn =
  /^(int|float|string|bool|array|mixed|iterable|callable|object|void|null|never|true|false|self|static)$/i;

/** The first type that is not null. */
export function typeOf(names: NameScope, node: SyntaxNode | undefined): string | undefined {
  const first = node?.text
    .replace(/^\?/, '')
    .split(/[|&]/)
    .map((part) => part.trim())
    .find((part) => part !== '' && part.toLowerCase() !== 'null');
  if (first === undefined) return undefined;
  return builtIn.test(first) ? first.toLowerCase() : className(names, first);
}

export function readAttributes(names: NameScope, node: SyntaxNode): readonly PhpAttribute[] {
  const list = inField(node, 'attributes') ?? ofType(node, 'attribute_list');
  return allOfType(list, 'attribute_group').flatMap((group) =>
    allOfType(group, 'attribute').flatMap((attribute) => {
      const name = ofType(attribute, 'name', 'qualified_name')?.text;
      if (name === undefined) return [];
      return [{ name: className(names, name), args: writtenArguments(attribute), node: attribute }];
    }),
  );
}
