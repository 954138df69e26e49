import type { Decorator, Node } from 'oxc-parser';
import { typeName } from '../javascript/syntax.ts';
import type { FunctionNode } from '../javascript/syntax.ts';
import { decoratedValue } from './decorated.ts';
import { functionName } from './function-names.ts';
import type { Frame, Machine } from './machine.ts';
import { hostValue } from './members.ts';
import { isOfRoot, isResolver } from './resolvers.ts';
import type { Closure, Value } from './value.ts';
import { nothing, traced } from './value.ts';

const requests = /^_*(req|request|rq)_*$/i;
const responses = /^_*(res|response|reply|resp|rsp)_*$/i;
const contexts = /^_*(ctx|context|c)$/;
const toolkits = /^_*(h|toolkit|responseToolkit)$/;

/** Types of requests, answers and contexts, by the names that frameworks give them. */
const requestTypes =
  /^(Request|NextRequest|NextApiRequest|FastifyRequest|IncomingMessage|VercelRequest|NowRequest|HttpRequest|ExpressRequest|AuthenticatedRequest|AuthRequest|Http2ServerRequest|\w+Request)$/;
const responseTypes =
  /^(Response|NextApiResponse|FastifyReply|ServerResponse|VercelResponse|NowResponse|ExpressResponse)$/;
const contextTypes =
  /^(Context|ParameterizedContext|RouterContext|KoaContext|HonoContext|HttpContext|\w+Context)$/;
const eventTypes =
  /^(APIGateway\w*Event\w*|ALBEvent|LambdaFunctionURLEvent|H3Event|RequestEvent|LoaderFunctionArgs|ActionFunctionArgs|LoaderArgs|ActionArgs|APIContext)$/;

/** What a parameter receives that nobody in the code passes: by decorators, type, or name and company. */
export function givenByName(
  machine: Machine,
  closure: Closure,
  parameter: Node,
  at: number,
  frame: Frame,
): Value {
  const decorators = decoratorsOf(parameter);
  if (decorators.length > 0) {
    const value = decoratedValue(machine, decorators, parameter, frame);
    if (value !== undefined) return value;
  }
  const host = hostAt(closure, parameter, at, frame);
  return host === undefined ? nothing : hostValue(machine, host, parameter, frame);
}

function decoratorsOf(parameter: Node): readonly Decorator[] {
  if (
    parameter.type === 'TSParameterProperty' ||
    parameter.type === 'Identifier' ||
    parameter.type === 'AssignmentPattern' ||
    parameter.type === 'ObjectPattern'
  )
    return parameter.decorators ?? [];
  return [];
}

export function hostAt(closure: Closure, parameter: Node, at: number, frame: Frame): string | undefined {
  if (at === 1 && isResolver(closure.node)) return '@input#';
  if (at === 2 && isResolver(closure.node)) return '@ctx#';
  if (at <= 1 && isOfRoot(closure.node)) return at === 0 ? '@input#' : '@req#';
  if (at === 1 && isExportedRoute(closure.node, frame)) return '@event#';
  if (at === 0 && isLambda(closure.node)) return '@event#';
  return hostOfType(parameter, frame) ?? hostOfName(closure, at, frame);
}

