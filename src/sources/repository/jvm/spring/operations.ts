import type { Method, Parameter } from '../../../../model/api.ts';
import type { YamlView } from '../../yaml.ts';
import { commonVerbs } from '../../http/methods.ts';
import { ownEntry } from '../../javascript/own.ts';

/** An operation of an OpenAPI document, by the name that generators make of its id. */
export interface Operation {
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  /** The path of the server's address. */
  readonly base: string;
  readonly parameters: readonly Omit<Parameter, 'origin'>[];
  readonly file: string;
  readonly line: number;
}

export function operationsOf(file: string, root: YamlView): readonly Operation[] {
  const base =
    root.at('basePath').text() ??
    /^(?:https?:\/\/[^/]*)?(\/[^?#{}]*)?$/.exec(root.at('servers').items()[0]?.at('url').text() ?? '')?.[1] ??
    '';
  return root
    .at('paths')
    .entries()
    .flatMap(([path, item]) =>
      item.entries().flatMap(([verb, operation]): readonly Operation[] => {
        const method = ownEntry(commonVerbs, verb);
        const id = operation.at('operationId').text();
        if (method === undefined || id === undefined) return [];
        const parameters = [...item.at('parameters').items(), ...operation.at('parameters').items()].flatMap(
          (each) => parameterOf(referred(root, each)),
        );
        return [
          {
            id: camelCase(id),
            method,
            path,
            base,
            parameters: [...parameters, ...bodyOf(root, operation)],
            file,
            line: operation.line,
          },
        ];
      }),
    );
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
