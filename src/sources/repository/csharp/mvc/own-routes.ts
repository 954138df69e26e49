import type { Method } from '../../../../model/api.ts';
import { isMethod } from '../../http/methods.ts';
import type { RoutePath } from '../../http/paths.ts';
import { inField } from '../../languages/syntax.ts';
import type { Attribute } from '../attributes.ts';
import type { Code, TypeDeclaration } from '../code.ts';
import { descendsFrom, lineageOf, membersOf } from '../code.ts';
import { lastName, nameOf } from '../syntax.ts';
import type { Scope } from '../texts.ts';
import { textsOf } from '../texts.ts';
import { makeAttribute } from './attribute-values.ts';
import type { Made } from './attribute-values.ts';

/** Routes that an attribute of the target declares, as those of the framework do. */
export interface OwnRoute {
  /** Empty where it is only a template; `undefined` where it asks for verbs that are not known. */
  readonly methods: readonly Method[] | undefined;
  readonly template?: RoutePath;
}

const routes =
  /^(I?Route(Attribute|TemplateProvider)|Route|(Http(Get|Post|Put|Patch|Delete|Head|Options|Method)|AcceptVerbs)(Attribute)?|IActionHttpMethodProvider)$/;
const providers = /^I(RouteTemplateProvider|ActionHttpMethodProvider)$/;

/**
 * What an attribute class of the target says of routes: it derives from one of the framework's own
 * (`ApiV1Attribute() : base("api/v1")`) or tells its template itself (`IRouteTemplateProvider`).
 */
export function routeOfOwn(code: Code, attribute: Attribute, scope: Scope): OwnRoute | undefined {
  const type = code.find(`${attribute.name}Attribute`, scope.file) ?? code.find(attribute.name, scope.file);
  if (type === undefined || !descendsFrom(code, type, routes)) return undefined;
  const made = makeAttribute(code, type, attribute, scope);
  const bases = lineageOf(code, type).outside.map(lastName);
  const base = bases.find((name) => routes.test(name) && !providers.test(name));
  if (base === undefined) {
    const isTemplate = bases.includes('IRouteTemplateProvider');
    const template = isTemplate ? (made.property('Template') ?? unread(attribute)) : undefined;
    const methods = bases.includes('IActionHttpMethodProvider') ? methodsOf(code, type) : [];
    return { methods, ...(template === undefined ? {} : { template }) };
  }
  const verb = /^Http(\w+?)(Attribute)?$/.exec(base)?.[1]?.toUpperCase();
  if (verb === undefined && base.startsWith('AcceptVerbs')) return { methods: undefined };
  if (verb === 'METHOD') return { methods: undefined };
  const template = firstOf(made);
  return {
    methods: verb !== undefined && isMethod(verb) ? [verb] : [],
    ...(template === undefined ? {} : { template }),
  };
}

/** `[HttpGet]` and `[Route]` take the template first. */
const firstOf = ({ base }: Made): RoutePath | undefined =>
  (base.find(({ name }) => name === 'template') ?? base.find(({ name }) => name === undefined))?.value;

const unread = ({ name }: Attribute): RoutePath => ({
  text: '{unresolved}',
  resolved: false,
  why: `the template of ${name} is not read`,
});

/** `HttpMethods => new[] { "GET" }`. */
function methodsOf(code: Code, type: TypeDeclaration): readonly Method[] | undefined {
  for (const each of lineageOf(code, type).types)
    for (const { node, type: part } of membersOf(code, each)) {
      if (node.type !== 'property_declaration' || nameOf(node) !== 'HttpMethods') continue;
      const value = inField(node, 'value');
      const list = value?.type === 'arrow_expression_clause' ? value.children[0] : value;
      const found = textsOf(code, list, { file: part.file, type: part })
        .map((text) => text.toUpperCase())
        .filter(isMethod);
      return found.length === 0 ? undefined : found;
    }
  return undefined;
}
