import type { Method, Parameter } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { parseYaml } from '../../yaml.ts';
import { methodBody, placeOf } from '../body.ts';
import type { PhpBody } from '../body.ts';
import { argumentValues } from '../calls.ts';
import type { PhpAttribute, PhpClass } from '../classes.ts';
import type { PhpCodebase } from '../codebase.ts';
import { looksAtCredentials } from '../guards.ts';
import { plural } from '../laravel/words.ts';
import type { Machine } from '../machine.ts';
import { methodsNamed } from '../methods.ts';
import { shortName } from '../names.ts';
import { bracePath } from '../paths.ts';
import type { Arguments, PhpValue, ReadOrigin } from '../value.ts';
import { argument, itemsOf, originAt, textOf, textsOf } from '../value.ts';
import { expressionGuard } from './granted.ts';
import { accessRules } from './security.ts';
import type { Security } from './security.ts';

interface Operation {
  readonly kind: string;
  readonly args: Arguments;
}

const methods: Readonly<Record<string, Method>> = {
  Get: 'GET',
  GetCollection: 'GET',
  Post: 'POST',
  Put: 'PUT',
  Patch: 'PATCH',
  Delete: 'DELETE',
};
const onItems = new Set(['Get', 'Put', 'Patch', 'Delete']);

/** Operations that API Platform makes of classes: each resource has the usual ones unless it names its own. */
export function apiPlatformRoutes(machine: Machine, security: Security): readonly DeclaredRoute[] {
  const { codebase } = machine;
  const files = codebase.sources.filter(({ text }) => /ApiPlatform\\Metadata/.test(text) && /#\[/.test(text));
  if (files.length === 0) return [];
  const setting = settingsOf(codebase);
  return files.flatMap(({ path }) =>
    [...(codebase.file(path)?.classes.values() ?? [])].flatMap((declared) =>
      resourcesOf(machine, declared, setting, security),
    ),
  );
}

interface Setting {
  readonly prefix: string;
  readonly dashed: boolean;
  /** Newer versions make no `PUT` by themselves. */
  readonly puts: boolean;
}

function settingsOf(codebase: PhpCodebase): Setting {
  let setting: Setting = { prefix: '', dashed: false, puts: false };
  for (const { path, text } of codebase.repository.files.values()) {
    if (/\.ya?ml$/.test(path) && text.includes('api_platform')) {
      for (const [name, view] of parseYaml(text).documents[0]?.entries() ?? []) {
        if (view.at('type').text() === 'api_platform')
          setting = { ...setting, prefix: view.at('prefix').text() ?? '' };
        if (name === 'api_platform' && /dash/.test(view.at('path_segment_name_generator').text() ?? ''))
          setting = { ...setting, dashed: true };
      }
    }
    if (/(^|\/)composer\.json$/.test(path) && /"api-platform\/core":\s*"[^"]*[23]\./.test(text))
      setting = { ...setting, puts: true };
  }
  return setting;
}

function resourcesOf(
  machine: Machine,
  declared: PhpClass,
  setting: Setting,
  security: Security,
): readonly DeclaredRoute[] {
  const scope = { file: declared.file, class: declared, variables: new Map() };
  const read = (attribute: PhpAttribute): Operation => ({
    kind: shortName(attribute.name),
    args: argumentValues(machine, attribute.node, scope),
  });
  const own = declared.attributes.filter(({ name }) => name.startsWith('ApiPlatform\\Metadata\\'));
  const resources = own.filter(({ name }) => name.endsWith('\\ApiResource'));
  const single = own.filter(({ name }) => methods[shortName(name)] !== undefined).map(read);
  return resources.length === 0
    ? single.flatMap((operation) =>
        routeOf(
          machine,
          declared,
          { kind: 'ApiResource', args: [] },
          operation,
          setting,
          security,
          originAt(declared.file, declared.node),
        ),
      )
    : resources.flatMap((attribute, at) => {
        const resource = read(attribute);
        const origin = originAt(declared.file, attribute.node);
        const listed = argument(resource.args, 5, 'operations');
        const named = itemsOf(listed).flatMap((item): readonly Operation[] =>
          item.kind === 'object' ? [{ kind: shortName(item.className), args: item.args }] : [],
        );
        const usual = [
          'GetCollection',
          'Post',
          'Get',
          ...(setting.puts ? ['Put'] : []),
          'Patch',
          'Delete',
        ].map((kind): Operation => ({ kind, args: [] }));
        const operations = listed !== undefined ? named : at === 0 && single.length > 0 ? single : usual;
        return operations.flatMap((operation) =>
          routeOf(machine, declared, resource, operation, setting, security, origin),
        );
      });
}

const named = (args: Arguments, name: string): PhpValue | undefined =>
  args.find((each) => each.name === name)?.value;

