import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Passed } from './calls.ts';
import type { Frame, Machine } from './machine.ts';
import { can, everything, lasting } from './marks.ts';
import { callerValue } from './records/callers.ts';
import { askRules, stored } from './records/uploads.ts';
import { bag, field, ofBag, queryText, source } from './sources.ts';
import { addresses, harmless, single, wholes } from './request-words.ts';
import { keepRules, ruleFor, ruled } from './validation.ts';
import type { Value } from './value.ts';
import { wholeText } from '../../flows/value.ts';
import { arrayOf, isEmpty, join, masking, nothing, ofKind } from './value.ts';

/** A method of a request, of a part of it or of an uploaded file; undefined where the receiver is none. */
export function requestCall(
  machine: Machine,
  receiver: Value,
  name: string,
  call: Passed,
): Value | undefined {
  const method = name.toLowerCase();
  if (receiver.kinds.some((kind) => kind.startsWith('@bag:')))
    return bagCall(machine, receiver, method, call);
  if (receiver.kinds.includes('@upload')) return uploadCall(machine, method, call);
  if (receiver.kinds.includes('@app'))
    return /^(request|getrequest)$/.test(method) ? ofKind('@request') : undefined;
  if (!receiver.kinds.includes('@request')) return givesRequest(receiver, method);
  return ofRequest(machine, receiver, method, call) ?? (isOwnMethod(receiver, method) ? undefined : nothing);
}

/** A request class of the target may have methods of its own. */
const isOwnMethod = ({ instances }: Value, method: string): boolean =>
  instances.some((instance) => instance.class.methods.has(method));

/** `$this->getRequest()` of a class whose parent is not in the repository. */
function givesRequest(receiver: Value, method: string): Value | undefined {
  const isDeclared = isOwnMethod(receiver, method);
  return !isDeclared && /^(getrequest|getcurrentrequest|getmainrequest|getmasterrequest)$/.test(method)
    ? ofKind('@request')
    : undefined;
}

function ofRequest(machine: Machine, receiver: Value, method: string, call: Passed): Value | undefined {
  const { node, frame, args } = call;
  if (isOwnMethod(receiver, method)) return undefined;
  if (method === 'validate' || method === 'validatewithbag') return validated(machine, call);
  if (method === 'validated' || method === 'safe')
    return ruled(machine, receiver, bag(machine, 'request parameter', node, frame), call);
  if (/^(user|getuser|userorfail)$/.test(method)) return callerValue(machine, node, frame);
  if (/^(integer|int|getint)$/.test(method) && args[0] !== undefined)
    return masking(field(machine, 'request parameter', wholeText(args[0]), node, frame), lasting);
  if (method === 'route' && args[0] !== undefined)
    return field(machine, 'path parameter', wholeText(args[0]), node, frame);
  if (harmless.test(method)) return nothing;
  if (
    /^(getcurrentrequest|getmainrequest|getmasterrequest|instance|withattribute|merge|duplicate)$/.test(
      method,
    )
  )
    return receiver;
  if (/^(file|getfile|getuploadedfile)$/.test(method)) return ofKind('@upload');
  if (addresses.test(method))
    return source(
      machine,
      'address of the request',
      (everything & ~(can.object | can.markup)) | can.slashed,
      node,
      frame,
    );
  if (/^(host|gethost|gethttphost|httphost|getschemeandhttphost|root)$/.test(method))
    return source(
      machine,
      'host of the request',
      everything & ~(can.object | can.linked | can.markup),
      node,
      frame,
    );
  if (/^(useragent|getuseragent|user_agent)$/.test(method))
    return field(machine, 'header', 'user-agent', node, frame);
  if (/^(getquerystring|querystring)$/.test(method)) return queryText(machine, node, frame);
  const [first] = args;
  const key = first === undefined ? undefined : wholeText(first);
  const place = single[method];
  if (place !== undefined && first !== undefined) {
    if (method === 'except') return bag(machine, place, node, frame);
    if (method === 'only') return partsOf(machine, receiver, place, call);
    return withDefault(
      ruleFor(machine, receiver, key, field(machine, place, key, node, frame), frame),
      args[1],
    );
  }
  const whole = wholes[method];
  return whole === undefined ? undefined : bag(machine, whole, node, frame);
}

