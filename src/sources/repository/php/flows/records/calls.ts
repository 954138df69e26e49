import { wholeText } from '../../../flows/value.ts';
import type { Passed } from '../calls.ts';
import type { Machine } from '../machine.ts';
import type { Value } from '../value.ts';
import { nothing } from '../value.ts';
import { modelOf } from './models.ts';
import { allOf, allOfTable, filtersIn, narrowedBy, recordsOf } from './queries.ts';
import type { RecordAction, Records } from './records.ts';
import { byKey, found, refer } from './references.ts';
import { settle } from './settling.ts';
import { callerFound, saved, written } from './writes.ts';

const one =
  /^(first|firstOrFail|sole|value|fetch\w*|getOneOrNullResult|getSingleResult|getFirstResult|row|row_array|getRow|getRowArray|current)$/i;
const several =
  /^(get|all|paginate|simplePaginate|cursorPaginate|cursor|pluck|getResult|getArrayResult|result|result_array|getResultArray|findAll|chunk|each|execute|list)$/i;
const counting = /^(count|exists|doesntExist|getSingleScalarResult|countAllResults|sum|max|min|avg)$/i;
const byId = /^(find|findOrFail|findOr|findOrNew|findMany|findById|findOneById)$/i;
const byArray = /^(findOneBy|findBy|firstWhere|firstOrNew|getWhere|get_where)$/i;

const changes: readonly (readonly [RegExp, RecordAction])[] = [
  [/^(update|updateOrFail|updateQuietly|save|saveOrFail|saveQuietly|push|restore|replace)$/i, 'change'],
  [/^(delete|forceDelete|deleteOrFail|deleteQuietly|destroy)$/i, 'remove'],
];

const stays =
  /^(refresh|fresh|load|loadMissing|loadCount|fill|forceFill|setAttribute|set\w+|toArray|append|withoutRelations|first|last|values|all|jsonSerialize|getData|fetch\w*|get_result|getResult)$/;

/** A method of a model, of a query or of what one found; undefined where it is none. */
export function recordCall(
  machine: Machine,
  receiver: Value,
  writtenAs: string,
  name: string,
  call: Passed,
): Value | undefined {
  const started = startedBy(machine, receiver, writtenAs, name, call);
  if (started !== undefined) return started;
  const records = recordsOf(machine, receiver);
  if (records === undefined) return undefined;
  // To vote for what others made is what anybody may do.
  if (/^(increment|decrement)$/.test(name)) settle(machine);
  const what = `filter of ${writtenAs.length > 40 ? '…' : writtenAs}${receiver.kinds.length > 0 ? '::' : '->'}${name}`;
  written(machine, records, name, call);
  if (/^(save|saveOrFail|saveQuietly|push)$/.test(name)) saved(machine, receiver, records, call);
  return records.form === 'query'
    ? queryCall(machine, records, name, what, call)
    : rowCall(machine, receiver, records, name, what, call);
}

/** `DB::table('posts')`, `$em->getRepository(Post::class)`, `$em->find(Post::class, $id)`, `$em->remove($post)`. */
function startedBy(
  machine: Machine,
  receiver: Value,
  writtenAs: string,
  name: string,
  call: Passed,
): Value | undefined {
  const [first, second] = call.args;
  const text = first === undefined ? undefined : wholeText(first);
  if (text !== undefined && name === 'table' && /DB$|db$|connection\(|Capsule|database/i.test(writtenAs))
    return { ...nothing, records: allOfTable(text) };
  if (text !== undefined && /^(getRepository|find|getReference)$/.test(name)) {
    const model = modelOf(machine.codebase, machine.codebase.class(text));
    if (model !== undefined && name === 'getRepository') return { ...nothing, records: allOf(model) };
    if (model !== undefined && second !== undefined)
      return read(machine, byKey(allOf(model), second), 'row', `filter of ${writtenAs}->${name}`, call);
  }
  const held = first?.records;
  if (/^(remove|persist)$/.test(name) && held?.form === 'row' && receiver.records === undefined) {
    if (name === 'remove') refer(machine, held, 'remove', `filter of ${writtenAs}->remove`, call);
    return nothing;
  }
  return undefined;
}

function read(machine: Machine, records: Records, form: 'row' | 'rows', what: string, call: Passed): Value {
  refer(machine, records, 'read', what, call);
  return found(machine, records, form, call.node, call.frame);
}

/** Calls that put columns of other tables, or what is computed, beside the own ones. */
const mixes = /join|union|selectRaw|selectSub|addSelect|fromSub|fromRaw|setQuery|withAggregate/i;

function queryCall(machine: Machine, records: Records, name: string, what: string, call: Passed): Value {
  const [first] = call.args;
  if (byId.test(name) && first !== undefined) return read(machine, byKey(records, first), 'row', what, call);
  if (byArray.test(name) && first?.array !== undefined) {
    const filters = filtersIn(first) ?? [];
    const form = name === 'findBy' ? 'rows' : 'row';
    return read(machine, { ...records, filters: [...records.filters, ...filters] }, form, what, call);
  }
  if (name === 'firstWhere')
    return read(machine, narrowedBy(machine, records, 'where', call) ?? records, 'row', what, call);
  if (name === 'destroy' && first !== undefined) {
    refer(machine, byKey(records, first), 'remove', what, call);
    found(machine, byKey(records, first), 'row', call.node, call.frame);
    return nothing;
  }
  const action = changes.find(([pattern]) => pattern.test(name))?.[1];
  if (action !== undefined) {
    refer(machine, records, action, what, call);
    found(machine, records, 'row', call.node, call.frame);
    return nothing;
  }
  if (one.test(name)) return read(machine, records, 'row', what, call);
  if (several.test(name)) return read(machine, records, 'rows', what, call);
  if (counting.test(name)) return callerFound(found(machine, records, 'rows', call.node, call.frame));
  if (/^(create|forceCreate|firstOrCreate|updateOrCreate|make)$/.test(name))
    return { ...nothing, records: { ...records, form: 'row', action: 'create', filters: [] } };
  const next = narrowedBy(machine, records, name, call);
  const kept = next ?? { ...records, unclear: true };
  return { ...nothing, records: mixes.test(name) ? { ...kept, mixed: true } : kept };
}

function rowCall(
  machine: Machine,
  receiver: Value,
  records: Records,
  name: string,
  what: string,
  call: Passed,
): Value | undefined {
  const action = changes.find(([pattern]) => pattern.test(name))?.[1];
  if (action !== undefined && records.form === 'row' && records.action !== 'create') {
    refer(machine, records, action, what, call);
    return nothing;
  }
  if (byId.test(name) && records.form === 'rows') return receiver;
  return stays.test(name) ? receiver : undefined;
}
