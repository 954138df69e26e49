import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { attributeOf } from './attributes.ts';
import { callBuiltin, callMethod } from './builtins.ts';
import { lookInClass } from './classes.ts';
import { evaluate } from './expressions.ts';
import type { Machine } from './machine.ts';
import { bindParameters } from './parameters.ts';
import { extendsLibrary, libraryPath } from './paths.ts';
import { elements } from './sequences.ts';
import type { Scope } from './scope.ts';
import { childScope } from './scope.ts';
import { perhapsReturned, runBlock } from './statements.ts';
import type {
  Arguments,
  ClassValue,
  FunctionValue,
  InstanceValue,
  Place,
  ResultValue,
  Value,
} from './value.ts';
import { asSetting, carrySetting, constant, none, stringOf, unknown } from './value.ts';

export function callNode(machine: Machine, node: SyntaxNode, scope: Scope): Value {
  const written = inField(node, 'function');
  if (written === undefined) return unknown('a call of nothing');
  if (written.type === 'identifier' && written.text === 'super') {
    const found = superOf(machine, scope);
    if (found !== undefined) return found;
  }
  const callee = evaluate(machine, written, scope);
  const args = argumentsOf(machine, inField(node, 'arguments'), scope);
  return callValue(machine, callee, args, { module: scope.module, node });
}

export function argumentsOf(machine: Machine, node: SyntaxNode | undefined, scope: Scope): Arguments {
  const positional: Value[] = [];
  const keywords = new Map<string, Value>();
  let open = false;
  if (node?.type === 'generator_expression')
    return { positional: [evaluate(machine, node, scope)], keywords, open };
  for (const child of node?.children ?? []) {
    const [inner] = child.children;
    if (child.type === 'comment') continue;
    if (child.type === 'keyword_argument') {
      const [name, value] = [inField(child, 'name'), inField(child, 'value')];
      if (name !== undefined && value !== undefined) keywords.set(name.text, evaluate(machine, value, scope));
    } else if (child.type === 'list_splat' && inner !== undefined) {
      const spread = elements(machine, evaluate(machine, inner, scope));
      positional.push(...spread.items.slice(0, 1_000));
      open ||= spread.open;
    } else if (child.type === 'dictionary_splat' && inner !== undefined) {
      const spread = evaluate(machine, inner, scope);
      if (spread.kind !== 'dict' || spread.open) open = true;
      if (spread.kind === 'dict')
        for (const [key, value] of spread.entries) keywords.set(stringOf(key) ?? '', value);
    } else positional.push(evaluate(machine, child, scope));
  }
  return { positional, keywords, open };
}

/** Calls whatever the value is; a call that leaves the target is an event and gives an opaque result. */
export function callValue(machine: Machine, callee: Value, args: Arguments, place: Place): Value {
  machine.steps -= 1;
  switch (callee.kind) {
    case 'function':
      return callFunction(machine, callee, args);
    case 'class':
      return construct(machine, callee, args, place);
    case 'choice': {
      const target = callee.options.find(({ kind }) => kind !== 'unknown' && kind !== 'constant');
      return target === undefined
        ? unknown('a call of one of several values')
        : callValue(machine, target, args, place);
    }
    case 'unknown':
      return callee;
    case 'library': {
      const known = callBuiltin(machine, callee.path, args);
      return known ?? leave(machine, callee, args, place);
    }
    case 'member':
      return callMember(machine, callee, args, place);
    case 'result':
      return (
        callPartial(machine, callee, args, place) ??
        schemeDefault(callee, args) ??
        leave(machine, callee, args, place)
      );
    case 'instance': {
      const own = lookInClass(machine, callee.of, '__call__');
      if (own?.kind === 'function') return callFunction(machine, { ...own, self: callee }, args);
      return leave(machine, callee, args, place);
    }
    default:
      return leave(machine, callee, args, place);
  }
}

