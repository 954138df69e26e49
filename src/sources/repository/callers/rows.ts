import type { Query } from '../../../model/data.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { inField, walkSyntax } from '../languages/syntax.ts';
import { columnName } from './column-names.ts';
import type { Frame } from './frame.ts';
import type { Mark, Row } from './mark.ts';
import type { CallShape } from './shapes.ts';
import { bindingsOf, callOf, lastLineOf, memberOf } from './shapes.ts';
import { isNothing } from './words.ts';

const reads = /^(find|get|query|select|fetch|list|load|read|all|first|take|last|one)/i;

/** Calls that hand on the rows that they are given or called on as they are. */
const handsOn =
  /^(get|orElse\w*|ok|body|of|entrySet|ofNullable|stream|toList|collect|findFirst|findAny|success|entity|build|status|created|append|H|Map|ResponseEntity|asList|singletonList|isPresent)$/;

/** Lines over which a chain of calls is looked through. */
const mostLines = 8;

/** The whole rows that a call answers: those that its statement reads, or those that it is given. */
export function rowOf(frame: Frame, call: CallShape, on: Mark, values: readonly Mark[]): Row | undefined {
  // What Python reads and hands on is looked at as a whole.
  if (frame.file.endsWith('.py')) return undefined;
  const given = on.row ?? values.find(({ row }) => row !== undefined)?.row;
  if (given !== undefined) return handsOn.test(call.name) || keepsIn(call) ? given : undefined;
  return reads.test(call.name) ? readAt(frame, call) : undefined;
}

/** `gin.H{"user": user}`, `optional.map(ResponseEntity::ok)`. */
const keepsIn = ({ name, node, args }: CallShape): boolean =>
  node.type === 'composite_literal' ||
  (name === 'map' && args.length === 1 && /^ResponseEntity::ok$/.test(args[0]?.value.text ?? ''));

function readAt({ world, file }: Frame, { node, receiver }: CallShape): Row | undefined {
  // Only some columns are read.
  if (receiver !== undefined && /\.(Select|Omit|Cols|Pluck)\(/.test(receiver.text)) return undefined;
  const last = Math.min(lastLineOf(node), node.line + mostLines);
  for (let line = node.line; line <= last; line += 1)
    for (const query of world.statements(file, line)) {
      const row = rowsRead(query);
      if (row !== undefined) return row;
    }
  return undefined;
}

/** Whole rows of one table, or columns of it by name. */
export function rowsRead({ kind, tables, sql }: Query): Row | undefined {
  const [entity] = tables;
  if (kind !== 'select' || entity === undefined || tables.length !== 1) return undefined;
  const listed = /^\s*select\s+(?:distinct\s+)?([\s\S]*?)\s+from\b/i.exec(sql)?.[1] ?? '';
  if (listed.includes('(')) return undefined;
  const isAll = !/\bwhere\b/i.test(sql);
  const fields = listed.split(',').map(columnRead);
  if (fields.includes('*')) return { entity, isAll, except: [] };
  // What is worked out of columns is no column.
  const named = fields.filter((name) => /^\w+$/.test(name));
  return named.length === 0 ? undefined : { entity, isAll, fields: named, except: [] };
}

/** `u.name`, `"u"."name" as called`. */
const columnRead = (written: string): string => columnName(written.trim().replace(/\s+as\s+\w+$/i, ''));

/** `db.First(&user, id)`, `rows.Scan(&user.ID, &user.Password)`: what a call of Go reads into a name. */
export function rowFilled(frame: Frame, call: CallShape, on: Mark): ReadonlyMap<string, Row> {
  const found = new Map<string, Row>();
  const read = readAt(frame, call);
  const entity = read ?? on.row;
  if (entity === undefined) return found;
  const scanned = new Map<string, string[]>();
  for (const { value } of call.args) {
    const target =
      value.type === 'unary_expression' && value.text.startsWith('&') ? value.children.at(-1) : undefined;
    if (target?.type === 'identifier' && reads.test(call.name)) found.set(target.text, entity);
    const member = target === undefined ? undefined : memberOf(target);
    if (call.name === 'Scan' && member?.object.type === 'identifier')
      scanned.set(member.object.text, [...(scanned.get(member.object.text) ?? []), member.name]);
  }
  for (const [name, fields] of scanned) found.set(name, { ...entity, fields: fields.map(snake) });
  return found;
}

const snake = (name: string): string => name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();

/** Fields that a function empties before it answers: `user.Password = ""`, `user.setPassword(null)`. */
export function emptiedIn(node: SyntaxNode): readonly string[] {
  const found: string[] = [];
  walkSyntax(node, (each) => {
    const call = callOf(each);
    const [value] = call?.args ?? [];
    if (
      call !== undefined &&
      /^set[A-Z]/.test(call.name) &&
      value !== undefined &&
      isNothing(value.value.text)
    )
      found.push(snake(call.name.slice(3)));
    for (const { target, value: set } of bindingsOf(each)) {
      const member = memberOf(target);
      if (member !== undefined && isNothing(set.text)) found.push(snake(member.name));
    }
  });
  return found;
}

/** Whether a function that says what it answers can answer such a row: its class, or anything. */
export function mayAnswer(frame: Frame, { entity }: Row): boolean {
  const type = inField(frame.node, 'type')?.text ?? inField(frame.node, 'result')?.text;
  if (type === undefined || /\b(Object|Map|any|interface\{\}|ResponseEntity)\b(?!<)|\?/.test(type))
    return true;
  return [...type.matchAll(/\b[A-Z]\w*/g)].some(([name]) => frame.world.table(name)?.name === entity);
}

/** Rows are known by the table they are read from, or by their class. */
export function withEntity(frame: Frame, value: SyntaxNode, mark: Mark): Mark {
  const call = callOf(value);
  const made = call === undefined ? undefined : frame.world.table(call.name)?.name;
  const entity = made ?? readIn(frame, value)?.tables[0];
  return entity === undefined ? mark : { ...mark, entity };
}

/** The statement that an expression reads rows by. */
export function readIn({ world, file, node }: Frame, value: SyntaxNode): Query | undefined {
  const isRead = ({ kind, tables }: Query): boolean => kind === 'select' && tables.length === 1;
  const last = Math.min(lastLineOf(value), value.line + 12);
  for (let line = value.line; line <= last; line += 1) {
    const found = world.statements(file, line).find(isRead);
    if (found !== undefined) return found;
  }
  // `cur.execute('SELECT …')`, `row = cur.fetchone()`.
  if (!/^fetch(one|all|many)$/.test(callOf(value)?.name ?? '')) return undefined;
  for (let line = value.line - 1; line > node.line && line > value.line - 15; line -= 1) {
    const [found] = world.statements(file, line);
    if (found !== undefined) return isRead(found) ? found : undefined;
  }
  return undefined;
}
