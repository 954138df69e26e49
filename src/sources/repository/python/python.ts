import type { Gap } from '../../../model/origin.ts';
import type { TextFile } from '../gather.ts';
import type { DeclaredRoute } from '../http/declared.ts';
import type { LanguageReader, Program } from '../languages/language.ts';
import { pythonData } from './data/data.ts';
import { createMachine } from './evaluator/machine.ts';
import type { Machine } from './evaluator/machine.ts';
import { moduleAt, runModule } from './evaluator/modules.ts';
import { packagesOf } from './evaluator/packages.ts';
import { aiohttpRoutes } from './frameworks/aiohttp.ts';
import { bottleRoutes } from './frameworks/bottle.ts';
import { falconRoutes } from './frameworks/falcon.ts';
import { litestarRoutes } from './frameworks/litestar.ts';
import { robynRoutes } from './frameworks/robyn.ts';
import { sanicRoutes } from './frameworks/sanic.ts';
import { tornadoRoutes } from './frameworks/tornado.ts';
import { cherrypyRoutes } from './frameworks/cherrypy.ts';
import { appBuilderRoutes } from './frameworks/flask-appbuilder.ts';
import { httpServerRoutes } from './frameworks/http-server.ts';
import { masoniteRoutes } from './frameworks/masonite.ts';
import { pyramidRoutes } from './frameworks/pyramid.ts';
import { asgiRoutes } from './frameworks/asgi.ts';
import { djangoRoutes } from './frameworks/django.ts';
import { graphqlRoutes } from './frameworks/graphql.ts';
import type { Surroundings } from './frameworks/surroundings.ts';
import { flaskRoutes } from './frameworks/flask.ts';
import { withoutBodies } from './reading/routes.ts';
import { pythonJobs } from './processes/jobs.ts';
import { outgoingCalls } from './processes/outgoing.ts';
import { pythonStatements } from './queries/queries.ts';
import { pythonSecurity } from './security/security.ts';
import { isInstalledModule, withoutTests } from './tests.ts';
import { callUncalled } from './uncalled.ts';

const frameworks =
  /^[ \t]*(?:from|import)[ \t]+(flask\w*|fastapi\w*|starlette\w*|django|rest_framework\w*|ninja\w*|aiohttp\w*|tornado|sanic\w*|litestar|falcon|bottle|cherrypy|pyramid|quart\w*|robyn|masonite|http\.server|apiflask|connexion|graphene\w*|strawberry\w*|ariadne\w*|celery|sqlalchemy|alembic)\b/m;
/** A file that registers on what another one makes. */
const registers =
  /^[ \t]*@[\w.]+\.(route|get|post|put|patch|delete|websocket|api_route|expose)\(|\b(add_url_rule|add_api_route|include_router|register_blueprint|add_resource|add_route)\(/m;

/** A task, by a decorator of a library or by one of the target that wraps it. */
const works =
  /^[ \t]*@([\w.]*[._])?(actor|task|shared_task|periodic_task|db_task|job|scheduled_job|cron)\b|^[ \t]*(?:from|import)[ \t]+(dramatiq|huey|rq|django_rq|taskiq|procrastinate|apscheduler)\b/m;

/** Backends written in Python. */
export const pythonReader: LanguageReader = {
  name: 'Python',
  grammar: 'python',
  isSource: (path) => path.endsWith('.py') && !isInstalledModule(path),
  concerns: (files) => withoutTests(files).some(({ text }) => frameworks.test(text)),
  read: (given) => {
    const program: Program = { ...given, files: withoutTests(given.files) };
    const machine = walk(program);
    const gaps: Gap[] = [];
    const routes = readers.flatMap((read) =>
      guarded(gaps, [], () => read(machine, program.files, { repository: program.repository, gaps })),
    );
    const fields = guarded(gaps, [], () => graphqlRoutes(machine, routes));
    const data = guarded(gaps, {}, () => pythonData(machine, program.files, gaps));
    const jobs = guarded(gaps, [], () => pythonJobs(machine, program.files));
    const calls = guarded(gaps, [], () => outgoingCalls(machine, program.files));
    const tables = (data.tables ?? []).map(({ name }) => name);
    const issued = guarded(gaps, undefined, () =>
      pythonStatements(program.files, program.tree, machine.packages, tables),
    );
    const settings = guarded(gaps, [], () => pythonSecurity(program.files, program.tree));
    gaps.push(...(issued?.gaps ?? []));
    return {
      routes: [...routes.flatMap(withoutBodies), ...fields],
      facts: {
        data,
        processes: { jobs, calls, caches: issued?.caches ?? [] },
        trust: { settings },
        gaps,
      },
      ...(issued === undefined ? {} : { statements: issued.statements, reach: issued.reach }),
    };
  },
};

type RouteReader = (
  machine: Machine,
  files: readonly TextFile[],
  around: Surroundings,
) => readonly DeclaredRoute[];

const readers: readonly RouteReader[] = [
  flaskRoutes,
  asgiRoutes,
  djangoRoutes,
  aiohttpRoutes,
  sanicRoutes,
  bottleRoutes,
  falconRoutes,
  litestarRoutes,
  tornadoRoutes,
  robynRoutes,
  pyramidRoutes,
  cherrypyRoutes,
  masoniteRoutes,
  httpServerRoutes,
  appBuilderRoutes,
];

/** A reader may fail on hostile code; that is told, and the others go on. */
function guarded<Found>(gaps: Gap[], nothing: Found, read: () => Found): Found {
  try {
    return read();
  } catch (error) {
    gaps.push({
      kind: 'parse-code',
      subject: 'Python',
      why: error instanceof Error ? error.message : 'it cannot be read',
    });
    return nothing;
  }
}

/** Runs every module that a server library reaches, and what they make but never call. */
function walk(program: Program): Machine {
  const machine = createMachine(packagesOf(program.files.map(({ path }) => path)), program.tree);
  const settings = program.files.find(({ text }) => /^ROOT_URLCONF\s*=/m.test(text));
  if (settings !== undefined) machine.settings = moduleAt(machine, settings.path);
  const chosen = program.files.filter(
    ({ text }) => frameworks.test(text) || registers.test(text) || works.test(text),
  );
  // Patterns may be made of what views have put into a table: they come last.
  const isUrls = ({ path }: TextFile): boolean => /(^|\/)urls(\/|\.py$|_)/.test(path);
  for (const { path } of [...chosen.filter((file) => !isUrls(file)), ...chosen.filter(isUrls)])
    guarded([], undefined, () => void runModule(machine, path));
  guarded([], undefined, () => {
    callUncalled(machine, program.files);
  });
  return machine;
}
