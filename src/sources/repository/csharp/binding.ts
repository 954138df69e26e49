import type { Parameter } from '../../../model/api.ts';
import type { Attribute } from './attributes.ts';
import { attributeNamed, attributesOf, named, positional } from './attributes.ts';
import type { Code, TypeDeclaration } from './code.ts';
import type { Field } from './fields.ts';
import { fieldsOf, isList, isRequired, isService, isSimple, typeNamed } from './fields.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { lastName, parametersOf } from './syntax.ts';
import type { ParameterNode } from './syntax.ts';
import { textOf } from './texts.ts';
import { originIn } from '../languages/syntax.ts';

/** How a framework fills a parameter that says nothing itself. */
export interface BindingRules {
  /** A value that fits into a text. */
  readonly simple: Parameter['in'];
  /** A type with fields; `service` = the container gives it. */
  readonly complex: 'body' | 'query' | 'service';
  /** Fields of a body keep the case of the code; JSON has them in camel case otherwise. */
  readonly asDeclared?: boolean;
}

const contexts =
  /^(HttpContext|HttpRequest|HttpResponse|ClaimsPrincipal|CancellationToken|LinkGenerator|HttpContextBase|HttpRequestMessage|Endpoint|HttpResponseMessage|FunctionContext|ILogger|ExecutionContext|IAuthenticationService)$/;
const files = /^(IFormFile|IFormFileCollection|HttpPostedFileBase|HttpPostedFile|IBrowserFile)$/;

/** What a method asks of the request. */
export function boundParameters(
  code: Code,
  owner: SyntaxNode,
  given: { readonly file: string; readonly path: string; readonly rules: BindingRules },
): readonly Parameter[] {
  const found = new Map<string, Parameter>();
  for (const parameter of parametersOf(owner))
    for (const each of bound(code, parameter, given)) {
      const key = `${each.in} ${each.name}`;
      if (!found.has(key)) found.set(key, each);
    }
  return [...found.values()];
}

type Given = Parameters<typeof boundParameters>[2];

function bound(code: Code, parameter: ParameterNode, given: Given): readonly Parameter[] {
  const attributes = attributesOf(parameter.node);
  const { type, name } = parameter;
  if (type === undefined) return [];
  const field: Field = {
    name,
    type,
    node: parameter.node,
    attributes,
    required: isRequired(type, parameter.hasDefault),
  };
  if (attributeNamed(attributes, 'AsParameters') !== undefined || lastName(type) === 'BodyAndQuery')
    return fieldsOf(code, typeNamed(code, type, given.file)).flatMap((each) =>
      boundField(code, each, given, given.rules),
    );
  return boundField(code, field, given, given.rules);
}

function boundField(
  code: Code,
  field: Field,
  given: Given,
  rules: BindingRules,
  depth = 0,
): readonly Parameter[] {
  const { attributes, type } = field;
  const said = saidPlace(attributes);
  if (said?.place === 'service') return [];
  const typeName = lastName(type);
  const name = (said === undefined ? undefined : givenName(code, said.attribute, given.file)) ?? field.name;
  const one = (place: Parameter['in']): Parameter => ({
    name,
    in: place,
    ...(type === undefined ? {} : { type: type.text.slice(0, 60) }),
    required: field.required || place === 'path',
    origin: originIn(given.file, field.node),
  });
  if (contexts.test(typeName)) return [];
  if (files.test(typeName)) return [one('body')];
  if (said?.place === 'path' || inPath(given.path, name)) return [one('path')];
  if (said !== undefined)
    return said.place === 'body'
      ? body(code, field, one, given)
      : spread(code, field, said.place, one, given, depth);
  if (isSimple(code, type, given.file)) return [one(rules.simple)];
  const declared = typeNamed(code, type, given.file);
  if (rules.complex === 'service' || isService(declared, typeName)) return [];
  return rules.complex === 'body'
    ? body(code, field, one, given)
    : spread(code, field, 'query', one, given, depth);
}

