import type { Machine, Site } from './machine.ts';
import {
  anyMarkup,
  anyPath,
  can,
  everything,
  isUntrusted,
  lasting,
  normalised,
  ofStored,
  surviving,
} from './marks.ts';
import { canonical, shortName, sourceName } from './sources.ts';
import { emptyThing } from './methods.ts';
import { elementOf, spreadInto } from './literals.ts';
import { withType } from './content-types.ts';
import { escapedBy } from './escapes.ts';
import { keysOf } from './keys.ts';
import { hostValue, sourceValue } from './members.ts';
import { fieldsOf } from './sinks/sink.ts';
import { parsedBy } from './schemas.ts';
import type { Trace, Value } from './value.ts';
import { isFromOutside, join, joinAll, native, nothing, tainted, traced, wholeText } from './value.ts';
import { joinTaints, masked, remarked } from './taints.ts';

type Answer = (args: readonly Value[], machine: Machine, site: Site, trace: Trace) => Value;

/** Everything untrusted in a value, also inside of objects. */
export function deepTaints(value: Value, depth = 0, except?: RegExp): Value['taints'] {
  let all = value.taints;
  if (depth > 4) return all;
  for (const { fields, rest } of value.things) {
    for (const [key, field] of fields)
      if (except?.test(key) !== true) all = joinTaints(all, deepTaints(field, depth + 1, except));
    all = joinTaints(all, deepTaints(rest, depth + 1, except));
  }
  return all;
}

const all: Answer = (args) => tainted(joinAll(args).taints);
const deep: Answer = (args) => tainted(joinAll(args.map((value) => tainted(deepTaints(value)))).taints);
const first: Answer = ([value]) => value ?? nothing;
/** A number, a flag or a date: it can name something and say who, nothing else. */
const number: Answer = (args) => tainted(masked(joinAll(args).taints, lasting));
const but =
  (mask: number): Answer =>
  (args) =>
    tainted(masked(joinAll(args.map((value) => tainted(deepTaints(value)))).taints, ~mask));

const changed =
  (change: (text: string) => string): Answer =>
  ([value]) =>
    tainted(masked(value?.taints ?? [], surviving(change) & ~can.object));

/** Behind a root a climb leads anywhere; behind a relative folder it still is seen. */
const joinedPath: Answer = (args) => {
  const [start, ...rest] = args;
  if (start === undefined) return nothing;
  const root = wholeText(start);
  const isBare = isFromOutside(start) || root === '' || root === '.' || root === './';
  const isSeen = isBare || (root !== undefined && !root.startsWith('/'));
  const behind = remarked(joinAll(rest.map(({ taints }) => tainted(taints))).taints, (marks) => {
    const below = normalised(marks & ~(can.absolute | can.option));
    return isSeen || (below & can.climb) === 0 ? below : (below & ~can.climb) | can.absolute;
  });
  const first = remarked(start.taints, normalised);
  return { ...tainted(joinTaints(first, behind)), ...(isFromOutside(start) ? {} : prefixOf(start)) };
};

const prefixOf = ({ text }: Value): { text?: Value['text'] & object } =>
  text === undefined ? {} : { text: { ...text, whole: false, suffix: '' } };

const isFromRoot = (value: Value | undefined): boolean => value?.text?.prefix.startsWith('/') === true;

/** From the root nothing climbs. */
const fromRoot = (marks: number): number =>
  (marks & anyPath) === 0 ? marks : (marks & ~anyPath) | can.absolute;

/** Wherever it leads, it is a path from the root. */
const resolvedPath: Answer = (args) =>
  tainted(remarked(joinAll(args.map(({ taints }) => tainted(taints))).taints, fromRoot));

/** What was encoded is there again. */
const decoded: Answer = (args) =>
  tainted(
    remarked(joinAll(args).taints, (marks) =>
      isUntrusted(marks) ? (marks | (everything & ~(can.object | can.code))) & ~can.encoded : marks,
    ),
  );

const parsed: Answer = ([value]) =>
  tainted(
    remarked(value?.taints ?? [], (marks) =>
      isUntrusted(marks) ? marks | can.object | can.line | can.proto : marks & ~ofStored,
    ),
  );

/** `Object.create(null)` has no prototype. */
const bare: Answer = ([parent], machine) =>
  parent === undefined || parent === nothing
    ? { ...emptyThing(machine, 'object'), traces: [{ name: '#bare' }] }
    : parent;

/** What begins with a brace is no page for a browser that has to guess. */
const json: Answer = (args, machine, site, trace) => ({
  ...but(can.object | can.code | can.line | can.proto)(args, machine, site, trace),
  ...(args[0] !== undefined && args[0].things.length > 0
    ? { text: { prefix: '{', suffix: '}', whole: false, query: false } }
    : {}),
});

/** Parsers of queries decode what they give. */
const query: Answer = (args) =>
  tainted(masked(joinAll(args.map((value) => tainted(deepTaints(value)))).taints, ~can.encoded));

