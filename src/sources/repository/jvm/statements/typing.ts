import type { ClassDeclaration, MethodDeclaration } from '../classes.ts';
import type { Code, TypeName } from '../code.ts';
import { lastName } from '../code.ts';
import { substituted } from '../handlers.ts';
import type { Scope } from '../names.ts';
import { ancestors, classOf, propertyNamed, scopeOf } from '../names.ts';
import type { World } from '../world.ts';
import type { Heirs } from './heirs.ts';
import { heirsOf } from './heirs.ts';

/** A type with the place whose imports it means. */
export interface Typed {
  readonly type: TypeName;
  readonly scope: Scope;
}

export interface Member {
  readonly method: MethodDeclaration;
  readonly owner: ClassDeclaration;
}

/** What is asked of types again and again, remembered. */
export interface Types {
  readonly world: World;
  readonly heirs: Heirs;
  readonly classOf: (typed: Typed | undefined) => ClassDeclaration | undefined;
  /** The class and everything above it. */
  readonly lineOf: (of: ClassDeclaration) => readonly ClassDeclaration[];
  /** Methods of a name, own ones first, those with as many parameters before others. */
  readonly methods: (of: ClassDeclaration, name: string, arity: number) => readonly Member[];
  /** What a method of a repository that the library declares answers; nothing where no repositories are read. */
  readonly answer: (of: ClassDeclaration | undefined, name: string) => Typed | undefined;
}

const known = new WeakMap<World, Types>();

/** Types of the target, put together when somebody first asks for them. */
export function typesIn(world: World): Types {
  const types = known.get(world) ?? typesOf(world);
  known.set(world, types);
  return types;
}

function typesOf(world: World): Types {
  const lines = new Map<ClassDeclaration, readonly ClassDeclaration[]>();
  const byScope = new Map<unknown, Map<string, ClassDeclaration | undefined>>();
  const lineOf = (of: ClassDeclaration): readonly ClassDeclaration[] => {
    const known = lines.get(of);
    if (known !== undefined) return known;
    const found = [of, ...ancestors(world, of)];
    lines.set(of, found);
    return found;
  };
  const methods = new Map<ClassDeclaration, ReadonlyMap<string, readonly Member[]>>();
  const named = (of: ClassDeclaration): ReadonlyMap<string, readonly Member[]> => {
    const known = methods.get(of);
    if (known !== undefined) return known;
    const found = new Map<string, Member[]>();
    for (const owner of lineOf(of))
      for (const method of owner.methods) {
        const list = found.get(method.name);
        if (list === undefined) found.set(method.name, [{ method, owner }]);
        else list.push({ method, owner });
      }
    methods.set(of, found);
    return found;
  };
  return {
    world,
    heirs: heirsOf(world),
    answer: () => undefined,
    lineOf,
    classOf: (typed) => {
      if (typed === undefined) return undefined;
      const place = typed.scope.within ?? typed.scope.file;
      const names = byScope.get(place) ?? new Map<string, ClassDeclaration | undefined>();
      byScope.set(place, names);
      const { name } = typed.type;
      if (!names.has(name)) names.set(name, classOf(world, name, typed.scope));
      return names.get(name);
    },
    methods: (of, name, arity) => {
      const found = named(of).get(name) ?? [];
      const exact = found.filter(({ method }) => method.parameters.length === arity);
      return exact.length > 0 ? exact : found;
    },
  };
}

export interface GivenValue {
  readonly value: Code;
  /** It is added to what the local holds. */
  readonly isAdded: boolean;
}

/** A body that is walked, with the types of its names as far as they were seen. */
export interface Body {
  readonly types: Types;
  readonly method: MethodDeclaration;
  /** Absent: a function outside of a class. */
  readonly owner?: ClassDeclaration;
  readonly scope: Scope;
  readonly locals: Map<string, Typed>;
  /** What a local was given, each time. */
  readonly values: Map<string, GivenValue[]>;
}

const wrapped =
  /^(Optional|Mono|Uni|CompletableFuture|CompletionStage|Future|Maybe|Single|Deferred|ResponseEntity|Page|Slice|Flux|Flow|Multi|List|Set|Collection|Iterable|Iterator|ArrayList|HashSet|LinkedList|LinkedHashSet|SortedSet|TreeSet|Stream|MutableList|MutableSet|Sequence|\[\]|Array|Supplier|Provider|ObjectProvider|Lazy)$/;
const unwrapping =
  /^(get|getIfAvailable|getObject|orElseThrow|orElse|orElseGet|orElseNull|orNull|getOrNull|getOrElse|block|join|await|awaitSingle|awaitSingleOrNull|awaitFirst|awaitFirstOrNull|first|firstOrNull|single|singleOrNull|last|findFirst|findAny|next|getFirst|getLast|getBody|elementAt|min|max)$/;
