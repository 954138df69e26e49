import type { Query } from '../../../model/data.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { inField, walkSyntax } from '../languages/syntax.ts';
import { markOf } from './expressions.ts';
import type { Frame } from './frame.ts';
import type { Mark, Row } from './mark.ts';
import { readIn, rowsRead, withEntity } from './rows.ts';
import { callOf } from './shapes.ts';
import type { CallShape } from './shapes.ts';
import { storeAt } from './stores.ts';

/** Calls that hand on what they are given, field by field. */
const passing =
  /^(jsonify|JSONResponse|JsonResponse|ORJSONResponse|jsonable_encoder|make_response|dict|list|model_to_dict|vars|asdict|dumps|json_response)$/;
const serialising = /^(to_?(dict|json)\w*|as_?(dict|json)\w*|serialize\w*|json\w*|dict|toDict|asdict)$/;

/** Deepest expressions that are looked into. */
const deepest = 6;

/** What of a table an expression holds as it is; undefined for parts of rows and for all else. */
export function shownIn(frame: Frame, node: SyntaxNode, depth = 0): Row | undefined {
  if (depth > deepest) return undefined;
  const inner = (each: SyntaxNode | undefined): Row | undefined =>
    each === undefined ? undefined : shownIn(frame, each, depth + 1);
  if (/^(await|parenthesized_expression)$/.test(node.type)) return inner(node.children[0]);
  if (node.type === 'dictionary')
    return first(node.children, (pair) => inner(inField(pair, 'value'))) ?? writtenOut(frame, node);
  if (/^(list_comprehension|generator_expression)$/.test(node.type)) return ofEach(frame, node, depth);
  const store = storeAt(frame, node);
  if (store !== undefined && node.type !== 'subscript')
    return { entity: store.entity, isAll: true, fields: [...store.fields], except: [] };
  const call = callOf(node);
  if (call === undefined)
    return /^(identifier|subscript)$/.test(node.type) ? markOf(frame, node).row : undefined;
  if (passing.test(call.name)) return first(call.args, ({ value }) => inner(value));
  if (call.name === 'values' && call.args.length === 0) return inner(call.receiver);
  if (serialising.test(call.name) && call.receiver !== undefined) {
    const of = inner(call.receiver) ?? first(call.args, ({ value }) => inner(value));
    return of === undefined ? undefined : withKeys(frame, call, of);
  }
  return heldRow(frame, node);
}

/** The mark of an expression, which knows the rows that it holds as they are. */
export function withRow(frame: Frame, value: SyntaxNode): Mark {
  const mark = withEntity(frame, value, markOf(frame, value));
  if (!frame.file.endsWith('.py')) return mark;
  const row = heldRow(frame, value) ?? shownIn(frame, value);
  return row === undefined ? mark : { ...mark, entity: row.entity, row };
}

/** The row that an expression makes, reads or is known to hold. */
function heldRow(frame: Frame, value: SyntaxNode): Row | undefined {
  const made = frame.world.table(callOf(value)?.name ?? '')?.name;
  if (made !== undefined) return { entity: made, isAll: false, except: [] };
  const query = isQuery(frame, value) ? readIn(frame, value) : undefined;
  return (query === undefined ? undefined : pickedIn(query)) ?? markOf(frame, value).row;
}

/** What a statement reads; some of many are not all, and a mapper may leave columns out. */
function pickedIn(query: Query): Row | undefined {
  const row = /values|only|defer/.test(query.orm ?? '') ? undefined : rowsRead(query);
  return row === undefined ? undefined : { ...row, isAll: row.isAll && !/\blimit\b/i.test(query.sql) };
}

const answering =
  /^(all|first\w*|one|one_or_none|get|get_or_404|get_object_or_404|scalars?|scalar_one\w*|fetch\w*|execute|query|list|filter|filter_by|order_by|limit|raw|mappings|unique)$/;

/** The call that reads the rows, or one of them, and nothing that is made of it. */
function isQuery(frame: Frame, value: SyntaxNode): boolean {
  const [inner] = value.children;
  if (/^(await|parenthesized_expression)$/.test(value.type))
    return inner !== undefined && isQuery(frame, inner);
  if (value.type === 'subscript')
    return inner !== undefined && value.children[1]?.type === 'integer' && isQuery(frame, inner);
  const name = callOf(value)?.name;
  return name !== undefined && (answering.test(name) || frame.world.handing.one.has(name));
}

function first<T>(all: readonly T[], find: (each: T) => Row | undefined): Row | undefined {
  for (const each of all) {
    const found = find(each);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What proves who somebody is; a token is what signing in answers. */
const isSecret = /pass(word|wd)?|pwd|hash|\bssn\b|cvv|\bpin\b|card_number/i;

/** `{"name": user.name, "password": user.password}`. */
function writtenOut(frame: Frame, node: SyntaxNode): Row | undefined {
  for (const pair of node.children) {
    const value = inField(pair, 'value');
    const [of, key] = value !== undefined && /^(attribute|subscript)$/.test(value.type) ? value.children : [];
    const name = key === undefined ? '' : key.text.replaceAll(/["']/g, '');
    const entity = of?.type === 'identifier' ? markOf(frame, of).entity : undefined;
    if (entity !== undefined && isSecret.test(name))
      return { entity, isAll: false, fields: [name], except: [] };
  }
  return undefined;
}

/** `[user.to_dict() for user in users]`. */
function ofEach(frame: Frame, node: SyntaxNode, depth: number): Row | undefined {
  const clause = node.children.find(({ type }) => type === 'for_in_clause');
  const [target, list] = [inField(clause, 'left'), inField(clause, 'right')];
  const body = inField(node, 'body') ?? node.children[0];
  const of = list === undefined ? undefined : shownIn(frame, list, depth + 1);
  if (of === undefined || body === undefined || target?.type !== 'identifier') return undefined;
  const call = callOf(body);
  if (body.type === 'dictionary')
    return {
      ...of,
      fields: body.children.flatMap((pair) => {
        const name = /^["'](\w+)["']$/.exec(inField(pair, 'key')?.text ?? '')?.[1];
        const isOf = /^(\w+)[.[]/.exec(inField(pair, 'value')?.text ?? '')?.[1] === target.text;
        return name !== undefined && isOf ? [name] : [];
      }),
    };
  if (call === undefined) return body.text === target.text ? of : undefined;
  const isOn =
    call.receiver?.text === target.text || call.args.some(({ value }) => value.text === target.text);
  if (!isOn) return undefined;
  if (passing.test(call.name)) return of;
  return serialising.test(call.name) ? withKeys(frame, call, of) : undefined;
}

/** The fields that a method of the target puts into a dictionary; all of them where it goes over the columns. */
function withKeys(frame: Frame, call: CallShape, of: Row): Row | undefined {
  const [callee] = frame.world.callees(frame.file, call);
  if (callee === undefined) return undefined;
  if (/__table__|__dict__|inspect\(self\)/.test(callee.node.text))
    return /exclude|password|pop\(|hidden/.test(callee.node.text) ? undefined : of;
  const fields: string[] = [];
  walkSyntax(callee.node, (at) => {
    const name = at.type === 'pair' ? /^self\.(\w+)$/.exec(inField(at, 'value')?.text ?? '')?.[1] : undefined;
    if (name !== undefined) fields.push(name);
  });
  return fields.length === 0 ? undefined : { ...of, fields };
}
