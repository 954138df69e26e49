import type { Passed } from '../calls.ts';
import type { Hit } from '../machine.ts';
import { anySql, can } from '../marks.ts';
import type { Value } from '../value.ts';
import { arrayOf } from '../value.ts';
import { argument } from './arguments.ts';

/** Operators of MongoDB that take a value: what stands there is compared, whatever it is. */
const compared = /^\$(eq|ne|gt|gte|lt|lte|in|nin|all|set|inc|push|addToSet|unset|pull|setOnInsert)$/;

/** Methods of a collection that take a filter, which other libraries have as well. */
const filters = /^(find|findOne|count|aggregate|distinct|remove|update|findAndModify)$/;

/** Those that no other library has. */
const onlyMongo =
  /^(findOneAndUpdate|findOneAndDelete|findOneAndReplace|countDocuments|deleteOne|deleteMany|updateOne|updateMany|replaceOne)$/;

const collections = /(^|\\)(MongoDB\\(Client|Database|Collection)|Mongo(Client|DB|Collection))$/;

/** A filter of a document store that is given to an object: a field of a request may be a list of operators. */
export function documentFilter(
  receiver: Value,
  written: string,
  method: string,
  call: Passed,
): readonly Hit[] {
  if (onlyMongo.test(method)) return inFilter(call, 0, `${shortened(written)}->${method}`);
  if (!filters.test(method)) return [];
  const isCollection =
    receiver.kinds.some((kind) => collections.test(kind)) ||
    /collection(\(.*\))?$/i.test(written) ||
    // A collection is a field of its database: `$db->users`.
    (/^\$\w+->\w+(->\w+)?$/.test(written) && /\bMongo(DB\\|Client\b|DB\b)/.test(call.frame.file.root.text));
  return isCollection
    ? inFilter(call, method === 'distinct' ? 1 : 0, `${shortened(written)}->${method}`)
    : [];
}

/** `new MongoDB\Driver\Query($filter)`. */
export const driverFilter = (owner: string, call: Passed): readonly Hit[] =>
  /^MongoDB\\Driver\\Query$/.test(owner) ? inFilter(call, 0, 'new Query') : [];

const shortened = (written: string): string => (written.length > 40 ? '…' : written);

function inFilter(call: Passed, at: number, name: string): readonly Hit[] {
  return argument(call, at, name).flatMap(({ value, what }): readonly Hit[] => {
    const hit: Hit = {
      kind: 'nosql-injection',
      value: uncompared(value),
      what,
      needs: can.object,
      deep: true,
    };
    const program = value.array?.fields.get('$where');
    return program === undefined
      ? [hit]
      : [hit, { kind: 'nosql-injection', value: program, what: `$where of the ${what}`, needs: anySql }];
  });
}

/** Filters inside each other that are looked into. */
const deepest = 4;

/** A filter without what its operators compare with. */
function uncompared(value: Value, depth = 0): Value {
  if (value.array === undefined || depth >= deepest) return value;
  const kept = [...value.array.fields].filter(([key]) => !compared.test(key));
  const fields = new Map(kept.map(([key, each]) => [key, uncompared(each, depth + 1)]));
  return { ...arrayOf(fields, value.array.rest), taints: value.taints };
}

/** A filter of a directory: brackets and stars in a text change it. */
export const directoryFilter = (name: string, call: Passed): readonly Hit[] =>
  /^ldap_(search|list|read)$/.test(name) ? textFilter(call, 2, name) : [];

/** `$ldap->query($base, $filter)`. */
export const directoryQuery = (
  receiver: Value,
  written: string,
  method: string,
  call: Passed,
): readonly Hit[] =>
  method === 'query' &&
  call.args.length > 1 &&
  (/ldap$/i.test(written) || receiver.kinds.some((kind) => /(^|\\)Ldap(Interface)?$/.test(kind)))
    ? textFilter(call, 1, `${shortened(written)}->query`)
    : [];

const textFilter = (call: Passed, at: number, name: string): readonly Hit[] =>
  argument(call, at, name).map((each) => ({ ...each, kind: 'nosql-injection', needs: can.filter }));
