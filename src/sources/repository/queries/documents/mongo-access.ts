import type { Node } from 'oxc-parser';
import type { DocumentAccess } from '../../../../model/document-access.ts';
import { objectOf, propertyOf } from '../../code/constants.ts';
import type { Tracer, Where } from '../../code/tracing.ts';
import { plainKey, walk } from '../../javascript/syntax.ts';
import type { Link } from '../chain.ts';
import { filterOf, patternsOf } from './mongo-filter.ts';

const filtered =
  /^(find|findOne|exists|countDocuments|updateOne|updateMany|replaceOne|findOneAnd\w+|deleteOne|deleteMany)$/;

/** What a call of a Mongoose model says of its filter and its update. */
export function mongoAccess(tracer: Tracer, link: Link, rest: readonly Link[], where: Where): DocumentAccess {
  const [first, second] = link.args;
  const isFiltered = filtered.test(link.name) && first !== undefined;
  // `.where()`, `.or()` go on with the filter.
  const whole = !rest.some(({ name }) => /^(where|or|and|nor|find|merge|in|equals|gte?|lte?)$/.test(name));
  const filter = isFiltered && whole ? filterOf(first) : undefined;
  const patterns = isFiltered ? patternsOf(tracer, first, where) : [];
  const grows = /^(update|findOneAndUpdate|findByIdAndUpdate)/.test(link.name)
    ? growing(tracer, second, where)
    : [];
  const runs = link.name === 'mapReduce' ? 'mapReduce' : codeIn(link.args);
  return {
    call: link.name,
    ...(filter === undefined ? {} : { filter }),
    ...(patterns.length === 0 ? {} : { patterns }),
    ...(grows.length === 0 ? {} : { grows }),
    ...(runs === undefined ? {} : { runs }),
  };
}

/** `{ $push: { items: { $each: [x], $slice: -100 } } }`. */
function growing(
  tracer: Tracer,
  update: Node | undefined,
  where: Where,
): NonNullable<DocumentAccess['grows']> {
  const found = objectOf(tracer, update, where);
  return ['$push', '$addToSet'].flatMap((operator) => {
    const inner = objectOf(tracer, propertyOf(found?.node, operator), found?.where ?? where);
    if (inner?.node.type !== 'ObjectExpression') return [];
    return inner.node.properties.flatMap((property) => {
      if (property.type !== 'Property') return [];
      const path = plainKey(property.key, property.computed);
      return path === undefined ? [] : [{ path, capped: propertyOf(property.value, '$slice') !== undefined }];
    });
  });
}

/** An operator that carries JavaScript to the server. */
function codeIn(args: readonly Node[]): string | undefined {
  let found: string | undefined;
  for (const arg of args)
    walk(arg, (node) => {
      if (node.type !== 'Property') return;
      const key = plainKey(node.key, node.computed);
      if (key === '$where' || key === '$function' || key === '$accumulator') found ??= key;
    });
  return found;
}
