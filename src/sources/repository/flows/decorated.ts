import type { Decorator, Node } from 'oxc-parser';
import { isClassNode, plainKey, typeName } from '../javascript/syntax.ts';
import { callerValue, isCallerDecorator } from './caller.ts';
import type { Frame, Machine } from './machine.ts';
import { can, everything, lasting } from './marks.ts';
import type { Value } from './value.ts';
import { tainted, things, traced, wholeText } from './value.ts';
import { reportSearch } from './searches.ts';
import { masked } from './taints.ts';

/** Decorators of parameters, by name, and what of a request they hand over. */
const parameters: Readonly<Record<string, string>> = {
  Body: 'body field',
  Query: 'query parameter',
  QueryParam: 'query parameter',
  QueryParams: 'query parameter',
  Param: 'path parameter',
  Params: 'path parameter',
  PathParams: 'path parameter',
  Path: 'path parameter',
  Headers: 'header',
  Header: 'header',
  HeaderParam: 'header',
  HeaderParams: 'header',
  BodyParam: 'body field',
  BodyParams: 'body field',
  FormData: 'body field',
  FormField: 'body field',
  CookieParam: 'cookie',
  UploadedFile: 'uploaded file',
  UploadedFiles: 'uploaded file',
  RawBody: 'body field',
  Args: 'argument',
  Arg: 'argument',
  MessageBody: 'message',
};

const hosts: Readonly<Record<string, string>> = {
  Req: '@req#',
  Request: '@req#',
  Res: '@res#',
  Response: '@res#',
  Ctx: '@ctx#',
};

/** What a decorated parameter receives; undefined where no decorator says. */
export function decoratedValue(
  machine: Machine,
  decorators: readonly Decorator[],
  parameter: Node,
  frame: Frame,
): Value | undefined {
  for (const { expression } of decorators) {
    const call = expression.type === 'CallExpression' ? expression : undefined;
    const callee = call?.callee ?? expression;
    const name = callee.type === 'Identifier' ? callee.name : '';
    const host = hosts[name];
    if (host !== undefined) return traced(host);
    const what = parameters[name];
    if (what === undefined && (isCallerDecorator(name) || isOwnDecorator(machine.evaluate(callee, frame))))
      return callerValue(machine, frame.file, parameter);
    if (what === undefined) continue;
    const args = (call?.arguments ?? []).map((each) => machine.evaluate(each, frame));
    const isEnded = args.some(({ traces }) => traces.some((trace) => endingPipe.test(trace.name)));
    const key = args[0] === undefined ? undefined : wholeText(args[0]);
    const given = /path|header|cookie/.test(what) ? everything & ~can.object : everything;
    const marks = isEnded ? given & lasting : given;
    const source = machine.sourceAt(
      key === undefined ? wholeOf(what) : `${what} ${key}`,
      frame.file,
      parameter,
    );
    return typed(machine, tainted([{ source, marks, step: undefined }]), annotationOf(parameter), frame, 0);
  }
  return undefined;
}

/** A decorator of the target for parameters of handlers hands over what a guard put on the request. */
const isOwnDecorator = ({ traces }: Value): boolean =>
  traces.some(({ name }) => name.startsWith('@nestjs/common#createParamDecorator()'));

const wholeOf = (what: string): string =>
  what === 'body field' ? 'the body' : what === 'query parameter' ? 'the query' : what;

/** Pipes after which a value is a number, a flag, an id or one of a list. */
const endingPipe = /#Parse(Int|Float|Bool|UUID|Enum|Date|ObjectId|MongoId)Pipe/;

function annotationOf(parameter: Node): Node | undefined {
  if (parameter.type === 'AssignmentPattern') return annotationOf(parameter.left);
  if (parameter.type === 'TSParameterProperty') return annotationOf(parameter.parameter);
  return parameter.type === 'Identifier' || parameter.type === 'ObjectPattern'
    ? (parameter.typeAnnotation?.typeAnnotation ?? undefined)
    : undefined;
}

/** A value as a validating framework hands it over by its type: numbers and flags can do nothing. */
function typed(machine: Machine, value: Value, type: Node | undefined, frame: Frame, depth: number): Value {
  if (type === undefined || depth > 3) return value;
  if (/^TS(Number|Boolean|BigInt)Keyword$/.test(type.type)) return tainted(masked(value.taints, lasting));
  if (type.type !== 'TSTypeReference') return value;
  const name = typeName(type);
  if (name === undefined || type.typeName.type !== 'Identifier') return value;
  if (/^(Date|ObjectId)$/.test(name)) return tainted(masked(value.taints, lasting));
  const classes = machine
    .evaluate(type.typeName, frame)
    .callables.flatMap((each) => (each.kind === 'class' ? [each.shape] : []));
  const [shape] = classes;
  if (shape === undefined || !isClassNode(shape.node)) return value;
  const fields = new Map<string, Value>();
  for (const member of shape.node.body.body) {
    if (member.type !== 'PropertyDefinition') continue;
    const key = plainKey(member.key, member.computed);
    if (key === undefined) continue;
    const inner: Frame = { ...frame, file: shape.file, scope: shape.scope };
    fields.set(
      key,
      fieldOf(machine, value, member.decorators, member.typeAnnotation?.typeAnnotation, inner, depth),
    );
  }
  return things({ kind: 'object', fields, rest: value, depth: machine.state.depth });
}

/** `@Matches(pattern)`: the library looks for it in what is sent. */
function matchesOf(machine: Machine, text: Value, decorators: readonly Decorator[], frame: Frame): void {
  for (const { expression } of decorators) {
    if (expression.type !== 'CallExpression' || expression.callee.type !== 'Identifier') continue;
    const [first] = expression.arguments;
    if (expression.callee.name !== 'Matches' || first === undefined) continue;
    reportSearch(
      machine,
      { pattern: machine.evaluate(first, frame), text, method: 'Matches' },
      expression,
      frame,
    );
  }
}

const endingField =
  /^Is(Int|Number|NumberString|UUID|Enum|Boolean|BooleanString|Date|DateString|ISO8601|MongoId|In|Alpha|Alphanumeric|Hexadecimal|HexColor|IP|Port|Positive|Negative|Latitude|Longitude|Timezone|Locale|Semver|SemVer|EthereumAddress|Hash|CreditCard|IBAN|ISBN|PhoneNumber|MobilePhone|Base64|JWT)$|^(Min|Max|Equals)$/;

function fieldOf(
  machine: Machine,
  value: Value,
  decorators: readonly Decorator[],
  type: Node | undefined,
  frame: Frame,
  depth: number,
): Value {
  const names = decorators.flatMap(({ expression }) => {
    const callee = expression.type === 'CallExpression' ? expression.callee : expression;
    return callee.type === 'Identifier' ? [callee.name] : [];
  });
  if (names.some((name) => endingField.test(name))) return tainted(masked(value.taints, lasting));
  const isText = names.some((name) =>
    /^Is(String|Email|Url|URL)$|^(Matches|Length|MaxLength|MinLength)$/.test(name),
  );
  const isShort = names.some((name) => /^(Length|MaxLength)$/.test(name));
  const mask = (isText ? ~can.object : ~0) & (isShort ? ~can.long : ~0);
  const marked = isText ? { ...value, taints: masked(value.taints, mask) } : value;
  matchesOf(machine, marked, decorators, frame);
  return typed(machine, marked, type, frame, depth + 1);
}
