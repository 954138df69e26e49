import type { CallExpression } from 'oxc-parser';
import type { CacheEntry } from '../../../model/processes.ts';
import type { Quantity } from '../../../model/origin.ts';
import { numberOf, propertyOf, textOf } from '../code/constants.ts';
import type { CodeReader } from '../code/reader.ts';
import type { Tracer } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import { originOf } from '../javascript/parse.ts';

const stores =
  /^(ioredis|redis|@redis\/client|cache-manager|@nestjs\/cache-manager|node-cache|memcached|memjs|keyv|lru-cache)$/;

/** The unit in which a library counts a time to live that is given as a number. */
const inMilliseconds = /^(cache-manager|@nestjs\/cache-manager|keyv|lru-cache)$/;

/** Values that code puts into a cache, with their time to live, and the calls that remove them. */
export function cacheReader(tracer: Tracer): CodeReader {
  const entries: CacheEntry[] = [];
  const removed: { readonly key: string; readonly by: string }[] = [];
  return {
    visit: (node, place) => {
      if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return;
      const trace = tracer.trace(node.callee, place);
      if (trace === undefined || !stores.test(trace.package)) return;
      const method = trace.path.split('.').at(-1) ?? '';
      const [first] = node.arguments;
      const key = first === undefined ? undefined : textOf(tracer, first, place)?.text;
      if (key === undefined) return;
      const origin = originOf(place.file, node);
      const by = place.within ?? origin.file;
      if (/^(del|unlink|delete|evict)$/.test(method)) removed.push({ key, by });
      if (!/^(set|setex|setEx|psetex|pSetEx)$/.test(method)) return;
      const ttl = lifetime(tracer, node, place, method, trace.package);
      entries.push({
        id: `${origin.file}:${origin.line}`,
        operation: by,
        key,
        ...(ttl === undefined ? {} : { ttl }),
        invalidatedBy: [],
        origin,
      });
    },
    facts: () => ({
      processes: {
        caches: entries.map((entry) => ({
          ...entry,
          invalidatedBy: [...new Set(removed.filter(({ key }) => key === entry.key).map(({ by }) => by))],
        })),
      },
    }),
  };
}

function lifetime(
  tracer: Tracer,
  { arguments: given }: CallExpression,
  place: Place,
  method: string,
  library: string,
): Quantity | undefined {
  const at = (position: number): number | undefined => numberOf(tracer, given[position], place);
  const origin = originOf(place.file, given[0] ?? place.file.program);
  const seconds = (value: number | undefined): Quantity | undefined =>
    value === undefined ? undefined : { value, unit: 's', origin };
  if (/^setex$/i.test(method)) return seconds(at(1));
  if (/^psetex$/i.test(method)) return seconds(scaled(at(1)));
  const word = given[2]?.type === 'Literal' ? given[2].value : undefined;
  if (typeof word === 'string') return seconds(/^px$/i.test(word) ? scaled(at(3)) : at(3));
  const options = given[2];
  const named = (key: string): number | undefined => numberOf(tracer, propertyOf(options, key), place);
  const inOptions = named('EX') ?? scaled(named('PX')) ?? named('expires');
  if (inOptions !== undefined) return seconds(inOptions);
  const plain = at(2) ?? named('ttl');
  return seconds(inMilliseconds.test(library) ? scaled(plain) : plain);
}

const scaled = (milliseconds: number | undefined): number | undefined =>
  milliseconds === undefined ? undefined : milliseconds / 1000;