/** `urlparse(address).path` of an address that is known. */
function addressParts(callee: Value, args: Arguments): Map<string, Value> {
  const [given] = args.positional;
  const parts = new Map<string, Value>();
  if (callee.kind !== 'library' || !/^urllib\.parse\.url(parse|split)$/.test(callee.path)) return parts;
  const found = /^([a-z][\w+.-]*):\/\/([^/?#]*)([^?#]*)/i.exec(stringOf(given) ?? '');
  if (found === null || given === undefined) return parts;
  for (const [at, name] of ['scheme', 'netloc', 'path'].entries())
    parts.set(name, carrySetting(constant(found[at + 1] ?? ''), [given]));
  return parts;
}

/** `env = environ.Env(PREFIX=(str, ''))`: what `env('PREFIX')` is while nobody sets it. */
function schemeDefault(callee: ResultValue, args: Arguments): Value | undefined {
  if (!/^environ\.\w*Env\(\)$/.test(libraryPath(callee) ?? '')) return undefined;
  const scheme = callee.args.keywords.get(stringOf(args.positional[0]) ?? '');
  const value = args.keywords.get('default') ?? (scheme?.kind === 'list' ? scheme.items[1] : undefined);
  return value?.kind === 'constant' && value.value !== null ? asSetting(value) : undefined;
}

/** `partial(work, 1)(2)` is `work(1, 2)`. */
function callPartial(
  machine: Machine,
  callee: ResultValue,
  args: Arguments,
  place: Place,
): Value | undefined {
  const [target, ...given] = callee.args.positional;
  if (target === undefined || libraryPath(callee) !== 'functools.partial()') return undefined;
  return callValue(
    machine,
    target,
    {
      positional: [...given, ...args.positional],
      keywords: new Map([...callee.args.keywords, ...args.keywords]),
      open: callee.args.open || args.open,
    },
    place,
  );
}

function callMember(
  machine: Machine,
  callee: Extract<Value, { kind: 'member' }>,
  args: Arguments,
  place: Place,
): Value {
  const { object, name } = callee;
  const known = callMethod(machine, object, name, args);
  if (known !== undefined) return known;
  if (name === '__init__' && object.kind === 'instance') object.made = args;
  const result = leave(machine, callee, args, place);
  // A setting that was not found has the value its reader falls back to.
  if (/^(get|setdefault)$/.test(name) && args.positional.length === 2) {
    const [, fallback] = args.positional;
    if (fallback?.kind === 'class' || fallback?.kind === 'function') return fallback;
  }
  return result;
}

function leave(machine: Machine, callee: Value, args: Arguments, place: Place): ResultValue {
  const attributes = addressParts(callee, args);
  const result: ResultValue = { kind: 'result', callee, args, attributes, place };
  if (machine.events.length < 400_000)
    machine.events.push({ callee, args, result, place, conditional: machine.conditions > 0 });
  return result;
}

export function callFunction(machine: Machine, callee: FunctionValue, args: Arguments): Value {
  const { node } = callee;
  const depth = machine.stack.filter((each) => each === node).length;
  if (machine.stack.length > 40 || depth > 1 || machine.steps < 0) return unknown('the walk goes too deep');
  machine.called.add(node);
  const scope = childScope(callee.scope);
  if (callee.owner !== undefined) ownerOfScope.set(scope, { owner: callee.owner, self: callee.self });
  bindParameters(machine, callee, args, scope);
  const body = inField(node, 'body');
  if (body === undefined) return none;
  if (node.type === 'lambda') return evaluate(machine, body, scope);
  machine.stack.push(node);
  const { conditions } = machine;
  const ending = runBlock(machine, body, scope);
  machine.conditions = conditions;
  machine.stack.pop();
  const last = ending?.kind === 'return' ? [ending.value] : [];
  const branches = perhapsReturned(scope);
  const chosen = branches.find((each) => each.likely === true)?.value;
  if (chosen !== undefined) return asSetting(chosen);
  const options = [...branches.filter((each) => each.likely !== false).map(({ value }) => value), ...last];
  const [only] = options;
  if (options.length <= 1) return only ?? none;
  const telling = options.filter((option) => option.kind !== 'constant' || option.value !== null);
  if (telling.length === 1 && telling[0] !== undefined) return telling[0];
  return { kind: 'choice', options: telling.slice(0, 20) };
}

const ownerOfScope = new WeakMap<Scope, { readonly owner: ClassValue; readonly self: Value | undefined }>();

function superOf(_: Machine, scope: Scope): Value | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const found = ownerOfScope.get(at);
    if (found?.self !== undefined) return { kind: 'super', after: found.owner, self: found.self };
  }
  return undefined;
}

function construct(machine: Machine, callee: ClassValue, args: Arguments, place: Place): Value {
  if (extendsLibrary(callee, /^enum\./)) return enumByValue(machine, callee, args);
  if (/^(dict|collections\.(OrderedDict|defaultdict|UserDict))$/.test(libraryPath(callee) ?? '')) {
    const dict = callBuiltin(machine, 'dict', args);
    if (dict !== undefined) return dict;
  }
  const made: InstanceValue = { kind: 'instance', of: callee, attributes: new Map(), made: args, place };
  const init = lookInClass(machine, callee, '__init__');
  if (init?.kind === 'function') callFunction(machine, { ...init, self: made }, args);
  else for (const [name, value] of args.keywords) made.attributes.set(name, value);
  if (libraryPath(callee) !== undefined && machine.events.length < 400_000) {
    const result: ResultValue = { kind: 'result', callee, args, attributes: new Map(), place };
    machine.events.push({ callee, args, result, place, conditional: machine.conditions > 0 });
  }
  return made;
}

function enumByValue(machine: Machine, callee: ClassValue, args: Arguments): Value {
  const [wanted] = args.positional;
  const found = elements(machine, callee).items.find((each) => {
    const value = attributeOf(machine, each, 'value');
    return wanted?.kind === 'constant' && value.kind === 'constant' && value.value === wanted.value;
  });
  return found ?? unknown('one of an enumeration');
}
