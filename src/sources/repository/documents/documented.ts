import type { DocumentedParameter } from '../../../model/api.ts';
import type { YamlView } from '../yaml.ts';

const places: Readonly<Record<string, DocumentedParameter['in']>> = {
  path: 'path',
  query: 'query',
  header: 'header',
  cookie: 'cookie',
  body: 'body',
  formData: 'body',
};

/** Parameters of the path and of the operation, and the fields of its body; an own one hides that of the path. */
export function documentedParameters(
  root: YamlView,
  item: YamlView,
  operation: YamlView,
): readonly DocumentedParameter[] {
  const all = [...operation.at('parameters').items(), ...item.at('parameters').items()].flatMap((each) =>
    parameterOf(root, each),
  );
  const distinct = all.filter(
    (each, at) => all.findIndex(({ name, in: place }) => name === each.name && place === each.in) === at,
  );
  const body = referred(root, operation.at('requestBody')).at('content').entries()[0]?.[1];
  return [...distinct, ...(body === undefined ? [] : fieldsOf(root, body.at('schema'), 0))];
}

function parameterOf(root: YamlView, written: YamlView): readonly DocumentedParameter[] {
  const view = referred(root, written);
  const name = view.at('name').text();
  const place = places[view.at('in').text() ?? ''];
  if (name === undefined || place === undefined) return [];
  if (view.at('in').text() === 'body') return fieldsOf(root, view.at('schema'), 0);
  return [{ name, in: place, required: view.at('required').flag() ?? false, line: written.line }];
}

function fieldsOf(root: YamlView, schema: YamlView, depth: number): readonly DocumentedParameter[] {
  if (depth > 6) return [];
  const view = referred(root, schema);
  const required = new Set(
    view
      .at('required')
      .items()
      .map((each) => each.text()),
  );
  const own = view
    .at('properties')
    .entries()
    .map(([name, property]): DocumentedParameter => ({
      name,
      in: 'body',
      required: required.has(name),
      line: property.line,
    }));
  const parts = view
    .at('allOf')
    .items()
    .flatMap((part) => fieldsOf(root, part, depth + 1));
  return [...own, ...parts];
}

/** Statuses, where each is named; one entry for any other makes the list say nothing of what is not in it. */
export function statusesOf(operation: YamlView): { readonly statuses?: readonly number[] } {
  const named = operation
    .at('responses')
    .entries()
    .map(([status]) => status);
  return named.length > 0 && named.every((status) => /^[1-5]\d\d$/.test(status))
    ? { statuses: named.map(Number) }
    : {};
}

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
