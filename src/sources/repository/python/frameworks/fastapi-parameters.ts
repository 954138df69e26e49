import type { Parameter } from '../../../../model/api.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { evaluate } from '../evaluator/expressions.ts';
import type { Machine } from '../evaluator/machine.ts';
import type { Declared } from '../evaluator/parameters.ts';
import { declaredParameters } from '../evaluator/parameters.ts';
import { libraryPath, lineage } from '../evaluator/paths.ts';
import type { ClassValue, FunctionValue, Place, ResultValue, Value } from '../evaluator/value.ts';
import { argument, booleanOf, noArguments } from '../evaluator/value.ts';
import { nameOf } from '../reading/judge.ts';
import { aboutCaller, unread } from '../reading/packages.ts';
import { textOf } from '../reading/texts.ts';
import { dependency } from './fastapi-dependencies.ts';
import { isModel, modelFields, schemaType } from './models.ts';

export interface Signature {
  readonly guards: readonly JudgedGuard[];
  readonly parameters: readonly Parameter[];
}

const info =
  /^(?:fastapi|ninja)\.(\w+\.)*(Query|Path|Header|Cookie|Body|Form|File|Depends|Security)(?:\.\[\])?\(\)$/;
const special =
  /^(fastapi|starlette)\.(\w+\.)*(Request|Response|WebSocket|BackgroundTasks|HTTPConnection|SecurityScopes)$|^(fastapi|starlette)\..*Response$/;

interface Read {
  readonly name: string;
  readonly type: Value | undefined;
  readonly info: ResultValue | undefined;
  readonly required: boolean;
  readonly declared: Declared;
}

/** What the signature of a handler asks for: parameters by where they stand, and dependencies as guards. */
export function readSignature(
  machine: Machine,
  handler: FunctionValue,
  inPath: ReadonlySet<string>,
  place: Place,
  depth = 0,
  skip = 0,
): Signature {
  const guards: JudgedGuard[] = [];
  const parameters: Parameter[] = [];
  const declared = declaredParameters(handler.node)
    .slice(skip + (handler.owner === undefined || isStatic(handler) ? 0 : 1))
    .filter(({ kind }) => kind === 'plain' || kind === 'keyword');
  const read = declared.map((each) => readDeclared(machine, handler, each));
  const bodies = read.filter((each) => isBody(each, inPath));
  for (const each of read) {
    const kind = info.exec(libraryPath(each.info) ?? '')?.[2];
    if (kind === 'Depends' || kind === 'Security') {
      const found = dependency(machine, each.info, each.type, inPath, place, depth);
      guards.push(...found.guards);
      parameters.push(...found.parameters);
    } else if (isBrought(each)) guards.push(unread(nameOf(each.type ?? noType), place));
    else parameters.push(...parametersOf(machine, handler, each, inPath, bodies.length > 1));
  }
  for (const found of ofClass(machine, handler, inPath, place, depth)) {
    guards.push(...found.guards);
    parameters.push(...found.parameters);
  }
  return { guards, parameters };
}

const noType: Value = { kind: 'unknown', why: 'no type' };

/** A type of a package that nothing is known of: an alias of a dependency, by its name about who is calling. */
const isBrought = ({ type, info: found }: Read): boolean =>
  found === undefined &&
  type?.kind === 'library' &&
  type.path.includes('.') &&
  aboutCaller.test(nameOf(type)) &&
  !/^(fastapi|starlette|pydantic\w*|typing\w*|datetime|uuid|decimal|enum|sqlalchemy|sqlmodel|redis|httpx|aiohttp|builtins)\b/.test(
    type.path,
  );

const isStatic = ({ wrappers }: FunctionValue): boolean =>
  wrappers.some(({ value }) => libraryPath(value) === 'staticmethod');

/** A class based view: dependencies that are attributes of the class hold for every method. */
function ofClass(
  machine: Machine,
  { owner }: FunctionValue,
  inPath: ReadonlySet<string>,
  place: Place,
  depth: number,
): readonly Signature[] {
  if (owner === undefined || depth > 0) return [];
  const attributes = new Map(
    lineage(owner)
      .toReversed()
      .flatMap((each) => [...each.attributes].map(([name, value]) => [name, { value, of: each }] as const)),
  );
  return [...attributes].flatMap(([name, { value, of }]) => {
    const found =
      value.kind === 'result' && /(Depends|Security)\(\)$/.test(libraryPath(value) ?? '') ? value : undefined;
    const type = of.annotations.get(name);
    return found === undefined
      ? []
      : [
          dependency(
            machine,
            found,
            type === undefined ? undefined : evaluate(machine, type, of.scope),
            inPath,
            place,
            depth,
          ),
        ];
  });
}

