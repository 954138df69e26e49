import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Selection, Verb } from '../../queries/stored.ts';
import { comparison, narrowed, rowSelection, selectionOf, statementText } from '../../queries/stored.ts';
import { looksLikeSql } from '../../queries/statement.ts';
import type { Call } from '../syntax.ts';
import { pairsIn } from '../syntax.ts';
import { namesIn } from './entities.ts';
import { writtenText } from './texts.ts';
import type { Issue } from '../../queries/outcome.ts';
import type { Frame, Outcome, Reading, RubyType } from './types.ts';

export const issueOf = (verb: Verb, query: Selection, name: string): Issue => ({
  sql: statementText(verb, query),
  orm: `${query.entity?.name ?? query.table}.${name}`,
  ...(query.through === 'perhaps' ? { mayBeLoaded: true } : {}),
  ...(query.interpolates === undefined ? {} : { interpolates: query.interpolates }),
});

const issued = (verb: Verb, query: Selection, name: string, type?: RubyType): Outcome => ({
  issues: [issueOf(verb, query, name)],
  ...(type === undefined ? {} : { type }),
});

export const rowOf = ({ entity, loaded }: Selection): RubyType | undefined =>
  entity === undefined ? undefined : { kind: 'row', entity, loaded };

/** Rows that may have been read with their owner may have their own relations as well. */
export const rowsOf = ({ entity, loaded, through }: Selection): RubyType | undefined =>
  entity === undefined
    ? undefined
    : { kind: 'rows', entity, ...(through === 'perhaps' || through === 'loaded' ? {} : { loaded }) };

/** A query that is changed is sent, whatever was read with its owner. */
const asked = (query: Selection): Selection =>
  query.through === 'loaded' || query.through === 'perhaps' ? { ...query, through: 'related' } : query;

/** One of several rows. */
export function elementOf(type: RubyType | undefined): RubyType | undefined {
  const rows = type?.kind === 'query' ? rowsOf(type) : type;
  if (rows?.kind !== 'rows') return undefined;
  const { entity, loaded } = rows;
  return { kind: 'row', entity, each: true, ...(loaded === undefined ? {} : { loaded }) };
}

/** A method of a row that stores, removes or reads it again. */
export function rowCall(row: RubyType & { readonly kind: 'row' }, name: string): Outcome | undefined {
  const { entity } = row;
  const at = rowSelection(entity);
  if (/^(save|save!)$/.test(name))
    return row.fresh === true ? issued('insert', selectionOf(entity), name) : issued('update', at, name);
  if (
    /^(update|update!|update_attributes!?|update_attribute!?|update_columns?|touch|increment!|decrement!|toggle!)$/.test(
      name,
    )
  )
    return issued('update', at, name);
  if (/^(destroy|destroy!|delete)$/.test(name)) return issued('delete', at, name);
  if (/^(reload|lock!)$/.test(name)) return issued('one', at, name, row);
  if (/^(tap|decorate|becomes|dup)$/.test(name)) return { type: row };
  return undefined;
}

const goesOn =
  /^(order|reorder|in_order_of|offset|references|joins|left_joins|left_outer_joins|select|group|distinct|all|readonly|lock|extending|unscope|reselect|annotate|optimizer_hints|strict_loading|reverse_order|load|load_async|uniq|regroup|create_with|current_scope|scoped|with|reset|reload|rewhere|create_or_find|arel|merge!|skip_query_cache!|connected_to|on_replica)$/;
const ones =
  /^(find|find_by!?|take!?|first!?|last!?|second|third|fourth|find_sole_by|sole|find_signed!?|pick|find_by_\w+!?)$/;
const counts =
  /^(count|sum|average|maximum|minimum|exists\?|any\?|none\?|one\?|many\?|empty\?|size|calculate|present\?|blank\?|include\?|member\?|length)$/;
const lists = /^(pluck|ids|to_a|to_ary|entries|async_pluck|as_json|to_json|to_set)$/;
const inserts = /^(create!?|insert!?|insert_all!?|upsert|upsert_all|import!?|<<|push|concat)$/;

/** What everything over a list sends for it. */
export const goesOver =
  /^(each|map|map!|each_with_index|collect|flat_map|reject|filter_map|group_by|index_by|to_h|each_slice|each_with_object|inject|reduce|sort_by|partition|detect|all\?|zip|find_all|each_entry|min_by|max_by|sum|any\?|none\?|count|select|find|filter|first|uniq|index_with|tally|in_groups_of|each_cons|compact|flatten|sort|reverse|shuffle|sample|join|with_index|to_sentence)$/;

