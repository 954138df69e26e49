import { anyPath } from '../../../flows/marks.ts';
import type { Passed } from '../calls.ts';
import type { Hit, Machine } from '../machine.ts';
import { can } from '../marks.ts';
import type { Value } from '../value.ts';
import { wholeText } from '../../../flows/value.ts';
import { argument } from './arguments.ts';
import { commandHit } from './command.ts';
import { directoryQuery, documentFilter, driverFilter } from './filters.ts';
import { isResolving } from './functions.ts';
import { answerHit } from './page.ts';
import { sqlMethod, sqlStatic } from './sql.ts';
import { xpathMethod } from './xpath.ts';

const one = (call: Passed, at: number, name: string, hit: Omit<Hit, 'value' | 'what'>): readonly Hit[] =>
  argument(call, at, name).map((each) => ({ ...hit, ...each }));

const redirect = { kind: 'open-redirect', needs: can.host, also: can.linked } as const;
const path = { kind: 'path-traversal', needs: anyPath } as const;
const address = { kind: 'request-forgery', needs: can.host, weak: can.reach } as const;

const client =
  /(^|\\)(Client|ClientInterface|HttpClient|HttpClientInterface|Http|PendingRequest|Curl|CurlRequest|CURLRequest)$/;
const clientName = /(http|client|guzzle|curl)\w*(\(\))?$/i;

/** What a method of something that the target does not define takes that untrusted text does harm in. */
export function methodSinks(
  machine: Machine,
  receiver: Value,
  written: string,
  method: string,
  call: Passed,
): readonly Hit[] {
  const name = `${written.length > 40 ? '…' : written}->${method}`;
  const expression = xpathMethod(receiver, written, method, call);
  if (expression.length > 0) return expression;
  const filter = directoryQuery(receiver, written, method, call);
  if (filter.length > 0) return filter;
  const sql = sqlMethod(receiver, written, method, call);
  if (sql.length > 0) return sql;
  const document = documentFilter(receiver, written, method, call);
  if (document.length > 0) return document;
  const isRedirector =
    /redirect\w*\(\)$/i.test(written) || receiver.kinds.some((kind) => /Redirect\w*$/.test(kind));
  if (/^(to|away)$/.test(method) && isRedirector) return one(call, 0, name, redirect);
  if (/^(redirect|withRedirect|sendRedirect|redirectTo|setRedirect|redirectUrl)$/.test(method))
    return one(call, 0, name, redirect);
  if (/^(withHeader|setHeader|header|addHeader|set)$/.test(method)) return location(call, name);
  if (
    /^(get|post|put|patch|delete|head|request|requestAsync|getAsync|postAsync|send|withUrl|baseUrl)$/.test(
      method,
    ) &&
    isClient(receiver, written)
  )
    return one(call, method.startsWith('request') ? 1 : 0, name, address);
  if (method === 'move' && receiver.kinds.includes('@upload')) return one(call, 0, name, path);
  if (
    /^(download|file|sendFile|streamDownload|setContentDisposition)$/.test(method) &&
    /response/i.test(written)
  )
    return one(call, 0, name, path);
  if (/^(open|extractTo)$/.test(method) && receiver.kinds.includes('ZipArchive'))
    return one(call, 0, name, path);
  if (/^(loadXML|XML)$/.test(method) && isResolving(call.nodes[1]?.text ?? call.nodes[2]?.text))
    return one(call, 0, name, { kind: 'external-entities', needs: can.markup });
  if (/^(write|setContent|setBody|end|body)$/.test(method) && /res(ponse)?\b|getBody\(\)/i.test(written))
    return answerHit(machine, call.args[0], name);
  if (/^(html|rawHtml)$/.test(method) && /response/i.test(written))
    return answerHit(machine, call.args[0], name);
  return onDisk(receiver, written, method, call, name);
}

const isClient = (receiver: Value, written: string): boolean =>
  receiver.kinds.some((kind) => client.test(kind)) || clientName.test(written);

/** Disks of Flysystem refuse what leads out of them; what hands out or takes a path of the system does not. */
function onDisk(
  receiver: Value,
  written: string,
  method: string,
  call: Passed,
  name: string,
): readonly Hit[] {
  if (method === 'moveTo') return one(call, 0, name, path);
  if (method === 'path' && /Storage::|disk\(/.test(written)) return one(call, 0, name, path);
  const isDisk = receiver.kinds.some((kind) =>
    /(^|\\)(Illuminate\\Filesystem\\Filesystem|Component\\Filesystem\\Filesystem)$/.test(kind),
  );
  return isDisk && fileMethods.test(method) ? one(call, 0, name, path) : [];
}

const fileMethods =
  /^(get|put|delete|download|readStream|writeStream|append|prepend|copy|move|exists_|response|deleteDirectory|makeDirectory|remove|dumpFile|read|write|path|json|lines|sharedGet|requireOnce|getRequire)$/;

/** `$response->withHeader('Location', $to)`. */
function location(call: Passed, name: string): readonly Hit[] {
  const [first] = call.args;
  return first !== undefined && /^(location|refresh)$/i.test(wholeText(first) ?? '')
    ? one(call, 1, name, redirect)
    : [];
}

/** Static methods, as facades have them. */
export function staticSinks(_machine: Machine, owner: string, method: string, call: Passed): readonly Hit[] {
  const sql = sqlStatic(owner, method, call);
  if (sql.length > 0) return sql;
  const short = owner.split('\\').at(-1) ?? owner;
  const name = `${short}::${method}`;
  if (short === 'Redirect' && /^(to|away)$/.test(method)) return one(call, 0, name, redirect);
  if (short === 'Http' && /^(get|post|put|patch|delete|head|send|baseUrl)$/.test(method))
    return one(call, method === 'send' ? 1 : 0, name, address);
  if (/^(Facades\\)?File$|Facades\\File$/.test(owner) && fileMethods.test(method))
    return one(call, 0, name, path);
  if (short === 'Storage' && method === 'path') return one(call, 0, name, path);
  if (short === 'Response' && /^(download|file)$/.test(method)) return one(call, 0, name, path);
  if (short === 'Process' && /^(fromShellCommandline|run|start)$/.test(method))
    return argument(call, 0, name).flatMap(({ value, what }) =>
      value.array === undefined ? commandHit(value, what) : [],
    );
  return [];
}

/** Objects whose making does harm. */
export function newSinks(machine: Machine, owner: string, call: Passed): readonly Hit[] {
  const short = owner.split('\\').at(-1) ?? owner;
  const name = `new ${short}`;
  switch (short) {
    case 'RedirectResponse':
      return one(call, 0, name, redirect);
    case 'BinaryFileResponse':
    case 'SplFileObject':
      return one(call, 0, name, path);
    case 'Response':
    case 'HtmlResponse':
      return answerHit(machine, call.args[0], name);
    case 'Process':
      return argument(call, 0, name).flatMap(({ value, what }) =>
        value.array === undefined && value.text !== undefined ? commandHit(value, what) : [],
      );
    case 'SimpleXMLElement':
      return isResolving(call.nodes[1]?.text)
        ? one(call, 0, name, { kind: 'external-entities', needs: can.markup })
        : [];
    default:
      return driverFilter(owner, call);
  }
}
