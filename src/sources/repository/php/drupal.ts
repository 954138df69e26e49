import type { DeclaredRoute } from '../http/declared.ts';
import type { JudgedGuard } from '../http/routing.ts';
import { parseYaml } from '../yaml.ts';
import type { YamlView } from '../yaml.ts';
import { methodBody } from './body.ts';
import type { PhpBody } from './body.ts';
import type { PhpCodebase } from './codebase.ts';
import { judged } from './guards.ts';
import { methodsNamed } from './methods.ts';
import { methodsOfBody } from './methods-of-body.ts';
import type { Dialect } from './parameters.ts';
import { bracePath } from './paths.ts';
import { toDeclared } from './route.ts';
import { symfonyDialect } from './symfony/parameters.ts';
import type { ReadOrigin } from './value.ts';

const dialect: Dialect = {
  ...symfonyDialect,
  receivers: /^(\\?Drupal::request\(\)|\$this->requestStack->getCurrentRequest\(\)|\$this->getRequest\(\))$/,
};

/** Routes of Drupal modules: `*.routing.yml` with what each asks for. */
export function drupalRoutes(codebase: PhpCodebase): readonly DeclaredRoute[] {
  return [...codebase.repository.files.values()].flatMap(({ path, text }) => {
    if (!path.endsWith('.routing.yml') || /(^|\/)tests?\//.test(path)) return [];
    return (parseYaml(text).documents[0]?.entries() ?? []).flatMap(([, view]) =>
      routeOf(codebase, path, view),
    );
  });
}

function routeOf(codebase: PhpCodebase, file: string, view: YamlView): readonly DeclaredRoute[] {
  const path = view.at('path').text();
  if (path === undefined) return [];
  const origin: ReadOrigin = { kind: 'read', file, line: view.line };
  const body = handlerOf(codebase, view.at('defaults'));
  const said = methodsNamed(
    view
      .at('methods')
      .items()
      .flatMap((item) => item.text() ?? []),
  );
  const isForm = view.at('defaults').at('_form').exists || view.at('defaults').at('_entity_form').exists;
  const methods = said.length > 0 ? said : methodsOfBody(codebase, body, dialect);
  return toDeclared(codebase, dialect, {
    technology: 'drupal',
    methods,
    path: { text: bracePath(path), resolved: true },
    body,
    builtIn: body === undefined && isForm,
    guards: requirements(view.at('requirements'), origin),
    origin,
  });
}

function handlerOf(codebase: PhpCodebase, defaults: YamlView): PhpBody | undefined {
  const [owner, method] = (defaults.at('_controller').text() ?? '').replace(/^\\/, '').split('::');
  const form = defaults.at('_form').text()?.replace(/^\\/, '');
  return owner === undefined || owner === ''
    ? methodBody(codebase, form, 'buildForm')
    : methodBody(codebase, owner, method ?? '__invoke');
}

/** Every requirement has to hold. */
function requirements(view: YamlView, origin: ReadOrigin): readonly JudgedGuard[] {
  return view.entries().flatMap(([name, each]): readonly JudgedGuard[] => {
    const value = each.text() ?? '';
    switch (name) {
      case '_permission':
        return value === 'access content'
          ? [judged(name, 'authorisation', origin, { requires: [value], conditional: true })]
          : [
              judged(name, 'authorisation', origin, {
                requires: value.split(/[,+]/).map((part) => part.trim()),
              }),
            ];
      case '_role':
        return [
          judged(name, 'authorisation', origin, { requires: value.split(/[,+]/).map((part) => part.trim()) }),
        ];
      case '_user_is_logged_in':
        return /true/i.test(value) ? [judged(name, 'authentication', origin)] : [];
      case '_access':
        return /false/i.test(value) ? [judged(name, 'authorisation', origin)] : [];
      case '_entity_access':
      case '_entity_create_access':
      case '_entity_delete_multiple_access':
      case '_custom_access':
      case '_csrf_request_header_token':
        return name.startsWith('_csrf') ? [] : [judged(name, 'authorisation', origin, { requires: [value] })];
      default:
        return name.startsWith('_access') ? [judged(name, 'authorisation', origin)] : [];
    }
  });
}
