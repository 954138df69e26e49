import type { CacheEntry } from '../../../../model/processes.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { originOf } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';
import { writtenText } from './texts.ts';
import { bodyOf, typeOfNode } from './typing.ts';
import type { Place } from './visit.ts';
import { calledName, visitCalls } from './visit.ts';

const sign =
  /"github\.com\/(redis\/go-redis|go-redis\/redis|patrickmn\/go-cache|dgraph-io\/ristretto|jellydator\/ttlcache|gomodule\/redigo)[^"]*"/;
const library =
  /^github\.com\/(redis\/go-redis|go-redis\/redis|patrickmn\/go-cache|dgraph-io\/ristretto|jellydator\/ttlcache)/;

/** Values that are put into Redis or a cache in memory, with their time to live, and what removes them. */
export function cachesOf(program: GoProgram): readonly CacheEntry[] {
  const entries: CacheEntry[] = [];
  const removed: { readonly key: string; readonly by: string }[] = [];
  visitCalls(program, sign, (call, place) => {
    const name = calledName(call);
    if (!/^(Set|SetEX|SetEx|SetNX|SetWithTTL|SetDefault|Add|Del|Delete|Unlink)$/.test(name)) return;
    const operand = inField(inField(call, 'function'), 'operand');
    const body = bodyOf(program, place.fn);
    const type = typeOfNode(body, operand);
    if (type?.kind !== 'library' || !library.test(type.package)) return;
    const args = inField(call, 'arguments')?.children.filter((each) => each.type !== 'comment') ?? [];
    const isRedis = type.package.includes('redis');
    const key = keyOf(args[isRedis ? 1 : 0], place);
    const { receiver, name: fn } = place.fn;
    const by = receiver === undefined ? fn : `${receiver}.${fn}`;
    if (/^(Del|Delete|Unlink)$/.test(name)) return void removed.push({ key, by });
    const origin = originOf(place.file, call);
    const last = args.at(-1);
    const limit =
      name === 'SetDefault'
        ? 'unknown'
        : name === 'Set' && type.package.includes('ristretto')
          ? undefined
          : lifetimeOf(last, place);
    entries.push({
      id: `${origin.file}:${origin.line}#cache`,
      operation: by,
      key,
      ...(limit === undefined
        ? {}
        : limit === 'unknown'
          ? { bounded: true }
          : { ttl: { value: limit, unit: 's', origin } }),
      invalidatedBy: [],
      origin,
    });
  });
  return entries.map((entry) => ({
    ...entry,
    invalidatedBy: [...new Set(removed.filter(({ key }) => key === entry.key).map(({ by }) => by))],
  }));
}

function keyOf(node: SyntaxNode | undefined, place: Place): string {
  const told = writtenText(node, place);
  if (told !== undefined) return told.text;
  return `{${(node?.text ?? '').replaceAll(/\s+/g, ' ').slice(0, 60)}}`;
}

const scales: Readonly<Record<string, number>> = { Millisecond: 0.001, Second: 1, Minute: 60, Hour: 3600 };

/** `10 * time.Minute`, `time.Hour`; nothing for `0`, `unknown` for what is set elsewhere. */
function lifetimeOf(node: SyntaxNode | undefined, place: Place): number | 'unknown' | undefined {
  const text = node?.text.replaceAll(/\s+/g, '') ?? '';
  if (text === '0' || text === '-1' || /NoExpiration$|KeepTTL$/.test(text)) return undefined;
  const constant = /^[A-Za-z]\w*$/.test(text)
    ? place.file.package.values.get(text)?.value?.text.replaceAll(/\s+/g, '')
    : undefined;
  const found =
    /^(?:time\.Duration\()?((?:\d+\*)*\d+)?\)?\*?time\.(Millisecond|Second|Minute|Hour)(?:\*((?:\d+\*)*\d+))?$/.exec(
      constant ?? text,
    );
  const scale = scales[found?.[2] ?? ''];
  if (found === null || scale === undefined) return 'unknown';
  const product = (of: string | undefined): number =>
    (of ?? '1').split('*').reduce((all, each) => all * Number(each), 1);
  return product(found[1]) * product(found[3]) * scale;
}
