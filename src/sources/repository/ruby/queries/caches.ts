import type { SyntaxNode } from '../../languages/syntax.ts';
import { originIn } from '../../languages/syntax.ts';
import { product, secondsIn } from '../../processes/kept.ts';
import type { Lifetime } from '../../processes/kept.ts';
import type { Call } from '../syntax.ts';
import { option } from '../syntax.ts';
import { hole, writtenText } from './texts.ts';
import type { Frame, Reading } from './types.ts';

/** What a call keeps in the cache of Rails or drops. */
export function cacheCall(reading: Reading, call: Call, frame: Frame): void {
  if (call.receiver?.text !== 'Rails.cache') return;
  const first = call.args[0];
  if (first === undefined) return;
  const at = { operation: frame.operation, origin: originIn(frame.file, call.node) };
  const key = keyText(reading, first, frame);
  if (/^(delete|delete_multi)$/.test(call.name)) reading.kept.drop(at, key);
  if (/^(fetch|write)$/.test(call.name))
    reading.kept.keep(at, key, isVersioned(first.text) ? 'bounded' : lifetimeOf(call));
}

/** A key that changes with what it stands for leaves its old value to the store. */
const isVersioned = (text: string): boolean => /cache_key|updated_at|version|digest|checksum/.test(text);

/** Parts of a list are joined, as the store does. */
function keyText(reading: Reading, node: SyntaxNode, frame: Frame): string {
  if (node.type === 'array') return node.children.map((part) => keyText(reading, part, frame)).join('/');
  if (node.type === 'simple_symbol') return node.text.slice(1);
  return (writtenText(reading, node, frame) ?? hole(node, frame)).text;
}

/** `expires_in: 15.minutes`; without one the store's own setting holds, if it has any. */
function lifetimeOf(call: Call): Lifetime {
  const given = option(call, 'expires_in');
  if (given?.type === 'nil') return 'none';
  if (given === undefined)
    return option(call, 'expires_at') === undefined && !call.node.text.includes('**') ? 'none' : 'bounded';
  const plain = product(given.text);
  if (plain !== undefined) return plain;
  const named = /^(\d+)\.(\w+?)s?$/.exec(given.text);
  const unit = secondsIn(named?.[2] ?? '');
  return named === null || unit === undefined ? 'bounded' : Number(named[1]) * unit;
}
