import type { Method } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { PhpCodebase } from '../codebase.ts';
import { plural } from '../laravel/words.ts';
import { runFile } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { methodsNamed } from '../methods.ts';
import { toDeclared } from '../route.ts';
import { entryOf, textOf, textsOf } from '../value.ts';
import type { PhpValue, ReadOrigin } from '../value.ts';
import { declare, dialect, restActions } from './actions.ts';
import type { Action } from './actions.ts';

export function ruleRoutes(machine: Machine, actions: readonly Action[]): readonly DeclaredRoute[] {
  const files = machine.codebase.sources.filter(
    ({ text }) =>
      /urlManager|UrlRule|urlRules/.test(text) &&
      /'rules'|"rules"|urlRules|=>/.test(text) &&
      !/class\s+\w+/.test(text),
  );
  return files.flatMap(({ path }) => {
    const config = new Map<string, PhpValue>();
    const returned = runFile(machine, path, { variables: config });
    const manager = find(returned, 'urlManager');
    const rules = entryOf(manager ?? returned, 'rules') ?? (/url|route/i.test(path) ? returned : undefined);
    return (rules?.kind === 'array' ? rules.entries : []).flatMap(({ key, value, node }) => {
      const origin: ReadOrigin = { kind: 'read', file: path, line: node.line };
      return ruleRoute(machine.codebase, actions, key, value, origin);
    });
  });
}

function find(value: PhpValue, key: string): PhpValue | undefined {
  return entryOf(entryOf(value, 'components'), key) ?? entryOf(value, key);
}

/** `<id:\d+>` as `{id}`. */
const rulePath = (written: string): string =>
  `/${written.replace(/^\//, '').replaceAll(/<(\w+)(?::[^<>]*)?>/g, '{$1}')}`;

function ruleRoute(
  codebase: PhpCodebase,
  actions: readonly Action[],
  key: string | undefined,
  value: PhpValue,
  origin: ReadOrigin,
): readonly DeclaredRoute[] {
  if (value.kind === 'array') {
    if (/rest\\UrlRule$|^UrlRule$/.test(textOf(entryOf(value, 'class')) ?? ''))
      return restRoutes(codebase, actions, value, origin);
    const pattern = textOf(entryOf(value, 'pattern')) ?? key;
    const target = textOf(entryOf(value, 'route')) ?? textsOf(value)[0];
    const verbs = textsOf(entryOf(value, 'verb'));
    return pattern === undefined || target === undefined
      ? []
      : namedRoute(codebase, actions, pattern, target, methodsNamed(verbs), origin);
  }
  const target = textOf(value);
  const match = /^((?:(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS),?)+)\s+(.*)$/.exec(key ?? '');
  if (target === undefined || key === undefined) return [];
  return namedRoute(codebase, actions, match?.[2] ?? key, target, methodsNamed([match?.[1] ?? '']), origin);
}

function namedRoute(
  codebase: PhpCodebase,
  actions: readonly Action[],
  pattern: string,
  target: string,
  methods: readonly Method[],
  origin: ReadOrigin,
): readonly DeclaredRoute[] {
  if (/<(controller|action|module)\b/.test(pattern) || target.includes('<') || /^https?:/.test(pattern))
    return [];
  const plain = target.replace(/^\//, '');
  const action = actions.find(({ route }) => route === plain || route === `${plain}/index`);
  if (action !== undefined)
    return declare(
      codebase,
      action,
      rulePath(pattern),
      methods.length > 0 ? methods : action.methods,
      origin,
    );
  return toDeclared(codebase, dialect, {
    technology: 'yii',
    methods: methods.length > 0 ? methods : ['GET'],
    path: { text: rulePath(pattern), resolved: true },
    body: undefined,
    guards: [],
    origin,
  });
}

/** `['class' => 'yii\rest\UrlRule', 'controller' => ['user', 'v1/post']]`. */
function restRoutes(
  codebase: PhpCodebase,
  actions: readonly Action[],
  rule: PhpValue,
  origin: ReadOrigin,
): readonly DeclaredRoute[] {
  const plain = entryOf(rule, 'pluralize');
  const pluralize = !(plain?.kind === 'boolean' && !plain.value);
  const prefix = textOf(entryOf(rule, 'prefix')) ?? '';
  const [only, except] = [textsOf(entryOf(rule, 'only')), textsOf(entryOf(rule, 'except'))];
  const controllers = entryOf(rule, 'controller');
  const pairs =
    controllers?.kind === 'array'
      ? controllers.entries.map((entry) => [entry.key, textOf(entry.value) ?? ''] as const)
      : [[undefined, textOf(controllers) ?? ''] as const];
  const tails: Readonly<Record<string, string>> = { view: '/{id}', update: '/{id}', delete: '/{id}' };
  return pairs.flatMap(([name, controller]) => {
    const parts = controller.split('/');
    const last = parts.at(-1) ?? '';
    const url = name ?? [...parts.slice(0, -1), pluralize ? plural(last) : last].join('/');
    const base = `/${[prefix, url].filter((part) => part !== '').join('/')}`;
    const usual = restActions.flatMap(([id, methods]) => {
      const action = actions.find(({ route }) => route === `${controller}/${id}`);
      if (
        id === 'options' ||
        (only.length > 0 && !only.includes(id)) ||
        except.includes(id) ||
        action === undefined
      )
        return [];
      return declare(codebase, action, `${base}${tails[id] ?? ''}`, methods, origin);
    });
    const extra = entryOf(rule, 'extraPatterns');
    const more = (extra?.kind === 'array' ? extra.entries : []).flatMap(({ key = '', value }) => {
      const match = /^((?:[A-Z]+,?)+)\s*(.*)$/.exec(key);
      const tail = (match?.[2] ?? key).replaceAll(
        /<(\w+)(?::[^<>]*)?>|\{(\w+)\}/g,
        (_, one?: string, two?: string) => `{${one ?? two ?? ''}}`,
      );
      const action = actions.find(({ route }) => route === `${controller}/${textOf(value) ?? ''}`);
      const methods = methodsNamed([match?.[1] ?? '']);
      return action === undefined
        ? []
        : declare(
            codebase,
            action,
            `${base}${tail === '' ? '' : `/${tail}`}`,
            methods.length > 0 ? methods : action.methods,
            origin,
          );
    });
    return [...usual, ...more];
  });
}
