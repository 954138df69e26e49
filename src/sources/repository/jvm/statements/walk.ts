import type { ClassDeclaration, MethodDeclaration } from '../classes.ts';
import type { Argument, Code } from '../code.ts';
import { lastName, partsOf } from '../code.ts';
import { scopeOf } from '../names.ts';
import type { World } from '../world.ts';
import type { Body, Typed, Types } from './typing.ts';
import { elementOf, typeOf } from './typing.ts';

/** Where a call stands in the flow of its method. */
export interface Place {
  /** Runs once for each element of something. */
  readonly inLoop: boolean;
  /** What holds of that outside of the function: what is returned leaves its loops. */
  readonly outside: boolean;
  readonly inTransaction: boolean;
  /** The call whose answer this one is a part of: the rest of a chain. */
  readonly chain: readonly (Code & { readonly kind: 'call' })[];
}

export type Call = Code & { readonly kind: 'call' };
export type See = (code: Code, place: Place, body: Body) => void;

export function bodyOf(types: Types, method: MethodDeclaration, owner: ClassDeclaration | undefined): Body {
  const scope = owner === undefined ? { file: method.file } : scopeOf(owner);
  const locals = new Map<string, Typed>();
  for (const { name, type } of method.parameters) if (type !== undefined) locals.set(name, { type, scope });
  return { types, method, ...(owner === undefined ? {} : { owner }), scope, locals, values: new Map() };
}

/** Visits every expression of a method in order, with what is around it; types of locals are noted on the way. */
export function walkBody(body: Body, see: See): void {
  const codes = body.method.body?.() ?? [];
  noteValues(body, codes);
  const begun = manualTransaction(codes);
  const visit = (code: Code, place: Place): void => {
    const at =
      begun !== undefined && code.line >= begun.from && code.line <= begun.to ? inside(place) : place;
    see(code, at, body);
    walkParts(body, code, at, visit);
  };
  for (const code of codes) visit(code, { inLoop: false, outside: false, inTransaction: false, chain: [] });
}

const inside = (place: Place): Place => (place.inTransaction ? place : { ...place, inTransaction: true });
const plain = (place: Place): Place => (place.chain.length === 0 ? place : { ...place, chain: [] });

function walkParts(body: Body, code: Code, place: Place, visit: (code: Code, place: Place) => void): void {
  switch (code.kind) {
    case 'local': {
      if (code.value !== undefined) visit(code.value, plain(place));
      const typed =
        code.type === undefined ? typeOf(body, code.value) : { type: code.type, scope: body.scope };
      if (typed !== undefined) body.locals.set(code.name, typed);
      return;
    }
    case 'loop': {
      if (code.over !== undefined) visit(code.over, plain(place));
      const element = elementOf(typeOf(body, code.over));
      if (code.name !== undefined && element !== undefined) body.locals.set(code.name, element);
      const repeats = code.over === undefined ? code.counted === true : !isWritten(code.over);
      const inner = repeats ? { ...plain(place), inLoop: true } : plain(place);
      for (const each of code.body) visit(each, inner);
      return;
    }
    case 'call':
      walkCall(body, code, place, visit);
      return;
    case 'return':
    case 'throw':
      if (code.value !== undefined) visit(code.value, { ...plain(place), inLoop: place.outside });
      return;
    default:
      for (const part of partsOf(code)) visit(part, plain(place));
  }
}

function walkCall(body: Body, call: Call, place: Place, visit: (code: Code, place: Place) => void): void {
  if (call.on !== undefined)
    visit(call.on, { ...place, chain: call.on.kind === 'call' ? [call, ...place.chain] : [] });
  const on = typeOf(body, call.on);
  const inner = plain(place);
  for (const { value } of call.args) {
    if (value.kind !== 'lambda' && value.kind !== 'reference') {
      visit(value, inner);
      continue;
    }
    let around = inner;
    if (repeats(call, on)) {
      around = { ...around, inLoop: true };
      noteElement(body, call, value);
    }
    if (opensTransaction(body, call, on)) around = inside(around);
    around = { ...around, outside: around.inLoop };
    if (value.kind === 'lambda') noteParameters(body, call, value.parameters, on);
    visit(value, around);
  }
}

