import type { Code } from './code.ts';

/** Packages whose attributes, filters and base classes turn nobody away, or are judged by their own names. */
const harmless =
  /^(System|Microsoft|Windows|Swashbuckle|NSwag|Newtonsoft|JetBrains|Asp|AutoMapper|Mapster|MediatR|FluentValidation|Serilog|NLog|log4net|Dapper|Npgsql|MySql|MongoDB|StackExchange|Polly|Humanizer|Refit|RestSharp|Flurl|Hangfire|Quartz|MassTransit|Rebus|RabbitMQ|Confluent|Azure|Amazon|Google|Stripe|Twilio|SendGrid|MailKit|MimeKit|SkiaSharp|SixLabors|CsvHelper|ClosedXML|OfficeOpenXml|HtmlAgilityPack|AngleSharp|Markdig|YamlDotNet|Scalar|OpenTelemetry|Prometheus|Sentry|Elastic|Nest|Autofac|Scrutor|Ardalis|NodaTime|Bogus|LiteDB|Lucene|Octokit|Org|ICSharpCode|Nito|OneOf|LanguageExt|CSharpFunctionalExtensions|ErrorOr|FluentResults|Riok|Carter|GraphQL|HotChocolate|ProtoBuf|Grpc)(\.|$)/;

const opened = /^\s*(?:global\s+)?using\s+(?:static\s+)?(?:\w+\s*=\s*)?(?:global::)?([\w.]+)\s*;/gm;
const known = new WeakMap<
  Code,
  { spaces: ReadonlySet<string>; shared: boolean; files: Map<string, boolean> }
>();

/** Whether a file opens a namespace of a package that may refuse requests: neither of the repository nor known. */
export function opensPackage(code: Code, file: string): boolean {
  const facts = known.get(code) ?? factsOf(code);
  known.set(code, facts);
  if (facts.shared) return true;
  const before = facts.files.get(file);
  if (before !== undefined) return before;
  const told = isOpened(code.program.repository.files.get(file)?.text ?? '', facts.spaces, false);
  facts.files.set(file, told);
  return told;
}

function factsOf(code: Code): { spaces: ReadonlySet<string>; shared: boolean; files: Map<string, boolean> } {
  const spaces = new Set<string>();
  for (const { text } of code.files)
    for (const [, name = ''] of text.matchAll(/^\s*namespace\s+([\w.]+)/gm))
      for (let at = name; at !== ''; at = at.includes('.') ? at.slice(0, at.lastIndexOf('.')) : '')
        spaces.add(at);
  const shared = code.files.some(({ text }) => text.includes('global using') && isOpened(text, spaces, true));
  return { spaces, shared, files: new Map() };
}

const isOpened = (text: string, spaces: ReadonlySet<string>, globally: boolean): boolean =>
  [...text.matchAll(opened)].some(
    ([all, name = '']) =>
      (!globally || all.includes('global')) &&
      !harmless.test(name) &&
      !spaces.has(name) &&
      !isType(name, spaces),
  );

/** `using static Our.Names;` opens a class, `using Entry = Our.Entry;` names one. */
const isType = (name: string, spaces: ReadonlySet<string>): boolean => {
  const above = name.slice(0, Math.max(0, name.lastIndexOf('.')));
  return above !== '' && spaces.has(above);
};

/** Attributes of ASP.NET Core, of its predecessors and of documentation packages: none of them refuses anybody. */
export const harmlessAttribute =
  /^(Route\w*|Http\w*|AcceptVerbs|ApiController|Controller|Area|Produces\w*|Consumes|From\w+|Bind\w*|Non\w+|Action\w*|ApiExplorerSettings|\w*ApiVersion\w*|ApiConventionMethod|Swagger\w*|OpenApi\w*|Obsolete|ResponseCache|OutputCache|Tags?|Endpoint\w*|Disable\w*|Request\w*Limits?|\w*AntiForgery\w*|RequireHttps|SkipStatusCodePages|FormatFilter|Description|Summary|Display\w*|Debugger\w*|ExcludeFrom\w+|Suppress\w+|UsedImplicitly|PublicAPI|CLSCompliant|Serializable|Data\w*|EnableCors|EnableQuery|ODataRoute\w*|Conditional|Experimental|Feature\w*|Editor\w*|MethodImpl|GeneratedCode\w*|Nullable\w*|Required|Validat\w*|Json\w*|Xml\w*|EnableCompression|Timed?|Trace|Log\w*|Benchmark)$/;

