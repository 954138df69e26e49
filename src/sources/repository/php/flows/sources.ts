import type { SyntaxNode } from '../../languages/syntax.ts';
import { can, everything } from './marks.ts';
import type { Frame, Machine } from './machine.ts';
import { isCallerKey, withCaller } from './records/callers.ts';
import type { Value } from './value.ts';
import { masking, nothing } from './value.ts';

interface Place {
  /** Of all of it. */
  readonly whole: string;
  readonly marks: number;
  /** Of one of it, where that is not the name of the place. */
  readonly one?: string;
}

/** Headers and cookies of a visitor do not come with a link. */
const own = everything & ~can.linked;

/** Without a slash. */
const noFolder =
  everything & ~(can.object | can.absolute | can.climb | can.hidden | can.stream | can.host | can.reach);

/** What the one who sends a request decides, by the name of the part. */
const places: Readonly<Record<string, Place>> = {
  'query parameter': { whole: 'the query', marks: everything },
  'body field': { whole: 'the body', marks: everything },
  'request parameter': { whole: 'the parameters of the request', marks: everything },
  // Routers split the path at its slashes, after they decoded it.
  'path parameter': { whole: 'the path parameters', marks: noFolder },
  'rest of the path': {
    whole: 'the path parameters',
    marks: everything & ~can.object,
    one: 'path parameter',
  },
  cookie: { whole: 'the cookies', marks: own },
  header: { whole: 'the headers', marks: own & ~can.object },
};

/** Something untrusted that comes in here. */
export function source(machine: Machine, what: string, marks: number, node: SyntaxNode, frame: Frame): Value {
  const from = machine.sourceAt(what, frame.file, node);
  return { ...nothing, taints: [{ source: from, marks, step: undefined }] };
}

/** The query as it was sent: a browser encodes it, and it begins no path. */
export const queryText = (machine: Machine, node: SyntaxNode, frame: Frame): Value =>
  source(
    machine,
    'the query',
    everything & ~(can.object | can.markup | can.absolute | can.host),
    node,
    frame,
  );

/** A part of the request as a whole; its elements are sources of their own. */
export function bag(machine: Machine, place: string, node: SyntaxNode, frame: Frame): Value {
  const { whole, marks } = places[place] ?? { whole: place, marks: everything };
  return { ...source(machine, whole, marks, node, frame), kinds: [`@bag:${place}`] };
}

/** One element of such a part; undefined where the value is none. */
export function ofBag(
  machine: Machine,
  value: Value,
  key: string | undefined,
  node: SyntaxNode,
  frame: Frame,
): Value | undefined {
  const place = value.kinds.find((kind) => kind.startsWith('@bag:'))?.slice('@bag:'.length);
  if (place === undefined) return undefined;
  if (place === 'server') return key === undefined ? nothing : serverValue(machine, key, node, frame);
  if (place === 'files') return { ...nothing, kinds: ['@upload'] };
  if (place === 'globals') return key === undefined ? nothing : globalValue(machine, key);
  if (place === 'session') return key === undefined ? nothing : sessionValue(machine, key, node, frame);
  return field(machine, place, key, node, frame);
}

/** A named part of a place of the request. */
export function field(
  machine: Machine,
  place: string,
  name: string | undefined,
  node: SyntaxNode,
  frame: Frame,
): Value {
  const { whole, marks, one = place } = places[place] ?? { whole: place, marks: everything };
  return source(machine, name === undefined ? whole : `${one} ${name}`, marks, node, frame);
}

/** What a session holds; under some keys it says who signed in. */
function sessionValue(machine: Machine, key: string, node: SyntaxNode, frame: Frame): Value {
  const kept = machine.session.get(key) ?? nothing;
  if (!isCallerKey(key)) return kept;
  // What was named at sign-in was proven there.
  return withCaller(machine, masking(kept, ~(can.refer | can.record)), node, frame);
}

const globalValue = ({ globals }: Machine, name: string): Value => globals?.env.values.get(name) ?? nothing;

const superglobals: Readonly<Record<string, string>> = {
  _GET: 'query parameter',
  _POST: 'body field',
  _REQUEST: 'request parameter',
  _COOKIE: 'cookie',
  HTTP_GET_VARS: 'query parameter',
  HTTP_POST_VARS: 'body field',
};

/** `$_GET` and its likes; undefined for other variables. */
export function superglobal(
  machine: Machine,
  name: string,
  node: SyntaxNode,
  frame: Frame,
): Value | undefined {
  const place = superglobals[name];
  if (place !== undefined) return bag(machine, place, node, frame);
  if (name === '_SERVER') return { ...nothing, kinds: ['@bag:server'] };
  if (name === '_FILES') return { ...nothing, kinds: ['@bag:files'] };
  if (name === '_SESSION') return { ...nothing, kinds: ['@bag:session'] };
  if (name === 'GLOBALS') return { ...nothing, kinds: ['@bag:globals'] };
  return undefined;
}

/** What a browser encodes is no markup. */
const address = (everything & ~(can.object | can.markup)) | can.slashed;

function serverValue(machine: Machine, key: string, node: SyntaxNode, frame: Frame): Value {
  if (/^(PHP_SELF|PATH_INFO|ORIG_PATH_INFO|PATH_TRANSLATED)$/.test(key))
    return source(machine, 'address of the request', address | can.markup, node, frame);
  if (
    /^(REQUEST_URI|REDIRECT_URL|REDIRECT_URI|UNENCODED_URL|HTTP_X_REWRITE_URL|HTTP_X_ORIGINAL_URL|SCRIPT_URI|SCRIPT_URL)$/.test(
      key,
    )
  )
    return source(machine, 'address of the request', address, node, frame);
  if (/^(REDIRECT_)?QUERY_STRING$/.test(key)) return queryText(machine, node, frame);
  if (/^PHP_AUTH_(USER|PW|DIGEST)$/.test(key)) return field(machine, 'header', 'authorization', node, frame);
  if (key === 'HTTP_HOST' || key === 'HTTP_X_FORWARDED_HOST')
    return source(
      machine,
      'host of the request',
      own & ~(can.object | can.markup | can.absolute | can.climb | can.hidden),
      node,
      frame,
    );
  if (!key.startsWith('HTTP_')) return nothing;
  return field(machine, 'header', key.slice('HTTP_'.length).toLowerCase().replaceAll('_', '-'), node, frame);
}

/** A part of an uploaded file; PHP takes folders away from its name. */
export function ofUpload(machine: Machine, key: string | undefined, node: SyntaxNode, frame: Frame): Value {
  switch (key) {
    case 'name':
      return source(machine, 'name of an uploaded file', noFolder | can.ending, node, frame);
    case 'full_path':
      return source(
        machine,
        'name of an uploaded file',
        (everything & ~can.object) | can.ending,
        node,
        frame,
      );
    case 'type':
      return source(machine, 'type of an uploaded file', noFolder, node, frame);
    case 'tmp_name':
    case 'size':
    case 'error':
      return nothing;
    default:
      return { ...nothing, kinds: ['@upload'] };
  }
}