const withDefault = (value: Value, given: Value | undefined): Value =>
  given === undefined || isEmpty(given) || given.text?.whole === true ? value : join(value, given);

/** `$request->only(['a', 'b'])`. */
function partsOf(machine: Machine, receiver: Value, place: string, { args, node, frame }: Passed): Value {
  const names = args
    .flatMap((each) => [wholeText(each), ...[...(each.array?.fields.values() ?? [])].map(wholeText)])
    .flatMap((each) => each ?? []);
  return arrayOf(
    new Map(
      names.map((name) => [
        name,
        ruleFor(machine, receiver, name, field(machine, place, name, node, frame), frame),
      ]),
    ),
  );
}

/** `$request->validate([…])`: what follows may rely on its rules. */
function validated(machine: Machine, call: Passed): Value {
  const rules = call.nodes[0];
  askRules(machine, rules?.text);
  const found = keepRules(rules, call.frame);
  const fields = [...found].map(([name, mask]): [string, Value] => [
    name,
    masking(field(machine, 'request parameter', name, call.node, call.frame), mask),
  ]);
  return arrayOf(new Map(fields));
}

function bagCall(
  machine: Machine,
  receiver: Value,
  method: string,
  { args, node, frame }: Passed,
): Value | undefined {
  if (harmless.test(method)) return nothing;
  const [first] = args;
  if (
    /^(get|getstring|input|query|post|offsetget|value|param|only|cookie|fromquery|frompost)$/.test(method) &&
    first !== undefined
  )
    return withDefault(ofBag(machine, receiver, wholeText(first), node, frame) ?? nothing, args[1]);
  return /^(all|toarray|get|only|except|getcontents|__tostring|collect|filter|getarraycopy)$/.test(method)
    ? receiver
    : nothing;
}

/** Frameworks take folders away from the name that the client tells, PSR-7 does not. */
function uploadCall(machine: Machine, method: string, call: Passed): Value | undefined {
  const { node, frame, args } = call;
  const name = everything & ~(can.object | can.absolute | can.climb | can.hidden | can.stream | can.host);
  switch (method) {
    case 'getclientoriginalname':
    case 'getclientoriginalextension':
    case 'clientextension':
      return source(machine, 'name of an uploaded file', name | can.ending, node, frame);
    case 'getclientmimetype':
      return source(machine, 'type of an uploaded file', name, node, frame);
    case 'getclientfilename':
      return source(
        machine,
        'name of an uploaded file',
        (everything & ~can.object) | can.ending,
        node,
        frame,
      );
    case 'get':
    case 'getcontent':
      return args.length === 0
        ? source(machine, 'content of an uploaded file', everything & ~can.object, node, frame)
        : nothing;
    case 'extension':
    case 'guessextension':
    case 'getmimetype':
    case 'guessclientextension':
      machine.access.run.typed = true;
      return nothing;
    case 'storeas':
    case 'storepubliclyas':
      stored(machine, args[1], args[2], call);
      return nothing;
    default:
      return undefined;
  }
}

/** `$request->title`, `$request->query`, `$request['title']`; undefined where the value is no request. */
export function requestMember(
  machine: Machine,
  value: Value,
  name: string | undefined,
  how: 'property' | 'element',
  node: SyntaxNode,
  frame: Frame,
): Value | undefined {
  if (value.kinds.includes('@app')) return name === 'request' ? ofKind('@request') : undefined;
  if (!value.kinds.includes('@request')) return undefined;
  if (name !== undefined && value.instances.some((instance) => instance.class.properties.has(name)))
    return undefined;
  if (how === 'property' && name !== undefined) {
    const whole = {
      query: 'query parameter',
      get: 'query parameter',
      request: 'body field',
      post: 'body field',
      cookies: 'cookie',
      cookie: 'cookie',
      headers: 'header',
      server: 'server',
      files: 'files',
    }[name];
    if (whole !== undefined) return bag(machine, whole, node, frame);
    if (/^(attributes|session|user|route|method|server|container|baseUrl|basePath)$/.test(name))
      return nothing;
  }
  return ruleFor(machine, value, name, field(machine, 'request parameter', name, node, frame), frame);
}
