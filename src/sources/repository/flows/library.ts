import type { Machine, Site } from './machine.ts';
import { anyPath, can, everything, normalised, surviving } from './marks.ts';
import { canonical, shortName, sourceName } from './sources.ts';
import { emptyThing } from './methods.ts';
import { elementOf, spreadInto } from './expressions.ts';
import { sourceValue } from './members.ts';
import { parsedBy } from './schemas.ts';
import type { Trace, Value } from './value.ts';
import {
  join,
  joinAll,
  joinTaints,
  masked,
  native,
  nothing,
  remarked,
  tainted,
  traced,
  wholeText,
} from './value.ts';

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
const none: Answer = () => nothing;
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
  const isBare = start.taints.length > 0 || root === '' || root === '.' || root === './';
  const isSeen = isBare || (root !== undefined && !root.startsWith('/'));
  const behind = remarked(joinAll(rest.map(({ taints }) => tainted(taints))).taints, (marks) => {
    const below = normalised(marks & ~(can.absolute | can.option));
    return isSeen || (below & can.climb) === 0 ? below : (below & ~can.climb) | can.absolute;
  });
  const first = remarked(start.taints, normalised);
  return { ...tainted(joinTaints(first, behind)), ...(start.taints.length === 0 ? prefixOf(start) : {}) };
};

const prefixOf = ({ text }: Value): { text?: Value['text'] & object } =>
  text === undefined ? {} : { text: { ...text, whole: false, suffix: '' } };

/** Wherever it leads, it is a path from the root. */
const resolvedPath: Answer = (args) =>
  tainted(
    remarked(joinAll(args.map(({ taints }) => tainted(taints))).taints, (marks) =>
      (marks & anyPath) === 0 ? marks : (marks & ~anyPath) | can.absolute,
    ),
  );

/** What was encoded is there again. */
const decoded: Answer = (args) =>
  tainted(remarked(joinAll(args).taints, (marks) => marks | (everything & ~(can.object | can.code))));

const parsed: Answer = ([value]) =>
  tainted((value?.taints ?? []).map((taint) => ({ ...taint, marks: taint.marks | can.object })));

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

const url: Answer = ([address, base]) => {
  const own = address === undefined ? nothing : address;
  if (base === undefined) return tainted(own.taints);
  const kept = /^[\\/]\w/.test(own.text?.prefix ?? '') ? ~can.host : ~0;
  // The address of the request leads back to its own host.
  return tainted(joinTaints(masked(base.taints, ~can.host), masked(own.taints, kept)));
};

const texts =
  /^(lodash|underscore|ramda|remeda|querystring|querystringify|qs|url|url-parse|query-string|util|iconv-lite|he|html-entities|js-yaml|yaml|json5|bluebird|q|through2|concat-stream|raw-body|get-stream|co-body|deepmerge|extend|object-assign|xtend|immer|superjson|flat|dot-prop|camelcase|change-case|pluralize|sprintf-js|format-util|node:\w+|array-flatten|union|clone|rfdc|fast-json-parse|strip-ansi|slash|normalize-url|buffer|string_decoder|upath)([/#]|$)/;

/** A pattern that is written as a text. */
const pattern: Answer = ([source, flags]) => {
  const [body, letters] = [
    source === undefined ? undefined : wholeText(source),
    flags === undefined ? '' : wholeText(flags),
  ];
  return body === undefined || letters === undefined ? nothing : traced(`/${body}/${letters}`);
};

/** What calls of the language and of libraries give, by their names. The first that fits holds. */
const answers: readonly (readonly [RegExp, Answer])[] = [
  [/^#RegExp$/, pattern],
  [/^#String$/, but(can.object)],
  [/^#(Number|parseInt|parseFloat|Boolean|BigInt|isNaN|Symbol|Number\..*|Math\..*|Date.*)(\(\))?$/, none],
  [/^#encodeURIComponent$/, changed(encodeURIComponent)],
  [/^#encodeURI$/, changed(encodeURI)],
  [/^#escape$/, changed((text) => encodeURI(text).replaceAll(/[()':;&$|`]/g, '%'))],
  [/^#(decodeURIComponent|decodeURI|unescape|atob)$/, decoded],
  [/^#(btoa|structuredClone|Buffer.*)$/, all],
  [/^#JSON\.stringify$/, but(can.object | can.code)],
  [/^#JSON\.parse$|#(safeLoad|load|parse)$/, parsed],
  [/^#Object\.assign$|^(lodash[\w.-]*|underscore)#(\w+\.)?(assign|extend|merge|defaults)$/, assigned],
  [
    /^#Object\.(values|entries)$|^#Array\.from$/,
    ([value], machine) => emptyThing(machine, 'array', value === undefined ? nothing : elementOf(value)),
  ],
  [/^#Object\.keys$/, ([value]) => tainted(value?.taints ?? [])],
  [/^#Object\.\w+$|^#Promise\.(all|allSettled|race|any|resolve)$|^#Reflect\.get$/, first],
  [/promisif|thenif|denodeif|\bpify#|universalify|callbackify/i, first],
  [/^#Promise$|^bluebird#(\w+)?$/, promise],
  [
    /^#(Map|Set|WeakMap|WeakSet|FormData|Headers|Array|Object)$/,
    ([value], machine) => emptyThing(machine, 'array', value === undefined ? nothing : elementOf(value)),
  ],
  [/^(#|url#|whatwg-url#)URL$/, url],
  [/^(#|url#)URLSearchParams$/, deep],
  [/^(path|upath|path-browserify)#((posix|win32)\.)?join$/, joinedPath],
  [
    /^(path|upath)#((posix|win32)\.)?resolve$|^(fs|fs-extra|graceful-fs)#(promises\.)?realpath(Sync)?(\.native)?$/,
    resolvedPath,
  ],
  [
    /^(path|upath)#((posix|win32)\.)?normalize$/,
    (args) => tainted(remarked(joinAll(args).taints, normalised)),
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
  [/^(validator)#(toInt|toFloat|toBoolean|toDate)$|#(Types\.)?ObjectId(\(\))?$|#ObjectID(\(\))?$/, none],
  [/^(escape-html|validator|xss|dompurify|sanitize-html|lodash[\w.-]*)#(\w+\.)?(escape|sanitize)?$/, all],
  [texts, deep],
];

/** What calling or constructing something of a library or of the language gives. */
export function libraryAnswer(machine: Machine, trace: Trace, args: readonly Value[], site: Site): Value {
  const schema = parsedBy(machine, trace, args);
  if (schema !== undefined) return schema;
  for (const [pattern, answer] of answers)
    if (pattern.test(trace.name)) return answer(args, machine, site, trace);
  const name = shortName(canonical(`${trace.name}()`));
  const key = args[0] === undefined ? undefined : wholeText(args[0]);
  const told = sourceName(name) === undefined || key === undefined ? name : `${name}.${key}`;
  const made: Value = { ...nothing, traces: [{ name, args, on: trace }] };
  return join(made, sourceValue(machine, told, site.node, site.frame));
}
