import { posix } from 'node:path';
import type { Method, Parameter } from '../../../model/api.ts';
import { parseYaml } from '../yaml.ts';
import type { YamlView } from '../yaml.ts';
import { commonVerbs } from '../http/methods.ts';
import { ownEntry } from '../javascript/own.ts';
import type { Repository } from '../gather.ts';
import { isSecured } from './openapi.ts';

/** An operation of an OpenAPI document. */
export interface Operation {
  /** As generators of Java name its method. */
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  /** The path of the server's address. */
  readonly base: string;
  /** What a generator is told to put in front of all paths. */
  readonly context: string;
  readonly parameters: readonly Omit<Parameter, 'origin'>[];
  /** Whether the document asks whoever calls it to show who they are. */
  readonly secured: boolean;
  readonly file: string;
  readonly line: number;
}

/** The same as it is written, for libraries that find the code of an operation by what its document says. */
export interface WrittenOperation extends Omit<Operation, 'id'> {
  readonly operationId?: string;
  /** The module of its code: `x-openapi-router-controller`. */
  readonly controller?: string;
  /** What whoever calls it has to show: names of schemes with their scopes. */
  readonly requires: readonly string[];
  /** Functions that look at what is shown: `x-bearerInfoFunc`. */
  readonly checks: readonly string[];
}

type ById = ReadonlyMap<string, Operation>;

const known = new WeakMap<Repository, ReadonlyMap<string, ById>>();

