import type { LanguageReader } from '../languages/language.ts';
import { apiFileRoutes } from './api-files.ts';
import { cachesOf } from './behaviour/caches.ts';
import { outgoingCalls } from './behaviour/calls.ts';
import { swaggerRoutes } from './go-swagger.ts';
import { jobLibraries, jobsOf } from './behaviour/jobs.ts';
import { sentMessages } from './behaviour/sent-messages.ts';
import { unnamedQueues, withProducers } from '../processes/sent-messages.ts';
import { generatedServers } from './generated-servers.ts';
import { goStatements } from './behaviour/statements.ts';
import { modelTables } from './models/models.ts';
import { goProgram } from './program/program.ts';
import { protoServices } from './proto/services.ts';
import { routesOf } from './routes.ts';
import { goSecurity } from './security/security.ts';

const backends =
  /"(net\/http|database\/sql|gorm\.io\/gorm|github\.com\/jinzhu\/gorm|xorm\.io\/xorm|entgo\.io\/ent|github\.com\/jmoiron\/sqlx|github\.com\/jackc\/pgx|github\.com\/uptrace\/bun|github\.com\/(gin-gonic|labstack\/echo|go-chi|gofiber|gorilla\/mux|julienschmidt\/httprouter|kataras\/iris|(astaxie|beego)\/beego|zeromicro\/go-zero|emicklei\/go-restful|danielgtaylor\/huma|cloudwego\/hertz|valyala\/fasthttp|fasthttp\/router|gogf\/gf|go-kratos|pocketbase|flamego|go-macaron)|gopkg\.in\/macaron|goyave\.dev|connectrpc\.com|google\.golang\.org\/grpc)/;

/** Backends written in Go. */
export const goReader: LanguageReader = {
  name: 'Go',
  grammar: 'go',
  isSource: (path) => path.endsWith('.go'),
  concerns: (files) => files.some(({ text }) => backends.test(text) || jobLibraries.test(text)),
  read: (program) => {
    const { repository } = program;
    const code = goProgram(program);
    const routes = routesOf(code, protoServices(repository), generatedServers(repository));
    const tables = modelTables(code, repository);
    const [jobs, messages] = [jobsOf(code), sentMessages(code)];
    const starts = jobs.flatMap(({ origin }) => (origin.kind === 'read' ? [origin] : []));
    return {
      routes: [...routes, ...apiFileRoutes(repository, routes), ...swaggerRoutes(repository, routes)],
      facts: {
        data: { tables },
        processes: {
          jobs: withProducers(jobs, messages),
          calls: outgoingCalls(code),
          caches: cachesOf(code),
        },
        trust: { settings: goSecurity(code, program.tree) },
        gaps: unnamedQueues(messages),
      },
      ...goStatements(code, routes, starts),
    };
  },
};
