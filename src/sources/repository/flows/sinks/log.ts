import { can } from '../marks.ts';
import type { Trace, Value } from '../value.ts';
import { tainted } from '../value.ts';
import type { CallFact, Hit, Sink } from './sink.ts';
import { argument, isCall } from './sink.ts';

const levels = String.raw`(log|info|warn|warning|error|debug|trace|fatal|verbose|silly|http|notice)`;

/** Loggers that write a text as it is; those that write JSON (pino, bunyan) escape line breaks. */
const loggers: readonly RegExp[] = [
  new RegExp(String.raw`^#console\.${levels}$`),
  new RegExp(String.raw`^@nestjs\/common#Logger(\(\))?\.${levels}$`),
  new RegExp(String.raw`^(log4js|npmlog|signale|consola|loglevel|fancy-log|tracer)#(.*\.)?${levels}$`),
];

function hits(call: CallFact): readonly Hit[] {
  if (loggers.some((pattern) => isCall(call, pattern)))
    return call.args.flatMap((_, at) => argument(call, at)).map(asText);
  if (!isCall(call, winston) || !writesText(call.trace)) return [];
  return argument(call, call.method === 'log' ? 1 : 0).map(asText);
}

const winston = new RegExp(String.raw`^winston#(.*\.)?${levels}$`);

/** An object is shown with its texts in quotes. */
const asText = (hit: Hit): Hit => ({
  ...hit,
  value: tainted(
    hit.value.taints.filter(
      ({ source, marks }) => !(/^(the|input$|a )/.test(source.what) && (marks & can.object) !== 0),
    ),
  ),
});

/** A logger of winston writes JSON unless it is given another form. */
function writesText(trace: Trace | undefined): boolean {
  let steps = 0;
  for (let at = trace; at !== undefined && steps < 20; at = at.on, steps += 1)
    if (at.name.endsWith('#createLogger()')) return (at.args ?? []).some((value) => hasTextForm(value, 0));
  return false;
}

const hasTextForm = ({ things, traces }: Value, depth: number): boolean =>
  depth < 6 &&
  (traces.some(
    ({ name, args = [] }) =>
      /[#.](simple|printf|cli)\(\)$/.test(name) || args.some((value) => hasTextForm(value, depth + 1)),
  ) ||
    things.some(({ fields, rest }) =>
      [...fields.values(), rest].some((value) => hasTextForm(value, depth + 1)),
    ));

export const logSink: Sink = { kind: 'log-injection', needs: can.line, unless: can.encoded, hits };