/** Bases that a controller has of the framework itself. */
export const harmlessBase =
  /^(Controller|ControllerBase|ApiController|AsyncController|ODataController|ODataControllerBase|RestControllerBase|PageModel|Hub|object|Object|MarshalByRefObject)$/;

/** `app.Use…` of the framework and of well-known packages; the others of a package may refuse. */
export const harmlessUse =
  /^Use(Routing|Endpoints|Authentication|Authorization|Cors|HttpsRedirection|Hsts|StaticFiles|StaticFileOptions|DefaultFiles|FileServer|DirectoryBrowser|Spa\w*|DeveloperExceptionPage|DatabaseErrorPage|BrowserLink|MigrationsEndPoint|Exception\w*|StatusCodePages\w*|ErrorHandler|ResponseCompression|RequestDecompression|ResponseCaching|OutputCach\w+|RequestLocalization|Localization|Session|CookiePolicy|ForwardedHeaders|CertificateForwarding|HeaderPropagation|Http\w*Logging|HttpLogging|W3CLogging|RateLimiter|\w*RateLimiting|WebSockets|When|Middleware|RequestTimeouts|PathBase|Rewriter|HttpMethodOverride|Antiforgery|HostFiltering|ConcurrencyLimiter|WelcomePage|Swagger\w*|OpenApi\w*|ReDoc|Scalar\w*|NSwag\w*|Knife4\w*|Serilog\w*|SerilogRequestLogging|Hangfire\w*|HealthChecks\w*|HttpMetrics|Metric\w*|MetricServer|Prometheus\w*|OpenTelemetry\w*|FastEndpoints|Mvc\w*|Controllers|Carter|GraphQL\w*|Blazor\w*|SignalR|IdentityServer|OpenIddict\w*|Elmah\w*|MiniProfiler|Sentry\w*|CorrelationId|Orleans\w*|ResponseEnrichment|Router|Owin|WebApi|Ocelot|Yarp|Startup|AzureAppConfiguration|Dapr\w*|CloudEvents|ApplicationInsights\w*|RequestResponseLogging|XContentTypeOptions|Xfo|Csp|XXssProtection|ReferrerPolicy|SecurityHeaders|WebOptimizer|WebMarkupMin|ImageSharp|Piranha\w*|ETagger|Culture\w*|MultiTenant|FluentMigrator|EntityFramework\w*|Umbraco\w*|Orchard\w*|NToastNotify|UrlRewriter|ServiceStack|AspNetCore\w*|Wangkanai\w*|Detection|ElectronNET\w*)$/;

export const harmlessFilter =
  /^(Produces|Consumes|ResponseCache|OutputCache|AutoValidateAntiforgeryToken|ValidateAntiForgeryToken|RequireHttps|HandleError|Unsupported\w*|ModelStateInvalid|Exception\w*|\w*ExceptionFilter|Format|MiddlewareFilter|ServiceFilter|TypeFilter|EnableQuery|RequestSizeLimit|IgnoreAntiforgeryToken|SaveTempData\w*|ProducesResponseType|AllowAnonymous\w*|Notification\w*|Compression|ResponseWrapper|NToastNotify\w*)(Attribute|Filter)?$/;

const declared = new WeakMap<Code, Map<string, string | undefined>>();

/** The text from a static method of the repository on, by its name: an extension method. */
export function declaredAs(code: Code, name: string): string | undefined {
  const names = declared.get(code) ?? new Map<string, string | undefined>();
  declared.set(code, names);
  if (names.has(name)) return names.get(name);
  const pattern = new RegExp(`\\bstatic\\b[^;{}=]*\\b${name}\\s*(<[^>()]*>)?\\s*\\([^]{0,3000}`);
  const told = code.files.flatMap(({ text }) =>
    text.includes(name) ? (pattern.exec(text)?.[0] ?? []) : [],
  )[0];
  names.set(name, told);
  return told;
}
