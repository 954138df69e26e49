import type { LanguageFacts, LanguageReader, Program } from '../languages/language.ts';
import type { DeclaredRoute } from '../http/declared.ts';
import { withHandlerChecks } from './anonymous/handlers.ts';
import { jpaTables } from './jpa/jpa.ts';
import { playRoutes } from './play/play.ts';
import { annotatedCaches } from './processes/caches.ts';
import { declaredCalls } from './processes/declared-clients.ts';
import { feignCalls } from './processes/feign.ts';
import { annotatedJobs } from './processes/jobs.ts';
import { unnamedQueues, withProducers } from '../processes/sent-messages.ts';
import { jspRoutes } from './servlet/jsp.ts';
import { serverEndpoints } from './servlet/server-endpoints.ts';
import { servletRoutes } from './servlet/servlets.ts';
import { armeriaRoutes } from './armeria/armeria.ts';
import { reactiveRoutes } from './jaxrs/reactive-routes.ts';
import { jaxrsRoutes } from './jaxrs/resources.ts';
import { micronautRoutes } from './micronaut/micronaut.ts';
import { ktorRoutes } from './ktor/ktor.ts';
import { strutsRoutes } from './struts/struts.ts';
import { jvmSecurity } from './security/security.ts';
import { springRoutes } from './spring/spring.ts';
import { javalinRoutes } from './web/javalin.ts';
import { sparkRoutes } from './web/spark.ts';
import { vertxRoutes } from './web/vertx.ts';
import { helidonRoutes } from './web/helidon.ts';
import { http4kRoutes } from './web/http4k.ts';
import { httpServerRoutes } from './web/http-server.ts';
import { jvmStatements } from './statements/statements.ts';
import { staticFileRoutes } from './web/static-files.ts';
import { wicketRoutes } from './wicket/wicket.ts';
import type { World } from './world.ts';
import { createWorld } from './world.ts';

/** Backends written in Java, Kotlin or both: classes of one are used by the other. */
export const jvmReader: LanguageReader = {
  name: 'Java and Kotlin',
  grammar: (path) => (path.endsWith('.java') ? 'java' : /\.kts?$/.test(path) ? 'kotlin' : undefined),
  isSource: (path) => /\.(java|kts?|jspx?)$|(^|\/)conf\/([\w.-]+\.)?routes$/.test(path),
  concerns: (files) => files.length > 0,
  read,
};

const readers: readonly ((world: World) => readonly DeclaredRoute[])[] = [
  springRoutes,
  jaxrsRoutes,
  reactiveRoutes,
  micronautRoutes,
  ktorRoutes,
  javalinRoutes,
  sparkRoutes,
  vertxRoutes,
  helidonRoutes,
  httpServerRoutes,
  armeriaRoutes,
  servletRoutes,
  serverEndpoints,
  jspRoutes,
  strutsRoutes,
  wicketRoutes,
  playRoutes,
  http4kRoutes,
  staticFileRoutes,
];

function read(program: Program): LanguageFacts {
  const world = createWorld(program);
  const [jobs, calls] = [annotatedJobs(world), feignCalls(world)];
  const routes = readers
    .flatMap((routesOf) => routesOf(world))
    .map((route) => withHandlerChecks(world, route));
  const starts = (jobs.processes?.jobs ?? []).flatMap(({ origin }) =>
    origin.kind === 'read' ? [origin] : [],
  );
  const { statements, reach, calls: sent, messages } = jvmStatements(world, routes, starts);
  return {
    routes,
    facts: {
      ...jpaTables(world),
      processes: {
        jobs: withProducers(jobs.processes?.jobs ?? [], messages),
        calls: [...(calls.processes?.calls ?? []), ...declaredCalls(world), ...sent],
        caches: annotatedCaches(world),
      },
      trust: { settings: jvmSecurity(world) },
      gaps: unnamedQueues(messages),
    },
    statements,
    reach,
  };
}
