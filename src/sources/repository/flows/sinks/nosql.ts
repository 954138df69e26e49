import { can } from '../marks.ts';
import type { CallFact, Hit, Sink } from './sink.ts';
import { argument, deeply, isCall } from './sink.ts';

/** Methods whose first argument is a filter. */
const filters =
  /^(find|findOne|findOneAndUpdate|findOneAndDelete|findOneAndRemove|findOneAndReplace|findAndModify|findAndRemove|count|countDocuments|deleteOne|deleteMany|remove|removeOne|removeMany|replaceOne|update|updateOne|updateMany|where|exists|aggregate|and|or|nor|upsert|merge|setQuery|match|estimatedDocumentCount|\$where)$/;

const secondFilters = /^(distinct)$/;

const drivers =
  /^(mongodb|mongoose|marsdb|minimongo|mongojs|monk|nedb|@seald-io\/nedb|nedb-promises|tingodb|@nestjs\/mongoose|mongo-mock|mongoist|typegoose|@typegoose\/typegoose|mongodb-core|mongoose-\w+|mongo)#/;

/** Operators that take a value: what stands there is compared, whatever it is; a search takes nothing but a text. */
const compared = /^\$(eq|ne|gt|gte|lt|lte|in|nin|all|set|inc|push|addToSet|unset|pull|setOnInsert|search)$/;

const inFilter = (found: readonly Hit[]): readonly Hit[] =>
  deeply(found).map((hit) => ({ ...hit, except: compared }));

/** A list in place of a key or value is more arguments of the command, in clients that flatten it. */
const keyStores = /^(redis|ioredis|handy-redis|promise-redis)#/;

const stored =
  /^(set|hset|hmset|mset|setex|setnx|getset|append|lpush|rpush|sadd|zadd|del|unlink|rename|eval)(Async)?$/;

/** A connection has models and collections; it takes no filter itself. */
const ofConnection = /^mongoose#(createConnection\(\)|connection|connections\.[\w*]+)\.\w+$/;

const weakly = (found: readonly Hit[]): readonly Hit[] => found.map((hit) => ({ ...hit, weak: true }));

function hits(call: CallFact): readonly Hit[] {
  if (isCall(call, keyStores))
    return /^[a-z]+(Async)?$/.test(call.method) && stored.test(call.method)
      ? call.args.slice(0, 4).flatMap((_, at) => weakly(argument(call, at)))
      : [];
  if (!isCall(call, drivers)) return unknownCollection(call);
  if (isCall(call, ofConnection)) return [];
  if (call.isNew)
    return isCall(call, /#(.*\.)?Query$/) ? call.args.flatMap((_, at) => inFilter(argument(call, at))) : [];
  if (call.method === 'aggregate') return [...inFilter(argument(call, 0)), ...inFilter(argument(call, 1))];
  if (secondFilters.test(call.method)) return inFilter(argument(call, 1));
  return filters.test(call.method) ? inFilter(argument(call, 0)) : [];
}

const onlyMongo =
  /^(findOneAndUpdate|findOneAndDelete|findOneAndRemove|findOneAndReplace|countDocuments|deleteOne|deleteMany|updateOne|updateMany|replaceOne)$/;

/** A collection that could not be resolved: by methods no other library has, or by its name. */
function unknownCollection(call: CallFact): readonly Hit[] {
  if (call.trace !== undefined || call.written === '') return [];
  const isNamed =
    /(^|\.)(\w*collection|\w*Model)$/i.test(call.written) &&
    filters.test(call.method) &&
    /findOne|^find$|update|delete|remove/.test(call.method);
  if (!isNamed && !onlyMongo.test(call.method)) return [];
  const [first] = call.args;
  // Builders of SQL take `{ where: … }`.
  if (first?.things.some(({ fields }) => fields.has('where')) === true) return [];
  return inFilter(argument(call, 0));
}

export const nosqlSink: Sink = { kind: 'nosql-injection', needs: can.object, hits };
