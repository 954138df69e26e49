import type { Parameter } from '../../../model/api.ts';
import type { Machine } from '../javascript/machine.ts';
import type { Site, Value } from '../javascript/value.ts';
import { textOf } from '../javascript/value.ts';
import { lineAt } from '../lines.ts';
import { pathParameters, templates } from './paths.ts';
import type { Given, Route } from './routing.ts';
import type { Project } from './sails.ts';

/** `UserController.findOne` is the action `user/findone`; so is `{ action: 'user/findOne' }`. */
export function actionNamed(target: Value): string | undefined {
  const fields = target.kind === 'object' ? target.fields : undefined;
  const text = (name: string): string | undefined => {
    const value = fields?.get(name);
    return value === undefined ? undefined : textOf(value);
  };
  const whole =
    textOf(target) ??
    (text('controller') === undefined
      ? (text('action') ?? text('target'))
      : `${text('controller')}.${text('action') ?? 'index'}`);
  if (whole === undefined || /^(\/|https?:)/.test(whole)) return undefined;
  return whole
    .replace(/Controller\./i, '/')
    .replace('.', '/')
    .toLowerCase();
}

export function handlersOf(
  project: Project,
  target: Value,
  action: string | undefined,
  site: Site,
): { readonly before: readonly Given[]; readonly handler: Given | undefined } {
  const given = (value: Value, written?: string): Given => ({
    value,
    site,
    conditional: false,
    ...(written === undefined ? {} : { written }),
  });
  if (target.kind === 'function') return { before: [], handler: given(target) };
  if (target.kind === 'array') {
    const items = target.items.map((item) =>
      item.kind === 'object' ? (item.fields.get('fn') ?? item) : item,
    );
    const last = items.at(-1);
    return {
      before: items.slice(0, -1).map((item) => given(item)),
      handler: last === undefined ? undefined : given(last),
    };
  }
  const own = target.kind === 'object' ? target.fields.get('fn') : undefined;
  if (own !== undefined) return { before: [], handler: given(own) };
  if (action === undefined) return { before: [], handler: undefined };
  const found = actionOf(project, action);
  return {
    before: [],
    handler:
      found === undefined
        ? given({ kind: 'unknown', why: 'an action that was not found', configured: false }, action)
        : given(found, action),
  };
}

/** A file of the target that holds an action: alone, or as a method of a controller. */
interface ActionFile {
  readonly path: string;
  readonly value: Value;
  readonly isController: boolean;
}

/** `api/controllers/UserController.js` and `api/controllers/user/find-one.js` for the action of this name. */
function* actionFiles({ codebase, evaluator, folder }: Project, action: string): Generator<ActionFile> {
  const above = action.split('/').slice(0, -1);
  const base = `${folder}api/controllers/`.toLowerCase();
  const controller = `${base}${above.join('/')}controller`;
  for (const path of codebase.files.keys()) {
    const plain = path.toLowerCase().replace(/\.[jt]s$/, '');
    if (plain !== controller && plain !== `${base}${action}`) continue;
    const value = evaluator.machine.importFrom(`/${path}`, path);
    yield { path, value, isController: plain === controller };
  }
}

function actionOf(project: Project, action: string): Value | undefined {
  const last = action.split('/').at(-1) ?? '';
  for (const { path, value, isController } of actionFiles(project, action)) {
    const { machine } = project.evaluator;
    const found = isController ? memberNamed(machine, value, last, path) : bodyOf(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

const types = /^(string|number|boolean)$/;

/**
 * What an "actions2" machine declares it takes: from the path, else from the query of a request without a body, else
 * from the body. Undefined for a classic action, which reads its request itself.
 */
export function inputsOf(
  project: Project,
  action: string,
  methods: Route['methods'],
  path: string,
): readonly Parameter[] | undefined {
  const inPath = new Set(templates(path).flatMap(pathParameters));
  const rest = methods.every((method) => /^(GET|HEAD|DELETE)$/.test(method)) ? 'query' : 'body';
  for (const { path: file, value, isController } of actionFiles(project, action)) {
    if (isController || value.kind !== 'object' || !value.fields.has('fn')) continue;
    const inputs = value.fields.get('inputs');
    const text = project.codebase.repository.files.get(file)?.text ?? '';
    const from = Math.max(text.search(/^\s*inputs\s*:/m), 0);
    return [...(inputs?.kind === 'object' ? inputs.fields : [])].map(([name, input]): Parameter => {
      const told = (key: string): Value | undefined =>
        input.kind === 'object' ? input.fields.get(key) : undefined;
      const type = told('type');
      const written = type === undefined ? undefined : textOf(type);
      const required = told('required');
      return {
        name,
        in: inPath.has(name) ? 'path' : rest,
        ...(written !== undefined && types.test(written) ? { type: written } : {}),
        required: required?.kind === 'primitive' && required.value === true,
        origin: { kind: 'read', file, line: lineAt(text, Math.max(text.indexOf(name, from), from)) },
      };
    });
  }
  return undefined;
}

function memberNamed(machine: Machine, value: Value, name: string, path: string): Value | undefined {
  const fields =
    value.kind === 'object' ? [...value.fields] : value.kind === 'module' ? machine.exportsOf(path) : [];
  return fields.find(([key]) => key.toLowerCase() === name)?.[1];
}

/** A classic action is the function itself; an "actions2" machine keeps it in `fn`. */
function bodyOf(value: Value): Value | undefined {
  if (value.kind === 'function') return value;
  return value.kind === 'object' ? value.fields.get('fn') : undefined;
}
