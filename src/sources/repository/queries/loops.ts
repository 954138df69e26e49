import type { CallExpression } from 'oxc-parser';
import type { Tracer } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import { isFunctionNode, plainKey, typeName } from '../javascript/syntax.ts';
import type { QueryDraft } from './draft.ts';

/** Functions of the target that are called once for each element, or inside a transaction. */
export interface FunctionCalls {
  readonly visit: (call: CallExpression, place: Place) => void;
  /** The statement with what its function's callers say of it. */
  readonly placed: (draft: QueryDraft) => QueryDraft;
}

/**
 * A statement stands in a loop as well when the function around it is called in one. One step is followed: a function
 * of the file or of an import, a method of the class, a method of a field whose class is declared.
 */
export function functionCalls(tracer: Tracer): FunctionCalls {
  const looped = new Set<string>();
  const outside = new Set<string>();
  const joined = new Set<string>();
  return {
    visit: (call, place) => {
      const name = called(tracer, call, place);
      if (name === undefined) return;
      if (place.inLoop) looped.add(name);
      if (place.inTransaction) joined.add(name);
      else outside.add(name);
    },
    placed: (draft) => {
      const { operation } = draft;
      if (operation === undefined) return draft;
      const keys = [`${draft.origin.file}#${operation}`, ...(operation.includes('.') ? [operation] : [])];
      const inLoop = draft.inLoop || keys.some((key) => looped.has(key));
      const always = keys.some((key) => joined.has(key)) && !keys.some((key) => outside.has(key));
      return { ...draft, inLoop, inTransaction: draft.inTransaction || always };
    },
  };
}

/** What a call calls: `file#function`, or `Class.method`. */
function called(tracer: Tracer, { callee }: CallExpression, place: Place): string | undefined {
  if (callee.type === 'Identifier') {
    const found = tracer.find(callee.name, place);
    if (found === undefined) return `${place.file.path}#${callee.name}`;
    const { binding } = found;
    const isFunction = binding.kind === 'value' && isFunctionNode(binding.node);
    return isFunction || binding.kind === 'import' ? `${found.file.path}#${callee.name}` : undefined;
  }
  if (callee.type !== 'MemberExpression') return undefined;
  const key = plainKey(callee.property, callee.computed);
  if (key === undefined) return undefined;
  if (callee.object.type === 'ThisExpression')
    return place.class?.id ? `${place.class.id.name}.${key}` : undefined;
  const field =
    callee.object.type === 'MemberExpression' && callee.object.object.type === 'ThisExpression'
      ? tracer.field(plainKey(callee.object.property, callee.object.computed) ?? '', place)
      : callee.object.type === 'Identifier'
        ? tracer.find(callee.object.name, place)
        : undefined;
  if (field?.binding.kind === 'type') {
    const name = typeName(field.binding.node);
    return name === undefined ? undefined : `${name}.${key}`;
  }
  return field?.binding.kind === 'value' &&
    field.binding.node.type === 'NewExpression' &&
    field.binding.node.callee.type === 'Identifier'
    ? `${field.binding.node.callee.name}.${key}`
    : undefined;
}
