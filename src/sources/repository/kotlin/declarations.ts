import type {
  ClassDeclaration,
  EnumConstant,
  FieldDeclaration,
  Import,
  MethodDeclaration,
  ParameterDeclaration,
  SourceFile,
} from '../jvm/classes.ts';
import type { Annotation, Code, TypeName } from '../jvm/code.ts';
import { once } from '../once.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { allOfType, inField, ofType } from '../languages/syntax.ts';
import { annotationsIn, annotationsOf } from './annotations.ts';
import { argsOf, codeOf, codesOf } from './expressions.ts';
import { valueOf } from './statements.ts';
import { mended } from './mend.ts';
import { typeNodes, typeOf } from './types.ts';

/** Package, imports, classes, functions and properties of a Kotlin file. */
export function kotlinFile(path: string, tree: SyntaxNode): SourceFile {
  const root: SyntaxNode = { ...tree, children: mended(tree.children) };
  const file: SourceFile = {
    path,
    language: 'kotlin',
    package: ofType(ofType(root, 'package_header'), 'qualified_identifier', 'identifier')?.text ?? '',
    imports: allOfType(root, 'import').map(importOf),
    classes: [],
    functions: [],
    fields: [],
  };
  file.classes.push(...classesOf(root.children, file, undefined));
  file.functions.push(
    ...allOfType(root, 'function_declaration').map((node) => functionOf(node, file, false)),
  );
  file.fields.push(...allOfType(root, 'property_declaration').flatMap((node) => propertyOf(node, true)));
  return file;
}

function importOf(node: SyntaxNode): Import {
  const name = node.children[0]?.text.replaceAll(/\s/g, '') ?? '';
  const alias = node.children[1]?.text;
  const wildcard = node.text.trimEnd().endsWith('*');
  return { name, wildcard, ...(alias === undefined || wildcard ? {} : { alias }) };
}

const classesOf = (
  nodes: readonly SyntaxNode[],
  file: SourceFile,
  outer: ClassDeclaration | undefined,
): readonly ClassDeclaration[] =>
  nodes
    .filter(({ type }) => type === 'class_declaration' || type === 'object_declaration')
    .map((node) => classOf(node, file, outer));

function kindOf(node: SyntaxNode): ClassDeclaration['kind'] {
  if (node.type === 'object_declaration') return 'object';
  const words = wordsOf(node);
  if (words.has('enum')) return 'enum';
  if (words.has('annotation')) return 'annotation';
  const modifiers = ofType(node, 'modifiers');
  const name = inField(node, 'name');
  const from =
    modifiers === undefined ? 0 : Math.max(0, modifiers.start - node.start + modifiers.text.length);
  const head = node.text.slice(from, (name?.start ?? node.start) - node.start);
  if (/\binterface\b/.test(head)) return 'interface';
  return words.has('data') || words.has('value') ? 'record' : 'class';
}

const wordsOf = (node: SyntaxNode): ReadonlySet<string> =>
  new Set((ofType(node, 'modifiers')?.children ?? []).map(({ text }) => text));

function classOf(node: SyntaxNode, file: SourceFile, outer: ClassDeclaration | undefined): ClassDeclaration {
  const name = inField(node, 'name')?.text.replaceAll('`', '') ?? '';
  const above = outer?.qualified ?? file.package;
  const kind = kindOf(node);
  const members = mended(ofType(node, 'class_body', 'enum_class_body')?.children ?? []);
  const companions = allOfType({ ...node, children: members }, 'companion_object').flatMap((companion) =>
    mended(ofType(companion, 'class_body')?.children ?? []),
  );
  const nested: ClassDeclaration[] = [];
  const inInterface = kind === 'interface';
  const functions = (nodes: readonly SyntaxNode[], isStatic: boolean): readonly MethodDeclaration[] =>
    allOfType({ ...node, children: nodes }, 'function_declaration').map((each) =>
      functionOf(each, file, isStatic, inInterface),
    );
  const found: ClassDeclaration = {
    kind,
    name,
    qualified: above === '' ? name : `${above}.${name}`,
    ...(outer === undefined ? {} : { outer }),
    typeParameters: (ofType(node, 'type_parameters')?.children ?? []).map(
      (each) => ofType(each, 'identifier')?.text ?? '',
    ),
    annotations: annotationsOf(node),
    supertypes: supertypesOf(node),
    fields: [
      ...constructorFields(node),
      ...members.flatMap((member) => propertyOf(member, kind === 'object')),
      ...companions.flatMap((member) => propertyOf(member, true)),
    ],
    methods: [...functions(members, kind === 'object'), ...functions(companions, true)],
    constants: allOfType({ ...node, children: members }, 'enum_entry').map(entryOf),
    nested,
    isAbstract: inInterface || wordsOf(node).has('abstract') || wordsOf(node).has('sealed'),
    file,
    line: inField(node, 'name')?.line ?? node.line,
  };
  nested.push(...classesOf([...members, ...companions], file, found));
  return found;
}

