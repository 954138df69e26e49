import type { LanguageReader, Program } from '../languages/language.ts';
import { createMachine } from './evaluator/machine.ts';
import type { Machine } from './evaluator/machine.ts';
import { runModule } from './evaluator/modules.ts';
import { packagesOf } from './evaluator/packages.ts';
import { asgiRoutes } from './frameworks/asgi.ts';
import { djangoRoutes } from './frameworks/django.ts';
import { flaskRoutes } from './frameworks/flask.ts';
import { isTestModule } from './tests.ts';
import { callUncalled } from './uncalled.ts';

const frameworks =
  /^[ \t]*(?:from|import)[ \t]+(flask\w*|fastapi\w*|starlette\w*|django|rest_framework\w*|ninja\w*|aiohttp\w*|tornado|sanic\w*|litestar|falcon|bottle|cherrypy|pyramid|quart\w*|robyn|masonite|http\.server|apiflask|connexion|celery|sqlalchemy|alembic)\b/m;
/** A file that registers on what another one makes. */
const registers =
  /^[ \t]*@[\w.]+\.(route|get|post|put|patch|delete|websocket|api_route|expose)\(|\b(add_url_rule|add_api_route|include_router|register_blueprint|add_resource|add_route)\(/m;

/** Backends written in Python. */
export const pythonReader: LanguageReader = {
  name: 'Python',
  grammar: 'python',
  isSource: (path) => path.endsWith('.py') && !isTestModule(path),
  concerns: (files) => files.some(({ text }) => frameworks.test(text)),
  read: (program) => {
    const machine = walk(program);
    return {
      routes: [...flaskRoutes(machine), ...asgiRoutes(machine), ...djangoRoutes(machine, program.files)],
    };
  },
};

/** Runs every module that a server library reaches, and what they make but never call. */
function walk(program: Program): Machine {
  const machine = createMachine(packagesOf(program.files.map(({ path }) => path)), program.tree);
  for (const { path, text } of program.files)
    if (frameworks.test(text) || registers.test(text)) runModule(machine, path);
  callUncalled(machine, program.files);
  return machine;
}