/** What the function runs over: the rows it is given are of what the call is made on. */
function noteElement(body: Body, call: Call, value: Code): void {
  const [first, second] = value.kind === 'lambda' ? value.parameters : [];
  if (first !== undefined && second === undefined && call.on !== undefined)
    body.values.set(first, [{ value: call.on, isAdded: false }]);
}

/** `ids.forEach(id -> …)`: what the function is given, one element of what it is called on. */
function noteParameters(body: Body, call: Call, names: readonly string[], on: Typed | undefined): void {
  const [first] = names;
  const [type] = call.args;
  if (first !== undefined && /^(with|use)Extension$/.test(call.name) && type?.value.kind === 'class') {
    body.locals.set(first, { type: type.value.type, scope: body.scope });
    return;
  }
  if (first !== undefined && /^(with|use|in)(Handle|Transaction)$|^inJdbi\w*$/.test(call.name))
    body.locals.set(first, { type: { name: 'Handle', args: [] }, scope: body.scope });
  if (first === undefined || on === undefined) return;
  const self = /^(let|also|run|apply|with|takeIf|takeUnless)$/.test(call.name);
  const given = self ? on : elementOf(on);
  if (given !== undefined && names.length === 1) body.locals.set(first, given);
}

const eachElement =
  /^(forEach|forEachOrdered|forEachIndexed|onEach|map|mapNotNull|mapIndexed|mapToObj|mapToLong|mapToInt|flatMap|flatMapIterable|concatMap|filter|filterNot|removeIf|anyMatch|allMatch|noneMatch|any|all|none|peek|associate|associateWith|associateBy|groupBy|sumOf|replaceAll|fold|reduce|computeIfAbsent)$/;
const many =
  /^(List|Set|Collection|Iterable|ArrayList|HashSet|LinkedHashSet|LinkedList|SortedSet|TreeSet|Map|HashMap|LinkedHashMap|TreeMap|ConcurrentHashMap|Stream|IntStream|LongStream|MutableList|MutableSet|MutableMap|Sequence|Flux|Multi|Flow|Page|Slice|Array|\[\]|Queue|Deque)$/;
const streaming = /^(stream|parallelStream|entrySet|keySet|values|asSequence|rangeClosed|range|split)$/;

/** Whether a function is run for each element: only where what it is called on is known to hold many. */
function repeats(call: Call, on: Typed | undefined): boolean {
  if (!eachElement.test(call.name) || call.on === undefined) return false;
  if (call.name === 'computeIfAbsent') return false;
  if (isWritten(call.on)) return false;
  if (on !== undefined && many.test(lastName(on.type.name))) return true;
  for (let at: Code | undefined = call.on; at?.kind === 'call'; at = at.on) {
    if (streaming.test(at.name)) return at.on === undefined || !isWritten(at.on);
    if (/^(findFirst|findAny|max|min|reduce|ofNullable|findById)$/.test(at.name)) return false;
  }
  return on === undefined && /^forEach(Ordered|Indexed)?$/.test(call.name);
}

/** A list written out in the code, or constants of an enum, do not grow with the data. */
function isWritten(code: Code): boolean {
  if (code.kind === 'list') return true;
  if (code.kind !== 'call') return false;
  if (/^(of|asList|listOf|setOf|arrayOf|values)$/.test(code.name))
    return code.name === 'values'
      ? code.on?.kind === 'name' && /^[A-Z]/.test(code.on.name)
      : code.on === undefined || /^(List|Set|Arrays|Stream|Flux|EnumSet)$/.test(nameOf(code.on));
  return /^(stream|map|filter)$/.test(code.name) && code.on !== undefined && isWritten(code.on);
}

const nameOf = (code: Code): string => (code.kind === 'name' ? code.name : '');

const transactional =
  /^(TransactionTemplate|TransactionOperations|TransactionalOperator|TransactionHelper|TransactionRunner)$/;