const assigned: Answer = ([target, ...rest]) => {
  if (target === undefined) return nothing;
  for (const from of rest) for (const thing of target.things) spreadInto(thing, from);
  return rest.reduce((sum: Value, { taints, traces }) => join(sum, { ...tainted(taints), traces }), target);
};

const promise: Answer = ([executor], machine, site) => {
  const held = { value: nothing };
  const resolve = native(([value]) => {
    held.value = join(held.value, value ?? nothing);
    return nothing;
  });
  if (executor !== undefined)
    machine.invoke(executor, [resolve, native(() => nothing)], {
      ...site,
      key: undefined,
      receiver: undefined,
    });
  return held.value;
};

/** What a URL is written as has the signs of a page encoded. */
const url: Answer = (args, machine, site, trace) =>
  tainted(masked(joinedUrl(args, machine, site, trace).taints, ~(anyMarkup | can.line)));

const joinedUrl: Answer = ([address, base]) => {
  const own = address === undefined ? nothing : address;
  if (base === undefined) return tainted(own.taints);
  const kept = /^[\\/]\w/.test(own.text?.prefix ?? '') ? ~can.host : ~0;
  // The address of the request leads back to its own host.
  return tainted(joinTaints(masked(base.taints, ~can.host), masked(own.taints, kept)));
};

/** Elements of a page pass only where they are let through, and nothing behind cleans them. */
const markdown: Answer = (args, machine, site, trace) => {
  const made: Trace[] = [];
  for (let at: Trace | undefined = trace; at !== undefined && made.length < 40; at = at.on) made.push(at);
  const isOpen =
    trace.name.startsWith('remark#') ||
    made.some(({ args: given }) => given?.some((value) => fieldsOf(value, 'html') !== undefined));
  const isCleaned = made.some(({ args: given }) =>
    given?.some(({ traces }) => traces.some(({ name }) => /saniti[sz]/.test(name))),
  );
  return isOpen && !isCleaned ? deep(args, machine, site, trace) : nothing;
};

