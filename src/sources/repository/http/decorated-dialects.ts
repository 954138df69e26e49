import type { Method, Parameter } from '../../../model/api.ts';
import { commonAnnotations } from './methods.ts';

type Place = Parameter['in'];

/** How a framework of controller classes names things. Names are those of the package's decorators. */
export interface Dialect {
  readonly packages: readonly string[];
  /** Decorators of a class whose first argument is its path; none: any class with a route is a controller. */
  readonly controllers: RegExp | undefined;
  /** Decorators of a method whose first argument is the path. */
  readonly verbs: Readonly<Record<string, Method>>;
  /** Decorators of a parameter; the longest name that begins the decorator's wins. */
  readonly parameters: Readonly<Record<string, Place>>;
  readonly authentication: RegExp;
  readonly authorisation: RegExp;
  /** Decorators whose arguments are middlewares. */
  readonly middlewares: RegExp;
}

const capital: Readonly<Record<string, Method>> = { ...commonAnnotations, All: 'ANY' };

const never = /^$/;

export const dialects: readonly Dialect[] = [
  {
    packages: [
      '@loopback/rest',
      '@loopback/openapi-v3',
      '@loopback/authentication',
      '@loopback/authorization',
    ],
    controllers: undefined,
    verbs: {
      get: 'GET',
      post: 'POST',
      put: 'PUT',
      patch: 'PATCH',
      del: 'DELETE',
      'operation.get': 'GET',
    },
    parameters: {
      'param.path': 'path',
      'param.query': 'query',
      'param.header': 'header',
      'param.cookie': 'cookie',
      'param.filter': 'query',
      'param.where': 'query',
      requestBody: 'body',
    },
    authentication: /^authenticate$/,
    authorisation: /^authorize$/,
    middlewares: never,
  },
  {
    packages: ['routing-controllers'],
    controllers: /^(Json)?Controller$/,
    verbs: capital,
    parameters: {
      Param: 'path',
      Params: 'path',
      QueryParam: 'query',
      QueryParams: 'query',
      Body: 'body',
      BodyParam: 'body',
      HeaderParam: 'header',
      HeaderParams: 'header',
      CookieParam: 'cookie',
      UploadedFile: 'body',
      UploadedFiles: 'body',
    },
    authentication: /^(Authorized|CurrentUser)$/,
    authorisation: never,
    middlewares: /^UseBefore$/,
  },
  {
    packages: ['inversify-express-utils', '@inversifyjs/http-core'],
    controllers: /^[cC]ontroller$/,
    verbs: {
      httpGet: 'GET',
      httpPost: 'POST',
      httpPut: 'PUT',
      httpPatch: 'PATCH',
      httpDelete: 'DELETE',
      httpHead: 'HEAD',
      all: 'ANY',
      ...capital,
    },
    parameters: {
      requestParam: 'path',
      queryParam: 'query',
      requestBody: 'body',
      requestHeaders: 'header',
      cookies: 'cookie',
      Params: 'path',
      Query: 'query',
      Body: 'body',
      Headers: 'header',
      Cookies: 'cookie',
    },
    authentication: never,
    authorisation: never,
    middlewares: /^(withMiddleware|UseGuard|ApplyMiddleware)$/,
  },
  {
    packages: ['tsoa', '@tsoa/runtime'],
    controllers: /^Route$/,
    verbs: capital,
    parameters: {
      Path: 'path',
      Query: 'query',
      Queries: 'query',
      Body: 'body',
      BodyProp: 'body',
      Header: 'header',
      FormField: 'body',
      UploadedFile: 'body',
      UploadedFiles: 'body',
    },
    authentication: /^Security$/,
    authorisation: never,
    middlewares: /^Middlewares$/,
  },
  {
    packages: ['@tsed/common', '@tsed/di', '@tsed/schema', '@tsed/platform-params', '@tsed/passport'],
    controllers: /^Controller$/,
    verbs: capital,
    parameters: {
      PathParams: 'path',
      QueryParams: 'query',
      BodyParams: 'body',
      HeaderParams: 'header',
      Cookies: 'cookie',
      MultipartFile: 'body',
    },
    authentication: /^(Authenticate|Authorize|UseAuth)$/,
    authorisation: never,
    middlewares: /^(UseBefore|Use)$/,
  },
];
