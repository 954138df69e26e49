import type { Attribute } from '../attributes.ts';
import { attributeNamed, attributesOf } from '../attributes.ts';
import type { Code, TypeDeclaration } from '../code.ts';
import { attributesOfType, lineageOf, methodsOf } from '../code.ts';
import { lastName, modifiers, nameOf } from '../syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { ofType } from '../../languages/syntax.ts';

/** A public method of a controller that answers requests. */
export interface Action {
  readonly name: string;
  readonly node: SyntaxNode;
  /** The type it stands in: the controller or one above it. */
  readonly type: TypeDeclaration;
  /** Its own, then those of the methods it overrides. */
  readonly attributes: readonly Attribute[];
}

export interface Controller {
  readonly type: TypeDeclaration;
  /** Without the ending `Controller`. */
  readonly name: string;
  /** Own attributes first, then those of the classes above. */
  readonly attributes: readonly { readonly attribute: Attribute; readonly type: TypeDeclaration }[];
  readonly actions: readonly Action[];
  /** ASP.NET Core binds what carries this by other rules. */
  readonly isApi: boolean;
  /** System.Web.Mvc or System.Web.Http. */
  readonly technology: 'core' | 'mvc5' | 'webapi2';
}

const concerns = /Controller\b/;
const controllerBase = /(^|\W)\w*(Controller|ControllerBase)$/;

export function controllersOf(code: Code): readonly Controller[] {
  return code.files
    .filter(({ text }) => concerns.test(text))
    .flatMap(({ path, text }) =>
      /class\s+\w+|record\s+\w+/.test(text)
        ? code.typesIn(path).flatMap((type) => controllerOf(code, type, text) ?? [])
        : [],
    );
}

function controllerOf(code: Code, type: TypeDeclaration, text: string): Controller | undefined {
  if (type.node.type !== 'class_declaration') return undefined;
  if (code.parts(type)[0]?.node !== type.node) return undefined;
  if (modifiers(type.node).some((word) => word === 'abstract' || word === 'static')) return undefined;
  if (ofType(type.node, 'type_parameter_list') !== undefined) return undefined;
  const lineage = lineageOf(code, type);
  const bases = [...lineage.types.slice(1).map(({ name }) => name), ...lineage.outside.map(lastName)];
  const attributes = lineage.types.flatMap((each) =>
    attributesOfType(code, each).map((attribute) => ({ attribute, type: each })),
  );
  const only = attributes.map(({ attribute }) => attribute);
  if (attributeNamed(only, 'NonController') !== undefined) return undefined;
  const marked = attributeNamed(only, 'ApiController', 'Controller') !== undefined;
  const derived = bases.some((base) => controllerBase.test(base));
  const actions = actionsOf(code, lineage.types);
  const routed =
    attributeNamed(only, 'Route') !== undefined || actions.some(({ attributes: own }) => own.some(isHttp));
  if (!marked && !derived && !(type.name.endsWith('Controller') && routed)) return undefined;
  if (!derived && !marked && !/AspNetCore|Mvc/.test(text)) return undefined;
  return {
    type,
    name: type.name.replace(/(.)Controller$/, '$1'),
    attributes,
    actions,
    isApi: attributeNamed(only, 'ApiController') !== undefined || isAssemblyApi(code, type.file),
    technology: technologyOf(text),
  };
}

/** `[assembly: ApiController]` marks every controller of its project. */
const isAssemblyApi = (code: Code, file: string): boolean => {
  const project = code.projects.of(file).folder;
  return code.files.some(
    ({ path, text }) => text.includes('assembly: ApiController') && code.projects.of(path).folder === project,
  );
};

const technologyOf = (text: string): Controller['technology'] =>
  /using\s+System\.Web\.Http\b/.test(text)
    ? 'webapi2'
    : /using\s+System\.Web\.Mvc\b/.test(text)
      ? 'mvc5'
      : 'core';

export const isHttp = ({ name }: Attribute): boolean =>
  /^(Http(Get|Post|Put|Patch|Delete|Head|Options)|AcceptVerbs|Route|Get|Post|Put|Patch|Delete)$/.test(name);

const lifecycle =
  /^(Dispose|DisposeAsync|OnActionExecuting|OnActionExecuted|OnActionExecutionAsync|Initialize|ToString|Equals|GetHashCode|OnException|OnAuthorization|OnResultExecuting|OnResultExecuted)$/;

function actionsOf(code: Code, types: readonly TypeDeclaration[]): readonly Action[] {
  const found = new Map<string, Action>();
  for (const type of types)
    for (const { node, type: part } of methodsOf(code, type)) {
      const name = nameOf(node);
      const words = modifiers(node);
      if (!words.includes('public') || words.includes('static')) continue;
      if (
        lifecycle.test(name) ||
        ofType(node, 'explicit_interface_specifier', 'type_parameter_list') !== undefined
      )
        continue;
      const parameters =
        ofType(node, 'parameter_list')?.text.replaceAll(/\[[^\]]*\]|\s+\w+\s*(?=[,)=])/g, '') ?? '';
      const key = `${name}${parameters}`;
      const below =
        found.get(key) ??
        (words.some((word) => /virtual|abstract|override/.test(word)) ? sameName(found, name) : undefined);
      if (below !== undefined) {
        found.set(keyOf(found, below) ?? key, {
          ...below,
          attributes: [...below.attributes, ...attributesOf(node)],
        });
        continue;
      }
      if (words.includes('abstract')) continue;
      found.set(key, { name, node, type: part, attributes: attributesOf(node) });
    }
  return [...found.values()].filter(
    ({ attributes }) => attributeNamed(attributes, 'NonAction') === undefined,
  );
}

const sameName = (found: ReadonlyMap<string, Action>, name: string): Action | undefined =>
  [...found.values()].find((action) => action.name === name && modifiers(action.node).includes('override'));

const keyOf = (found: ReadonlyMap<string, Action>, action: Action): string | undefined =>
  [...found].find(([, each]) => each === action)?.[0];
