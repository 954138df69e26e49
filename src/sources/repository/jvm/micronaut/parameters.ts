import type { Method, Parameter } from '../../../../model/api.ts';
import type { Annotated } from '../annotations.ts';
import { attribute, withName } from '../annotations.ts';
import { lastName } from '../code.ts';
import { bodyFields, fieldParameters } from '../fields.ts';
import type { HandlerMethod, HandlerParameter } from '../handlers.ts';
import { innerType, isSimple, printType } from '../types.ts';
import { textOf } from '../values.ts';
import type { World } from '../world.ts';

interface Request {
  readonly inPath: ReadonlySet<string>;
  readonly inQuery: readonly string[];
  readonly methods: readonly Method[];
  readonly own: readonly Annotated[];
  readonly mapping: Annotated;
}

const given =
  /^(HttpRequest|HttpResponse|Principal|Authentication|HttpHeaders|HttpParameters|Cookies|Session|WebSocketSession|Locale|ServerHttpRequest|Map|BasicAuth|Continuation|HttpMethod|ZonedDateTime)$/;
const forms = /form-urlencoded|multipart|FORM/i;

export function parametersOf(world: World, handler: HandlerMethod, request: Request): readonly Parameter[] {
  const isForm = [...handler.annotations, request.mapping].some((each) => forms.test(textsIn(each)));
  return handler.parameters.flatMap((parameter) => parameterOf(world, parameter, request, isForm));
}

/** Media types are constants of the library: their names say enough. */
function textsIn(each: Annotated): string {
  const value =
    each.name === 'Consumes' ? attribute(each, 'value') : attribute(each, 'consumes', 'processes');
  if (value?.kind === 'text') return value.value;
  return value?.kind === 'member' || value?.kind === 'name' ? value.name : '';
}

function parameterOf(
  world: World,
  parameter: HandlerParameter,
  request: Request,
  isForm: boolean,
): readonly Parameter[] {
  const { annotations, type, declaration, scope } = parameter;
  const named = (annotation: Annotated): string =>
    textOf(world, attribute(annotation, 'value', 'name'), annotation.scope).text ?? declaration.name;
  const one = (name: string, place: Parameter['in']): Parameter => ({
    name,
    in: place,
    ...(type === undefined || type.name === '' ? {} : { type: printType(type) }),
    required:
      type?.nullable !== true &&
      !annotations.some((each) => each.name === 'Nullable' || attribute(each, 'defaultValue') !== undefined),
    origin: { kind: 'read', file: scope.file.path, line: declaration.line },
  });
  const whole = {
    name: declaration.name,
    ...(type === undefined ? {} : { type }),
    scope,
    line: declaration.line,
  };
  if (withName(annotations, 'PathVariable') !== undefined || request.inPath.has(declaration.name))
    return [one(declaration.name, 'path')];
  for (const [annotation, place] of [
    ['QueryValue', 'query'],
    ['Header', 'header'],
    ['CookieValue', 'cookie'],
    ['Part', 'body'],
  ] as const) {
    const found = withName(annotations, annotation);
    if (found !== undefined) return [one(named(found), place)];
  }
  const body = withName(annotations, 'Body');
  if (body !== undefined) {
    const part = attribute(body, 'value');
    return part === undefined ? fieldParameters(world, whole, 'body') : [one(named(body), 'body')];
  }
  if (withName(annotations, 'RequestBean') !== undefined) return fieldParameters(world, whole, 'query');
  const name = lastName(innerType(type ?? { name: '', args: [] }).name);
  if (name === 'Pageable')
    return ['page', 'size', 'sort'].map((each) => ({ ...one(each, 'query'), required: false }));
  if (
    given.test(name) ||
    annotations.some((each) => /^(RequestAttribute|Value|SessionValue)$/.test(each.name))
  )
    return [];
  return implied(world, one, whole, request, isForm);
}

/** Without an annotation a value is of the query or, where a body is sent, of the body. */
function implied(
  world: World,
  one: (name: string, place: Parameter['in']) => Parameter,
  whole: Parameters<typeof fieldParameters>[1],
  request: Request,
  isForm: boolean,
): readonly Parameter[] {
  const { type } = whole;
  const isTemplate = request.inQuery.includes(whole.name);
  const sends = request.methods.some((method) => /^(POST|PUT|PATCH|QUERY)$/.test(method));
  const fields = type === undefined ? undefined : bodyFields(world, type, whole.scope);
  if (isTemplate || !sends)
    return fields === undefined || fields.length === 0
      ? [one(whole.name, 'query')]
      : fieldParameters(world, whole, 'query');
  if (isSimple(type) || isForm || fields === undefined) return [one(whole.name, 'body')];
  return fieldParameters(world, whole, 'body');
}
