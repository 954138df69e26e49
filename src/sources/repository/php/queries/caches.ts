import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import { product, secondsIn } from '../../processes/kept.ts';
import type { Lifetime } from '../../processes/kept.ts';
import { evaluate } from '../evaluate.ts';
import { className } from '../names.ts';
import { memberName, receiverOf, writtenArguments } from '../syntax.ts';
import { originAt } from '../value.ts';
import { hole, writtenText } from './texts.ts';
import { typeOf } from './typing.ts';
import type { Frame, Reading } from './types.ts';

/** What a call keeps in a cache or drops: Laravel, Symfony, WordPress. */
export function cacheCall(reading: Reading, node: SyntaxNode, frame: Frame): void {
  const name = memberName(node) ?? '';
  const args = writtenArguments(node).map((each) => each.node);
  const [first] = args;
  if (first === undefined) return;
  const at = { operation: frame.operation, origin: originAt(frame.file, node) };
  const key = (writtenText(reading, first, frame) ?? hole(reading, first, frame)).text;
  const keep = (lifetime: Lifetime): void => {
    reading.kept.keep(at, key, lifetime);
  };
  if (node.type === 'function_call_expression') {
    if (/^\\?set_(site_)?transient$/.test(name)) keep(lifetimeOf(reading, args[2], frame));
    else if (/^\\?delete_(site_)?transient$/.test(name)) reading.kept.drop(at, key);
    return;
  }
  const kind = storeOf(reading, node, frame);
  if (kind === undefined) return;
  if (kind === 'contract') {
    if (name === 'get' && /function|fn\b/.test(args[1]?.text ?? ''))
      keep(itemLifetime(reading, args[1], frame));
    else if (name === 'delete') reading.kept.drop(at, key);
    return;
  }
  if (/^(remember|put|add|set|flexible|touch)$/.test(name)) {
    const given = name === 'remember' || name === 'flexible' ? args[1] : args[2];
    if (name !== 'touch') keep(name === 'flexible' ? 'bounded' : lifetimeOf(reading, given, frame));
  } else if (/^(rememberForever|sear|forever)$/.test(name)) keep('none');
  else if (/^(forget|pull|delete)$/.test(name)) reading.kept.drop(at, key);
}

/** `Cache::…`, `cache()->…`, also behind `store(…)` and `tags(…)`; an object of a contract. */
function storeOf(reading: Reading, node: SyntaxNode, frame: Frame): 'laravel' | 'contract' | undefined {
  let at = receiverOf(node);
  for (let count = 0; at !== undefined && count < 5; count += 1) {
    if (at.type === 'function_call_expression')
      return /^\\?cache$/.test(memberName(at) ?? '') ? 'laravel' : undefined;
    if (at.type === 'name' || at.type === 'qualified_name') {
      const full = className(frame.file.names, at.text);
      return /(^|\\)Facades\\Cache$/.test(full) || full === 'Cache' ? 'laravel' : undefined;
    }
    const type = typeOf(reading, at, frame);
    if (type?.kind === 'object') {
      if (/^Illuminate\\(Contracts\\)?Cache\\(Repository|Factory|CacheManager|Store)$/.test(type.name))
        return 'laravel';
      return /^Symfony\\Contracts\\Cache\\(Tag\w*|Cache)Interface$/.test(type.name) ? 'contract' : undefined;
    }
    if (!/^(store|tags|driver)$/.test(memberName(at) ?? '')) return undefined;
    at = receiverOf(at);
  }
  return undefined;
}

/** A number of seconds, `now()->addMinutes(5)`; nothing given keeps for ever. */
function lifetimeOf(reading: Reading, node: SyntaxNode | undefined, frame: Frame): Lifetime {
  if (node === undefined || /^null$/i.test(node.text)) return 'none';
  const plain = product(node.text);
  if (plain !== undefined) return plain;
  const wordpress = /^(?:(\d+)\s*\*\s*)?(MINUTE|HOUR|DAY|WEEK|MONTH|YEAR)_IN_SECONDS$/.exec(node.text);
  if (wordpress !== null) return Number(wordpress[1] ?? 1) * (secondsIn(wordpress[2] ?? '') ?? 1);
  const added = /->add(Second|Minute|Hour|Day|Week|Month|Year)s?\((\d*)\)$/.exec(node.text);
  if (added !== null) return Number(added[2] === '' ? 1 : added[2]) * (secondsIn(added[1] ?? '') ?? 1);
  const made = /::(second|minute|hour|day|week)s?\((\d+)\)$/.exec(node.text);
  if (made !== null) return Number(made[2]) * (secondsIn(made[1] ?? '') ?? 1);
  if (node.type === 'class_constant_access_expression') {
    const value = evaluate(reading.machine, node, { ...frame, variables: new Map() });
    if (value.kind === 'number') return value.value;
  }
  return 'bounded';
}

/** `$item->expiresAfter(3600)` in the function that makes the value. */
function itemLifetime(reading: Reading, made: SyntaxNode | undefined, frame: Frame): Lifetime {
  let found: Lifetime = 'none';
  if (made !== undefined)
    walkSyntax(made, (node) => {
      const name = node.type === 'member_call_expression' ? inField(node, 'name')?.text : undefined;
      if (name === 'expiresAfter') found = lifetimeOf(reading, writtenArguments(node)[0]?.node, frame);
      else if (name === 'expiresAt') found = 'bounded';
    });
  return found;
}
