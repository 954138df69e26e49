import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, originIn } from '../../languages/syntax.ts';
import { product, secondsIn } from '../../processes/kept.ts';
import type { Lifetime } from '../../processes/kept.ts';
import { hole, writtenText } from './texts.ts';
import { typeOf } from './typing.ts';
import type { Frame, Reading } from './types.ts';

type Store = 'django' | 'flask' | 'redis';

/** What a call keeps in a cache or drops: Django, Flask-Caching, Redis. */
export function cacheCall(reading: Reading, node: SyntaxNode, frame: Frame): void {
  const callee = inField(node, 'function');
  if (callee?.type !== 'attribute') return;
  const [object, name] = [inField(callee, 'object'), inField(callee, 'attribute')?.text ?? ''];
  if (
    object === undefined ||
    !/^(a?set|a?add|a?get_or_set|setex|psetex|a?delete|delete_many|unlink|setnx)$/.test(name)
  )
    return;
  const store = storeOf(reading, object, frame);
  const args = inField(node, 'arguments')?.children.filter(({ type }) => type !== 'comment') ?? [];
  const first = args[0];
  if (store === undefined || first === undefined || first.type === 'keyword_argument') return;
  const at = { operation: frame.operation, origin: originIn(frame.module.path, node) };
  const key = (writtenText(reading, first, frame) ?? hole(first, frame)).text;
  if (/delete|unlink/.test(name)) return reading.kept.drop(at, key);
  const lifetime =
    store === 'redis' ? redisLifetime(reading, name, args, frame) : storeLifetime(reading, args, frame);
  // A lock is no value that is read.
  if (/lock/i.test(key) || args.some(({ text }) => /^nx\s*=\s*True$/.test(text))) return;
  reading.kept.keep(at, key, lifetime);
}

function storeOf(reading: Reading, object: SyntaxNode, frame: Frame): Store | undefined {
  const plain = object.type === 'subscript' ? (inField(object, 'value') ?? object) : object;
  const type = typeOf(reading, plain, frame);
  if (type?.kind === 'library') {
    if (/^django\.core\.cache\.(cache|caches)$/.test(type.path)) return 'django';
    if (/^redis(\.|$)|^django_redis/.test(type.path)) return 'redis';
  }
  const named = reading.index.dotted(frame.module, plain);
  const made =
    named?.kind === 'value' && named.node.type === 'call'
      ? (inField(named.node, 'function')?.text ?? '')
      : '';
  if (/(^|\.)Cache$/.test(made)) return 'flask';
  return /(^|\.)(_?redis(_client|_connection|_conn)?)$/.test(plain.text) ? 'redis' : undefined;
}

const option = (args: readonly SyntaxNode[], ...names: readonly string[]): SyntaxNode | undefined => {
  const found = args.find(
    (arg) => arg.type === 'keyword_argument' && names.includes(inField(arg, 'name')?.text ?? ''),
  );
  return inField(found, 'value');
};

/** The third argument; without it the store's own setting holds. */
function storeLifetime(reading: Reading, args: readonly SyntaxNode[], frame: Frame): Lifetime {
  const positional = args.filter(({ type }) => type !== 'keyword_argument');
  const given = option(args, 'timeout') ?? positional[2];
  return given === undefined ? 'bounded' : secondsOf(reading, given, frame);
}

function redisLifetime(reading: Reading, name: string, args: readonly SyntaxNode[], frame: Frame): Lifetime {
  if (name === 'setex') return args[1] === undefined ? 'bounded' : secondsOf(reading, args[1], frame);
  if (name === 'psetex' || option(args, 'px', 'exat', 'keepttl') !== undefined) return 'bounded';
  const given = option(args, 'ex') ?? args.filter(({ type }) => type !== 'keyword_argument')[2];
  return given === undefined ? 'none' : secondsOf(reading, given, frame);
}

/** A number, a product of numbers, a `timedelta`, a constant of a module. */
export function secondsOf(reading: Reading, node: SyntaxNode, frame: Frame, depth = 0): Lifetime {
  if (node.type === 'none') return 'none';
  const plain = product(node.text);
  if (plain !== undefined) return plain;
  const delta = /timedelta\((?:\s*(\w+)\s*=\s*(\d+)\s*)\)$/.exec(node.text);
  const unit = secondsIn(delta?.[1] ?? '');
  if (delta !== null && unit !== undefined) return Number(delta[2]) * unit;
  const named =
    depth < 3 && !frame.variables.has(node.text) ? reading.index.dotted(frame.module, node) : undefined;
  return named?.kind === 'value'
    ? secondsOf(reading, named.node, { ...frame, module: named.module, variables: new Map() }, depth + 1)
    : 'bounded';
}