function hostOfType(parameter: Node, frame: Frame): string | undefined {
  const annotation =
    parameter.type === 'Identifier' || parameter.type === 'ObjectPattern'
      ? parameter.typeAnnotation
      : undefined;
  const name = typeName(annotation);
  if (name === undefined) return undefined;
  if (eventTypes.test(name)) return '@event#';
  if (responseTypes.test(name)) return '@res#';
  if (requestTypes.test(name) && isServed(parameter, frame)) return '@req#';
  return contextTypes.test(name) && uses(frame, /["'](@?koa|hono|@hono\/|oak|@adonisjs\/|elysia)/)
    ? '@ctx#'
    : undefined;
}

/** `UserRequest` may be anything; beside a framework it is one of its requests. */
function isServed(parameter: Node, frame: Frame): boolean {
  const annotation =
    parameter.type === 'Identifier' || parameter.type === 'ObjectPattern'
      ? parameter.typeAnnotation
      : undefined;
  return (
    /^(Request|NextRequest|NextApiRequest|FastifyRequest|IncomingMessage|VercelRequest|NowRequest|Http2ServerRequest)$/.test(
      typeName(annotation) ?? '',
    ) ||
    uses(frame, /["'](node:)?(express|fastify|@nestjs\/\w+|next\/server|next|koa|restify|polka|https?)["']/)
  );
}

const uses = ({ file }: Frame, pattern: RegExp): boolean => pattern.test(file.text);

const nameOf = (parameter: Node | undefined): string | undefined => {
  if (parameter?.type === 'AssignmentPattern') return nameOf(parameter.left);
  return parameter?.type === 'Identifier' ? parameter.name : undefined;
};

/** `(req, res)`, `(error, req, res, next)`, `(ctx, next)`, `(request, h)`. */
function hostOfName({ node }: Closure, at: number, frame: Frame): string | undefined {
  const names = node.params.map(nameOf);
  const own = names[at];
  const [before, after] = [names[at - 1], names[at + 1]];
  if (after !== undefined && responses.test(after) && at <= 1) return '@req#';
  if (own === undefined) return undefined;
  if (
    requests.test(own) &&
    ((after !== undefined && (toolkits.test(after) || /^(next|done|cb)$/.test(after))) ||
      isExportedRoute(node, frame))
  )
    return '@req#';
  if (responses.test(own) && before !== undefined && at <= 2 && (at === 1 || requests.test(before)))
    return '@res#';
  if (!contexts.test(own) || at > 0) return undefined;
  const isAlone = names.length === 1 || /^_*next$/.test(after ?? '');
  return isAlone && uses(frame, /["'](@?koa|hono|@hono\/|oak|@koa\/|elysia|egg)/) ? '@ctx#' : undefined;
}

/** `export const handler = async (event) => …` of a function that a cloud runs. */
const isLambda = (node: FunctionNode): boolean =>
  /^(\w*[hH]andler|main)$/.test(functionName(node) ?? '') && /^_?event$/.test(nameOf(node.params[0]) ?? '');

const routeFile =
  /(^|\/)(app|pages|api|routes|server|src)(\/.*)?\/?(route|\+server|middleware|\[?\w[\w.[\]-]*)\.(serverSide\.)?[cm]?[jt]sx?$/;

/** `export async function GET(request)` of a file that is a route. */
function isExportedRoute(node: FunctionNode, frame: Frame): boolean {
  const name = functionName(node) ?? '';
  if (/^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|middleware|proxy)$/.test(name)) return true;
  return (
    routeFile.test(frame.file.path) &&
    /^(handler|default|loader|action)?$/.test(name) &&
    node.params.length <= 2 &&
    uses(frame, /Request|export default/)
  );
}

/** A handler, by what its parameters are by their names and types. */
export const takesRequest = (closure: Closure, frame: Frame): boolean =>
  closure.node.params
    .slice(0, 2)
    .some((parameter, at) =>
      /^@(req|ctx|event|input)#/.test(hostAt(closure, parameter, at, { ...frame, file: closure.file }) ?? ''),
    );

/** What a function is given that is passed to something nobody here wrote. */
interface Registration {
  readonly of: RegExp;
  /** Name of the call as it is written; any where it is left out. */
  readonly first?: RegExp;
  readonly given: readonly string[];
}

const registrations: readonly Registration[] = [
  { of: /^https?#(createServer|Server)$|^http2#create\w*Server$|^micro#/, given: ['@req#', '@res#'] },
  {
    of: /^@req#.*\.?(on|once|addListener)$/,
    first: /^(data|field|file|end)$/,
    given: ['@req#body', '@req#body'],
  },
  {
    of: /^(ws|websocket)#.*\.(on|once|addEventListener)$/,
    first: /^connection$/,
    given: ['@socket#', '@req#'],
  },
  {
    of: /^(socket\.io|ws|sockjs|sockjs-node)#.*\.(on|once|of\(\)\.on)$/,
    first: /^connect(ion)?$/,
    given: ['@socket#', '@req#'],
  },
  {
    of: /^@socket#.*(on|once|addEventListener)$/,
    first: /^(?!(connect|connection|disconnect|disconnecting|error|open|drain|timeout)$)/,
    given: ['@message#', '@message#', '@message#'],
  },
  {
    of: /^@req#file\.on$|^busboy#.*\.on$/,
    first: /^(file|field|data)$/,
    given: ['@req#body', '@req#body', '@name#'],
  },
  { of: /^(multiparty|formidable)#.*\.on$/, given: ['@req#body', '@req#body'] },
  { of: /^(multiparty|formidable)#.*\.parse$/, given: ['', '@req#body', '@req#files'] },
  {
    of: /^(unzip|unzipper|unzip-stream|tar|tar-stream|tar-fs|yauzl|node-unzip-2|node-stream-zip|extract-zip)#.*\.on$/,
    first: /^entry$/,
    given: ['@entry#'],
  },
  { of: /^jszip#.*\.forEach$/, given: ['@entry#path', '@entry#'] },
  { of: /^pg-promise#.*\.(task|tx|taskIf|txIf|connect)$/, given: ['pg-promise#()()'] },
  { of: /^@req#busboy\.on$/, first: /^(file|field)$/, given: ['@req#body', '@req#body', '@name#'] },
  { of: /^fastify#.*\.(register|after|ready)$/, given: ['fastify#()'] },
  { of: /^@nestjs\/core#.*\.use$/, given: ['@req#', '@res#'] },
  {
    of: /^koa-route#(get|post|put|patch|del|delete|all)$/,
    given: ['@ctx#', '@req#params', '@req#params', '@req#params'],
  },
  {
    of: /^(koa|@koa\/|koa-router|koa-joi-router|hono|oak|@hono\/|egg)[^#]*#.*\.(use|get|post|put|patch|del|delete|all|on)$/,
    given: ['@ctx#'],
  },
  {
    of: /^(express|fastify|restify|polka|connect|router|find-my-way|@hapi\/hapi|hapi)#.*\.(use|get|post|put|patch|del|delete|all|head|options|opts|param|route|addHook)$/,
    given: ['@req#', '@res#'],
  },
];

/** The parameters of a function that is passed on to a library, by what it is passed to. */
export function registered(
  machine: Machine,
  names: readonly string[],
  first: string | undefined,
  closure: Closure,
  frame: Frame,
): readonly Value[] | undefined {
  for (const { of, first: word, given } of registrations) {
    if (!names.some((name) => of.test(name))) continue;
    if (word !== undefined && (first === undefined || !word.test(first))) continue;
    if (given[0] === '@req#' && isErrorHandler(closure)) return [nothing, traced('@req#'), traced('@res#')];
    const inner = { ...frame, file: closure.file };
    return given.map((name, at) => hostValue(machine, name, closure.node.params[at] ?? closure.node, inner));
  }
  return undefined;
}

const isErrorHandler = ({ node }: Closure): boolean =>
  node.params.length >= 4 || /^_*(err|error|e)$/.test(nameOf(node.params[0]) ?? '');
