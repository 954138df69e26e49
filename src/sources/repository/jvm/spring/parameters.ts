import type { Method, Parameter } from '../../../../model/api.ts';
import type { Annotated } from '../annotations.ts';
import { attribute, withName } from '../annotations.ts';
import { lastName } from '../code.ts';
import { fieldParameters } from '../fields.ts';
import type { HandlerMethod, HandlerParameter } from '../handlers.ts';
import { classOf } from '../names.ts';
import { servletReads } from '../servlet-reads.ts';
import { innerType, isSimple, printType } from '../types.ts';
import { textOf } from '../values.ts';
import type { World } from '../world.ts';
import type { Mapping } from './mappings.ts';
import { isResolvedByApplication } from './resolved-arguments.ts';

const uploads = /^(MultipartFile|FilePart|Part|FilePartEvent|PartEvent)$/;

/** What the framework gives a handler of itself: nothing a caller sends by name. */
const given =
  /^(HttpServletRequest|HttpServletResponse|ServletRequest|ServletResponse|WebRequest|NativeWebRequest|HttpSession|WebSession|Principal|Authentication|Model|ModelMap|ModelAndView|Map|RedirectAttributes|BindingResult|Errors|SessionStatus|UriComponentsBuilder|ServerHttpRequest|ServerHttpResponse|ServerWebExchange|Locale|TimeZone|ZoneId|HttpMethod|InputStream|OutputStream|Reader|Writer|HttpHeaders|MultiValueMap|Continuation|CoroutineScope|Device|Jwt|UserDetails|PushBuilder|HttpEntity|RequestEntity|MultipartHttpServletRequest|MultipartRequest)$/;

/** Annotations that fill a parameter from elsewhere than the request. */
const fromElsewhere =
  /^(AuthenticationPrincipal|CurrentSecurityContext|RequestAttribute|SessionAttribute|Value|Autowired|RegisteredOAuth2AuthorizedClient|PathVariable|MatrixVariable|Qualifier)$/;

const forms = /form-urlencoded|multipart/i;

/** Parameters of a handler, as Spring's argument resolvers read them. */
export function parametersOf(
  world: World,
  handler: HandlerMethod,
  mapping: Mapping,
  methods: readonly Method[],
): readonly Parameter[] {
  const isForm = mapping.consumes.some((type) => forms.test(type));
  const sendsBody = methods.some((method) => method !== 'GET' && method !== 'HEAD' && method !== 'DELETE');
  const found = handler.parameters.flatMap((parameter) =>
    parameterOf(world, parameter, { isForm, sendsBody }),
  );
  return unique([...found, ...conditionsOf(mapping), ...servletReads(world, handler)]);
}

interface Request {
  readonly isForm: boolean;
  readonly sendsBody: boolean;
}

function parameterOf(world: World, parameter: HandlerParameter, request: Request): readonly Parameter[] {
  const { annotations, type, declaration, scope } = parameter;
  const single = (place: Parameter['in'], annotation: Annotated): readonly Parameter[] => {
    const named = textOf(world, attribute(annotation, 'value', 'name'), annotation.scope).text;
    const isMap = /^(Map|MultiValueMap|HttpHeaders)$/.test(lastName(type?.name ?? '')) && named === undefined;
    const required = isRequired(annotation) && !mayBeAbsent(parameter);
    return isMap ? [] : [one(parameter, named ?? declaration.name, place, required)];
  };
  const path = withName(annotations, 'PathVariable');
  if (path !== undefined) return single('path', path);
  const query = withName(annotations, 'RequestParam');
  if (query !== undefined) {
    const upload = uploads.test(lastName(innerType(type ?? noType).name));
    return single(upload || request.isForm ? 'body' : 'query', query);
  }
  const header = withName(annotations, 'RequestHeader');
  if (header !== undefined) return single('header', header);
  const cookie = withName(annotations, 'CookieValue');
  if (cookie !== undefined) return single('cookie', cookie);
  const part = withName(annotations, 'RequestPart');
  if (part !== undefined) return single('body', part);
  const whole = {
    name: declaration.name,
    ...(type === undefined ? {} : { type }),
    scope,
    line: declaration.line,
  };
  if (withName(annotations, 'RequestBody') !== undefined) return fieldParameters(world, whole, 'body');
  if (annotations.some(({ name }) => fromElsewhere.test(name))) return [];
  return implied(world, parameter, whole, request);
}

