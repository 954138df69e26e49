import { adonis } from './adonis.ts';
import { decorated } from './decorated.ts';
import { elysia } from './elysia.ts';
import { express } from './express.ts';
import { feathers } from './feathers.ts';
import { hapi } from './hapi.ts';
import { hono } from './hono.ts';
import { koa, oak } from './koa.ts';
import { nodeHttp } from './node-http.ts';
import { restify } from './restify.ts';
import { sails } from './sails.ts';
import type { CallFramework, Routers } from './routers.ts';

/** Frameworks whose routes are registered by calls on an application, a server or a router. */
export const callFrameworks = (routers: Routers): readonly CallFramework[] => [
  express(routers),
  koa(routers),
  hono(routers),
  oak(routers),
  restify(routers),
  elysia(routers),
  hapi(),
  adonis(routers),
  feathers(routers),
  decorated(),
  nodeHttp(routers),
  sails(),
];
