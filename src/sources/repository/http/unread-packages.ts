import type { ResultValue, Site, Value } from '../javascript/value.ts';
import { handlerOf } from './handlers.ts';
import { kindByName } from './guards.ts';
import { knownMiddleware } from './middlewares.ts';
import type { Given, JudgedGuard } from './routing.ts';
import { unreadGuard } from './unread-guard.ts';

/** Packages whose functions around handlers turn nobody away: they catch errors, measure, cache, adapt. */
const harmless =
  /^(node:.*|util|lodash(\.\w+)?|lodash-es|ramda|fp-ts|effect|react|next|next\/.*|next-auth|@auth\/.*|better-auth.*|next-connect|next-cors|micro|micro-cors|h3|nitropack.*|nitro.*|nuxt|#\w+|@nuxt\/.*|hono.*|@hono\/.*|koa-.*|@koa\/.*|express-.*|@tsoa\/.*|graphql.*|@apollo\/.*|@graphql.*|@trpc\/.*|@ts-rest\/.*|@orpc\/.*|inngest.*|@vercel\/.*|uploadthing.*|@remix-run\/.*|@sveltejs\/.*|astro.*|@tanstack\/.*|swagger-.*|@sentry\/.*|@opentelemetry\/.*|dd-trace|newrelic|serverless.*|@google-cloud\/.*|firebase-.*|@middy\/.*|p-\w+|memoizee|async.*|@?awaitjs.*|bluebird|promise.*|mercurius|fastify-.*|@fastify\/.*|@prisma\/.*|payload.*|@payloadcms\/.*|@nestjs\/.*|celebrate|zod.*|joi.*|yup|ajv.*|next-rest-framework|next-route-handler|nextjs-cors|cors|compression|axiom|next-axiom|@axiomhq\/.*|@logtail\/.*|pino.*|winston.*|@upstash\/.*|qstash|ai|openai|@ai-sdk\/.*|@modelcontextprotocol\/.*|mcp-.*|@clerk\/.*|@kinde.*|iron-session.*|next-iron-session|catch-async.*|.*async-?(handler|error|wrap|middleware).*)$/;

/** Whether a function of a package may turn somebody away that is handed the request and what goes on, or the answer. */
export const mayAnswer = (value: Value | undefined): boolean =>
  value?.kind === 'library' &&
  !harmless.test(value.package) &&
  !/^(global:.*|process|https?|stream|url|querystring|crypto|fs|path|events|zlib|body|raw-body|co-body|busboy|formidable|multiparty|cookies?|on-finished|request-ip|fresh|send|finalhandler|parseurl|type-is|accepts)$/.test(
    value.package,
  ) &&
  knownMiddleware(value) === undefined &&
  !about.test(value.path.split('.').at(-1) || value.package);

/** The function of a package that stands around a handler, where nothing is known of it. */
export function unreadWrapper(
  value: Value,
  site: Site,
): { readonly name: string; readonly value: ResultValue } | undefined {
  if (value.kind !== 'result' || harmless.test(value.callee.package)) return undefined;
  if (knownMiddleware(value) !== undefined) return undefined;
  if (handlerOf({ value, site, conditional: false }).value === undefined) return undefined;
  const name = value.callee.path.split('.').at(-1) || value.callee.package;
  return about.test(name) ? undefined : { name, value };
}

/** By its name it writes down, measures, catches errors or keeps answers. */
const about =
  /log|trac(e|ing)|metric|measure|monitor|timing|error|catch|async|cache|cors|sentry|telemetry|transaction|retry|timeout/i;

/** The same as a check of the route whose handler it stands around. */
export function wrappersOf(answer: Given | undefined): readonly JudgedGuard[] {
  const found = answer === undefined ? undefined : unreadWrapper(answer.value, answer.site);
  if (found === undefined || answer === undefined) return [];
  const kind = kindByName(found.name);
  const isCheck = kind === 'authentication' || kind === 'authorisation';
  return [unread(found.name, answer.site, isCheck ? kind : 'other')];
}

/** Something of a package that runs before a handler. */
export const unread = (
  name: string,
  { origin }: Site,
  kind: JudgedGuard['guard']['kind'] = 'other',
): JudgedGuard => unreadGuard(name, origin, { kind, conditional: true });

/** Packages of NestJS whose decorators, interceptors and modules turn nobody away, or are judged by their own names. */
export const harmlessInNest =
  /^(@nestjs\/.*|class-.*|typeorm|mongoose|sequelize.*|@mikro-orm\/.*|nestjs-zod|zod.*|nest-winston|nestjs-pino|nestjs-cls|nestjs-i18n|nestjs-.*(form|orm|redis|paginate|minio|s3|typegoose|mongo|real-ip|prometheus|command|console|session|slack|twilio|sendgrid|event|request-context|otel|pino|seeder|knex|throttl|rate|limit|swagger|openapi|sse|telegraf|stripe).*|nest-(raven|commander|knexjs|keycloak-connect|access-control|authz)|@ntegral\/.*|@sentry\/.*|@willsoto\/.*|@golevelup\/.*|@nestia\/.*|typia|@ts-rest\/.*|@anatine\/.*|@nestjsx\/.*|@dataui\/.*|@songkeys\/.*|@nest-lab\/.*|@nestjs-modules\/.*|@nestjs-cls\/.*|@liaoliaots\/.*|rxjs.*|cache-manager.*|type-graphql|typedi|tsyringe|inversify|reflect-metadata|lodash.*|@typegoose\/.*|@opentelemetry\/.*|@metinseylan\/.*|prom-client|@godaddy\/.*|@automapper\/.*|@grpc\/.*|@apollo\/.*|graphql.*|@prisma\/.*|nestjs-prisma|accesscontrol|@adminjs\/.*|adminjs|@nestlab\/.*|@bull-board\/.*|bull.*|joi|ioredis)$/;
