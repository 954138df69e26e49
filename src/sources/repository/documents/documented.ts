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
  const bodies = referred(root, operation.at('requestBody')).at('content').entries();
  return [...distinct, ...eitherOf(bodies.map(([, body]) => fieldsOf(root, body.at('schema'), 0)))];
}

/** Fields of any of several forms; insisted on is what all of them insist on. */
function eitherOf(forms: readonly (readonly DocumentedParameter[])[]): readonly DocumentedParameter[] {
  const all = forms.flat();
  return all
    .filter(({ name }, at) => all.findIndex((each) => each.name === name) === at)
    .map((field) => ({
      ...field,
      required: forms.every((form) => form.some(({ name, required }) => name === field.name && required)),
    }));
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
    .filter(([, property]) => !isOfAnswers(root, property))
    .map(([name, property]): DocumentedParameter => ({
      name,
      in: 'body',
      required: required.has(name),
      line: property.line,
    }));
  const inside = (list: YamlView): readonly (readonly DocumentedParameter[])[] =>
    list.items().map((part) => fieldsOf(root, part, depth + 1));
  // A schema may insist on fields that its parts describe.
  return [
    ...own,
    ...inside(view.at('allOf')).flat(),
    ...eitherOf(inside(view.at('oneOf'))),
    ...eitherOf(inside(view.at('anyOf'))),
  ].map((field) => (required.has(field.name) ? { ...field, required: true } : field));
}

/** `readOnly`: the field is answered, never sent. */
const isOfAnswers = (root: YamlView, property: YamlView): boolean =>
  (property.at('readOnly').flag() ?? referred(root, property).at('readOnly').flag()) === true;

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
