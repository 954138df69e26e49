import type { SyntaxNode } from '../languages/syntax.ts';
import { inField } from '../languages/syntax.ts';
import type { TextFile } from '../gather.ts';
import { callFunction } from './evaluator/calls.ts';
import { lookInClass } from './evaluator/classes.ts';
import type { Machine } from './evaluator/machine.ts';
import { declaredParameters } from './evaluator/parameters.ts';
import { evaluate } from './evaluator/expressions.ts';
import type { FunctionValue, InstanceValue, Value } from './evaluator/value.ts';
import { noArguments, unknown } from './evaluator/value.ts';

/** What the body of a function does that makes or fills an application. */
const builds =
  /\b(Flask|FlaskApp|AsyncApp|AioHttpApp|Quart|FastAPI|Starlette|Sanic|Litestar|Application|APIRouter|Blueprint|Configurator|APIFlask|Api|App|Bottle|Robyn|NinjaAPI|Router)\(|\.(register_blueprint|include_router|add_url_rule|add_api_route|add_resource|add_api|add_route|add_view|add_routes|add_handlers|add_namespace|mount|route|blueprint|router\.add_\w+|include)\(/;

/** Factories that nothing was seen to call: a server's command line names them, or a test does. */
export function callUncalled(machine: Machine, files: readonly TextFile[]): void {
  for (const { path } of files) {
    const module = machine.modules.get(path);
    if (module === undefined || module.state !== 'done') continue;
    for (const [, value] of module.scope.names) {
      if (value.kind === 'function' && value.module === module) tryCall(machine, value);
      if (value.kind === 'class' && value.module === module && builds.test(value.node.text))
        tryClass(machine, value);
    }
  }
}

function tryCall(machine: Machine, value: FunctionValue): void {
  if (machine.called.has(value.node) || !isBuilder(value.node)) return;
  callFunction(machine, value, standIns(machine, value));
}

const isBuilder = (node: SyntaxNode): boolean => builds.test(inField(node, 'body')?.text ?? '');

function tryClass(machine: Machine, value: Extract<Value, { kind: 'class' }>): void {
  let self: InstanceValue | undefined;
  for (const [, method] of value.attributes) {
    if (method.kind !== 'function' || machine.called.has(method.node) || !isBuilder(method.node)) continue;
    if (self === undefined) {
      self = { kind: 'instance', of: value, attributes: new Map(), made: noArguments, place: value };
      const init = lookInClass(machine, value, '__init__');
      if (init?.kind === 'function' && !machine.called.has(init.node))
        callFunction(machine, { ...init, self }, standIns(machine, { ...init, self }));
    }
    if (!machine.called.has(method.node))
      callFunction(machine, { ...method, self }, standIns(machine, { ...method, self }));
  }
}

/** Objects of the types the parameters are said to have. */
function standIns(machine: Machine, value: FunctionValue): Parameters<typeof callFunction>[2] {
  const keywords = new Map<string, Value>();
  const declared = declaredParameters(value.node).slice(value.self === undefined ? 0 : 1);
  for (const { name, kind, type, fallback } of declared) {
    if (kind === 'list' || kind === 'dict' || fallback !== undefined) continue;
    const of = type === undefined ? undefined : evaluate(machine, type, value.scope);
    keywords.set(
      name,
      of?.kind === 'library' ? made(of, value) : unknown(`${name} is given by a caller that was not seen`),
    );
  }
  return { positional: [], keywords, open: false };
}

const made = (of: Value, { module, node }: FunctionValue): Value => ({
  kind: 'result',
  callee: of,
  args: noArguments,
  attributes: new Map(),
  place: { module, node },
});