const noType = { name: '', args: [] };

/** Without an annotation: simple types are query parameters, classes of the target are bound field by field. */
function implied(
  world: World,
  parameter: HandlerParameter,
  whole: Parameters<typeof fieldParameters>[1],
  request: Request,
): readonly Parameter[] {
  const { annotations, type, declaration, scope } = parameter;
  const name = lastName(innerType(type ?? noType).name);
  if (name === 'Pageable') return pageable(parameter);
  if (name === 'Sort') return [one(parameter, 'sort', 'query', false)];
  if (uploads.test(name)) return [one(parameter, declaration.name, 'body', true)];
  if (/^(HttpEntity|RequestEntity)$/.test(lastName(type?.name ?? '')) && type?.args.length === 1)
    return fieldParameters(world, whole, 'body');
  if (given.test(name)) return [];
  if (type !== undefined && isResolvedByApplication(world, type)) return [];
  const bound = withName(annotations, 'ModelAttribute', 'ParameterObject', 'SpringQueryMap');
  const others = annotations.filter(
    ({ name: of }) =>
      !/^(Valid|Validated|Nullable|NotNull|NonNull|Parameter|Min|Max|Size|Pattern|NotBlank|NotEmpty|Positive|PositiveOrZero|Email|Schema|ApiParam|DateTimeFormat|ModelAttribute|ParameterObject|RequestAttribute|PageableDefault|Param)$/.test(
        of,
      ),
  );
  if (others.length > 0 && bound === undefined) return [];
  if (isSimple(type) || classOf(world, name, scope)?.kind === 'enum')
    return [one(parameter, declaration.name, request.isForm ? 'body' : 'query', false)];
  if (classOf(world, name, scope) === undefined) return [];
  return fieldParameters(world, whole, request.sendsBody ? 'body' : 'query').map((each) => ({
    ...each,
    required: false,
  }));
}

function one(
  { type, declaration, scope }: HandlerParameter,
  name: string,
  place: Parameter['in'],
  required: boolean,
): Parameter {
  return {
    name,
    in: place,
    ...(type === undefined || type.name === '' ? {} : { type: printType(type) }),
    required,
    origin: { kind: 'read', file: scope.file.path, line: declaration.line },
  };
}

/** `@Nullable`, `Optional<…>`, and `?` of Kotlin: Spring hands over nothing where a request brings nothing. */
const mayBeAbsent = ({ annotations, type }: HandlerParameter): boolean =>
  annotations.some(({ name }) => name === 'Nullable') ||
  type?.nullable === true ||
  lastName(type?.name ?? '') === 'Optional';

function isRequired(annotation: Annotated): boolean {
  const said = attribute(annotation, 'required');
  if (said?.kind === 'boolean') return said.value;
  return attribute(annotation, 'defaultValue') === undefined;
}

const pageable = (parameter: HandlerParameter): readonly Parameter[] =>
  ['page', 'size', 'sort'].map((name) => {
    const { type: _, ...rest } = one(parameter, name, 'query', false);
    return rest;
  });

/** `params = "action=save"` and `headers = "X-Version=2"`. */
function conditionsOf({ params, headers, annotation }: Mapping): readonly Parameter[] {
  const origin = { kind: 'read', file: annotation.scope.file.path, line: annotation.line } as const;
  const list = (texts: readonly string[], place: 'query' | 'header'): readonly Parameter[] =>
    texts.flatMap((text) => {
      const name = /^([\w.-]+)/.exec(text)?.[1];
      return name === undefined || text.startsWith('!') || /^(content-type|accept)$/i.test(name)
        ? []
        : [{ name, in: place, required: true, origin }];
    });
  return [...list(params, 'query'), ...list(headers, 'header')];
}

export function unique(parameters: readonly Parameter[]): readonly Parameter[] {
  const seen = new Set<string>();
  return parameters.filter(({ name, in: place }) => {
    const key = `${place} ${name}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
