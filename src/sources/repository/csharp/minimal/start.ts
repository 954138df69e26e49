import type { RoutePath } from '../../http/paths.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, ofType } from '../../languages/syntax.ts';
import type { Code } from '../code.ts';
import { descendsFrom, lineageOf, methodsOf } from '../code.ts';
import { nameOf } from '../syntax.ts';
import { textOf } from '../texts.ts';
import type { BuilderMethod } from './builders.ts';
import { isBuilder } from './builders.ts';
import type { Interpreter } from './interpreter.ts';
import { groupBelow, runFunction } from './interpreter.ts';
import type { Frame, Group, Value } from './values.ts';
import { unknownValue } from './values.ts';

/** Runs a method on its own, with builders for its parameters. */
export function runMethod(run: Interpreter, method: BuilderMethod, group: Group): void {
  const prefix = carterPrefix(run, method);
  const root = prefix === undefined ? group : groupBelow(group, prefix);
  const given = method.parameters.map((parameter): Value =>
    isBuilder(parameter) ? { kind: 'group', group: root } : unknownValue,
  );
  const frame: Frame = {
    file: method.type.file,
    type: method.type,
    values: new Map(),
    generics: new Map(),
    functions: new Map(),
    root,
    depth: 0,
  };
  runFunction(run, method.node, given, { name: method.name, generics: [], arguments: [] }, frame);
}

/** `class X : CarterModule { X() : base("/prefix") }`. */
function carterPrefix(run: Interpreter, { type }: BuilderMethod): RoutePath | undefined {
  if (!descendsFrom(run.code, type, /^CarterModule$/)) return undefined;
  for (const node of inField(type.node, 'body')?.children ?? []) {
    if (node.type !== 'constructor_declaration') continue;
    const list = ofType(ofType(node, 'constructor_initializer'), 'argument_list');
    const first = ofType(list, 'argument')?.children.at(-1);
    if (first !== undefined) return textOf(run.code, first, { file: type.file, type });
  }
  return undefined;
}

export const methodNamed = (
  code: Code,
  type: Frame['type'],
  name: string,
): { node: SyntaxNode; file: string } | undefined => {
  if (type === undefined) return undefined;
  for (const each of lineageOf(code, type).types)
    for (const { node, type: part } of methodsOf(code, each))
      if (nameOf(node) === name) return { node, file: part.file };
  return undefined;
};