function supertypesOf(node: SyntaxNode): readonly TypeName[] {
  const specifiers = allOfType(ofType(node, 'delegation_specifiers'), 'delegation_specifier');
  return specifiers.flatMap((specifier) => {
    const inner = ofType(specifier, 'constructor_invocation', 'explicit_delegation') ?? specifier;
    const type = ofType(inner, 'user_type');
    return type === undefined ? [] : [typeOf(type)];
  });
}

const constructorFields = (node: SyntaxNode): readonly FieldDeclaration[] =>
  allOfType(ofType(ofType(node, 'primary_constructor'), 'class_parameters'), 'class_parameter').map(
    (parameter): FieldDeclaration => {
      const value = valueOf({
        ...parameter,
        children: parameter.children.filter((child) => child !== ofType(parameter, 'identifier')),
      });
      return {
        name: ofType(parameter, 'identifier')?.text.replaceAll('`', '') ?? '',
        type: typeOf(parameter.children.find(({ type }) => typeNodes.includes(type))),
        annotations: annotationsOf(parameter),
        ...(value === undefined ? {} : { value: once(() => codeOf(value)) }),
        isStatic: false,
        component: true,
        isTransient: false,
        line: parameter.line,
      };
    },
  );

function propertyOf(node: SyntaxNode, isStatic: boolean): readonly FieldDeclaration[] {
  if (node.type !== 'property_declaration') return [];
  const variable = ofType(node, 'variable_declaration');
  if (variable === undefined) return [];
  const type = variable.children.find((child) => typeNodes.includes(child.type));
  const delegate = ofType(node, 'property_delegate')?.children[0];
  const getter = ofType(ofType(node, 'getter'), 'function_body')?.children[0];
  const value = delegate ?? valueOf(node) ?? getter;
  return [
    {
      name: ofType(variable, 'identifier')?.text.replaceAll('`', '') ?? '',
      ...(type === undefined ? {} : { type: typeOf(type) }),
      annotations: annotationsOf(node),
      ...(value === undefined ? {} : { value: once(() => codeOf(value)) }),
      isStatic,
      component: false,
      isTransient: getter !== undefined,
      line: variable.line,
    },
  ];
}

function functionOf(
  node: SyntaxNode,
  file: SourceFile,
  isStatic: boolean,
  inInterface = false,
): MethodDeclaration {
  const body = ofType(node, 'function_body');
  const { name, receiver } = nameOf(node);
  const after = ofType(node, 'function_value_parameters')?.start ?? node.start;
  const returns = node.children.find(({ type, start }) => typeNodes.includes(type) && start > after);
  return {
    name,
    ...(receiver === undefined ? {} : { receiver }),
    annotations: annotationsOf(node),
    parameters: parametersOf(ofType(node, 'function_value_parameters')),
    ...(returns === undefined ? {} : { returns: typeOf(returns) }),
    ...(body === undefined ? {} : { body: once(() => bodyOf(body)) }),
    isPublic: inInterface || !/^(private|internal|protected)$/m.test([...wordsOf(node)].join('\n')),
    isStatic,
    isConstructor: false,
    file,
    line: inField(node, 'name')?.line ?? node.line,
  };
}

/** `fun Route.users()`: the grammar puts the name at the end of the receiver's type. */
function nameOf(node: SyntaxNode): { readonly name: string; readonly receiver?: TypeName } {
  const name = inField(node, 'name')?.text.replaceAll('`', '') ?? '';
  const after = ofType(node, 'function_value_parameters')?.start ?? node.start;
  const type = node.children.find(({ type: of, start }) => typeNodes.includes(of) && start < after);
  if (type === undefined) return { name };
  const receiver = typeOf(type);
  if (name !== '') return { name, receiver };
  const parts = receiver.name.split('.');
  return { name: parts.at(-1) ?? '', receiver: { ...receiver, name: parts.slice(0, -1).join('.') } };
}

const bodyOf = (body: SyntaxNode): readonly Code[] => {
  const block = ofType(body, 'block');
  if (block !== undefined) return codesOf(block.children);
  const [value] = codesOf(body.children);
  return value === undefined ? [] : [{ kind: 'return', value, line: value.line }];
};

/** Modifiers stand before their parameter and its default after it, all in one list. */
function parametersOf(node: SyntaxNode | undefined): readonly ParameterDeclaration[] {
  const found: ParameterDeclaration[] = [];
  let annotations: readonly Annotation[] = [];
  for (const child of node?.children ?? [])
    if (child.type === 'parameter_modifiers') annotations = annotationsIn(child);
    else if (child.type === 'parameter') {
      found.push({
        name: ofType(child, 'identifier')?.text.replaceAll('`', '') ?? '',
        type: typeOf(child.children.find(({ type }) => typeNodes.includes(type))),
        annotations,
        line: child.line,
      });
      annotations = [];
    } else {
      const last = found.pop();
      if (last !== undefined) found.push({ ...last, default: codeOf(child) });
    }
  return found;
}

const entryOf = (node: SyntaxNode): EnumConstant => ({
  name: ofType(node, 'identifier')?.text ?? '',
  args: once(() => argsOf(ofType(node, 'value_arguments')).map(({ value }) => value)),
});