const keeping =
  /^(stream|parallelStream|filter|sorted|distinct|limit|skip|peek|iterator|toList|toSet|asSequence|asIterable|onEach|also|apply|take|drop|reversed|collect|getContent|content|orEmpty|sortedBy|sortedWith|distinctBy|subList|switchIfEmpty|or|defaultIfEmpty|doOnNext)$/;

/** The type of an expression: of names, fields, answers of methods, and what is taken out of lists and optionals. */
export function typeOf(body: Body, code: Code | undefined, depth = 0): Typed | undefined {
  if (code === undefined || depth > 12) return undefined;
  switch (code.kind) {
    case 'this':
      return body.owner === undefined ? undefined : typeOfClass(body.owner);
    case 'name':
      return (
        body.locals.get(code.name) ??
        fieldType(body, body.owner, code.name, depth) ??
        namedClass(body, code.name)
      );
    case 'member': {
      const on = typeOf(body, code.on, depth + 1);
      return fieldType(body, body.types.classOf(on), code.name, depth) ?? argumentOf(on, code.name);
    }
    case 'new':
      return { type: code.type, scope: body.scope };
    case 'index':
      return elementOf(typeOf(body, code.on, depth + 1));
    case 'call':
      return answerOf(body, code, depth);
    case 'other':
      return code.parts.length === 1 ? typeOf(body, code.parts[0], depth + 1) : undefined;
    default:
      return undefined;
  }
}

export const typeOfClass = (of: ClassDeclaration): Typed => ({
  type: { name: of.name, args: [] },
  scope: scopeOf(of),
});

/** `User.find(…)`: a name that is a class of the target is what its static members are called on. */
function namedClass(body: Body, name: string): Typed | undefined {
  if (!/^[A-Z]/.test(name)) return undefined;
  return { type: { name, args: [] }, scope: body.scope };
}

/** The type of a field, as declared or else of its value. `depth`: how far in an expression it was asked for; a value
    may ask for its own field again (`val size = size()`). */
export function fieldType(
  body: Body,
  of: ClassDeclaration | undefined,
  name: string,
  depth = 0,
): Typed | undefined {
  for (let at = of; at !== undefined; at = at.outer) {
    for (const owner of body.types.lineOf(at)) {
      const field = owner.fields.find((each) => each.name === name);
      if (field === undefined) continue;
      const { type, scope } = substituted(body.types.world, at, owner, field.type);
      if (type !== undefined) return { type, scope };
      const value = field.value?.();
      return value === undefined
        ? undefined
        : typeOf({ ...body, scope: scopeOf(owner), owner }, value, Math.max(depth + 1, 6));
    }
  }
  return undefined;
}

/** What lists, optionals and promises are made of. */
export function elementOf(typed: Typed | undefined): Typed | undefined {
  const name = lastName(typed?.type.name ?? '');
  if (typed === undefined) return undefined;
  const inner = name.endsWith('Map')
    ? typed.type.args[1]
    : wrapped.test(name)
      ? typed.type.args[0]
      : undefined;
  return inner === undefined ? undefined : { type: inner, scope: typed.scope };
}

const argumentOf = (on: Typed | undefined, name: string): Typed | undefined =>
  on !== undefined && /^(value|body|content|get)$/.test(name) ? elementOf(on) : undefined;

function answerOf(body: Body, code: Code & { readonly kind: 'call' }, depth: number): Typed | undefined {
  const { types } = body;
  const on = code.on === undefined ? undefined : typeOf(body, code.on, depth + 1);
  const of = code.on === undefined ? body.owner : types.classOf(on);
  for (let at = of; at !== undefined; at = code.on === undefined ? at.outer : undefined) {
    const [found] = types.methods(at, code.name, code.args.length);
    if (found === undefined) {
      const property = /^get([A-Z]\w*)$/.exec(code.name)?.[1];
      const field =
        property === undefined || code.args.length > 0
          ? fieldType(body, at, code.name, depth)
          : fieldType(body, at, propertyNamed(property), depth);
      if (field !== undefined && code.on !== undefined) return field;
      continue;
    }
    const { type, scope } = substituted(types.world, at, found.owner, found.method.returns);
    return type === undefined ? undefined : { type, scope };
  }
  if (code.on === undefined) {
    const [own] = body.scope.file.functions.filter(({ name }) => name === code.name);
    if (own?.returns !== undefined) return { type: own.returns, scope: { file: own.file } };
    return /^[A-Z]/.test(code.name) ? { type: { name: code.name, args: [] }, scope: body.scope } : undefined;
  }
  if (on === undefined) return undefined;
  const [first] = code.args;
  if (/^(attach|onDemand)$/.test(code.name) && first?.value.kind === 'class')
    return { type: first.value.type, scope: body.scope };
  if (unwrapping.test(code.name)) return elementOf(on);
  if (code.name === 'values' && on.type.args.length === 2)
    return { type: { name: 'Collection', args: on.type.args.slice(1) }, scope: on.scope };
  return keeping.test(code.name) ? on : types.answer(of, code.name);
}
