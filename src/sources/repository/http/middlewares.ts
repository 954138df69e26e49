import type { Guard } from '../../../model/api.ts';
import type { Value } from '../javascript/value.ts';
import { textOf } from '../javascript/value.ts';
import { ownEntry } from '../javascript/own.ts';

type Kind = Guard['kind'];

/** Middlewares of well-known packages that let every caller through. */
const passing = new Set([
  'express',
  'body-parser',
  'cookie-parser',
  'cookie-session',
  'express-session',
  'cors',
  '@koa/cors',
  'helmet',
  'hpp',
  'morgan',
  'compression',
  'multer',
  'express-fileupload',
  'connect-flash',
  'method-override',
  'serve-favicon',
  'serve-static',
  'csurf',
  'pino-http',
  'express-pino-logger',
  'express-winston',
  'response-time',
  'express-mongo-sanitize',
  'xss-clean',
  'swagger-ui-express',
  'i18n',
  'i18next-http-middleware',
  'express-useragent',
  'connect-timeout',
  'express-request-id',
  'express-status-monitor',
  'express-prom-bundle',
  'express-ejs-layouts',
  'nocache',
  'vhost',
  'on-finished',
  'http-proxy-middleware',
  '@sentry/node',
  'permissions-policy',
  'feature-policy',
  'express-robots-txt',
  'serve-index',
  'errorhandler',
  'lusca',
  'frameguard',
  'hsts',
  'referrer-policy',
  'express-static-gzip',
  'connect-history-api-fallback',
  'express-http-context',
  'express-healthcheck',
  'apicache',
  'busboy',
  'connect-busboy',
  'express-formidable',
  'graphql-upload',
  'prom-client',
  'express-http-proxy',
  'express-async-handler',
  'xss',
  'toobusy-js',
  'express-domain-middleware',
  'express-flash',
  'express-async-errors',
  'koa',
  'oak',
  '@oak/oak',
  'kcors',
  'koa-body',
  'koa-bodyparser',
  '@koa/bodyparser',
  'koa-better-body',
  '@koa/multer',
  'koa-multer',
  'koa-static',
  'koa-static-cache',
  'koa-send',
  'koa-logger',
  'koa-pino-logger',
  'koa-morgan',
  'koa-compress',
  'koa-helmet',
  'koa-session',
  'koa-generic-session',
  'koa-json',
  'koa-json-error',
  'koa-views',
  '@koa/ejs',
  'koa-etag',
  'koa-conditional-get',
  'koa-response-time',
  'koa-onerror',
  'koa-error',
  'koa-sslify',
  'koa-useragent',
  'koa-favicon',
  'koa-range',
  'koa-proxies',
  'koa-proxy',
  'koa-qs',
  'koa-cash',
  'koa-i18n',
  'koa2-swagger-ui',
  '@hono/sentry',
  '@hono/otel',
  '@hono/prometheus',
  '@hono/node-server',
  '@hono/swagger-ui',
  '@adonisjs/core',
  '@adonisjs/auth',
  '@adonisjs/cors',
  '@adonisjs/static',
  '@adonisjs/session',
  '@adonisjs/shield',
  '@adonisjs/vite',
  '@adonisjs/inertia',
  '@elysiajs/cors',
  '@elysiajs/swagger',
  '@elysiajs/openapi',
  '@elysiajs/static',
  '@elysiajs/html',
  '@elysiajs/server-timing',
  '@elysiajs/opentelemetry',
  'nestjs-cls',
  'nestjs-pino',
  'nestjs-i18n',
  'nestjs-real-ip',
  'nest-raven',
  '@mikro-orm/nestjs',
  'cls-rtracer',
  'express-correlation-id',
  '@willsoto/nestjs-prometheus',
]);

const byPackage: Readonly<Record<string, Kind>> = {
  'express-rate-limit': 'rate-limit',
  'express-slow-down': 'rate-limit',
  'express-brute': 'rate-limit',
  'rate-limiter-flexible': 'rate-limit',
  '@fastify/rate-limit': 'rate-limit',
  'express-validator': 'validation',
  celebrate: 'validation',
  'express-joi-validation': 'validation',
  'express-openapi-validator': 'validation',
  'express-jwt': 'authentication',
  'express-basic-auth': 'authentication',
  'express-oauth2-jwt-bearer': 'authentication',
  'express-jwt-authz': 'authorisation',
  'express-jwt-permissions': 'authorisation',
  'express-openid-connect': 'authentication',
  'connect-ensure-login': 'authentication',
  'keycloak-connect': 'authentication',
  '@clerk/express': 'authentication',
  '@clerk/clerk-sdk-node': 'authentication',
  'supertokens-node': 'authentication',
  'koa-jwt': 'authentication',
  'koa-basic-auth': 'authentication',
  'koa-ratelimit': 'rate-limit',
  'koa2-ratelimit': 'rate-limit',
  'koa-joi-router': 'validation',
  'koa-validate': 'validation',
  '@hono/zod-validator': 'validation',
  '@hono/standard-validator': 'validation',
  '@hono/valibot-validator': 'validation',
  '@hono/typebox-validator': 'validation',
  'hono-rate-limiter': 'rate-limit',
};

/** Packages that offer both checks and other things, by the name of the thing. */
const byMember: Readonly<Record<string, readonly (readonly [RegExp, Kind])[]>> = {
  hono: [
    [/^(bearerAuth|basicAuth|jwt|jwk)$/, 'authentication'],
    [/^ipRestriction$/, 'authorisation'],
    [/^validator$/, 'validation'],
    [
      /^(cors|logger|prettyJSON|secureHeaders|compress|etag|cache|csrf|timing|timeout|poweredBy|requestId|bodyLimit|methodOverride|trimTrailingSlash|appendTrailingSlash|serveStatic|contextStorage|languageDetector|jsxRenderer)$/,
      'other',
    ],
  ],
  elysia: [[/./, 'validation']],
  restify: [
    [/throttle/, 'rate-limit'],
    [/./, 'other'],
  ],
};

/** The kind of a middleware made by a package that is known; undefined when nothing is known of it. */
export function knownMiddleware(value: Value): Kind | undefined {
  const library = value.kind === 'result' ? value.callee : value.kind === 'library' ? value : undefined;
  if (library === undefined) return undefined;
  if (library.package === 'passport') {
    if (/authenticate|authorize/.test(library.path)) return isOptional(value) ? 'other' : 'authentication';
    return 'other';
  }
  const member = library.path.split('.').at(-1) ?? '';
  const told = ownEntry(byMember, library.package)?.find(([pattern]) => pattern.test(member));
  if (told !== undefined) return told[1];
  const kind = ownEntry(byPackage, library.package);
  if (kind === 'authentication' && (isOptional(value) || /optional|unless/i.test(library.path)))
    return 'other';
  if (kind !== undefined) return kind;
  return passing.has(library.package) ? 'other' : undefined;
}

/** `credentialsRequired: false`, or the anonymous strategy beside another. */
function isOptional(value: Value): boolean {
  if (value.kind !== 'result') return false;
  return value.args.some((arg) => {
    if (arg.kind === 'array') return arg.items.some((item) => textOf(item) === 'anonymous');
    if (arg.kind !== 'object') return false;
    const required = arg.fields.get('credentialsRequired') ?? arg.fields.get('authRequired');
    return required?.kind === 'primitive' && required.value === false;
  });
}
