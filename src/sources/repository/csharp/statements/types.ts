import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, ofType } from '../../languages/syntax.ts';
import type { Code, Member, TypeDeclaration } from '../code.ts';
import { basesOf, membersOf } from '../code.ts';
import { lastName, nameOf, parametersOf } from '../syntax.ts';
import type { Implementers } from './implementers.ts';

/** A type as a file writes it. */
export interface Typed {
  readonly node: SyntaxNode;
  readonly file: string;
}

/** What is asked of types again and again, remembered. */
export interface Types {
  readonly code: Code;
  readonly implementers: Implementers;
  readonly typeNamed: (typed: Typed | undefined) => TypeDeclaration | undefined;
  /** Types of fields, properties and parameters of the primary constructor, own ones and inherited. */
  readonly memberOf: (type: TypeDeclaration, name: string) => Typed | undefined;
  readonly methods: (type: TypeDeclaration, name: string, arity: number) => readonly Member[];
}

export function typesOf(code: Code, implementers: Implementers): Types {
  const byFile = new Map<string, Map<string, TypeDeclaration | undefined>>();
  const values = new Map<TypeDeclaration, ReadonlyMap<string, Typed>>();
  const methods = new Map<TypeDeclaration, ReadonlyMap<string, readonly Member[]>>();
  const lines = new Map<TypeDeclaration, readonly TypeDeclaration[]>();
  const lineOf = (type: TypeDeclaration): readonly TypeDeclaration[] => {
    const known = lines.get(type);
    if (known !== undefined) return known;
    const found = lineWithInterfaces(code, type);
    lines.set(type, found);
    return found;
  };
  const memo = <V>(map: Map<TypeDeclaration, V>, type: TypeDeclaration, make: () => V): V => {
    const known = map.get(type);
    if (known !== undefined) return known;
    const made = make();
    map.set(type, made);
    return made;
  };
  return {
    code,
    implementers,
    typeNamed: (typed) => {
      if (typed === undefined) return undefined;
      const name = lastName(typed.node);
      const names = byFile.get(typed.file) ?? new Map<string, TypeDeclaration | undefined>();
      byFile.set(typed.file, names);
      if (!names.has(name)) names.set(name, code.find(name, typed.file));
      return names.get(name);
    },
    memberOf: (type, name) => memo(values, type, () => valuesOf(code, lineOf(type))).get(name),
    methods: (type, name, arity) => {
      const found = memo(methods, type, () => methodsByName(code, lineOf(type))).get(name) ?? [];
      const fits = found.filter(({ node }) => {
        const parameters = parametersOf(node);
        return (
          parameters.length >= arity && parameters.filter(({ hasDefault }) => !hasDefault).length <= arity
        );
      });
      return fits.length > 0 ? fits : found;
    },
  };
}

/** The class, those above it, and interfaces that stand in the repository. */
function lineWithInterfaces(code: Code, type: TypeDeclaration): readonly TypeDeclaration[] {
  const found: TypeDeclaration[] = [];
  const open = [type];
  for (let next = open.shift(); next !== undefined && found.length < 30; next = open.shift()) {
    if (found.includes(next)) continue;
    found.push(next);
    for (const base of basesOf(code, next)) {
      const above = base.type === 'argument_list' ? undefined : code.find(lastName(base), next.file);
      if (above !== undefined) open.push(above);
    }
  }
  return found;
}

function valuesOf(code: Code, line: readonly TypeDeclaration[]): ReadonlyMap<string, Typed> {
  const found = new Map<string, Typed>();
  const tell = (name: string, node: SyntaxNode | undefined, file: string): void => {
    if (node !== undefined && !found.has(name)) found.set(name, { node, file });
  };
  for (const type of line) {
    for (const { node, type: part } of membersOf(code, type)) {
      if (node.type === 'property_declaration') tell(nameOf(node), inField(node, 'type'), part.file);
      if (node.type !== 'field_declaration') continue;
      const declared = ofType(node, 'variable_declaration');
      for (const each of declared?.children ?? [])
        if (each.type === 'variable_declarator') tell(nameOf(each), inField(declared, 'type'), part.file);
    }
    for (const part of code.parts(type))
      for (const { name, type: of } of parametersOf(part.node)) tell(name, of, part.file);
  }
  return found;
}

function methodsByName(code: Code, line: readonly TypeDeclaration[]): ReadonlyMap<string, readonly Member[]> {
  const found = new Map<string, Member[]>();
  for (const type of line)
    for (const member of membersOf(code, type)) {
      if (member.node.type !== 'method_declaration') continue;
      const name = nameOf(member.node);
      const list = found.get(name);
      if (list === undefined) found.set(name, [member]);
      else list.push(member);
    }
  return found;
}