/** A method of a class of rows, of a query or of a relation: it goes on, or it asks. */
export function queryCall(reading: Reading, call: Call, query: Selection, frame: Frame): Outcome {
  const { name, args, block } = call;
  const blocked =
    block !== undefined ||
    call.node.children.some((child) => child.children.some(({ type }) => type === 'block_argument'));
  const key = query.entity?.key ?? 'id';
  if (
    query.through === 'loaded' &&
    !/^(where|find_by|order|limit|create!?|build|new|count|exists\?|pluck|update_all|delete_all|destroy_all)$/.test(
      name,
    )
  ) {
    const rows = rowsOf(query);
    return rows === undefined ? {} : { type: rows };
  }
  if (/^(find_each|find_in_batches|in_batches)$/.test(name))
    return issued('list', { ...query, limited: true }, name, rowsOf(query));
  if (blocked && goesOver.test(name)) return issued('list', query, name, rowsOf(query));
  if (/^(where|having|rewhere)$/.test(name))
    return {
      type:
        args.length === 0 && call.pairs.length === 0
          ? query
          : asked(conditioned(reading, query, call, frame)),
    };
  if (/^(not|or|and|merge|excluding|without|invert_where|missing|associated|from|extending)$/.test(name))
    return { type: name === 'or' ? { ...asked(query), where: ['…'] } : asked(narrowed(query, '…')) };
  if (/^(includes|preload|eager_load)$/.test(name))
    return { type: asked({ ...query, loaded: [...query.loaded, ...namesIn(call)] }) };
  if (name === 'limit' || name === 'page' || name === 'per' || name === 'paginate')
    return { type: { ...query, limited: true } };
  // With a block it gives what the block gives.
  if (name === 'unscoped' || name === 'none') return block === undefined ? { type: query } : {};
  if (ones.test(name)) return oneCall(reading, call, query, key, frame);
  if (/^(find_or_|create_or_find_by|first_or_)/.test(name)) return foundOrMade(reading, call, query, frame);
  if (counts.test(name)) return issued('count', query, name);
  if (lists.test(name))
    return issued('list', query, name, /^(to_a|to_ary|entries)$/.test(name) ? rowsOf(query) : undefined);
  if (inserts.test(name))
    return issued('insert', query, name, name.startsWith('create') ? rowOf(query) : undefined);
  if (/^(build|new)$/.test(name))
    return query.entity === undefined
      ? {}
      : { type: { kind: 'row', entity: query.entity, fresh: true, loaded: [] } };
  if (/^(update_all|touch_all|update_counters|increment_counter|decrement_counter)$/.test(name))
    return issued('update', query, name);
  if (name === 'update' || name === 'update!')
    return issued('update', args.length > 0 ? narrowed(query, comparison(key)) : query, name);
  if (/^(delete_all|destroy_all)$/.test(name)) return issued('delete', query, name);
  if (/^(delete_by|destroy_by)$/.test(name))
    return issued('delete', conditioned(reading, query, call, frame), name);
  if ((name === 'delete' || name === 'destroy') && args.length > 0)
    return issued('delete', narrowed(query, comparison(key)), name);
  if (name === 'find_by_sql') return textOutcome(reading, args[0], frame, rowsOf(query));
  if (goesOn.test(name)) return { type: /^(all|load|with|reset)$/.test(name) ? query : asked(query) };
  if (query.entity !== undefined && reading.entities.from(query.entity)?.scopes.has(name) === true)
    return { type: asked(narrowed(query, '…')) };
  return {};
}

/** `find_or_create_by(…)`: it looks, and then it may store. */
function foundOrMade(reading: Reading, call: Call, query: Selection, frame: Frame): Outcome {
  const { name } = call;
  const row = rowOf(query);
  const found: Issue[] = [issueOf('one', conditioned(reading, query, call, frame), name)];
  if (!name.includes('initialize')) found.push(issueOf('insert', query, name));
  return { issues: found, ...(row === undefined ? {} : { type: row }) };
}

function oneCall(reading: Reading, call: Call, query: Selection, key: string, frame: Frame): Outcome {
  const { name, args } = call;
  const first = args[0];
  if (name === 'find') {
    const several =
      first?.type === 'array' ||
      args.length > 1 ||
      (/s$|ids\b/.test(first?.text ?? '') && !/\[/.test(first?.text ?? ''));
    return several
      ? issued('list', narrowed(query, comparison(key, 'in')), name, rowsOf(query))
      : issued('one', narrowed(query, comparison(key)), name, rowOf(query));
  }
  if (/^(first|last|take)$/.test(name) && args.length > 0)
    return issued('list', { ...query, limited: true }, name, rowsOf(query));
  const dynamic = /^find_by_(\w+?)!?$/.exec(name)?.[1];
  if (dynamic !== undefined && dynamic !== 'sql') {
    const columns = dynamic.split('_and_');
    return issued('one', narrowed(query, ...columns.map((column) => comparison(column))), name, rowOf(query));
  }
  const told = /^find_(by!?|sole_by)$/.test(name) ? conditioned(reading, query, call, frame) : query;
  return issued('one', told, name, name === 'pick' ? undefined : rowOf(query));
}

/** `where(name: x)`, `where('a = ?', x)`, `where("a = #{x}")`. */
function conditioned(reading: Reading, query: Selection, call: Call, frame: Frame): Selection {
  const pairs = [...call.pairs, ...call.args.flatMap(pairsIn)];
  const bound = pairs.map(({ name, value }) => {
    if (value.type === 'hash') return '…';
    const belongs = query.entity?.relation(name)?.owned === true ? `${name}_id` : name;
    if (value.type === 'nil') return comparison(belongs, 'is null');
    return comparison(belongs, value.type === 'array' || value.type === 'range' ? 'in' : '=');
  });
  const first = call.args[0];
  if (first === undefined || first.type === 'hash') return narrowed(query, ...bound);
  const told = writtenText(reading, first, frame);
  if (told !== undefined && told.open.length > 0)
    return { ...narrowed(query, told.text), interpolates: [...(query.interpolates ?? []), ...told.open] };
  const column = /^\s*(?:\w+\.)?(\w+)\s*=\s*(\?|:\w+)\s*$/.exec(told?.text ?? '')?.[1];
  return narrowed(query, ...bound, column === undefined ? '…' : comparison(column));
}

/** A statement that is handed on as text. */
export function textOutcome(
  reading: Reading,
  node: SyntaxNode | undefined,
  frame: Frame,
  type?: RubyType,
): Outcome {
  const given = type === undefined ? {} : { type };
  const told = writtenText(reading, node?.type === 'array' ? node.children[0] : node, frame);
  if (told === undefined) return node === undefined ? given : { ...given, unread: true };
  if (!looksLikeSql(told.text)) return given;
  return {
    ...given,
    issues: [{ sql: told.text.replaceAll(/(?<!:):(\w+)/g, ':$1'), interpolates: told.open }],
  };
}
