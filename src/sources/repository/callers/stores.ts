import type { TextFile } from '../gather.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { inField, walkSyntax } from '../languages/syntax.ts';
import { memberOf } from './shapes.ts';

/** Records of Python code that are kept in a dictionary or a list of a module, or in a collection of MongoDB. */
export interface Store {
  /** What is kept there: `users_db` keeps `users`. */
  readonly entity: string;
  readonly fields: ReadonlySet<string>;
}

/** Stores by the names under which code reads them. */
export type Stores = ReadonlyMap<string, Store>;

const keeping = /^\s*(\w+)(\s*:\s*[^=\n]+)?\s*=\s*(\{|\[|dict\(|list\(|defaultdict\(|OrderedDict\()/m;
const plural = /(s|data|people|staff|inventory|db|store|storage|records)$/i;

/** A name says what is kept; what it is kept in says nothing. */
const entityOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^_*(fake|mock|in_?memory|all|the|dummy|demo)_/, '')
    .replace(/_(db|store|storage|data|list|table|map|dict|records|by_\w+)$/, '')
    .replace(/^_+|_+$/g, '');

export function storesIn(
  files: ReadonlyMap<string, TextFile>,
  tree: (path: string) => SyntaxNode | undefined,
): Stores {
  const fields = new Map<string, Set<string>>();
  const roots = [...files.values()].flatMap(({ path, text }) => {
    const root = path.endsWith('.py') && (keeping.test(text) || mongo.test(text)) ? tree(path) : undefined;
    return root === undefined ? [] : [{ root, isMongo: mongo.test(text) }];
  });
  for (const { root } of roots)
    for (const { name, value } of assigned(root)) if (isStore(name, value)) fields.set(name, fieldsIn(value));
  for (const { root, isMongo } of roots)
    walkSyntax(root, (node) => {
      kept(node, fields, isMongo);
    });
  return new Map(
    [...fields].flatMap(([name, own]) =>
      own.size === 0 ? [] : [[name, { entity: entityOf(name), fields: own }] as const],
    ),
  );
}

export const storeOf = (stores: Stores, entity: string): Store | undefined =>
  [...stores.values()].find((each) => each.entity === entity);

const mongo = /^\s*(import|from)\s+(pymongo|flask_pymongo|motor)\b/m;

/** What a module gives names, and what the constructor of a class gives its object. */
function assigned(root: SyntaxNode): readonly { readonly name: string; readonly value: SyntaxNode }[] {
  return root.children.flatMap((statement) => {
    const node = statement.children.find(({ type }) => type === 'assignment');
    const [left, value] = [inField(node, 'left'), inField(node, 'right')];
    return statement.type === 'expression_statement' && left?.type === 'identifier' && value !== undefined
      ? [{ name: left.text, value }]
      : [];
  });
}

const isStore = (name: string, { type, text }: SyntaxNode): boolean =>
  plural.test(name) &&
  (type === 'dictionary' || type === 'list' || /^(dict|list|defaultdict|OrderedDict)\(/.test(text));

/** Names of the fields of records that are written out. */
function fieldsIn(node: SyntaxNode): Set<string> {
  const found = new Set<string>();
  const rows =
    node.type === 'list' ? node.children : node.children.flatMap((pair) => inField(pair, 'value') ?? []);
  for (const row of rows.slice(0, 50)) for (const name of keysOf(row)) found.add(name);
  return found;
}

/** `{"id": 1}`, `User(id=1)`. */
function keysOf(row: SyntaxNode): readonly string[] {
  const names = row.type === 'dictionary' ? row.children.map((pair) => inField(pair, 'key')?.text ?? '') : [];
  const made =
    row.type === 'call' && /^[A-Z]/.test(row.text) ? (inField(row, 'arguments')?.children ?? []) : [];
  return [
    ...names.flatMap((text) => /^["'](\w+)["']$/.exec(text)?.[1] ?? []),
    ...made.flatMap((each) => (each.type === 'keyword_argument' ? (inField(each, 'name')?.text ?? []) : [])),
  ];
}

/** `orders.append({…})`, `users[name] = {…}`, `db.orders.insert_one({…})`. */
function kept(node: SyntaxNode, fields: Map<string, Set<string>>, isMongo: boolean): void {
  const add = (name: string, row: SyntaxNode | undefined): void => {
    for (const key of row === undefined ? [] : keysOf(row)) fields.get(name)?.add(key);
  };
  if (node.type === 'assignment') {
    const target = inField(node, 'left');
    if (target?.type === 'subscript') add(lastName(target.children[0]), inField(node, 'right'));
  }
  if (node.type !== 'call') return;
  const callee = memberOf(inField(node, 'function') ?? node);
  const row = inField(node, 'arguments')?.children[0];
  if (callee === undefined) return;
  const name = lastName(callee.object);
  if (callee.name === 'append') add(name, row);
  if (!isMongo || !/^(insert_one|insert|find_one|update_one|find|delete_one)$/.test(callee.name)) return;
  if (row?.type !== 'dictionary' || name === '') return;
  if (!fields.has(name)) fields.set(name, new Set(['_id']));
  add(name, row);
}

/** The last name of `db.orders`, `db["orders"]`, `orders`. */
export function lastName(node: SyntaxNode | undefined): string {
  if (node === undefined) return '';
  if (node.type === 'subscript') return /\[["'](\w+)["']\]$/.exec(node.text)?.[1] ?? '';
  return memberOf(node)?.name ?? (node.type === 'identifier' ? node.text : '');
}

const owners =
  /^_?(user|owner|customer|account|member|tenant|patient|student|employee|seller|buyer|driver)(_?(id|uuid|name|email))?$|^username$/i;

/** The field that says whose a record is. */
export const ownerIn = ({ entity, fields }: Store): string | undefined =>
  isOfPeople(entity) ? undefined : [...fields].find(isOwner);

export const isOwner = (field: string): boolean => owners.test(field);

export const isOfPeople = (entity: string): boolean =>
  /^(users?|customers?|members?|people|persons?|employees?|patients?|students?|profiles?)$/i.test(entity);
