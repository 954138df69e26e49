import type { Frame, Machine } from './machine.ts';
import { siteOf, frameIn } from './machine.ts';
import { innerScope, declare } from './scope.ts';
import type { ClassNode, FunctionNode } from './syntax.ts';
import { plainKey } from './syntax.ts';
import type { ClassValue, FunctionValue, Value } from './value.ts';
import { nothing } from './value.ts';

export function functionValue(node: FunctionNode, frame: Frame, name?: string): FunctionValue {
  const own = node.id?.name ?? name;
  return {
    kind: 'function',
    node,
    file: frame.file,
    scope: frame.scope,
    ...(node.type === 'ArrowFunctionExpression' ? { self: frame.self } : {}),
    ...(frame.home === undefined ? {} : { home: frame.home }),
    ...(own === undefined ? {} : { name: own }),
    fields: new Map(),
  };
}

/** A class with its static members; instance members are made on construction. */
export function classValue(machine: Machine, node: ClassNode, frame: Frame): ClassValue {
  const scope = innerScope(frame.scope);
  const parent = node.superClass === null ? undefined : machine.evaluate(node.superClass, frame);
  const value: ClassValue = {
    kind: 'class',
    node,
    file: frame.file,
    scope,
    ...(parent === undefined ? {} : { parent }),
    fields: new Map(),
  };
  if (node.id !== null) declare(scope, node.id.name, value, machine.level);
  const inside: Frame = { ...frameIn(frame, scope), self: value, home: value };
  for (const member of node.body.body) {
    if (member.type === 'StaticBlock') machine.execute(member.body, inside);
    else if (member.type === 'PropertyDefinition' && member.static && member.value !== null) {
      const key = plainKey(member.key, member.computed);
      if (key !== undefined) value.fields.set(key, machine.evaluate(member.value, inside));
    } else if (member.type === 'MethodDefinition' && member.static && member.kind === 'method') {
      const key = plainKey(member.key, member.computed);
      if (key !== undefined) value.fields.set(key, functionValue(member.value, inside, key));
    }
  }
  return value;
}

const methodTables = new WeakMap<ClassNode, ReadonlyMap<string, FunctionNode>>();

/** The methods of a class that have a body; members of large classes are asked for very often. */
function methodsOf(node: ClassNode): ReadonlyMap<string, FunctionNode> {
  const known = methodTables.get(node);
  if (known !== undefined) return known;
  const table = new Map<string, FunctionNode>();
  for (const member of node.body.body) {
    if (member.type !== 'MethodDefinition' || member.value.body === null) continue;
    const name = plainKey(member.key, member.computed);
    if (name === undefined) continue;
    const key = methodKey(name, member.kind, member.static);
    if (!table.has(key)) table.set(key, member.value);
  }
  methodTables.set(node, table);
  return table;
}

const methodKey = (name: string, kind: string, isStatic: boolean): string =>
  `${isStatic ? 'static ' : ''}${kind} ${name}`;

/** A method or accessor of the class or of a class above it. */
export function findMethod(
  shape: ClassValue,
  key: string,
  kind: 'method' | 'get' | 'constructor',
  isStatic = false,
): FunctionValue | undefined {
  for (
    let at: Value | undefined = shape, depth = 0;
    at?.kind === 'class' && depth < 20;
    at = at.parent, depth += 1
  ) {
    const node = methodsOf(at.node).get(methodKey(key, kind, isStatic));
    if (node !== undefined)
      return {
        kind: 'function',
        node,
        file: at.file,
        scope: at.scope,
        home: at,
        name: key,
        fields: new Map(),
      };
  }
  return undefined;
}

/** Sets the fields a class declares on `self`, the class above first. */
export function initialiseFields(machine: Machine, shape: ClassValue, self: Value): void {
  for (const member of shape.node.body.body) {
    if (member.type !== 'PropertyDefinition' || member.static || member.declare === true) continue;
    const key = plainKey(member.key, member.computed);
    if (key === undefined) continue;
    const frame: Frame = {
      file: shape.file,
      scope: shape.scope,
      self,
      home: shape,
      level: machine.level,
      returns: [],
      stop: 'no',
    };
    if (member.value !== null) machine.setMember(self, key, machine.evaluate(member.value, frame));
    else if (self.kind === 'object' && !self.fields.has(key)) self.fields.set(key, nothing);
  }
}

export const classSite = (shape: ClassValue): ReturnType<typeof siteOf> => siteOf(shape.file, shape.node);
