import type { AssignmentExpression, CallExpression, Node, VariableDeclarator } from 'oxc-parser';
import type { Place } from '../../code/visit.ts';
import { originOf } from '../../javascript/parse.ts';
import { dottedName, isFunctionNode, unwrap, walk } from '../../javascript/syntax.ts';
import type { ModelName } from '../../models/names.ts';
import { modelNamed } from '../../models/names.ts';
import { lastName } from '../chain.ts';
import type { QueryDraft } from '../draft.ts';
import { paraphrase } from '../paraphrase.ts';
import type { LookedFor } from './looked-for.ts';
import { lookedFor, storedAfter } from './looked-for.ts';

/** A variable that holds a document: one that was read, or one that is new. */
interface Row {
  readonly model: ModelName;
  readonly isNew: boolean;
  readonly stored: Node | undefined;
  readonly computes: Set<string>;
  readonly grows: Set<string>;
  /** What makes its next `save()` compare the version or another value: `increment()`, `$where`. */
  readonly checks: Set<string>;
}

/** Follows documents through the variables of a function: read, changed, saved. */
export interface DocumentReader {
  readonly visit: (node: Node, place: Place) => void;
  /** The statement of a call, with what its function did before it. */
  readonly told: (draft: QueryDraft, call: CallExpression, place: Place) => QueryDraft;
  /** The statements that `save()` stands for. */
  readonly saved: () => readonly QueryDraft[];
}

export function documentReader(models: readonly ModelName[]): DocumentReader {
  const mongoose = models.filter(({ technology }) => technology === 'Mongoose');
  const drafts: QueryDraft[] = [];
  const bound = new Map<Node, string>();
  let path = '';
  let rows = new Map<string, Row>();
  let looked: LookedFor[] = [];
  let spans: { readonly start: number; readonly end: number }[] = [];
  return {
    visit: (node, place) => {
      if (mongoose.length === 0) return;
      if (place.file.path !== path) {
        path = place.file.path;
        [rows, looked, spans] = [new Map(), [], []];
        bound.clear();
      }
      if (isFunctionNode(node)) {
        spans.push({ start: node.start, end: node.end });
        for (const param of node.params) if (param.type === 'Identifier') rows.delete(param.name);
      }
      if (node.type === 'VariableDeclarator') declared(node, mongoose, rows, bound);
      if (node.type === 'AssignmentExpression' || node.type === 'UpdateExpression') computed(node, rows);
      if (node.type !== 'CallExpression') return;
      grown(node, rows);
      const saved = savedDraft(node, rows, looked, place);
      if (saved !== undefined) drafts.push(saved);
    },
    told: (draft, call, place) => {
      const { document } = draft;
      if (document === undefined) return draft;
      const [name = ''] = (draft.orm ?? '').split('.');
      const model = mongoose.find((one) => one.name === name);
      if (model === undefined) return draft;
      const variable = bound.get(call);
      if (variable !== undefined && /^find(One|ById)$/.test(document.call) && !isLean(call))
        rows.set(variable, {
          model,
          isNew: false,
          stored: undefined,
          computes: new Set(),
          grows: new Set(),
          checks: new Set(),
        });
      const read = lookedFor(document, model, call, spans, place.file);
      if (read !== undefined) looked.push(read);
      if (document.call !== 'create') return draft;
      const [first] = call.arguments;
      const after = storedAfter(looked, model, call, first);
      return after === undefined ? draft : { ...draft, document: { ...document, after } };
    },
    saved: () => drafts,
  };
}

/** `const user = await User.findOne(…)`, `const user = new User(…)`; any other value ends what the name stood for. */
function declared(
  { id, init }: VariableDeclarator,
  models: readonly ModelName[],
  rows: Map<string, Row>,
  bound: Map<Node, string>,
): void {
  if (id.type !== 'Identifier') return;
  rows.delete(id.name);
  if (init === null) return;
  const plain = unwrap(init);
  const value = plain.type === 'AwaitExpression' ? unwrap(plain.argument) : plain;
  if (value.type === 'CallExpression') bound.set(value, id.name);
  if (value.type !== 'NewExpression') return;
  const model = modelNamed(models, lastName(value.callee));
  if (model !== undefined)
    rows.set(id.name, {
      model,
      isNew: true,
      stored: value.arguments[0],
      computes: new Set(),
      grows: new Set(),
      checks: new Set(),
    });
}

/** A plain object has no `save`. */
const isLean = (call: CallExpression): boolean => (dottedName(call.callee) ?? '').endsWith('.lean');

/** `row.stock -= n`, `row.stock++`, `row.stock = row.stock - n`. */
function computed(
  node: AssignmentExpression | Extract<Node, { type: 'UpdateExpression' }>,
  rows: ReadonlyMap<string, Row>,
): void {
  const target = node.type === 'AssignmentExpression' ? node.left : node.argument;
  const name = target.type === 'MemberExpression' ? dottedName(target) : undefined;
  if (name === undefined) return;
  const [variable = '', ...path] = name.split('.');
  const row = rows.get(variable);
  if (row === undefined || row.isNew || path.length === 0) return;
  if (path[0] === '$where') row.checks.add('$where');
  const isComputed =
    node.type === 'UpdateExpression' ||
    /^[-+*/]=$/.test(node.operator) ||
    (node.operator === '=' && node.right.type === 'BinaryExpression' && mentions(node.right, name));
  if (isComputed) row.computes.add(path.join('.'));
}

function mentions(node: Node, name: string): boolean {
  let found = false;
  walk(node, (each) => {
    if (each.type === 'MemberExpression' && dottedName(each) === name) found = true;
  });
  return found;
}

/** `row.comments.push(x)`. */
function grown({ callee }: CallExpression, rows: ReadonlyMap<string, Row>): void {
  const [variable = '', ...path] = (dottedName(callee) ?? '').split('.');
  const verb = path.pop();
  if (verb === 'increment' && path.length === 0) rows.get(variable)?.checks.add(verb);
  if (verb === undefined || !/^(push|unshift|addToSet)$/.test(verb) || path.length === 0) return;
  rows.get(variable)?.grows.add(path.join('.'));
}

/** `row.save()` writes what was changed; a new document is inserted. */
function savedDraft(
  call: CallExpression,
  rows: ReadonlyMap<string, Row>,
  looked: readonly LookedFor[],
  place: Place,
): QueryDraft | undefined {
  const [variable = '', verb, ...more] = (dottedName(call.callee) ?? '').split('.');
  const row = verb === 'save' && more.length === 0 ? rows.get(variable) : undefined;
  if (row === undefined) return undefined;
  const { model, isNew, computes, grows, checks } = row;
  const after = isNew ? storedAfter(looked, model, call, row.stored) : undefined;
  return {
    sql: paraphrase({
      verb: isNew ? 'insert' : 'update',
      table: model.table,
      ...(isNew ? {} : { where: ['_id = $n'] }),
    }),
    orm: `${model.name}.save`,
    document: {
      call: 'save',
      ...(computes.size === 0 || checks.size > 0 ? {} : { computes: [...computes] }),
      ...(isNew || grows.size === 0
        ? {}
        : { grows: [...grows].map((each) => ({ path: each, capped: false })) }),
      ...(after === undefined ? {} : { after }),
    },
    inLoop: place.inLoop,
    inTransaction: place.inTransaction || call.arguments.length > 0,
    ...(place.within === undefined ? {} : { operation: place.within }),
    origin: originOf(place.file, call),
  };
}
