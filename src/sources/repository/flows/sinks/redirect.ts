import { can } from '../marks.ts';
import { wholeText } from '../value.ts';
import type { CallFact, Hit, Sink } from './sink.ts';
import { argument, isCall, option } from './sink.ts';

function hits(call: CallFact): readonly Hit[] {
  if (isCall(call, /^@res#(.*\.)?(redirect|location|sendRedirect)$|^@ctx#(.*\.)?redirect$|^@req#redirect$/))
    return target(call);
  if (
    isCall(
      call,
      /^next#(\w+\.)?(redirect|permanentRedirect|NextResponse\.redirect)$|^#Response\.redirect$|^(@remix-run\/\w+|react-router|@sveltejs\/kit|h3|@tanstack\/[\w-]+)#(redirect|redirectDocument|sendRedirect)$/,
    )
  )
    return target(call);
  if (
    /^(setHeader|header|set|append|writeHead|appendHeader)$/.test(call.method) &&
    isCall(call, /^@(res|ctx)#(?!status\(\))/)
  )
    return header(call);
  const isToolkit =
    call.trace === undefined && /^(h|toolkit|reply)$/.test(call.written) && call.method === 'redirect';
  return isToolkit ? argument(call, 0) : [];
}

/** A status may stand before or behind the address. */
function target(call: CallFact): readonly Hit[] {
  const options = option(call, 0, 'hostname', 'pathname', 'url');
  if (options.length > 0) return options;
  return call.args.flatMap((value, at) => (value.taints.length > 0 && at < 3 ? argument(call, at) : []));
}

function header(call: CallFact): readonly Hit[] {
  const [first] = call.args;
  const name = first === undefined ? undefined : wholeText(first);
  if (name !== undefined && /^location$|^refresh$/i.test(name)) return argument(call, 1);
  return call.args.flatMap((_, at) => option(call, at, 'Location', 'location'));
}

export const redirectSink: Sink = { kind: 'open-redirect', needs: can.host, also: can.linked, hits };
