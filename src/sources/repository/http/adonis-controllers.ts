import { findMethod } from '../javascript/definitions.ts';
import type { Machine } from '../javascript/machine.ts';
import type { Site, Value } from '../javascript/value.ts';
import { textOf } from '../javascript/value.ts';
import type { Given } from './routing.ts';

/** `[UsersController, 'index']`, `'UsersController.index'`, `#controllers/users_controller.index`, or a function. */
export function adonisHandler(machine: Machine, handler: Value, site: Site): Given {
  const text = textOf(handler);
  if (text !== undefined) return named(machine, text, site);
  if (handler.kind !== 'array') return { value: handler, site, conditional: false };
  const [controller, method] = handler.items;
  const name = (method === undefined ? undefined : textOf(method)) ?? 'handle';
  const shape = controller === undefined ? undefined : lazily(machine, controller, site, name);
  return { value: shape ?? handler, site, conditional: false, written: name };
}

/** Where AdonisJS looks for controllers that are told by a text. */
const folders = ['app/Controllers/Http', 'app/controllers/http', 'app/controllers', 'app/Controllers'];

function named(machine: Machine, text: string, site: Site): Given {
  const dot = text.lastIndexOf('.');
  const [path, method] = dot === -1 ? [text, 'handle'] : [text.slice(0, dot), text.slice(dot + 1)];
  const places =
    path.startsWith('#') || path.startsWith('.') ? [path] : folders.map((folder) => `/${folder}/${path}`);
  for (const place of places) {
    const value = lazily(machine, machine.importFrom(place, site.file.path), site, method);
    if (value.kind === 'function') return { value, site, conditional: false, written: text };
  }
  const value: Value = { kind: 'unknown', why: 'a controller that was not found', configured: false };
  return { value, site, conditional: false, written: text };
}

/** A class that is imported when it is needed, as its method: `() => import('#middleware/auth')`. */
export function lazily(machine: Machine, value: Value, site: Site, method = 'handle', depth = 0): Value {
  if (depth > 4) return value;
  if (value.kind === 'class') {
    const found = findMethod(value, method, 'method');
    return found === undefined ? value : { ...found, name: value.node.id?.name ?? method };
  }
  if (value.kind === 'module')
    return lazily(machine, machine.exported(value.path, 'default'), site, method, depth + 1);
  if (value.kind === 'object') {
    const own = value.fields.get('default');
    return own === undefined ? value : lazily(machine, own, site, method, depth + 1);
  }
  if (value.kind !== 'function' || value.node.params.length > 0) return value;
  const { body } = value.node;
  const text = body === null ? '' : value.file.text.slice(body.start, body.end);
  if (text.length > 200 || !/\bimport\s*\(/.test(text)) return value;
  const found = lazily(machine, machine.call(value, [], site), site, method, depth + 1);
  return found.kind === 'unknown' ? value : found;
}
