import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { lookInClass } from '../evaluator/classes.ts';
import { evaluate } from '../evaluator/expressions.ts';
import type { Machine } from '../evaluator/machine.ts';
import { lookUp } from '../evaluator/modules.ts';
import { declaredParameters } from '../evaluator/parameters.ts';
import { libraryBases, libraryPath } from '../evaluator/paths.ts';
import type { ClassValue, FunctionValue, Value } from '../evaluator/value.ts';

/** Frameworks, and what only shows or sends on what it is given. */
const harmless =
  /^(fastapi|starlette|flask|quart|werkzeug|django|rest_framework|aiohttp|jinja2|sanic|litestar|falcon|tornado|bottle|pyramid|robyn|ninja|builtins|typing|json|logging|structlog|sqlalchemy|sqlmodel|pydantic\w*)\b|\.(authorize_redirect|TemplateResponse|render\w*)$/;

/**
 * Whether what a handler answers is made of the request as a whole by a package: `return server.create_token_response(request)`
 * of an authorization server, which asks for whatever credentials it likes.
 */
export function isAnsweredElsewhere(machine: Machine, handler: FunctionValue): boolean {
  let found = false;
  walkSyntax(inField(handler.node, 'body') ?? handler.node, (node) => {
    if (node.type === 'return_statement') found ||= isElsewhere(machine, callIn(node), handler);
  });
  return found;
}

const callIn = (node: SyntaxNode): SyntaxNode | undefined => {
  const [given] = node.children;
  const inner = given?.type === 'await' ? given.children.at(-1) : given;
  return inner?.type === 'call' ? inner : undefined;
};

function isElsewhere(machine: Machine, call: SyntaxNode | undefined, handler: FunctionValue): boolean {
  const callee = call === undefined ? undefined : inField(call, 'function');
  const given = call === undefined ? [] : (inField(call, 'arguments')?.children ?? []);
  if (callee?.type !== 'attribute') return false;
  if (!given.some((each) => /^(self\.)?(request|req)$/.test((inField(each, 'value') ?? each).text)))
    return false;
  const [object, method] = [inField(callee, 'object'), inField(callee, 'attribute')?.text ?? ''];
  const of = object === undefined ? undefined : typeOf(machine, object, handler);
  if (of?.kind === 'class') return isInherited(machine, of, method);
  const path = libraryPath(of);
  return path !== undefined && !harmless.test(`${path}.${method}`);
}

/** The package's method, which the class of the target does not have itself, other than to say its type. */
const isInherited = (machine: Machine, of: ClassValue, method: string): boolean =>
  isStub(lookInClass(machine, of, method)) &&
  libraryBases(of).some((path) => path.includes('.') && !harmless.test(`${path}.${method}`));

const isStub = (own: Value | undefined): boolean =>
  own === undefined || (own.kind === 'function' && inField(own.node, 'body')?.text.trim() === '...');

/** The class that a parameter is declared to be of, or what a name of the module holds. */
function typeOf(machine: Machine, object: SyntaxNode, handler: FunctionValue): Value | undefined {
  const declared = declaredParameters(handler.node).find(({ name }) => name === object.text)?.type;
  if (declared !== undefined) return evaluate(machine, declared, handler.scope);
  const [root = ''] = object.text.split('.');
  if (!/^\w+(\.\w+)*$/.test(object.text) || lookUp(machine, handler.scope, root) === undefined)
    return undefined;
  const value = evaluate(machine, object, handler.scope);
  return value.kind === 'instance' ? value.of : value;
}
