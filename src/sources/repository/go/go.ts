import type { LanguageReader } from '../languages/language.ts';
import { apiFileRoutes } from './api-files.ts';
import { goProgram } from './program/program.ts';
import { protoServices } from './proto/services.ts';
import { routesOf } from './routes.ts';

const servers =
  /"(net\/http|github\.com\/(gin-gonic|labstack\/echo|go-chi|gofiber|gorilla\/mux|julienschmidt\/httprouter|kataras\/iris|(astaxie|beego)\/beego|zeromicro\/go-zero|emicklei\/go-restful|danielgtaylor\/huma|cloudwego\/hertz|valyala\/fasthttp|fasthttp\/router|gogf\/gf|go-kratos|pocketbase)|goyave\.dev|connectrpc\.com|google\.golang\.org\/grpc)/;

/** Backends written in Go. */
export const goReader: LanguageReader = {
  name: 'Go',
  grammar: 'go',
  isSource: (path) => path.endsWith('.go'),
  concerns: (files) => files.some(({ text }) => servers.test(text)),
  read: (program) => {
    const { repository } = program;
    const routes = routesOf(goProgram(program), protoServices(repository));
    return { routes: [...routes, ...apiFileRoutes(repository, routes)] };
  },
};