/** Operations of each document of the repository by the names of their methods. */
export function operationsByFile(repository: Repository): ReadonlyMap<string, ById> {
  const before = known.get(repository);
  if (before !== undefined) return before;
  const files = new Map<string, ById>();
  known.set(repository, files);
  for (const { path, text } of repository.files.values()) {
    if (!/\.(ya?ml|json)$/.test(path) || !/^\s*["']?(openapi|swagger)["']?\s*:/m.test(text.slice(0, 4_000)))
      continue;
    const root: YamlView | undefined = parseYaml(text).documents[0];
    if (root !== undefined) files.set(path, firstOfEach(operationsOf(repository, path, root).flatMap(named)));
  }
  return files;
}

/** Operations of all documents; of several with one name that of the first document. */
export const documentOperations = (repository: Repository): ById =>
  firstOfEach([...operationsByFile(repository).values()].flatMap((each) => [...each.values()]));

function firstOfEach(operations: readonly Operation[]): ById {
  const found = new Map<string, Operation>();
  for (const operation of operations) if (!found.has(operation.id)) found.set(operation.id, operation);
  return found;
}

function named(written: WrittenOperation): readonly Operation[] {
  const { operationId, controller: _, requires: __, checks: ___, ...rest } = written;
  return operationId === undefined ? [] : [{ id: camelCase(operationId), ...rest }];
}

/** All operations of one document, in its order; undefined where it is no document. */
export function writtenOperations(
  repository: Repository,
  file: string,
): readonly WrittenOperation[] | undefined {
  const root = parseYaml(repository.files.get(file)?.text ?? '').documents[0];
  return root?.at('paths').exists === true ? operationsOf(repository, file, root) : undefined;
}

function operationsOf(repository: Repository, file: string, root: YamlView): readonly WrittenOperation[] {
  const base =
    root.at('basePath').text() ??
    /^(?:https?:\/\/[^/]*)?(\/[^?#{}]*)?$/.exec(root.at('servers').items()[0]?.at('url').text() ?? '')?.[1] ??
    '';
  const context = root.at('paths').at('x-codegen-contextRoot').text() ?? '';
  return root
    .at('paths')
    .entries()
    .flatMap(([path, item]) => {
      const place = besides(repository, { file, root }, item);
      return itemOperations(place, path, { base, context });
    });
}

interface Item {
  readonly file: string;
  /** The document its references speak of. */
  readonly root: YamlView;
  readonly view: YamlView;
}

/** A path whose operations stand in a file of their own: `$ref: ./paths/boats.yaml`. */
function besides(repository: Repository, { file, root }: Omit<Item, 'view'>, view: YamlView): Item {
  const written = view.at('$ref').text();
  if (written === undefined || written.startsWith('#') || /^\w+:/.test(written)) return { file, root, view };
  const path = posix.join(posix.dirname(file), written.split('#')[0] ?? '');
  const other = parseYaml(repository.files.get(path)?.text ?? '').documents[0];
  return other === undefined ? { file, root, view } : { file: path, root: other, view: other };
}

function itemOperations(
  { file, root, view }: Item,
  path: string,
  before: Pick<Operation, 'base' | 'context'>,
): readonly WrittenOperation[] {
  return view.entries().flatMap(([verb, operation]): readonly WrittenOperation[] => {
    const method = ownEntry(commonVerbs, verb);
    const operationId = operation.at('operationId').text();
    if (method === undefined) return [];
    const controller = [operation, view, root].flatMap(controllerIn)[0];
    const parameters = [...view.at('parameters').items(), ...operation.at('parameters').items()].flatMap(
      (each) => parameterOf(referred(root, each)),
    );
    return [
      {
        ...(operationId === undefined ? {} : { operationId }),
        ...(controller === undefined ? {} : { controller }),
        ...shown(root, operation),
        method,
        path,
        ...before,
        parameters: [...parameters, ...bodyOf(root, operation)],
        secured: isSecured(operation.at('security'), root.at('security')),
        file,
        line: operation.line,
      },
    ];
  });
}

const controllerIn = (view: YamlView): readonly string[] =>
  ['x-openapi-router-controller', 'x-swagger-router-controller'].flatMap((key) => view.at(key).text() ?? []);

function shown(root: YamlView, operation: YamlView): Pick<WrittenOperation, 'requires' | 'checks'> {
  const own = operation.at('security');
  const asked = (own.exists ? own : root.at('security')).items().flatMap((item) => item.entries());
  const schemes = asked.map(([name]) => {
    const modern = root.at('components').at('securitySchemes').at(name);
    return referred(root, modern.exists ? modern : root.at('securityDefinitions').at(name));
  });
  return {
    requires: asked.flatMap(([name, scopes]) => [
      name,
      ...scopes.items().flatMap((each) => each.text() ?? []),
    ]),
    checks: schemes.flatMap((scheme) =>
      scheme.entries().flatMap(([key, value]) => (/^x-\w+InfoFunc$/.test(key) ? (value.text() ?? []) : [])),
    ),
  };
}

/** `list-owners` becomes `listOwners`. */
const camelCase = (id: string): string =>
  id
    .replaceAll(/[^A-Za-z0-9]+([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    .replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());

function referred(root: YamlView, view: YamlView, depth = 0): YamlView {
  const reference = view.at('$ref').text();
  if (reference === undefined || !reference.startsWith('#/') || depth > 8) return view;
  const parts = reference.slice(2).split('/');
  return referred(
    root,
    parts.reduce((at, part) => at.at(part), root),
    depth + 1,
  );
}

function parameterOf(view: YamlView): readonly Omit<Parameter, 'origin'>[] {
  const name = view.at('name').text();
  const place = {
    path: 'path',
    query: 'query',
    header: 'header',
    cookie: 'cookie',
    body: 'body',
    formData: 'body',
  }[view.at('in').text() ?? ''];
  if (
    name === undefined ||
    (place !== 'path' && place !== 'query' && place !== 'header' && place !== 'cookie' && place !== 'body')
  )
    return [];
  const type = view.at('schema').at('type').text() ?? view.at('type').text();
  return [
    {
      name,
      in: place,
      ...(type === undefined ? {} : { type }),
      required: view.at('required').flag() ?? false,
    },
  ];
}

function bodyOf(root: YamlView, operation: YamlView): readonly Omit<Parameter, 'origin'>[] {
  const content = referred(root, operation.at('requestBody')).at('content').entries()[0]?.[1];
  return content === undefined ? [] : properties(root, content.at('schema'), 0);
}

function properties(root: YamlView, schema: YamlView, depth: number): readonly Omit<Parameter, 'origin'>[] {
  if (depth > 6) return [];
  const view = referred(root, schema);
  const required = new Set(
    view
      .at('required')
      .items()
      .map((item) => item.text()),
  );
  const own = view
    .at('properties')
    .entries()
    .map(([name, property]): Omit<Parameter, 'origin'> => {
      const type = referred(root, property).at('type').text();
      return { name, in: 'body', ...(type === undefined ? {} : { type }), required: required.has(name) };
    });
  return [
    ...own,
    ...view
      .at('allOf')
      .items()
      .flatMap((part) => properties(root, part, depth + 1)),
    ...(view.at('items').exists ? properties(root, view.at('items'), depth + 1) : []),
  ];
}