function routeOf(
  machine: Machine,
  declared: PhpClass,
  resource: Operation,
  operation: Operation,
  setting: Setting,
  security: Security,
  origin: ReadOrigin,
): readonly DeclaredRoute[] {
  const method = methods[operation.kind] ?? methodsNamed(textsOf(named(operation.args, 'method')))[0];
  if (method === undefined) return [];
  const path = pathOf(declared, resource, operation, setting);
  // Each of them is asked, at its own time; an operation's takes the place of its resource's.
  const said = ['security', 'securityPostDenormalize', 'securityPostValidation'].flatMap(
    (name) => textOf(named(operation.args, name) ?? named(resource.args, name)) ?? [],
  );
  const guards: readonly JudgedGuard[] = [
    ...accessRules(security, path, method, undefined),
    ...said.flatMap((text) => expressionGuard('Security', text, origin, security.granting)),
  ];
  const body = handlerOf(machine.codebase, operation.args) ?? handlerOf(machine.codebase, resource.args);
  const isWrite = method === 'POST' || method === 'PUT' || method === 'PATCH';
  return [
    {
      technology: 'api-platform',
      methods: [method],
      path: { text: path, resolved: true },
      guards,
      handler:
        body === undefined
          ? { file: declared.file.path, line: origin.line, name: shortName(declared.name) }
          : placeOf(body),
      handlerLooksAtCredentials: body === undefined ? 'no' : looksAtCredentials(machine.codebase, body),
      parameters: isWrite
        ? fieldsOf(declared)
        : operation.kind === 'GetCollection'
          ? filtersOf(machine, declared)
          : [],
      origin,
    },
  ];
}

function pathOf(declared: PhpClass, resource: Operation, operation: Operation, setting: Setting): string {
  const written =
    textOf(named(operation.args, 'uriTemplate')) ?? textOf(argument(resource.args, 0, 'uriTemplate'));
  const name =
    textOf(named(operation.args, 'shortName')) ??
    textOf(named(resource.args, 'shortName')) ??
    shortName(declared.name);
  const snake = plural(name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase());
  const usual = `/${setting.dashed ? snake.replaceAll('_', '-') : snake}${onItems.has(operation.kind) ? '/{id}' : ''}`;
  const prefix =
    textOf(named(operation.args, 'routePrefix')) ?? textOf(named(resource.args, 'routePrefix')) ?? '';
  return `${setting.prefix}${prefix}${bracePath((written ?? usual).replaceAll(/\.?\{\.?_format\}/g, ''))}`;
}

/** Own code that answers: a controller, a processor or a provider. */
function handlerOf(codebase: PhpCodebase, args: Arguments): PhpBody | undefined {
  const find = (name: string, method: string): PhpBody | undefined =>
    methodBody(codebase, textOf(named(args, name)), method);
  return find('controller', '__invoke') ?? find('processor', 'process') ?? find('provider', 'provide');
}

const jsonType: Readonly<Record<string, string>> = {
  int: 'integer',
  float: 'number',
  bool: 'boolean',
  string: 'string',
  array: 'array',
};

const fieldsOf = (declared: PhpClass): readonly Parameter[] =>
  [...declared.properties.values()].flatMap((property): readonly Parameter[] => {
    const isKey =
      property.attributes.some(({ name }) => /Mapping\\(Id|GeneratedValue)$/.test(name)) ||
      property.name === 'id';
    const type = jsonType[property.type ?? ''];
    return isKey
      ? []
      : [
          {
            name: property.name,
            in: 'body',
            ...(type === undefined ? {} : { type }),
            required: false,
            origin: originAt(declared.file, property.node),
          },
        ];
  });

/** `#[ApiFilter(SearchFilter::class, properties: [...])]` on the class or on a property. */
function filtersOf(machine: Machine, declared: PhpClass): readonly Parameter[] {
  const scope = { file: declared.file, class: declared, variables: new Map() };
  const filters = (attributes: readonly PhpAttribute[], own: string | undefined): readonly Parameter[] =>
    attributes.flatMap((attribute) => {
      if (!attribute.name.endsWith('\\ApiFilter')) return [];
      const properties = named(argumentValues(machine, attribute.node, scope), 'properties');
      const names =
        properties?.kind === 'array'
          ? properties.entries.flatMap(({ key, value }) => key ?? textOf(value) ?? [])
          : own === undefined
            ? []
            : [own];
      return names.map((name): Parameter => ({
        name,
        in: 'query',
        required: false,
        origin: originAt(declared.file, attribute.node),
      }));
    });
  return [
    ...filters(declared.attributes, undefined),
    ...[...declared.properties.values()].flatMap(({ attributes, name }) => filters(attributes, name)),
  ];
}