function opensTransaction(body: Body, call: Call, on: Typed | undefined): boolean {
  if (on !== undefined && transactional.test(lastName(on.type.name)))
    return /^(execute|executeWithoutResult|executeAndAwait|transactional|required|requiresNew|run)$/.test(
      call.name,
    );
  if (/^(inTransaction|transactionResult|useTransaction)$/.test(call.name)) return true;
  if (call.name === 'transaction' && call.on !== undefined) return true;
  if (call.on !== undefined || !body.types.world.mentions('org.jetbrains.exposed')) return false;
  return (
    (opening.test(call.name) &&
      body.scope.file.imports.some(({ name }) => name.startsWith('org.jetbrains.exposed'))) ||
    wrappersOf(body.types.world).has(call.name)
  );
}

const opening = /^(transaction|newSuspendedTransaction|suspendedTransactionAsync|suspendTransaction)$/;
const wrapping =
  /\bfun\s+(?:<[^>\n]*>\s*)?(\w+)\s*\([^{=]*\)[^{=]*(?:=|\{\s*return)\s*(?:newSuspendedTransaction|suspendTransaction|transaction)\b/g;
const wrappers = new WeakMap<World, ReadonlySet<string>>();

/** Functions of the target that run what they are given in a transaction of Exposed: `dbQuery { … }`. */
function wrappersOf(world: World): ReadonlySet<string> {
  const known = wrappers.get(world);
  if (known !== undefined) return known;
  const found = new Set(
    world.paths.flatMap((path) =>
      world.text(path).includes('org.jetbrains.exposed')
        ? [...world.text(path).matchAll(wrapping)].map(([, name = '']) => name)
        : [],
    ),
  );
  wrappers.set(world, found);
  return found;
}

/** From `getTransaction(…)` or `setAutoCommit(false)` to the last `commit` of the same method. */
function manualTransaction(
  codes: readonly Code[],
): { readonly from: number; readonly to: number } | undefined {
  let from: number | undefined;
  let to: number | undefined;
  const visit = (code: Code): void => {
    if (code.kind === 'call') {
      const begins =
        (code.name === 'begin' && code.on?.kind === 'call' && code.on.name === 'getTransaction') ||
        code.name === 'beginTransaction' ||
        (code.name === 'getTransaction' && code.args.length === 1) ||
        (code.name === 'setAutoCommit' && isFalse(code.args[0]));
      if (begins) from ??= code.line;
      if (code.name === 'commit' && from !== undefined) to = code.line;
    }
    partsOf(code).forEach(visit);
  };
  codes.forEach(visit);
  return from === undefined || to === undefined ? undefined : { from, to };
}

const isFalse = (arg: Argument | undefined): boolean => arg?.value.kind === 'boolean' && !arg.value.value;

/** What each local is given, and what is added to a text or a builder of one. */
function noteValues(body: Body, codes: readonly Code[]): void {
  const add = (name: string, value: Code, isAdded: boolean): void => {
    const known = body.values.get(name);
    if (known === undefined) body.values.set(name, [{ value, isAdded }]);
    else known.push({ value, isAdded });
  };
  const visit = (code: Code): void => {
    if (code.kind === 'local' && code.value !== undefined) add(code.name, code.value, false);
    if (code.kind === 'loop' && code.name !== undefined && code.over !== undefined)
      add(code.name, code.over, false);
    if (code.kind === 'assign' && code.target.kind === 'name')
      add(code.target.name, code.value, code.operator === '+=');
    const added = code.kind === 'call' ? appended(code) : undefined;
    if (added !== undefined) {
      for (const value of added.values) add(added.name, value, true);
      return;
    }
    partsOf(code).forEach(visit);
  };
  codes.forEach(visit);
}

/** `sql.append(a).append(b)`: the name all of it is added to, and what, in order. */
function appended(call: Call): { readonly name: string; readonly values: readonly Code[] } | undefined {
  if (call.name !== 'append') return undefined;
  const values: Code[] = [];
  let at: Code | undefined = call;
  while (at?.kind === 'call' && at.name === 'append') {
    values.unshift(...at.args.slice(0, 1).map(({ value }) => value));
    at = at.on;
  }
  return at?.kind === 'name' ? { name: at.name, values } : undefined;
}
