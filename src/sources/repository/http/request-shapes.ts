import type { Parameter } from '../../../model/api.ts';

type Place = Parameter['in'];

/** How handlers of a framework read their request: dotted paths from the object that carries it. */
export interface RequestShape {
  /** Objects whose members are named values: `query` of `query.page`. */
  readonly places: Readonly<Record<string, Place>>;
  /** Methods that take the name: `get` of `get('X-Id')`. */
  readonly calls: Readonly<Record<string, Place>>;
  /** Functions that take the request and the name: `getCookie(c, 'session')`. */
  readonly functions?: Readonly<Record<string, Place>>;
  /** Members that are an uploaded file of that name. */
  readonly files?: readonly string[];
}

const query: Readonly<Record<string, Place>> = {
  'url.searchParams.get': 'query',
  'url.searchParams.getAll': 'query',
  'url.searchParams.has': 'query',
};

const express: RequestShape = {
  places: {
    query: 'query',
    body: 'body',
    params: 'path',
    headers: 'header',
    cookies: 'cookie',
    signedCookies: 'cookie',
    files: 'body',
    'url.query': 'query',
  },
  calls: { get: 'header', header: 'header', 'headers.get': 'header', ...query },
  files: ['file'],
};

const koa: RequestShape = {
  places: {
    query: 'query',
    'request.query': 'query',
    'request.body': 'body',
    'request.files': 'body',
    body: 'body',
    params: 'path',
    'request.params': 'path',
    headers: 'header',
    header: 'header',
    'request.headers': 'header',
    'request.header': 'header',
    'req.headers': 'header',
    // Set by validating middlewares that keep what they accepted.
    'input.body': 'body',
    'input.query': 'query',
  },
  calls: {
    get: 'header',
    'request.get': 'header',
    'req.get': 'header',
    'cookies.get': 'cookie',
    ...query,
  },
  files: ['file', 'request.file'],
};

const oak: RequestShape = {
  places: {
    params: 'path',
    'request.body.json()': 'body',
    'request.body.form()': 'body',
    'request.body.formData()': 'body',
    'request.body().value': 'body',
    'request.headers': 'header',
  },
  calls: {
    'request.url.searchParams.get': 'query',
    'request.url.searchParams.getAll': 'query',
    'request.headers.get': 'header',
    'request.body.form().get': 'body',
    'request.body.formData().get': 'body',
    'cookies.get': 'cookie',
  },
};

const hono: RequestShape = {
  places: {
    'req.query()': 'query',
    'req.queries()': 'query',
    'req.param()': 'path',
    'req.header()': 'header',
    'req.json()': 'body',
    'req.parseBody()': 'body',
    'req.formData()': 'body',
    'req.valid(json)': 'body',
    'req.valid(form)': 'body',
    'req.valid(query)': 'query',
    'req.valid(param)': 'path',
    'req.valid(header)': 'header',
    'req.valid(cookie)': 'cookie',
  },
  calls: {
    'req.query': 'query',
    'req.queries': 'query',
    'req.param': 'path',
    'req.header': 'header',
    'req.raw.headers.get': 'header',
    'req.formData().get': 'body',
    'req.url.searchParams.get': 'query',
  },
  functions: { getCookie: 'cookie', getSignedCookie: 'cookie' },
};

const hapi: RequestShape = {
  places: {
    query: 'query',
    payload: 'body',
    params: 'path',
    headers: 'header',
    state: 'cookie',
  },
  calls: { 'url.searchParams.get': 'query' },
};

const elysia: RequestShape = {
  places: { query: 'query', body: 'body', params: 'path', headers: 'header', cookie: 'cookie' },
  calls: { 'request.headers.get': 'header', 'headers.get': 'header' },
};

const adonis: RequestShape = {
  places: {
    'request.qs()': 'query',
    'request.body()': 'body',
    'request.all()': 'body',
    'request.params()': 'path',
    'request.headers()': 'header',
    params: 'path',
  },
  calls: {
    'request.input': 'body',
    'request.header': 'header',
    'request.param': 'path',
    'request.cookie': 'cookie',
    'request.plainCookie': 'cookie',
    'request.encryptedCookie': 'cookie',
    'request.file': 'body',
    'request.files': 'body',
  },
};

/** What a service's method gets as `params`. */
const feathers: RequestShape = {
  places: { query: 'query', headers: 'header', body: 'body' },
  calls: {},
};

const shapes: Readonly<Record<string, RequestShape>> = {
  express,
  koa,
  oak,
  hono,
  hapi,
  elysia,
  adonis,
  feathers,
};

export const shapeOf = (technology: string): RequestShape =>
  Object.hasOwn(shapes, technology) ? (shapes[technology] ?? express) : express;
