import { inField } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { callableName } from './calls.ts';
import { readParameters } from './classes.ts';
import type { PhpClass, PhpFile, PhpMethod, PhpParameter } from './classes.ts';
import { methodOf } from './codebase.ts';
import type { PhpCodebase } from './codebase.ts';
import type { PhpValue } from './value.ts';

/** Code that answers or checks: a method, a closure, a function or a whole file. */
export interface PhpBody {
  readonly file: PhpFile;
  readonly class?: PhpClass;
  readonly name?: string;
  readonly line: number;
  readonly parameters: readonly PhpParameter[];
  readonly body: SyntaxNode;
  readonly method?: PhpMethod;
}

export function bodyOfMethod(method: PhpMethod | undefined, owner?: PhpClass): PhpBody | undefined {
  if (method?.body === undefined) return undefined;
  const holder = owner ?? method.class;
  return {
    file: method.file,
    ...(holder === undefined ? {} : { class: holder }),
    name: method.class === undefined ? method.name : `${method.class.name.split('\\').at(-1)}.${method.name}`,
    line: nameLine(method.node),
    parameters: method.parameters,
    body: method.body,
    method,
  };
}

/** Attributes and comments stand above the line a reader looks for. */
const nameLine = (node: SyntaxNode): number => inField(node, 'name')?.line ?? node.line;

export function bodyOfClosure(value: PhpValue | undefined): PhpBody | undefined {
  if (value?.kind !== 'closure') return undefined;
  const { node, scope } = value;
  const body = inField(node, 'body');
  if (body === undefined) return undefined;
  return {
    file: scope.file,
    ...(scope.class === undefined ? {} : { class: scope.class }),
    line: node.line,
    parameters: readParameters(scope.file.names, inField(node, 'parameters')),
    body,
  };
}

export function methodBody(
  codebase: PhpCodebase,
  owner: string | undefined,
  method: string,
): PhpBody | undefined {
  const declared = codebase.class(owner);
  return declared === undefined ? undefined : bodyOfMethod(methodOf(codebase, declared, method), declared);
}

/** The body of a handler as it is given: closure, `[Class, method]`, `Class@method`, a class that is called. */
export function bodyOfValue(
  codebase: PhpCodebase,
  value: PhpValue | undefined,
  namespace = '',
): PhpBody | undefined {
  const closure = bodyOfClosure(value);
  if (closure !== undefined) return closure;
  const named = callableName(value);
  if (named === undefined) {
    const name = value?.kind === 'text' ? value.text : undefined;
    return name === undefined ? undefined : bodyOfMethod(codebase.function(name));
  }
  const [owner, method] = named;
  const inner = namespace === '' ? [owner] : [`${namespace}\\${owner}`, owner];
  const found = inner.flatMap((name) => methodBody(codebase, name, method) ?? [])[0];
  if (found !== undefined || method !== '__invoke') return found;
  return bodyOfMethod(codebase.function(owner));
}

export const placeOf = (
  body: PhpBody,
): { readonly file: string; readonly line: number; readonly name?: string } => ({
  file: body.file.path,
  line: body.line,
  ...(body.name === undefined ? {} : { name: body.name }),
});
