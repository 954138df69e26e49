import type { Parameter } from '../../../model/api.ts';
import type { DeclaredRoute } from '../http/declared.ts';
import type { JudgedGuard } from '../http/routing.ts';
import { bodyOfMethod } from './body.ts';
import type { PhpBody } from './body.ts';
import type { PhpClass, PhpMethod } from './classes.ts';
import type { PhpCodebase } from './codebase.ts';
import { judged } from './guards.ts';
import { createMachine, runFile } from './machine.ts';
import { methodsOfBody } from './methods-of-body.ts';
import type { Dialect } from './parameters.ts';
import { toDeclared } from './route.ts';
import { walkBody } from './signs.ts';
import { plainString } from './syntax.ts';
import type { PhpValue } from './value.ts';
import { entryOf, originAt, textsOf } from './value.ts';

const dialect: Dialect = {
  methods: {},
  bags: { get: 'query', post: 'body', cookie: 'cookie', files: 'file', request: 'input' },
  requestType: /^never$/,
  receivers: /^\$this->request$/,
};

interface Controller {
  readonly declared: PhpClass;
  /** `admin/` or nothing: where its index.php lies. */
  readonly front: string;
  /** `common/login`. */
  readonly route: string;
}

const readsRoute = /(->get|\$_(GET|REQUEST))\[\s*['"]route['"]\s*\]/;

/** `index.php?route=a/b.method`: folders and classes below `controller` are named by the query. */
export function dispatchRoutes(codebase: PhpCodebase): readonly DeclaredRoute[] {
  if (!codebase.sources.some(({ text }) => readsRoute.test(text))) return [];
  const controllers = codebase.sources.flatMap(({ path, text }) =>
    /(^|\/)controller\/.+\.php$/.test(path) && /extends\s+\\?[\w\\]*Controller\b/.test(text)
      ? controllersOf(codebase, path)
      : [],
  );
  const separator = separatorOf(codebase);
  const checks = startupChecks(codebase, controllers);
  const fills = fillsParameters(codebase);
  return controllers.flatMap(({ declared, front, route }) =>
    [...declared.methods.values()].flatMap((method) => {
      const body = bodyOfMethod(method, declared);
      if (
        body === undefined ||
        method.visibility !== 'public' ||
        method.name.startsWith('_') ||
        method.isStatic ||
        (!fills && asksArguments(method))
      )
        return [];
      const name = method.name === 'index' ? route : `${route}${separator}${method.name}`;
      return routesOf(codebase, body, `/${front}index.php?route=${name}`, checks(front, route));
    }),
  );
}

/** The query names a method and hands it nothing: one that cannot do without is called by other code alone. */
const asksArguments = ({ parameters }: PhpMethod): boolean =>
  parameters.some((each) => each.default === undefined && each.node.type !== 'variadic_parameter');

/** A front that looks at the parameters of what it calls may fill them from the request. */
const fillsParameters = ({ sources }: PhpCodebase): boolean =>
  sources.some(
    ({ text }) =>
      /Reflection(Method|Function)|->getParameters\(/.test(text) &&
      /invokeArgs|call_user_func_array|\(\.\.\.\$/.test(text) &&
      /controller/i.test(text),
  );

function routesOf(
  codebase: PhpCodebase,
  body: PhpBody,
  text: string,
  guards: readonly JudgedGuard[],
): readonly DeclaredRoute[] {
  const origin = originAt(body.file, { line: body.line });
  const query: Parameter = { name: 'route', in: 'query', required: true, origin };
  return toDeclared(codebase, dialect, {
    technology: 'php',
    methods: methodsOfBody(codebase, body, dialect),
    path: { text, resolved: true },
    body,
    guards,
    parameters: [query],
    origin,
  });
}

function controllersOf(codebase: PhpCodebase, path: string): readonly Controller[] {
  const declared = [...(codebase.file(path)?.classes.values() ?? [])][0];
  const match = /^(.*?)controller\/(.+)\.php$/.exec(path);
  if (declared === undefined || declared.isAbstract || declared.kind !== 'class' || match === null) return [];
  const [, above = '', inner = ''] = match;
  const extension = /(?:^|\/)extension\/([^/]+)\/(\w+)\/$/.exec(above);
  const side = extension?.[2] ?? above.replace(/\/$/, '').split('/').at(-1) ?? '';
  const front = side === 'catalog' || side === '' ? '' : `${side}/`;
  return [
    { declared, front, route: extension === null ? inner : `extension/${extension[1] ?? ''}/${inner}` },
  ];
}

/** What stands between class and method: newer versions cut at a dot or a bar, older ones at a slash. */
function separatorOf(codebase: PhpCodebase): string {
  const action = codebase.sources.find(({ path }) => /(^|\/)engine\/action\.php$/.test(path))?.text ?? '';
  return /strrpos\(\s*\$\w+,\s*'\.'/.test(action) ? '.' : /'\|'/.test(action) ? '|' : '/';
}

/** Controllers that run before every other one and may send the caller away, with the routes they leave alone. */
function startupChecks(
  codebase: PhpCodebase,
  controllers: readonly Controller[],
): (front: string, route: string) => readonly JudgedGuard[] {
  const machine = createMachine(codebase, {});
  const found = codebase.sources.flatMap(({ path, text }) => {
    const side = /config\/(\w+)\.php$/.exec(path)?.[1];
    if (side === undefined || !text.includes('action_pre_action')) return [];
    const variables = new Map<string, PhpValue>();
    runFile(machine, path, { variables });
    const front = side === 'catalog' ? '' : `${side}/`;
    return textsOf(entryOf(variables.get('_'), 'action_pre_action')).flatMap((route) =>
      controllers.flatMap((each) =>
        each.route === route && each.front === front ? checkOf(each, front) : [],
      ),
    );
  });
  return (front, route) =>
    found.flatMap((check) => (check.front === front && !check.open.has(route) ? [check.guard] : []));
}

interface StartupCheck {
  readonly front: string;
  readonly open: ReadonlySet<string>;
  readonly guard: JudgedGuard;
}

function checkOf({ declared }: Controller, front: string): readonly StartupCheck[] {
  const body = bodyOfMethod(declared.methods.get('index'), declared);
  const text = body?.body.text ?? '';
  const asked = /!\s*\$this->\w+->(isLogged|hasPermission)\(/.exec(text)?.[1];
  if (
    body === undefined ||
    asked === undefined ||
    !/new\s+[\w\\]*Action\(\s*['"][^'"]*(login|permission)/.test(text)
  )
    return [];
  const kind = asked === 'hasPermission' ? 'authorisation' : 'authentication';
  const open = new Set<string>();
  walkBody(body.body, (node) => {
    if (node.type !== 'array_creation_expression') return;
    for (const item of node.children) {
      const route = plainString(item.children[0]);
      if (route?.includes('/') === true) open.add(route);
    }
  });
  return [
    {
      front,
      open,
      guard: judged(
        declared.name.split('\\').at(-1) ?? 'startup',
        kind,
        originAt(declared.file, declared.node),
      ),
    },
  ];
}
