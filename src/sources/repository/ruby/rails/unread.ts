import type { JudgedGuard } from '../../http/routing.ts';
import { unreadGuard } from '../../http/unread-guard.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { originIn } from '../../languages/syntax.ts';
import type { Code, Lineage } from '../code.ts';
import { bodyStatements, methodsIn } from '../code.ts';
import { callOf, option } from '../syntax.ts';
import type { Controller } from './controllers.ts';

/** Something that runs before actions and is not understood. */
export const unread = (name: string, file: string, node: { readonly line: number }): JudgedGuard =>
  unreadGuard(name, originIn(file, node));

/** Namespaces of Rails and of gems whose modules and base classes refuse nobody by themselves. */
const harmless =
  /^(::)?(Action\w+|Active\w+|Abstract\w+|Application(Controller|Helper)$|Rails|Sprockets|Turbo|Turbolinks|Webpacker|Importmap|Pundit|Pagy|CanCan|CanCanCan|Devise|DeviseTokenAuth|DeviseInvitable|Singleton|Enumerable|Comparable|Kernel|Forwardable|ERB|JSON|CGI|URI|Digest|FileUtils|Sidekiq|GraphQL|Doorkeeper|JSONAPI|Jsonapi|Rolify|Kaminari|WillPaginate|Gon|Ransack|Ahoy|Sentry|Raven|Rollbar|Bugsnag|NewRelic|Datadog|Skylight|Appsignal|Honeybadger|PaperTrail|Flipper|Split|MetaTags|HttpAcceptLanguage|InheritedResources|Responders|Wicked|HasScope|Cloudinary|CarrierWave|Shrine|Rswag|Api(pie)?|Administrate|Motor|Blazer|Scenic|Draper|Cells|Dry|Hanami|Trailblazer|Interactor|Mutations|Memery|Memoist|Statesman|AASM|Geocoder|Recaptcha|Hcaptcha|InvisibleCaptcha|SimpleCaptcha|Browser|DeviceDetector|Zaru|Rack|React|ReactOnRails|InertiaRails|ViewComponent|Phlex|SearchObject|Sorbet|T|Oj|MultiJson|Thread|Mutex|Concurrent|Blacklight|Hydra|LetterOpener\w*|Lograge|Loaf|Gretel|Chewy|Searchkick|Elasticsearch|Logging|Logger|SemanticLogger|SecureRandom|Base64|Timeout|Net|HTTP\w*|Faraday|Stripe|OmniAuth|Warden|Sorcery|Clearance|Authlogic|Declarative\w*|Swagger|OpenApi|OAuth\w*|Localize|I18n|FastGettext|Gettext|Globalize|Money|Ci|SmartListing|Datagrid|Filterrific|Ajax\w*|WickedPdf|Prawn|Caxlsx|Axlsx|Spreadsheet|ZipTricks|ZipKit)(::|$)/;

/** Words of Rails, Ruby and gems in the body of a controller that put no check before its actions. */
const words =
  /^(layout|helper\w*|rescue_from|protect_from_forgery|skip_\w+|before_\w+|after_\w+|around_\w+|append_\w+|prepend_\w+|respond_to|responders?|caches_\w+|cache_\w+|wrap_parameters|include|extend|prepend|require\w*|attr_\w+|private\w*|public|protected|delegate\w*|alias\w*|define_method|[cm]attr_\w+|class_attribute|add_\w+|force_ssl|ssl_\w+|allow_browser|rate_limit|etag|serialization_scope|content_security_policy\w*|permissions_policy|has_scope|breadcrumb\w*|default_\w+|stale_\w+|hide_action|module_function|raise|load_and_authorize_resource|authorize_resource|load_resource|decorates_\w+|expose\w*|api\w*|param\w*|swagger_\w+|resource_description|check_authorization|verify_\w+|def_param_group|inherit_resources|actions|with_options|included|class_methods|using|fragment_cache_key|http_basic_authenticate_with|self_\w+|track_\w+|impersonates|invisible_captcha|verify_recaptcha|acts_as_token_authentication_handler_for|doorkeeper_for|authenticates_with_sudo|cattr|const_set|autoload|sig|memoize|memo_wise|enable_\w+|feature_category|urgency|set_\w+|renders_\w+|filter_\w+)$/;
/** By its name it is about who is calling. */
export const aboutCaller =
  /auth|login|log_in|sign_?in|gate|guard|secur|permit|permission|access|protect|member|admin|owner|role|token/i;

/** What gems bring to a controller, and methods of Rails' own that it overrides. */
export function broughtChecks(code: Code, { lineage }: Controller, action: string): readonly JudgedGuard[] {
  const [first] = lineage.openings;
  if (first === undefined) return [];
  const modules = lineage.outside
    .filter((name) => !harmless.test(name))
    .map((name) => {
      const by = lineage.openings.find(({ node }) => node.text.includes(name)) ?? first;
      return unread(name, by.file, by.node);
    });
  return [...modules, ...macros(code, lineage, action), ...overrides(lineage)];
}

/** A word of a gem that is given actions, or is about who is calling: `vendor_gate only: :index`. */
const macros = (code: Code, lineage: Lineage, action: string): readonly JudgedGuard[] =>
  lineage.openings.flatMap(({ statements, file }) =>
    bodyStatements(statements).flatMap((node): readonly JudgedGuard[] => {
      const call = callOf(node);
      if (call === undefined || call.receiver !== undefined || words.test(call.name)) return [];
      if (!/^[a-z_]\w*!?$/.test(call.name) || isOfRepository(code, call.name)) return [];
      const [only, except] = [option(call, 'only'), option(call, 'except')];
      if (only === undefined && except === undefined && !aboutCaller.test(call.name)) return [];
      const names = (at: SyntaxNode | undefined): boolean =>
        new RegExp(`\\b${action}\\b`).test(at?.text ?? '');
      if ((only !== undefined && !names(only)) || names(except)) return [];
      return [unread(call.name, file, node)];
    }),
  );

const known = new WeakMap<Code, Map<string, boolean>>();

function isOfRepository(code: Code, name: string): boolean {
  const names = known.get(code) ?? new Map<string, boolean>();
  known.set(code, names);
  const before = names.get(name);
  if (before !== undefined) return before;
  const pattern = new RegExp(
    `\\bdef\\s+(self\\.)?${name}(?![\\w?=])|define_(singleton_)?method\\s*\\(?\\s*:${name}\\b`,
  );
  const told = code.files.some(({ text }) => text.includes(name) && pattern.test(text));
  names.set(name, told);
  return told;
}

/** `process_action` runs around everything. */
const overrides = (lineage: Lineage): readonly JudgedGuard[] =>
  lineage.openings.flatMap((opening) =>
    methodsIn(opening).flatMap(({ name, node }) =>
      /^(process_action|process|dispatch)$/.test(name) &&
      /\b(head|render|redirect_to|raise|return)\b/.test(node.text)
        ? [unread(name, opening.file, node)]
        : [],
    ),
  );
