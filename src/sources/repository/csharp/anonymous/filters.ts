import type { End, Expression, Known, Language } from '../../anonymous/language.ts';
import type { From } from '../../anonymous/run.ts';
import { runAnonymously, runAsUnderstood } from '../../anonymous/run.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { Member, TypeDeclaration } from '../code.ts';
import { methodsOf } from '../code.ts';
import { bodyOf } from '../statements/bodies.ts';
import type { Types } from '../statements/types.ts';
import { calledIn, nameOf } from '../syntax.ts';
import { languageOf } from './language.ts';
import { statementsOf } from './syntax.ts';
import { handlerWords } from './words.ts';

/**
 * Whether a filter for all actions lets everybody through to one that carries AllowAnonymous: for certain, as far as
 * its methods that run before an action are understood.
 */
export function opensToAnonymous(types: Types, type: TypeDeclaration): boolean {
  const before = known.get(type);
  if (before !== undefined) return before;
  const told = /AllowAnonymous/.test(type.node.text) && letsThrough(types, type);
  known.set(type, told);
  return told;
}

const known = new WeakMap<TypeDeclaration, boolean>();

function letsThrough(types: Types, type: TypeDeclaration): boolean {
  const methods = methodsOf(types.code, type).filter(({ node }) => isAsked.test(nameOf(node)));
  return (
    methods.length > 0 &&
    methods.every((method) => {
      const body = bodyOf(types, { node: method.node, file: method.type.file, owner: method.type });
      const language = onOpenAction(languageOf(body, handlerWords(new Set())));
      return runAsUnderstood(language, statementsOf(method.node), endOf(method.node)) === 'passes';
    })
  );
}

const endOf = (method: SyntaxNode): From => ({
  endHandsOn: !/^On(Action|Resource)ExecutionAsync$/.test(nameOf(method)),
});

/** What becomes of a caller without credentials in a method of a controller that runs before its actions. */
export function beforeActions(types: Types, { node, type }: Member): 'none' | 'some' | 'all' {
  const language = asFilter(
    languageOf(bodyOf(types, { node, file: type.file, owner: type }), handlerWords(new Set())),
  );
  const statements = statementsOf(node);
  if (runAsUnderstood(language, statements, endOf(node)) === 'passes') return 'all';
  return runAnonymously(language, statements, endOf(node)) === 'refused' ? 'none' : 'some';
}

const isAsked = /^On(Authorization(Async)?|(Action|Resource)(Executing|ExecutionAsync))$/;

/**
 * What asks an action, or its endpoint, whether it carries the attribute. Among the filters of an action it is not found:
 * with routing by endpoints, which is the rule since ASP.NET Core 3.0, no `AllowAnonymousFilter` is made of it.
 */
const asksForOpen =
  /\b(EndpointMetadata|Metadata|ActionDescriptor|GetEndpoint\(\)|MethodInfo|ControllerTypeInfo)\b[^;]*\bI?AllowAnonymous(Attribute)?\b[^;]*$/;
const result = /(^|\.)Result$/;

const onOpenAction = (language: Language): Language => ({
  ...asFilter(language),
  told: (node, text): Known | undefined =>
    node.type === 'invocation_expression' && asksForOpen.test(text) ? 'yes' : language.told(node, text),
  callee: (node) => {
    const callee = language.callee(node);
    return callee && { ...callee, language: onOpenAction(callee.language) };
  },
});

/** What is kept as the result is answered in place of the action. */
const asFilter = (language: Language): Language => ({
  ...language,
  expression: (node): Expression =>
    isResult(node)
      ? { kind: 'call', name: 'Result', receiver: undefined, args: [] }
      : language.expression(node),
  end: (node, place, asked): End | undefined => {
    if (place !== 'call') return language.end(node, place, asked);
    if (isResult(node)) return asked ? 'refuses' : 'answers';
    return /^_?next$/i.test(calledIn(node)?.name ?? '') ? 'hands-on' : language.end(node, place, asked);
  },
  callee: (node) => {
    const callee = language.callee(node);
    return callee && { ...callee, language: asFilter(callee.language) };
  },
});

const isResult = (node: SyntaxNode): boolean =>
  node.type === 'assignment_expression' && result.test(inField(node, 'left')?.text ?? '');