/** The body as it is named in the code, then its fields. */
function body(
  code: Code,
  field: Field,
  one: (place: Parameter['in']) => Parameter,
  given: Given,
): readonly Parameter[] {
  const declared = isList(field.type) ? undefined : typeNamed(code, field.type, given.file);
  const inside = fieldsOf(code, declared).flatMap((each): readonly Parameter[] => {
    const said = saidPlace(each.attributes);
    if (said !== undefined && said.place !== 'body') return [];
    const name =
      jsonName(code, each, declared) ?? (given.rules.asDeclared === true ? each.name : camel(each.name));
    if (attributeNamed(each.attributes, 'JsonIgnore', 'BindNever', 'NotMapped') !== undefined) return [];
    return [
      {
        name,
        in: 'body',
        ...(each.type === undefined ? {} : { type: each.type.text.slice(0, 60) }),
        required: each.required,
        origin: originIn(declared?.file ?? given.file, each.node),
      },
    ];
  });
  return [one('body'), ...inside];
}

function spread(
  code: Code,
  field: Field,
  place: Parameter['in'],
  one: (place: Parameter['in']) => Parameter,
  given: Given,
  depth: number,
): readonly Parameter[] {
  if (isList(field.type) || isSimple(code, field.type, given.file) || depth > 3) return [one(place)];
  const declared = typeNamed(code, field.type, given.file);
  const fields = declared?.node.type === 'enum_declaration' ? [] : fieldsOf(code, declared);
  if (fields.length === 0) return [one(place)];
  return fields.flatMap((each) =>
    boundField(code, each, given, { simple: place, complex: 'service' }, depth + 1),
  );
}

const places: Readonly<Record<string, Parameter['in'] | 'service'>> = {
  FromRoute: 'path',
  RouteParam: 'path',
  FromQuery: 'query',
  FromUri: 'query',
  QueryParam: 'query',
  FromBody: 'body',
  FromForm: 'body',
  FormField: 'body',
  FromHeader: 'header',
  FromCookie: 'cookie',
  FromServices: 'service',
  FromKeyedServices: 'service',
  Service: 'service',
  CurrentUser: 'service',
  FromClaim: 'service',
  FromClaims: 'service',
  HasPermission: 'service',
};

function saidPlace(
  attributes: readonly Attribute[],
): { place: Parameter['in'] | 'service'; attribute: Attribute } | undefined {
  for (const attribute of attributes) {
    const place = Object.hasOwn(places, attribute.name) ? places[attribute.name] : undefined;
    if (place !== undefined) return { place, attribute };
  }
  return undefined;
}

function givenName(code: Code, attribute: Attribute, file: string): string | undefined {
  // `[FromHeader("X")]` of FastEndpoints renames nothing in what the field is called in the code.
  const node = named(attribute, 'Name');
  const text = node === undefined ? undefined : textOf(code, node, { file });
  return text?.resolved === true ? text.text : undefined;
}

function jsonName(code: Code, { attributes }: Field, type: TypeDeclaration | undefined): string | undefined {
  const attribute = attributeNamed(
    attributes,
    'JsonPropertyName',
    'JsonProperty',
    'DataMember',
    'BindProperty',
  );
  const node =
    attribute === undefined
      ? undefined
      : (named(attribute, 'Name', 'PropertyName') ?? positional(attribute)[0]);
  const text =
    node === undefined || type === undefined ? undefined : textOf(code, node, { file: type.file, type });
  return text?.resolved === true ? text.text : undefined;
}

const camel = (name: string): string =>
  name.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+$|^[A-Z]/, (head) => head.toLowerCase());

const inPath = (path: string, name: string): boolean =>
  path.toLowerCase().includes(`{${name.toLowerCase()}}`) ||
  path.toLowerCase().includes(`{*${name.toLowerCase()}}`);
