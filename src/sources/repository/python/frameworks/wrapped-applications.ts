import type { JudgedGuard } from '../../http/routing.ts';
import { lookInClass } from '../evaluator/classes.ts';
import type { Machine } from '../evaluator/machine.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { Arguments, Place, Value } from '../evaluator/value.ts';
import { judgeCheck, nameOf } from '../reading/judge.ts';
import { knownCheck } from '../reading/known-checks.ts';
import { aboutCaller, unread } from '../reading/packages.ts';
import type { RouterDraft } from '../reading/routes.ts';

/** Servers, adapters and extensions that an application is given to without standing before its requests. */
const harmless =
  /^(uvicorn|hypercorn|gunicorn|waitress|mangum|asgiref|a2wsgi|werkzeug|socketio|engineio|flask_\w*(sqlalchemy|migrate|cors|login|mail|admin|bcrypt|wtf|moment|bootstrap|debugtoolbar|babel|caching|session|socketio|marshmallow|jwt\w*|limiter|compress|talisman|assets|sitemap|gravatar|ckeditor|pymongo|mongoengine|redis|apscheduler|restful|restx|restplus|smorest|security\w*|principal|oauthlib|dance|httpauth|cli|script|swagger\w*|apispec|htmx|vite|images|uploads|dropzone|misaka|flatpages|frozen|testing|s3|celery|executor|profiler|monitoring\w*|statsd|migrate|seasurf|sslify|minify|cdn|menu|navigation|breadcrumbs|collect|themes|store|webpack|twisted|graphql|graphql_auth|graphiql|serverless|lambda|azure|basicauth))\b|\.(TestClient|AsyncClient|Instrumentator|Celery)\b/;

/** What an application is put into, as checks of all that it answers: `app = Gate(app)`, `app.wsgi_app = Gate(app.wsgi_app)`. */
export function noteWrappers(machine: Machine, routers: ReadonlyMap<Value, RouterDraft>): void {
  const applications = new Map([...routers].filter(([, { kind }]) => kind === 'application'));
  for (const [value, draft] of applications) {
    const kept = 'attributes' in value ? value.attributes.get('wsgi_app') : undefined;
    add(draft, kept === undefined ? [] : around(machine, kept, 0));
  }
  for (const { scope } of machine.modules.values())
    for (const value of new Set(scope.names.values())) {
      if (value.kind !== 'instance') continue;
      const draft = given(value.made).flatMap((each) => applications.get(each) ?? [])[0];
      if (draft !== undefined && lookInClass(machine, value.of, '__call__')?.kind === 'function')
        add(draft, [judgeCheck(machine, { value, name: value.of.name, place: value.place, general: true })]);
    }
  for (const { callee, args, place } of machine.events) {
    const draft = given(args).flatMap((each) => applications.get(each) ?? [])[0];
    if (draft !== undefined) add(draft, ofPackage(callee, place));
  }
}

const add = ({ entries }: RouterDraft, guards: readonly JudgedGuard[]): void => {
  for (const guard of guards) if (!guard.passes) entries.push({ kind: 'use', reach: 'all', guard });
};

const given = (args: Arguments): readonly Value[] => [...args.positional, ...args.keywords.values()];

/** An extension or a wrapper of a package that is about who is calling, by its name. */
function ofPackage(callee: Value, place: Place): readonly JudgedGuard[] {
  const path = libraryPath(callee);
  const name = nameOf(callee);
  const owner =
    path
      ?.replaceAll('()', '')
      .replace(/\.init_app$/, '')
      .split('.')
      .at(-1) ?? '';
  if (path === undefined || !/^[A-Z]/.test(owner) || !aboutCaller.test(owner)) return [];
  if (harmless.test(path) || knownCheck(path) === 'passes') return [];
  return [unread(name === 'init_app' ? owner : name, place)];
}

/** `ProxyFix(Gate(app.wsgi_app))`: each that stands around, from the outside in. */
function around(machine: Machine, value: Value, depth: number): readonly JudgedGuard[] {
  if (depth > 10 || (value.kind !== 'result' && value.kind !== 'instance')) return [];
  const args = value.kind === 'result' ? value.args : value.made;
  const [inner] = args.positional;
  const within = inner === undefined ? [] : around(machine, inner, depth + 1);
  const path = libraryPath(value) ?? '';
  if (value.kind === 'result' && (harmless.test(path) || value.callee.kind === 'member')) return within;
  const check = value.kind === 'instance' ? value : value.callee;
  return [
    judgeCheck(machine, { value: check, name: nameOf(check), place: value.place, general: true }),
    ...within,
  ];
}
