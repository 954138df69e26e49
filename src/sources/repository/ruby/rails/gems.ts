import type { Method } from '../../../../model/api.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { joinPaths } from '../../http/paths.ts';
import { originIn } from '../../languages/syntax.ts';
import type { Call } from '../syntax.ts';
import { callOf, option, pairsIn, statementsOf } from '../syntax.ts';
import { listOf, textOf } from '../values.ts';
import { devise, signedIn } from './devise.ts';
import { modelModules, namesController } from './devise-modules.ts';
import type { Draw, Place } from './place.ts';
import { railsPath, scopeOf } from './place.ts';

const words: Readonly<Record<string, string>> = { registration: '' };

/** `devise_for :users`: routes of the modules the model uses. */
export function deviseRoutes(draw: Draw, call: Call, place: Place): void {
  const scope = scopeOf(draw, place);
  for (const arg of call.args) {
    const name = textOf(arg, scope).text;
    const path = option(call, 'path');
    const base = joinPaths(
      place.prefix,
      path === undefined ? { text: name, resolved: true } : textOf(path, scope),
    );
    const modules = modelModules(
      draw,
      name,
      option(call, 'class_name') === undefined ? undefined : textOf(option(call, 'class_name'), scope).text,
    );
    const skip = listOf(option(call, 'skip'), scope);
    const only = option(call, 'only') === undefined ? undefined : listOf(option(call, 'only'), scope);
    const names = new Map(
      pairsIn(option(call, 'path_names')).map((pair) => [pair.name, textOf(pair.value, scope).text]),
    );
    const controllers = new Map(
      pairsIn(option(call, 'controllers')).map((pair) => [pair.name, textOf(pair.value, scope).text]),
    );
    const module =
      option(call, 'module') === undefined ? 'devise' : textOf(option(call, 'module'), scope).text;
    for (const [from, controller, method, text, action, own] of devise) {
      if (
        !modules.includes(from) ||
        namesController(skip, controller) ||
        skip.includes('all') ||
        (only !== undefined && !namesController(only, controller))
      )
        continue;
      const written = text.replaceAll(/:(\w+)/g, (_, word: string) => names.get(word) ?? words[word] ?? word);
      push(draw, call, place, {
        method,
        path: joinPaths(base, { text: written, resolved: true }),
        controller: controllers.get(controller) ?? `${module}/${controller}`,
        action,
        own,
      });
    }
    if (
      modules.includes('omniauthable') &&
      !namesController(skip, 'omniauth_callbacks') &&
      !skip.includes('all')
    )
      for (const [text, action] of [
        ['/auth/:provider', 'passthru'],
        ['/auth/:provider/callback', 'callback'],
      ] as const)
        for (const method of ['GET', 'POST'] as const)
          push(draw, call, place, {
            method,
            path: joinPaths(base, { text, resolved: true }),
            controller: controllers.get('omniauth_callbacks') ?? `${module}/omniauth_callbacks`,
            action,
            own: undefined,
          });
  }
}

interface Pushed {
  readonly method: Method;
  readonly path: ReturnType<typeof joinPaths>;
  readonly controller: string;
  readonly action: string;
  readonly own: string | undefined;
}

function push(draw: Draw, call: Call, place: Place, { method, path, controller, action, own }: Pushed): void {
  draw.routes.push({
    methods: [method],
    path: railsPath(path),
    controller,
    action,
    answers: 'controller',
    guards: own === undefined ? place.guards : [...place.guards, demanded(call, place, own)],
    file: place.file,
    node: call.node,
  });
}

const demanded = (call: Call, place: Place, name: string): JudgedGuard => ({
  guard: {
    name,
    kind: 'authentication',
    requires: [],
    origin: originIn(place.file, call.node),
  },
  resolved: true,
  conditional: false,
  passes: false,
});

/** `mount_devise_token_auth_for 'User', at: 'auth'`. */
export function tokenAuthRoutes(draw: Draw, call: Call, place: Place): void {
  const scope = scopeOf(draw, place);
  const at = option(call, 'at');
  const base = joinPaths(
    place.prefix,
    at === undefined ? { text: 'auth', resolved: true } : textOf(at, scope),
  );
  const skip = listOf(option(call, 'skip'), scope);
  const controllers = new Map(
    pairsIn(option(call, 'controllers')).map((pair) => [pair.name, textOf(pair.value, scope).text]),
  );
  for (const [, controller, method, text, action, own] of [...devise, ...tokens]) {
    if (
      /new$|cancel$|:sign_up$/.test(text) ||
      /^(unlocks)$/.test(controller) ||
      namesController(skip, controller)
    )
      continue;
    if (controller === 'registrations' && text.endsWith('edit')) continue;
    const written = text.replaceAll(/:(\w+)/g, (_, word: string) => words[word] ?? word);
    push(draw, call, place, {
      method,
      path: joinPaths(base, { text: written, resolved: true }),
      controller: controllers.get(controller) ?? `devise_token_auth/${controller}`,
      action,
      own,
    });
  }
}

const tokens: typeof devise = [
  ['token', 'token_validations', 'GET', '/validate_token', 'validate_token', signedIn],
];

const doorkeeper: readonly (readonly [controller: string, method: Method, path: string, action: string])[] = [
  ['authorizations', 'GET', '/authorize/native', 'show'],
  ['authorizations', 'GET', '/authorize', 'new'],
  ['authorizations', 'POST', '/authorize', 'create'],
  ['authorizations', 'DELETE', '/authorize', 'destroy'],
  ['tokens', 'POST', '/token', 'create'],
  ['tokens', 'POST', '/revoke', 'revoke'],
  ['tokens', 'POST', '/introspect', 'introspect'],
  ['token_info', 'GET', '/token/info', 'show'],
  ['applications', 'GET', '/applications', 'index'],
  ['applications', 'POST', '/applications', 'create'],
  ['applications', 'GET', '/applications/new', 'new'],
  ['applications', 'GET', '/applications/:id/edit', 'edit'],
  ['applications', 'GET', '/applications/:id', 'show'],
  ['applications', 'PATCH', '/applications/:id', 'update'],
  ['applications', 'PUT', '/applications/:id', 'update'],
  ['applications', 'DELETE', '/applications/:id', 'destroy'],
  ['authorized_applications', 'GET', '/authorized_applications', 'index'],
  ['authorized_applications', 'DELETE', '/authorized_applications/:id', 'destroy'],
];

/** `use_doorkeeper do controllers …; skip_controllers … end`. */
export function doorkeeperRoutes(draw: Draw, call: Call, place: Place): void {
  const scope = scopeOf(draw, place);
  const lines = statementsOf(call.block).flatMap((node) => callOf(node) ?? []);
  const skip = lines
    .filter(({ name }) => name === 'skip_controllers')
    .flatMap(({ args }) => args.flatMap((arg) => listOf(arg, scope)));
  const own = new Map(
    lines
      .filter(({ name }) => name === 'controllers')
      .flatMap(({ pairs }) => pairs.map((pair) => [pair.name, textOf(pair.value, scope).text] as const)),
  );
  const base = joinPaths(place.prefix, {
    text: option(call, 'scope') === undefined ? 'oauth' : textOf(option(call, 'scope'), scope).text,
    resolved: true,
  });
  for (const [controller, method, text, action] of doorkeeper)
    if (!skip.includes(controller))
      push(draw, call, place, {
        method,
        path: joinPaths(base, { text, resolved: true }),
        controller: own.get(controller) ?? `doorkeeper/${controller}`,
        action,
        own: undefined,
      });
}