function readDeclared(machine: Machine, handler: FunctionValue, declared: Declared): Read {
  const { name } = declared;
  const written = declared.type === undefined ? undefined : evaluate(machine, declared.type, handler.scope);
  const fallback =
    declared.fallback === undefined ? undefined : evaluate(machine, declared.fallback, handler.scope);
  const { type, notes } = annotated(written);
  const isInfo = (value: Value): value is ResultValue =>
    value.kind === 'result' && info.test(libraryPath(value) ?? '');
  const found = [...(fallback === undefined ? [] : [fallback]), ...notes].find(isInfo);
  const first = found === undefined ? undefined : argument(found.args, 0, 'default');
  const required =
    fallback === undefined ||
    (fallback === found &&
      (first === undefined ||
        (first.kind === 'unknown' && declared.fallback?.text.includes('...') === true)));
  return { name, type, info: found, required, declared };
}

/** `Annotated[T, note, …]`, also behind an alias. */
export function annotated(type: Value | undefined): {
  readonly type: Value | undefined;
  readonly notes: readonly Value[];
} {
  if (type?.kind === 'result' && /(^|\.)Annotated\.\[\]\(\)$/.test(libraryPath(type) ?? '')) {
    const [of, ...notes] = type.args.positional;
    const inner = annotated(of);
    return { type: inner.type, notes: [...notes, ...inner.notes] };
  }
  // `Query[Filters]` of Django Ninja.
  if (type?.kind === 'result' && /^ninja\.(\w+\.)*\w+\.\[\]\(\)$/.test(libraryPath(type) ?? ''))
    return { type: type.args.positional[0], notes: [{ ...type, args: noArguments }] };
  return { type, notes: [] };
}

function isBody({ name, type, info: found }: Read, inPath: ReadonlySet<string>): boolean {
  const kind = info.exec(libraryPath(found) ?? '')?.[2];
  if (kind !== undefined) return kind === 'Body';
  return !inPath.has(name) && modelOf(type) !== undefined;
}

/** The model behind `Model`, `Optional[Model]`, `list[Model]`. */
export function modelOf(type: Value | undefined, depth = 0): ClassValue | undefined {
  if (type === undefined || depth > 4) return undefined;
  if (type.kind === 'class') return isModel(type) ? type : undefined;
  if (type.kind === 'operation')
    return type.operands.map((each) => modelOf(each, depth + 1)).find((each) => each !== undefined);
  if (type.kind === 'result')
    return type.args.positional.map((each) => modelOf(each, depth + 1)).find((each) => each !== undefined);
  return undefined;
}

const places: Readonly<Record<string, Parameter['in']>> = {
  Query: 'query',
  Path: 'path',
  Header: 'header',
  Cookie: 'cookie',
  Body: 'body',
  Form: 'body',
  File: 'body',
};

function parametersOf(
  machine: Machine,
  handler: FunctionValue,
  read: Read,
  inPath: ReadonlySet<string>,
  several: boolean,
): readonly Parameter[] {
  const { name, type, info: found, required, declared } = read;
  const kind = info.exec(libraryPath(found) ?? '')?.[2];
  const make = (
    given: string,
    place: Parameter['in'],
    typed: string | undefined,
    needed = required,
    node: SyntaxNode = declared.node,
  ): Parameter => ({
    name: given,
    in: place,
    ...(typed === undefined ? {} : { type: typed }),
    required: place === 'path' || needed,
    origin: { kind: 'read', file: handler.module.path, line: node.line },
  });
  const path = libraryPath(type) ?? '';
  if (kind === undefined && (special.test(path) || name === 'self')) return [];
  const alias = textOf(found?.args.keywords.get('alias'));
  if (inPath.has(alias ?? name)) return [make(alias ?? name, 'path', schemaType(type))];
  const place = kind === undefined ? placeOfType(type, path) : (places[kind] ?? 'query');
  if (place === undefined) return [];
  const model = modelOf(type);
  const isEmbedded =
    booleanOf(found?.args.keywords.get('embed')) === true || (place === 'body' && several && kind !== 'Form');
  const isMany = type?.kind === 'result' && /(^|\.)(List|list|Sequence|set)\.\[\]/.test(path);
  if (model !== undefined && type !== undefined && !isEmbedded && !isMany)
    return modelFields(machine, model).map((field) => ({
      ...make(field.name, place, field.type, field.required),
      ...(field.bounds === undefined ? {} : { bounds: field.bounds }),
      origin: field.origin,
    }));
  const header =
    place === 'header' &&
    alias === undefined &&
    booleanOf(found?.args.keywords.get('convert_underscores')) !== false;
  return [make(alias ?? (header ? name.replaceAll('_', '-') : name), place, schemaType(type))];
}

/** Without a marker, what is no single value is the body. */
function placeOfType(type: Value | undefined, path: string): Parameter['in'] | undefined {
  if (modelOf(type) !== undefined) return 'body';
  if (/(^|\.)UploadFile$/.test(path) || holds(type, /(^|\.)UploadFile$/)) return 'body';
  if (/(^|\.)(List|list|Dict|dict|Set|set|Tuple|tuple|Mapping|Sequence)(\.\[\]\(\))?$/.test(path))
    return 'body';
  return 'query';
}

const holds = (type: Value | undefined, pattern: RegExp): boolean =>
  type?.kind === 'result' &&
  type.args.positional.some((each) => pattern.test(libraryPath(each) ?? '') || holds(each, pattern));
