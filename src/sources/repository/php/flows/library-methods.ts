import { anyPath } from '../../flows/marks.ts';
import type { Passed } from './calls.ts';
import { callValue } from './calls.ts';
import type { Machine } from './machine.ts';
import { can } from './marks.ts';
import type { Value } from './value.ts';
import { deepTaints, isEmpty, itemOf, join, joinAll, masking, nothing, ofKind, tainted } from './value.ts';

/** Methods of texts and lists that leave what is untrusted in them. */
const keeping =
  /^(trim|ltrim|rtrim|lower|upper|title|ucfirst|toString|__toString|value|get|all|toArray|first|last|values|filter|reject|unique|sort\w*|reverse|take|skip|slice|where|only|except|merge|push|put|add|collapse|flatten|pluck|implode|join|replace\w*|explode|split|substr|before\w*|after\w*|append|prepend|limit|squish|stripTags|getPath\w*|getQuery|getContents?|getBody|jsonSerialize|toJson|current|offsetGet|getArrayCopy|find|stripTags|contents|read|json|object|collect|string|__invoke|unwrap|getValue|fetch)$/;

/** Methods that run what they are given with each item. */
const running =
  /^(map|each|filter|reject|flatMap|mapWithKeys|transform|tap|pipe|when|unless|first|every|some|contains|sortBy|groupBy|keyBy|reduce|chunk)$/;

/** What a method of something that the target does not define gives. */
export function methodResult(machine: Machine, receiver: Value, name: string, call: Passed): Value {
  const run = runCallbacks(machine, receiver, name, call);
  if (run !== undefined) return run;
  if (name === 'prepare' && receiver.kinds.length === 0)
    return call.args[0] === undefined ? nothing : statementOf(call.args[0]);
  if (/^(escape|escape_string|real_escape_string|escapeString)$/.test(name)) {
    const value = call.args[0];
    return value === undefined ? nothing : masking(tainted(value.taints), ~can.sql);
  }
  if (/^(escape_like_str|escape_str)$/.test(name))
    return call.args[0] === undefined ? nothing : masking(tainted(call.args[0].taints), ~can.sql);
  if (/^(xss_clean|stripTags)$/.test(name)) {
    const value = call.args[0] ?? receiver;
    return masking(tainted(value.taints), ~can.markup);
  }
  if (/(^|\\)(Str|Stringable)$/.test(receiver.kinds[0] ?? '')) return ofTexts(name, call);
  if (deepTaints(receiver).length === 0 && receiver.array === undefined) return fluent(receiver, name);
  if (name === 'getClientOriginalName') return receiver;
  if (!keeping.test(name)) return nothing;
  return name === 'first' || name === 'last' ? itemOf(receiver) : receiver;
}

/** A statement with places for values: what is bound does not change it. */
const statementOf = (text: Value): Value => ({
  ...nothing,
  taints: text.taints,
  ...(text.text === undefined ? {} : { text: text.text }),
});

/** `Str::lower($x)` of Laravel. */
function ofTexts(name: string, { args, nodes }: Passed): Value {
  const [first] = args;
  if (
    first === undefined ||
    /^(slug|snake|kebab|camel|studly|random|uuid|length|is\w*|contains\w*|starts\w*|ends\w*)$/.test(name)
  )
    return nothing;
  if (/^basename$/.test(name)) return masking(tainted(first.taints), ~(anyPath | can.stream));
  // Markdown lets markup through unless it is told otherwise.
  const isEscaped =
    /^(inlineM|m)arkdown$/.test(name) &&
    /html_input['"]?\s*=>\s*['"](strip|escape)/.test(nodes[1]?.text ?? '');
  return masking(tainted(joinAll(args).taints), isEscaped ? ~can.markup : -1);
}

/** Builders give themselves; what a client gives is of another kind. */
function fluent(receiver: Value, name: string): Value {
  const [kind] = receiver.kinds;
  if (kind === undefined) return nothing;
  return /^(select|from|where\w*|orWhere\w*|join|leftJoin|orderBy|table|connection|with\w*|acceptJson|asForm|disk|createQueryBuilder|getConnection|getInstance|query|newQuery|baseUrl|timeout)$/i.test(
    name,
  )
    ? ofKind(kind)
    : nothing;
}

function runCallbacks(machine: Machine, receiver: Value, name: string, call: Passed): Value | undefined {
  const closures = call.args.filter(({ callables }) => callables.length > 0);
  if (closures.length === 0) return undefined;
  const isList = running.test(name);
  const item = isList ? itemOf(receiver) : nothing;
  const given = isList ? [isEmpty(item) ? receiver : item, item] : [];
  const found = closures.map((each) =>
    callValue(machine, each, { ...call, args: given, nodes: [], names: [] }),
  );
  if (!isList) return undefined;
  const made = joinAll(found);
  return /^(map|flatMap|mapWithKeys|transform|pipe|reduce)$/.test(name) ? join(made, nothing) : receiver;
}
