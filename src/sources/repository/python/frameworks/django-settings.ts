import type { TextFile } from '../../gather.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { Machine } from '../evaluator/machine.ts';
import { importedValue, nameInModule, runModule } from '../evaluator/modules.ts';
import type { Module } from '../evaluator/scope.ts';
import type { Place, Value } from '../evaluator/value.ts';
import { entry, itemsOf } from '../evaluator/value.ts';
import { judgeCheck, nameOf } from '../reading/judge.ts';
import { textOf } from '../reading/texts.ts';

/** One Django project: where its URLs start, and what holds for every request. */
export interface Project {
  readonly machine: Machine;
  readonly settings: Module | undefined;
  readonly root: Module;
  readonly middlewares: readonly JudgedGuard[];
  /** What DRF asks for where a view says nothing. */
  readonly permissions: readonly Value[];
}

/** Projects by their settings; without any, URL modules that no other one includes are roots. */
export function djangoProjects(machine: Machine, files: readonly TextFile[]): readonly Project[] {
  const found = new Map<string, Project>();
  const written = files.flatMap(({ path, text }) =>
    /\bROOT_URLCONF\s*=/.test(text) ? [runModule(machine, path)] : [],
  );
  for (const settings of new Set([...startedWith(machine, files), ...written])) {
    const { path } = settings;
    const root = moduleOf(machine, path, nameInModule(machine, settings, 'ROOT_URLCONF'));
    if (root === undefined) continue;
    const known = found.get(root.path);
    if (known !== undefined && (known.middlewares.length > 0 || known.permissions.length > 0)) continue;
    found.set(root.path, projectOf(machine, settings, root));
  }
  return [...found.values()];
}

/** The settings that `manage.py` and the servers start with, where these take them from another module. */
function startedWith(machine: Machine, files: readonly TextFile[]): readonly Module[] {
  const found = files.flatMap(({ path, text }) =>
    [...text.matchAll(/DJANGO_SETTINGS_MODULE['"]\s*,\s*['"]([\w.]+)['"]/g)].flatMap(([, name = '']) => {
      const target = dottedValue(machine, path, name);
      return target?.kind === 'module' ? [target.module] : [];
    }),
  );
  return found.filter((settings) => textOf(nameInModule(machine, settings, 'ROOT_URLCONF')) !== undefined);
}

export function moduleOf(machine: Machine, from: string, value: Value | undefined): Module | undefined {
  if (value?.kind === 'module') return value.module;
  const name = textOf(value);
  if (name === undefined) return undefined;
  const target = dottedValue(machine, from, name);
  return target?.kind === 'module' ? target.module : undefined;
}

/** What a dotted text of the settings stands for. */
export function dottedValue(machine: Machine, from: string, name: string): Value | undefined {
  const target = machine.packages.dotted(from, name);
  return importedValue(machine, target);
}

function projectOf(machine: Machine, settings: Module, root: Module): Project {
  const place: Place = { module: settings, node: settings.tree ?? nowhere };
  const named = (value: Value | undefined): readonly Value[] =>
    itemsOf(value).map((each) => {
      const text = textOf(each);
      return (text === undefined ? undefined : dottedValue(machine, settings.path, text)) ?? each;
    });
  const middlewares = named(
    nameInModule(machine, settings, 'MIDDLEWARE') ?? nameInModule(machine, settings, 'MIDDLEWARE_CLASSES'),
  )
    .map((value) => middlewareGuard(machine, value, place))
    .filter(({ passes, resolved, guard }) => !passes && (guard.kind !== 'other' || !resolved));
  const drf = nameInModule(machine, settings, 'REST_FRAMEWORK');
  return {
    machine,
    settings,
    root,
    middlewares,
    permissions:
      drf === undefined || drf.kind === 'dict' ? named(entry(drf, 'DEFAULT_PERMISSION_CLASSES')) : [drf],
  };
}

/** A middleware of the target that can refuse a request does so depending on what it asks for, as far as can be seen. */
function middlewareGuard(machine: Machine, value: Value, place: Place): JudgedGuard {
  const judged = judgeCheck(machine, { value, name: nameOf(value), place, general: true });
  if (judged.resolved || value.kind !== 'library') return judged;
  return harmless.test(value.path) ? { ...judged, passes: true } : judged;
}

/** Middleware of packages that refuses nobody for who is calling. */
const harmless =
  /^(maintenance_?mode|\w*request_?id|log_request\w*|django_user_agents|geoip\w*|crum|\w*threadlocals?|auditlog|easyaudit|pghistory|watchman|health_check|django_hosts|subdomains?|django_tenants|tenant_schemas|tenant_users|compression_middleware|pipeline|compressor|cms|wagtail|oscar|parler|modeltranslation|django_browser_reload|livereload|kolo|pyinstrument|cprofile|djangosaml2|mozilla_django_oidc|oauth2_provider|django_cas_ng|multisite|user_sessions|session_security|sesame|turbo\w*|django_permissions_policy|permissions_policy|django_guid|defender|impersonate|hijack|django_ratelimit|ratelimit|axes|qr_code|django_referrer_policy|referrer_policy|content_security_policy|django_feature_policy|feature_policy|django_zipkin|uwsgi\w*|dynamic_host|robots|elasticapm|django_datadog\w*|datadog|google|social_core|bugsnag|raven|rollbar|honeybadger|airbrake|strawberry\w*|graphene\w*|drf_\w+|rest_framework\w*|querycount|nplusone|dj_\w*|django_(?!lockdown|stronghold|login_required|rest_auth)\w*|opencensus|apitally|request_logging|async_messages|flags|gargoyle|sequences|tz_detect|timezone_field|htmlmin|minify\w*|webpack\w*|vite\w*|inertia|mezzanine|solid_i18n|localeurl|debreach|csp\w*|banish|ipware|iprestrict|admin_reorder|constance|pagination|dogslow|statici18n|rosetta|shibboleth|remote_user)\b/i;

const nowhere = { type: 'module', text: '', start: 0, line: 1, children: [] };
