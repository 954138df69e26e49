import type {
  ClassDeclaration,
  EnumConstant,
  FieldDeclaration,
  Import,
  MethodDeclaration,
  ParameterDeclaration,
  SourceFile,
} from '../jvm/classes.ts';
import type { Code, TypeName } from '../jvm/code.ts';
import { once } from '../once.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { allOfType, inField, ofType } from '../languages/syntax.ts';
import { annotationsOf } from './annotations.ts';
import { argsOf, codeOf, codesOf, typeOf } from './expressions.ts';

const kinds: Readonly<Record<string, ClassDeclaration['kind']>> = {
  class_declaration: 'class',
  interface_declaration: 'interface',
  record_declaration: 'record',
  enum_declaration: 'enum',
  annotation_type_declaration: 'annotation',
};

/** Package, imports and classes of a Java file. */
export function javaFile(path: string, root: SyntaxNode): SourceFile {
  const file: SourceFile = {
    path,
    language: 'java',
    package: ofType(root, 'package_declaration')?.children.at(-1)?.text ?? '',
    imports: allOfType(root, 'import_declaration').map(importOf),
    classes: [],
    functions: [],
    fields: [],
  };
  file.classes.push(...classesOf(root.children, file, undefined));
  return file;
}

const importOf = (node: SyntaxNode): Import => ({
  name: ofType(node, 'scoped_identifier', 'identifier')?.text.replaceAll(/\s/g, '') ?? '',
  wildcard: ofType(node, 'asterisk') !== undefined,
});

const classesOf = (
  nodes: readonly SyntaxNode[],
  file: SourceFile,
  outer: ClassDeclaration | undefined,
): readonly ClassDeclaration[] =>
  nodes.flatMap((node) => {
    const kind = kinds[node.type];
    return kind === undefined ? [] : [classOf(node, kind, file, outer)];
  });

function classOf(
  node: SyntaxNode,
  kind: ClassDeclaration['kind'],
  file: SourceFile,
  outer: ClassDeclaration | undefined,
): ClassDeclaration {
  const name = inField(node, 'name')?.text ?? '';
  const above = outer?.qualified ?? file.package;
  const members = membersOf(node);
  const nested: ClassDeclaration[] = [];
  const found: ClassDeclaration = {
    kind,
    name,
    qualified: above === '' ? name : `${above}.${name}`,
    ...(outer === undefined ? {} : { outer }),
    typeParameters: (inField(node, 'type_parameters')?.children ?? []).map(
      (each) => ofType(each, 'type_identifier', 'identifier')?.text ?? '',
    ),
    annotations: annotationsOf(node),
    supertypes: supertypesOf(node),
    fields: [
      ...(kind === 'record' ? componentsOf(node) : []),
      ...members.flatMap((member) => fieldsOf(member, kind === 'interface')),
    ],
    methods: members.flatMap((member) => methodOf(member, file, kind === 'interface')),
    constants: members.flatMap(constantOf),
    nested,
    isAbstract: kind === 'interface' || isSaid(node, 'abstract'),
    file,
    line: lineOf(node),
  };
  nested.push(...classesOf(members, file, found));
  return found;
}

const isSaid = (node: SyntaxNode, word: string): boolean =>
  new RegExp(`\\b${word}\\b`).test(
    (ofType(node, 'modifiers')?.text ?? '').replaceAll(/"(?:[^"\\]|\\.)*"/g, ''),
  );

/** The line of the name: annotations may stand well above. */
const lineOf = (node: SyntaxNode): number => inField(node, 'name')?.line ?? node.line;

function membersOf(node: SyntaxNode): readonly SyntaxNode[] {
  const body = inField(node, 'body')?.children ?? [];
  return body.flatMap((member) => (member.type === 'enum_body_declarations' ? member.children : [member]));
}

function supertypesOf(node: SyntaxNode): readonly TypeName[] {
  const superclass = inField(node, 'superclass')?.children ?? [];
  const lists = [inField(node, 'interfaces'), ofType(node, 'extends_interfaces')];
  const interfaces = lists.flatMap((list) => ofType(list, 'type_list')?.children ?? []);
  return [...superclass, ...interfaces].map(typeOf);
}

const componentsOf = (node: SyntaxNode): readonly FieldDeclaration[] =>
  allOfType(inField(node, 'parameters'), 'formal_parameter').map((parameter) => ({
    name: inField(parameter, 'name')?.text ?? '',
    type: typeOf(inField(parameter, 'type')),
    annotations: annotationsOf(parameter),
    isStatic: false,
    component: true,
    isTransient: false,
    line: parameter.line,
  }));

function fieldsOf(node: SyntaxNode, inInterface: boolean): readonly FieldDeclaration[] {
  if (node.type !== 'field_declaration' && node.type !== 'constant_declaration') return [];
  return allOfType(node, 'variable_declarator').map((declarator): FieldDeclaration => {
    const value = inField(declarator, 'value');
    return {
      name: inField(declarator, 'name')?.text ?? '',
      type: typeOf(inField(node, 'type')),
      annotations: annotationsOf(node),
      ...(value === undefined ? {} : { value: once(() => codeOf(value)) }),
      isStatic: inInterface || isSaid(node, 'static'),
      component: false,
      isTransient: isSaid(node, 'transient'),
      line: declarator.line,
    };
  });
}

function methodOf(node: SyntaxNode, file: SourceFile, inInterface: boolean): readonly MethodDeclaration[] {
  const isConstructor =
    node.type === 'constructor_declaration' || node.type === 'compact_constructor_declaration';
  const isMethod =
    node.type === 'method_declaration' ||
    node.type === 'annotation_type_element_declaration' ||
    isConstructor;
  if (!isMethod) return [];
  const body = inField(node, 'body') ?? inField(node, 'value');
  const returns = inField(node, 'type');
  return [
    {
      name: inField(node, 'name')?.text ?? '',
      annotations: annotationsOf(node),
      parameters: parametersOf(inField(node, 'parameters')),
      ...(returns === undefined ? {} : { returns: typeOf(returns) }),
      ...(body === undefined
        ? {}
        : {
            body: once(() =>
              /^(block|constructor_body)$/.test(body.type) ? codesOf(body.children) : [codeOf(body)],
            ),
          }),
      isPublic: inInterface || isSaid(node, 'public'),
      isStatic: isSaid(node, 'static'),
      isConstructor,
      file,
      line: lineOf(node),
    },
  ];
}

const parametersOf = (node: SyntaxNode | undefined): readonly ParameterDeclaration[] =>
  allOfType(node, 'formal_parameter', 'spread_parameter').map((parameter) => {
    const spread = ofType(parameter, 'variable_declarator');
    const type = inField(parameter, 'type') ?? parameter.children.find(({ type: of }) => of !== 'modifiers');
    return {
      name: inField(spread ?? parameter, 'name')?.text ?? '',
      type: spread === undefined ? typeOf(type) : { name: '[]', args: [typeOf(type)] },
      annotations: annotationsOf(parameter),
      line: parameter.line,
    };
  });

const constantOf = (node: SyntaxNode): readonly EnumConstant[] =>
  node.type === 'enum_constant'
    ? [
        {
          name: inField(node, 'name')?.text ?? '',
          args: once(() => argsOf(inField(node, 'arguments')).map(({ value }): Code => value)),
        },
      ]
    : [];
