import type { SyntaxNode } from '../languages/syntax.ts';
import type { ReadParameter } from './parameters.ts';
import { memberName, plainString, writtenArguments } from './syntax.ts';

const globals: Readonly<Record<string, ReadParameter['place']>> = {
  $_GET: 'query',
  $_POST: 'body',
  $_REQUEST: 'input',
  $_COOKIE: 'cookie',
  $_FILES: 'file',
};

const filters: Readonly<Record<string, ReadParameter['place']>> = {
  INPUT_GET: 'query',
  INPUT_POST: 'body',
  INPUT_COOKIE: 'cookie',
};

/** What a script reads without a framework: `$_GET['x']`, `$_SERVER['HTTP_X_KEY']`, `filter_input(INPUT_POST, 'x')`. */
export function superglobalParameter(node: SyntaxNode): ReadParameter | undefined {
  if (node.type === 'subscript_expression') {
    const [base, key] = node.children;
    const name = plainString(key);
    if (base === undefined || name === undefined) return undefined;
    const place = globals[base.text];
    if (place !== undefined) return { name, place, node };
    if (base.text === '$_SERVER') return serverHeader(name, node);
    if (/^(getallheaders|apache_request_headers)\(\)$/.test(base.text))
      return { name, place: 'header', node };
    return undefined;
  }
  if (node.type !== 'function_call_expression' || memberName(node) !== 'filter_input') return undefined;
  const [kind, key] = writtenArguments(node);
  const place = filters[kind?.node.text ?? ''];
  const name = plainString(key?.node);
  if (kind?.node.text === 'INPUT_SERVER' && name !== undefined) return serverHeader(name, node);
  return place === undefined || name === undefined ? undefined : { name, place, node };
}

const ambient = new Set([
  'HTTP_HOST',
  'HTTP_USER_AGENT',
  'HTTP_REFERER',
  'HTTP_ACCEPT_LANGUAGE',
  'HTTP_ACCEPT_ENCODING',
  'HTTP_X_FORWARDED_PROTO',
  'HTTP_X_FORWARDED_SSL',
  'HTTP_CONNECTION',
]);

/** `HTTP_X_API_KEY` is the header `X-API-KEY`; what every browser sends is no parameter. */
function serverHeader(name: string, node: SyntaxNode): ReadParameter | undefined {
  if (ambient.has(name)) return undefined;
  if (name === 'PHP_AUTH_USER' || name === 'PHP_AUTH_PW')
    return { name: 'AUTHORIZATION', place: 'header', node };
  return name.startsWith('HTTP_')
    ? { name: name.slice('HTTP_'.length).replaceAll('_', '-'), place: 'header', node }
    : undefined;
}
