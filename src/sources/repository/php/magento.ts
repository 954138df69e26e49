import type { Method } from '../../../model/api.ts';
import type { DeclaredRoute } from '../http/declared.ts';
import type { JudgedGuard } from '../http/routing.ts';
import { bodyOfMethod, methodBody } from './body.ts';
import type { PhpClass } from './classes.ts';
import { kindNames, lineage, methodOf } from './codebase.ts';
import type { PhpCodebase } from './codebase.ts';
import { judged } from './guards.ts';
import { methodsNamed } from './methods.ts';
import { methodsOfBody } from './methods-of-body.ts';
import type { Dialect } from './parameters.ts';
import { toDeclared } from './route.ts';
import type { ReadOrigin } from './value.ts';
import { originAt } from './value.ts';
import { elementsNamed, parseXml } from '../xml.ts';
import type { XmlElement } from '../xml.ts';

const dialect: Dialect = {
  methods: {
    getparam: 'input',
    getpost: 'body',
    getpostvalue: 'body',
    getquery: 'query',
    getheader: 'header',
    getcookie: 'cookie',
    getfiles: 'file',
  },
  bags: { getparams: 'input', getpostvalue: 'body' },
  requestType: /RequestInterface$|\\Request$/,
  receivers: /^(\$this->getRequest\(\)|\$this->_?request)$/,
};

/** Routes of Magento modules: `webapi.xml`, and front names of `routes.xml` with the classes of controllers. */
export function magentoRoutes(codebase: PhpCodebase): readonly DeclaredRoute[] {
  return [...codebase.repository.files.values()].flatMap(({ path, text }) => {
    if (/(^|\/)etc\/webapi\.xml$/.test(path))
      return elementsNamed(parseXml(text), 'route').flatMap((route) => apiRoute(codebase, path, route));
    const area = /^(.*?)\/?etc\/(frontend|adminhtml)\/routes\.xml$/.exec(path);
    return area === null
      ? []
      : elementsNamed(parseXml(text), 'route').flatMap((route) =>
          pageRoutes(codebase, area[1] ?? '', area[2] ?? '', route),
        );
  });
}

function apiRoute(codebase: PhpCodebase, file: string, route: XmlElement): readonly DeclaredRoute[] {
  const [url, method] = [route.attributes.get('url'), route.attributes.get('method')];
  if (url === undefined || method === undefined) return [];
  const origin: ReadOrigin = { kind: 'read', file, line: route.line };
  const service = elementsNamed(route, 'service')[0]?.attributes;
  const refs = elementsNamed(route, 'resource').flatMap((each) => each.attributes.get('ref') ?? []);
  const body = implementation(codebase, service?.get('class'), service?.get('method') ?? '');
  return toDeclared(codebase, dialect, {
    technology: 'magento',
    methods: methodsNamed([method]),
    path: { text: `/rest${url.replaceAll(/:(\w+)/g, '{$1}')}`, resolved: true },
    body,
    builtIn: refs.includes('anonymous'),
    guards: resourceGuards(refs, origin),
    origin,
  });
}

function resourceGuards(refs: readonly string[], origin: ReadOrigin): readonly JudgedGuard[] {
  if (refs.length === 0 || refs.includes('anonymous')) return [];
  return refs.includes('self')
    ? [judged('self', 'authentication', origin)]
    : [judged('resource', 'authorisation', origin, { requires: refs })];
}

function implementation(
  codebase: PhpCodebase,
  contract: string | undefined,
  method: string,
): ReturnType<typeof methodBody> {
  if (contract === undefined) return undefined;
  const plain = contract.replace(/^\\/, '');
  return (
    methodBody(codebase, plain, method) ??
    codebase.subclasses(plain).flatMap(({ name }) => methodBody(codebase, name, method) ?? [])[0]
  );
}

/** `Controller/Order/Creditmemo/Save.php` answers at `/front/order_creditmemo/save`. */
function pageRoutes(
  codebase: PhpCodebase,
  module: string,
  area: string,
  route: XmlElement,
): readonly DeclaredRoute[] {
  const front = route.attributes.get('frontName') ?? route.attributes.get('id');
  if (front === undefined) return [];
  const folder = `${module === '' ? '' : `${module}/`}Controller/${area === 'adminhtml' ? 'Adminhtml/' : ''}`;
  return codebase.sources.flatMap(({ path }) => {
    if (!path.startsWith(folder) || (area === 'frontend' && path.startsWith(`${folder}Adminhtml/`)))
      return [];
    const parts = path
      .slice(folder.length)
      .replace(/\.php$/, '')
      .split('/')
      .map((part) => part.toLowerCase());
    const declared = [...(codebase.file(path)?.classes.values() ?? [])][0];
    if (declared === undefined || declared.isAbstract || declared.kind !== 'class' || parts.length < 2)
      return [];
    const method = methodOf(codebase, declared, 'execute');
    const body = bodyOfMethod(method, declared);
    if (body === undefined) return [];
    const text = `/${front}/${parts.slice(0, -1).join('_')}/${parts.at(-1) ?? ''}`;
    const said = methodsBy(codebase, declared);
    return toDeclared(codebase, dialect, {
      technology: 'magento',
      methods: said.length > 0 ? said : methodsOfBody(codebase, body, dialect),
      path: { text, resolved: true },
      body,
      guards: area === 'adminhtml' ? adminGuards(codebase, declared) : [],
      origin: originAt(declared.file, declared.node),
    });
  });
}

const contracts: readonly (readonly [RegExp, Method])[] = [
  [/HttpGetActionInterface$/, 'GET'],
  [/HttpPostActionInterface$/, 'POST'],
  [/HttpPutActionInterface$/, 'PUT'],
  [/HttpDeleteActionInterface$/, 'DELETE'],
];

function methodsBy(codebase: PhpCodebase, declared: PhpClass): readonly Method[] {
  const names = kindNames(codebase, declared);
  return contracts.flatMap(([pattern, method]) => (names.some((name) => pattern.test(name)) ? [method] : []));
}

/** The back office asks for a session and for the resource that the controller names. */
function adminGuards(codebase: PhpCodebase, declared: PhpClass): readonly JudgedGuard[] {
  const holder = lineage(codebase, declared).find(({ constants }) => constants.has('ADMIN_RESOURCE'));
  const resource = holder?.constants.get('ADMIN_RESOURCE')?.text.replaceAll(/['"]/g, '');
  const isBackend = kindNames(codebase, declared).some((name) =>
    /Backend\\App\\(Abstract)?Action$/.test(name),
  );
  if (!isBackend) return [];
  return [
    judged('ADMIN_RESOURCE', 'authorisation', originAt(declared.file, declared.node), {
      requires: resource === undefined ? ['Magento_Backend::admin'] : [resource],
    }),
  ];
}
