import { can } from '../marks.ts';
import { isFollowed } from '../stored/followed.ts';
import { choicesOf } from '../value.ts';
import type { CallFact, Hit, Sink } from './sink.ts';
import { argument, arguments_, isCall, option } from './sink.ts';

/** Calls whose first argument is run as a program. */
const programs: readonly RegExp[] = [
  /^#(eval|setTimeout|setInterval|setImmediate|execScript)$|^#(globalThis|global|window)\.eval$/,
  /^vm#(runInContext|runInNewContext|runInThisContext|compileFunction|Script|SourceTextModule)$/,
  /^(vm2|isolated-vm|safe-eval|eval|notevil|static-eval|safer-eval|node-eval|require-from-string|module-from-string|expr-eval|jexl|mathjs|angular-expressions)#(.*\.)?(run|runFile|compileScript|compile|evaluate|parse|requireFromString|eval|evalSync|evalClosure)?$/,
];

/** Template engines whose first argument is the template itself. */
const templates: readonly RegExp[] = [
  /^(ejs|pug|jade|dot|swig|swig-templates|twig|haml|hamljs|hogan\.js|eta|squirrelly|art-template|liquidjs|velocityjs|marko|whiskers|just|atpl|templayed|eco|ect|toffee|vash|walrus|underscore|lodash[\w.-]*|mustache|consolidate|handlebars|nunjucks|plates|qejs|ractive|liquor|gaikan|jqtpl|bracket-template|doT|micromustache|edge\.js)#(.*\.)?(render|renderString|renderStringAsync|compile|compileClient|template|precompile|parse|parseAndRender|parseAndRenderSync|renderSync|Template|compileString|twig)?$/,
];

function hits(call: CallFact): readonly Hit[] {
  if (isCall(call, /^#Function$|^#(AsyncFunction|GeneratorFunction)$/))
    return call.args.flatMap((_, at) => argument(call, at));
  if (programs.some((pattern) => isCall(call, pattern)))
    return argument(call, 0).map((hit) => ({ ...hit, weak: isCall(call, /^isolated-vm#/) }));
  if (
    isCall(call, /^#module(\.\w+)*\._compile$|^module#(\(\))?\._compile$/) ||
    (call.method === '_compile' && /module$/i.test(call.written))
  )
    return argument(call, 0);
  if (isCall(call, /^@res#render$/)) return settingsOfTemplate(call);
  if (isCall(call, /^child_process#(spawn|spawnSync|execFile|execFileSync)$/)) return programOfNode(call);
  if (templates.some((pattern) => isCall(call, pattern))) return argument(call, 0);
  if (isCall(call, /^fastify#.*|^@fastify\/view#.*/) && call.method === 'view') return argument(call, 0);
  if (isCall(call, /^(mongodb|mongoose|marsdb|minimongo|mongojs)#/)) return mongoPrograms(call);
  return [];
}

/** Engines take their own settings from the values of a template: whoever sends the whole object sets them. */
function settingsOfTemplate(call: CallFact): readonly Hit[] {
  const spread = (call.args[1]?.things ?? []).map(({ rest }) => rest);
  return argument(call, 1).flatMap((hit) =>
    [hit.value, ...spread].map((value) => ({ ...hit, value, needs: can.object })),
  );
}

/** `execFile('node', ['-e', program])`. */
function programOfNode(call: CallFact): readonly Hit[] {
  const [name, list] = call.args;
  if (
    name === undefined ||
    list === undefined ||
    !choicesOf(name).some((each) => /^(node|nodejs|deno|bun|python3?|perl|ruby|php)$/.test(each))
  )
    return [];
  const [told] = argument(call, 1);
  return list.things.flatMap(({ fields }) => {
    const parts = [...fields.values()];
    const flag = parts.findIndex((part) =>
      choicesOf(part).some((text) => /^(-e|-p|-pe|-c|-r|--eval|--print)$/.test(text)),
    );
    const program = flag === -1 ? undefined : parts[flag + 1];
    return program === undefined || told === undefined ? [] : [{ ...told, value: program }];
  });
}

/** Functions that the database runs. */
function mongoPrograms(call: CallFact): readonly Hit[] {
  if (/^(mapReduce|group|eval)$/.test(call.method)) return arguments_(call, 0, 1, 2, 3);
  return /^(find|findOne|count|update|remove|where|\$where)$/.test(call.method)
    ? [...option(call, 0, '$where'), ...(call.method === '$where' ? argument(call, 0) : [])]
    : [];
}

export const codeSink: Sink = { kind: 'code-injection', needs: can.code, hits };

/** The same for what a column holds: told where something of a request is written there. */
export const storedCodeSink: Sink = {
  kind: 'stored-code',
  needs: can.storedCode,
  hits: (call) => (isFollowed(call.machine.codebase) ? hits(call) : []),
};
