import type { Method, Parameter } from '../../../../model/api.ts';
import type { PhpBody } from '../body.ts';
import type { PhpCodebase } from '../codebase.ts';
import { readParameters } from '../parameters.ts';
import type { Dialect, Place } from '../parameters.ts';
import { walkBody } from '../signs.ts';
import { callTypes, memberName, plainString, writtenArguments } from '../syntax.ts';
import { originAt } from '../value.ts';

export const thinkphpDialect: Dialect = {
  methods: {
    get: 'query',
    post: 'body',
    put: 'body',
    delete: 'body',
    patch: 'body',
    param: 'query',
    header: 'header',
    cookie: 'cookie',
    file: 'file',
    has: 'query',
  },
  bags: { get: 'query', post: 'body', param: 'query', header: 'header', put: 'body' },
  lists: { only: 'body' },
  requestType: /(^|\\)Request$/,
  receivers: /^(request\(\)|\\?(think\\facade\\)?Request|\$this->request)$/,
};

const places: Readonly<Record<string, Place>> = {
  get: 'query',
  post: 'body',
  put: 'body',
  param: 'query',
  header: 'header',
  cookie: 'cookie',
  file: 'file',
  delete: 'body',
  request: 'query',
};

/** `input('post.name/s')`, and lists as `getMore([['page', 1]])`. */
export function thinkphpParameters(body: PhpBody): readonly Parameter[] {
  const found: Parameter[] = [];
  const add = (name: string, place: Place, line: number): void => {
    const where = place === 'file' || place === 'input' ? 'body' : place;
    found.push({ name, in: where, required: false, origin: originAt(body.file, { line }) });
  };
  walkBody(body.body, (node) => {
    if (!callTypes.has(node.type)) return;
    const called = memberName(node)?.toLowerCase() ?? '';
    const [first] = writtenArguments(node);
    if (first === undefined) return;
    if (node.type === 'function_call_expression' && called === 'input') {
      const match = /^\?*(?:(\w+)\.)?(\w+)(?:\/\w)?$/.exec(plainString(first.node) ?? '');
      if (match?.[2] !== undefined) add(match[2], places[match[1] ?? 'param'] ?? 'query', node.line);
      return;
    }
    const place = called === 'getmore' ? 'query' : called === 'postmore' ? 'body' : undefined;
    if (place === undefined || first.node.type !== 'array_creation_expression') return;
    for (const item of first.node.children) {
      const [inner] = item.children;
      const name = plainString(inner) ?? plainString(inner?.children[0]?.children[0]);
      if (name !== undefined) add(name.replace(/\/\w$/, ''), place, item.line);
    }
  });
  return found;
}

/** Arguments of an action that are not in its path come from the query. */
export const argumentParameters = (body: PhpBody, path: string): readonly Parameter[] =>
  body.parameters.flatMap(({ name, type, default: value, node }) =>
    path.includes(`{${name}}`) || (type !== undefined && !/^(int|string|float|bool|array)$/.test(type))
      ? []
      : [{ name, in: 'query', required: value === undefined, origin: originAt(body.file, node) }],
  );

/** `GET`, and `POST` where something of the body is read. */
export function methodsOfThinkphp(codebase: PhpCodebase, body: PhpBody): readonly Method[] {
  const read = [...thinkphpParameters(body), ...readParameters(codebase, body, thinkphpDialect, 'POST')];
  return read.some(({ in: place }) => place === 'body') || /isPost\(|isAjax\(/.test(body.body.text)
    ? ['GET', 'POST']
    : ['GET'];
}
