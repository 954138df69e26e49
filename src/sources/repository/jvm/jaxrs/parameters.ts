import type { Parameter } from '../../../../model/api.ts';
import type { Annotated } from '../annotations.ts';
import { attribute, expand, isFrom } from '../annotations.ts';
import type { ClassDeclaration } from '../classes.ts';
import type { TypeName } from '../code.ts';
import { lastName } from '../code.ts';
import { fieldParameters } from '../fields.ts';
import type { HandlerMethod, HandlerParameter } from '../handlers.ts';
import type { Scope } from '../names.ts';
import { ancestors, classOf, scopeOf } from '../names.ts';
import { innerType, printType } from '../types.ts';
import { textOf } from '../values.ts';
import type { World } from '../world.ts';

const places: Readonly<Record<string, Parameter['in']>> = {
  QueryParam: 'query',
  HeaderParam: 'header',
  CookieParam: 'cookie',
  FormParam: 'body',
  PathParam: 'path',
  FormDataParam: 'body',
  PartType: 'body',
  RestQuery: 'query',
  RestHeader: 'header',
  RestCookie: 'cookie',
  RestForm: 'body',
  RestPath: 'path',
};

const packages = ['javax.ws.rs', 'jakarta.ws.rs', 'org.jboss.resteasy', 'org.glassfish.jersey'];

/** Not the entity although nothing is said of it. */
const given =
  /^(SecurityContext|UriInfo|HttpHeaders|Request|HttpServletRequest|HttpServletResponse|AsyncResponse|Sse|SseEventSink|ServletContext|ContainerRequestContext|RoutingContext|HttpServerRequest|HttpServerResponse|ServerRequestContext|JsonWebToken|Continuation|ResourceContext|Application|Principal|ServerResponse)$/;
const forms = /form-urlencoded|multipart|FORM/i;

export function parametersOf(
  world: World,
  handler: HandlerMethod,
  own: readonly Annotated[],
): readonly Parameter[] {
  const isForm = [...handler.annotations, ...own].some(
    (each) =>
      each.name === 'Consumes' &&
      forms.test(textOf(world, attribute(each, 'value'), each.scope).text ?? constantName(each)),
  );
  return handler.parameters.flatMap((parameter) => parameterOf(world, parameter, isForm));
}

/** Media types are constants of the library: their names say enough. */
function constantName(each: Annotated): string {
  const value = attribute(each, 'value');
  return value?.kind === 'member' || value?.kind === 'name' ? value.name : '';
}

function parameterOf(world: World, parameter: HandlerParameter, isForm: boolean): readonly Parameter[] {
  const { annotations, type, declaration, scope } = parameter;
  const named = namedBy(world, annotations, {
    name: declaration.name,
    ...(type === undefined ? {} : { type }),
    file: scope.file.path,
    line: declaration.line,
  });
  if (named !== undefined) return [named];
  const isBean = annotations.some(({ name }) => /^(BeanParam|MultipartForm|Form)$/.test(name));
  if (isBean && type !== undefined) return beanParameters(world, type, scope);
  const isOther = annotations.some(({ name }) =>
    /^(Context|Suspended|Auth|MatrixParam|Named|Inject|PathParam)$/.test(name),
  );
  if (isOther || given.test(lastName(type?.name ?? ''))) return [];
  if (type !== undefined && isForm) {
    const bean = beanParameters(world, type, scope);
    if (bean.length > 0) return bean;
  }
  if (
    /^(MultivaluedMap|MultipartFormDataInput|FormDataMultiPart|MultipartInput|InputStream|Form|MultipartBody)$/.test(
      lastName(type?.name ?? ''),
    )
  )
    return [];
  if (type !== undefined && innerType(type).name === 'Object') return [];
  return fieldParameters(
    world,
    { name: declaration.name, ...(type === undefined ? {} : { type }), scope, line: declaration.line },
    'body',
  );
}

interface Named {
  readonly name: string;
  readonly type?: TypeName;
  readonly file: string;
  readonly line: number;
}

function namedBy(world: World, annotations: readonly Annotated[], of: Named): Parameter | undefined {
  const found = annotations.find((each) => Object.hasOwn(places, each.name) && isFrom(each, packages));
  const place = found === undefined ? undefined : places[found.name];
  if (found === undefined || place === undefined) return undefined;
  const name = textOf(world, attribute(found, 'value'), found.scope).text;
  const header = place === 'header' && name === undefined ? dashed(of.name) : of.name;
  return {
    name: name ?? header,
    in: place,
    ...(of.type === undefined ? {} : { type: printType(of.type) }),
    required: annotations.some((each) => /^(NotNull|NotBlank|NotEmpty)$/.test(each.name)),
    origin: { kind: 'read', file: of.file, line: of.line },
  };
}

/** `@RestHeader String acceptLanguage` reads `accept-language`. */
const dashed = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Fields and setters of a bean that carry parameters themselves. */
function beanParameters(world: World, type: TypeName, scope: Scope): readonly Parameter[] {
  const found = classOf(world, innerType(type).name, scope);
  return found === undefined ? [] : fieldReads(world, found, 0);
}

export function fieldReads(world: World, of: ClassDeclaration, depth = 0): readonly Parameter[] {
  if (depth > 3) return [];
  return [of, ...ancestors(world, of)].flatMap((owner) => {
    const at = scopeOf(owner);
    const fields = owner.fields.flatMap((field): readonly Parameter[] => {
      const annotations = expand(world, field.annotations, at);
      const nested =
        annotations.some(({ name }) => name === 'BeanParam') && field.type !== undefined
          ? classOf(world, field.type.name, at)
          : undefined;
      if (nested !== undefined) return fieldReads(world, nested, depth + 1);
      const named = namedBy(world, annotations, {
        name: field.name,
        ...(field.type === undefined ? {} : { type: field.type }),
        file: owner.file.path,
        line: field.line,
      });
      return named === undefined ? [] : [named];
    });
    const setters = owner.methods.flatMap((method): readonly Parameter[] => {
      if (method.parameters.length !== 1 || !/^set[A-Z]/.test(method.name)) return [];
      const type = method.parameters[0]?.type;
      const name = method.name.charAt(3).toLowerCase() + method.name.slice(4);
      const named = namedBy(world, expand(world, method.annotations, at), {
        name,
        ...(type === undefined ? {} : { type }),
        file: owner.file.path,
        line: method.line,
      });
      return named === undefined ? [] : [named];
    });
    return [...fields, ...setters];
  });
}