const texts =
  /^(lodash|underscore|ramda|remeda|querystring|querystringify|qs|url|url-parse|query-string|util|iconv-lite|he|html-entities|js-yaml|yaml|json5|bluebird|q|through2|concat-stream|raw-body|get-stream|co-body|deepmerge|extend|object-assign|xtend|immer|superjson|flat|dot-prop|camelcase|change-case|pluralize|sprintf-js|format-util|node:\w+|array-flatten|union|clone|rfdc|fast-json-parse|strip-ansi|slash|normalize-url|buffer|string_decoder|upath)([/#]|$)/;

/** A pattern that is written as a text. */
const pattern: Answer = ([source, flags], _, { node, frame }) => {
  const [body, letters] = [
    source === undefined ? undefined : wholeText(source),
    // Flags that are not known may well ask for all places.
    flags === undefined ? '' : (wholeText(flags) ?? 'g'),
  ];
  return body === undefined ? nothing : traced(`/${body}/${letters}`, { place: { file: frame.file, node } });
};

/** What calls of the language and of libraries give, by their names. The first that fits holds. */
const answers: readonly (readonly [RegExp, Answer])[] = [
  [/^#RegExp$/, pattern],
  [/^#String$|^#(\w*Error)$|^http-errors#\w*$|^@hapi\/boom#\w+$/, but(can.object)],
  [/^#(Number|parseInt|parseFloat|Boolean|BigInt|isNaN|Symbol|Number\..*|Math\..*|Date.*)(\(\))?$/, number],
  [/^#encodeURIComponent$/, changed(encodeURIComponent)],
  [/^#encodeURI$/, changed(encodeURI)],
  [/^#escape$/, changed((text) => encodeURI(text).replaceAll(/[()':;&$|`]/g, '%'))],
  [/^#(decodeURIComponent|decodeURI|unescape|atob)$/, decoded],
  [/^#(btoa|structuredClone|Buffer.*)$/, all],
  [
    /^#JSON\.stringify$|^(json-stringify-safe|fast-safe-stringify|safe-stable-stringify|fast-json-stable-stringify|json-stable-stringify)#/,
    json,
  ],
  [
    /^(chalk|ansi-colors|colors|colors\/safe|kleur|picocolors|colorette|cli-color|ansis)#|^(strip-ansi|wrap-ansi|slice-ansi|pretty-format)#/,
    all,
  ],
  [/^#JSON\.parse$|#(safeLoad|load|parse)$/, parsed],
  [/^#Object\.assign$|^(lodash[\w.-]*|underscore)#(\w+\.)?(assign|extend|merge|defaults)$/, assigned],
  [
    /^#Object\.(values|entries)$|^#Array\.from$/,
    ([value], machine) => emptyThing(machine, 'array', value === undefined ? nothing : elementOf(value)),
  ],
  [/^#Object\.keys$/, ([value]) => (value === undefined ? nothing : keysOf(value))],
  [/^#Object\.create$/, bare],
  [/^#Object\.\w+$|^#Promise\.(all|allSettled|race|any|resolve)$|^#Reflect\.get$/, first],
  [/promisif|thenif|denodeif|\bpify#|universalify|callbackify/i, first],
  [/^#Promise$|^bluebird#(\w+)?$/, promise],
  [
    /^#(Map|Set|WeakMap|WeakSet|FormData|Array|Object)$/,
    ([value], machine) => emptyThing(machine, 'array', value === undefined ? nothing : elementOf(value)),
  ],
  [
    /^#Headers$/,
    (args, machine) =>
      withType(emptyThing(machine, 'array', args[0] === undefined ? nothing : elementOf(args[0])), args),
  ],
  [/^(#|url#|whatwg-url#)URL$/, url],
  [
    /^(#|url#)URLSearchParams$|^(querystring|qs|query-string|querystringify)#(\w+\.)?(parse|decode|unescape)$/,
    query,
  ],
  [/^(path|upath|path-browserify)#((posix|win32)\.)?join$/, joinedPath],
  [
    /^(path|upath)#((posix|win32)\.)?resolve$|^(fs|fs-extra|graceful-fs)#(promises\.)?realpath(Sync)?(\.native)?$/,
    resolvedPath,
  ],
  [
    /^(path|upath)#((posix|win32)\.)?normalize$/,
    ([value]) => tainted(remarked(value?.taints ?? [], isFromRoot(value) ? fromRoot : normalised)),
  ],
  [
    /^(path|upath)#((posix|win32)\.)?(basename|extname)$|^(sanitize-filename|filenamify|slugify|@sindresorhus\/slugify)#/,
    but(anyPath),
  ],
  [
    /^(path|upath)#((posix|win32)\.)?relative$/,
    ([, to]) =>
      tainted(
        remarked(to?.taints ?? [], (marks) =>
          (marks & anyPath) === 0 ? marks : (marks & ~anyPath) | can.climb,
        ),
      ),
  ],
  [/^(path|upath)#/, all],
  [
    /^(sqlstring|mysql2?|pg|promise-mysql|sequelize|knex|mssql|pg-promise)#(.*\.)?(escape|escapeId|escapeLiteral|escapeIdentifier|as\.\w+)$|^(pg-format|pg-escape|sql-escape|sql-escape-string)#(\w+)?$/,
    (args) => tainted(masked(joinAll(args.slice(-1)).taints, ~can.sql)),
  ],
  [/^(mongo-sanitize|express-mongo-sanitize)#(sanitize)?$/, but(can.object)],
  [
    /^(shell-quote|shell-escape|shescape|any-shell-escape|puka|@rushstack\/node-core-library)#(.*\.)?(quote|escape|quoteAll|escapeAll)?$/,
    but(can.command),
  ],
  [/^(validator)#(toInt|toFloat|toBoolean|toDate)$|#(Types\.)?ObjectId(\(\))?$|#ObjectID(\(\))?$/, number],
  [
    /^showdown#.*\.makeHtml$|^(marked|snarkdown|markdown-table|printf)#(\w+\.)?(parse|parseInline|marked)?$/,
    deep,
  ],
  [/^markdown-it#.*\.render(Inline)?$|^remark#.*\.process(Sync)?$/, markdown],
  [
    /^js-yaml#(\w+\.)*(extend|create|Schema|Type)$/,
    (args, _, __, trace) => traced(`${trace.name}()`, { args, on: trace }),
  ],
  [texts, deep],
];

/** `fs.readFile(req.file.path)`: what somebody sent, where the server keeps it for the time being. */
const readsUpload = (name: string, path: Value | undefined): boolean =>
  /^(fs|fs-extra|graceful-fs)#(promises\.)?(readFile(Sync)?|createReadStream)$/.test(name) &&
  path?.traces.some((trace) => uploaded.test(trace.name)) === true;

const uploaded = /^@req#files?\b.*\.(path|filepath|tempFilePath)$/;

/** What calling or constructing something of a library or of the language gives. */
export function libraryAnswer(machine: Machine, trace: Trace, args: readonly Value[], site: Site): Value {
  if (readsUpload(trace.name, args[0])) return hostValue(machine, '@upload#', site.node, site.frame);
  const schema = parsedBy(machine, trace, args);
  if (schema !== undefined) return schema;
  const escaped = escapedBy(trace.name);
  if (escaped !== undefined) return but(escaped | can.object)(args, machine, site, trace);
  for (const [pattern, answer] of answers)
    if (pattern.test(trace.name)) return answer(args, machine, site, trace);
  const name = shortName(canonical(`${trace.name}()`));
  const key = args[0] === undefined ? undefined : wholeText(args[0]);
  const told = sourceName(name) === undefined || key === undefined ? name : `${name}.${key}`;
  const made: Value = { ...nothing, traces: [{ name, args, on: trace }] };
  return join(made, sourceValue(machine, told, site.node, site.frame));
}
