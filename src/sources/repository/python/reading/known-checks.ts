import type { Guard } from '../../../../model/api.ts';

/** What decorators, dependencies and middlewares of packages check, by where they come from. */
const checks: readonly (readonly [RegExp, Guard['kind'] | 'passes'])[] = [
  [/^flask_login\.(login_required|fresh_login_required)/, 'authentication'],
  [
    /^flask_jwt_extended\.(jwt_required|fresh_jwt_required|jwt_refresh_token_required|verify_jwt_in_request)/,
    'authentication',
  ],
  [/^graphql_jwt\.decorators\.login_required/, 'authentication'],
  [
    /^graphql_jwt\.decorators\.(permission_required|staff_member_required|superuser_required|user_passes_test)/,
    'authorisation',
  ],
  [/^flask_graphql_auth\.(\w+\.)*(query|mutation)_(header_)?jwt_(refresh_token_)?required/, 'authentication'],
  [/^strawberry(_django)?\.(\w+\.)*(field|mutation|subscription|type|input)(\(\))?$/, 'passes'],
  [/^ariadne\.(\w+\.)*\w+Type\(\)\.field\(\)$/, 'passes'],
  [/^flask_jwt\.jwt_required/, 'authentication'],
  [/^flask_httpauth\.\w+\(\)\.login_required/, 'authentication'],
  [
    /^flask_security\.(\w+\.)?(auth_required|login_required|auth_token_required|http_auth_required)/,
    'authentication',
  ],
  [/^flask_security\.(\w+\.)?(roles_\w+|permissions_\w+)/, 'authorisation'],
  [
    /^flask_appbuilder\.security\.decorators\.(protect|has_access|has_access_api|permission_name)/,
    'authorisation',
  ],
  [/^flask_(principal|praetorian|user|allows)\./, 'authorisation'],
  [/^django\.contrib\.auth\.decorators\.login_required/, 'authentication'],
  [/^django\.contrib\.auth\.decorators\.(permission_required|user_passes_test)/, 'authorisation'],
  [/^django\.contrib\.admin\.views\.decorators\.staff_member_required/, 'authorisation'],
  [/^django\.contrib\.auth\.mixins\.LoginRequiredMixin/, 'authentication'],
  [
    /^django\.contrib\.auth\.mixins\.(PermissionRequiredMixin|UserPassesTestMixin|AccessMixin)/,
    'authorisation',
  ],
  [/^django\.contrib\.auth\.middleware\.LoginRequiredMiddleware/, 'authentication'],
  [/^(guardian|rules|braces)\..*(permission|required|perm)/i, 'authorisation'],
  [/^rest_framework\.permissions\.AllowAny/, 'passes'],
  [/^rest_framework\.permissions\.IsAuthenticated$/, 'authentication'],
  [
    /^rest_framework\.permissions\.(IsAdminUser|DjangoModelPermissions|DjangoObjectPermissions)/,
    'authorisation',
  ],
  [/^rest_framework_api_key\.permissions\./, 'authentication'],
  [
    /^fastapi\.security\.(\w+\.)*(OAuth2PasswordBearer|OAuth2AuthorizationCodeBearer|HTTPBearer|HTTPBasic|HTTPDigest|APIKey\w+|OpenIdConnect|OAuth2)\(\)$/,
    'authentication',
  ],
  [/^fastapi_users\.(\w+\.)*FastAPIUsers\(\)\.current_user/, 'authentication'],
  [/^fastapi_login\.LoginManager\(\)/, 'authentication'],
  [/^starlette\.authentication\.requires/, 'authentication'],
  [/^tornado\.web\.authenticated/, 'authentication'],
  [/^sanic_jwt\.(\w+\.)*protected/, 'authentication'],
  [/^aiohttp_security\.|^aiohttp_jwt\./, 'authentication'],
  [/^ninja(_extra|_jwt)?\.(security|authentication)\.\w+/, 'authentication'],
  [/^quart_(auth|jwt_extended)\.(login_required|jwt_required)/, 'authentication'],
  [/^(flask_limiter|slowapi|fastapi_limiter|ratelimit|django_ratelimit|aiolimiter|limits)\b/, 'rate-limit'],
  [
    /^(webargs|flask_smorest\.\w+\(\)\.arguments|flask_pydantic|flask_expects_json|flask_apispec\.use_kwargs|connexion)\b/,
    'validation',
  ],
  [/(^|\.)(parser|webargs\.\w+)\(?\)?\.(use_args|use_kwargs)/, 'validation'],
  [
    /^(flask|quart|fastapi|starlette|aiohttp|sanic|bottle|falcon|litestar|robyn|cherrypy|pyramid|apiflask|tornado|ninja|flask_\w+|fastapi_\w+)\..*\(\)(\.router)?\.(route|get|post|put|patch|delete|head|options|query|api_route|websocket|websocket_route|expose|view|errorhandler|doc|expect|response|marshal_with|marshal_list_with|param|output|input|api_operation|cli\.command|context_processor|template_\w+|after_request|before_request|listener|on_event|exception_handler|middleware|memoize|cached|limit|shared_limit|exempt)(\(\))?$/,
    'passes',
  ],
  [
    /^(functools|contextlib|typing|asyncio|asgiref|warnings|abc|time|logging|tenacity|retry|backoff|deprecated?|deprecation|overrides|wrapt|attr|dataclasses|inspect|cProfile|types|collections)\b/,
    'passes',
  ],
  [/^(staticmethod|classmethod|property)$/, 'passes'],
  [
    /^(flask_cors|flasgger|flask_caching|flask_cache|flask_babel|flask_compress|flask_sqlalchemy|flask_migrate|flask_talisman|flask_seasurf|flask_wtf|flask_openapi3|flask_swagger\w*|flask_restful|flask_restx|flask_restplus|flask_smorest|flask_apispec|apiflask|apispec\w*|marshmallow\w*)\b/,
    'passes',
  ],
  [
    /^django\.(views\.decorators|utils|db|middleware|contrib\.(sessions|messages|staticfiles|flatpages|sites|redirects|admindocs|gis)|contrib\.auth\.middleware\.(AuthenticationMiddleware|RemoteUserMiddleware|SessionAuth\w+)|template|conf|http|core|dispatch|shortcuts|test)\b/,
    'passes',
  ],
  [
    /^(drf_spectacular|drf_yasg|drf_excel|django_filters|corsheaders|whitenoise|debug_toolbar|silk|django_prometheus|simple_history|reversion|waffle|csp|axes|allauth|social_django|django_htmx|hijack|locale|django_otp\.middleware|django_structlog|cachalot|cacheops|xframe\w*|htmlmin|querycount|nplusone|import_export|channels)\b/,
    'passes',
  ],
  [/^rest_framework\.(decorators|response|renderers|parsers|schemas)/, 'passes'],
  [
    /^(starlette|fastapi)\.middleware\.(cors|gzip|trustedhost|httpsredirect|sessions|errors|exceptions|wsgi)\b/,
    'passes',
  ],
  [
    /^(prometheus\w*|sentry_sdk|opentelemetry|starlette_context|elasticapm|ddtrace|newrelic|statsd|structlog|loguru|asgi_correlation_id|brotli_asgi|scout_apm|rollbar|honeycomb|logfire|line_profiler|profile|aiocache|fastapi_cache|cachetools|cashews|fastapi_utils|fastapi_restful|sqlalchemy|sqlmodel|tortoise|peewee|pydantic\w*|celery|cherrypy\.(expose|tools\.(json_in|json_out|encode|gzip|accept|caching|response_headers)))\b/,
    'passes',
  ],
];

/** Undefined when nothing is known of it. */
export function knownCheck(path: string): Guard['kind'] | 'passes' | undefined {
  return checks.find(([pattern]) => pattern.test(path))?.[1];
}
