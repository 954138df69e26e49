import type { Code } from '../code.ts';
import { lastName } from '../code.ts';
import { scopeOf } from '../names.ts';
import { textOf } from '../values.ts';
import type { Body } from './typing.ts';
import { typeOf } from './typing.ts';

/** A text as code writes it; parts that are only known at run time stand in braces. */
export interface WrittenText {
  readonly text: string;
  /** Names of parts that may hold anything: texts the method is given or reads, not what other code computes. */
  readonly open: readonly string[];
}

const computed: WrittenText = { text: '{}', open: [] };

/** Literals, constants, sums, formats, locals, and builders with all that is ever added to them. */
export function writtenText(body: Body, code: Code | undefined, depth = 0): WrittenText | undefined {
  if (code === undefined || depth > 12) return undefined;
  const known = textOf(body.types.world, code, body.scope);
  if (known.text !== undefined && !isLocal(body, code)) return { text: known.text, open: [] };
  const part = (each: Code | undefined): WrittenText =>
    writtenText(body, each, depth + 1) ?? hole(body, each);
  switch (code.kind) {
    case 'template':
      return joined(code.parts.map(part));
    case 'binary':
      return code.operator === '+' ? joined([part(code.left), part(code.right)]) : undefined;
    case 'branch': {
      const texts = code.cases.flatMap((each) => writtenText(body, each.body.at(-1), depth + 1) ?? []);
      return texts[0];
    }
    case 'other':
      return code.parts.length === 1 ? writtenText(body, code.parts[0], depth + 1) : undefined;
    case 'new':
      return /^(StringBuilder|StringBuffer)$/.test(lastName(code.type.name))
        ? (writtenText(body, code.args[0]?.value, depth + 1) ?? { text: '', open: [] })
        : undefined;
    case 'name':
      return local(body, code.name, depth);
    case 'call':
      return answered(body, code, depth);
    default:
      return undefined;
  }
}

const isLocal = (body: Body, code: Code): boolean => code.kind === 'name' && body.values.has(code.name);

const joined = (parts: readonly WrittenText[]): WrittenText => ({
  text: parts.map(({ text }) => text).join(''),
  open: parts.flatMap(({ open }) => open),
});

function local(body: Body, name: string, depth: number): WrittenText | undefined {
  const values = body.values.get(name);
  if (values === undefined) return undefined;
  const first = values.filter(({ isAdded }) => !isAdded);
  const start = first.flatMap(({ value }) => writtenText(body, value, depth + 2) ?? [])[0];
  if (start === undefined) return undefined;
  const added = values
    .filter(({ isAdded }) => isAdded)
    .map(({ value }) => writtenText(body, value, depth + 2) ?? hole(body, value));
  return joined([start, ...added]);
}

/** `sql.toString()`, `String.join`, `"…".formatted(x)`, a method of the target that answers one text. */
function answered(
  body: Body,
  call: Code & { readonly kind: 'call' },
  depth: number,
): WrittenText | undefined {
  if (
    /^(toString|trim|strip|stripIndent|trimIndent|trimMargin|intern|build)$/.test(call.name) &&
    call.args.length <= 1
  )
    return writtenText(body, call.on, depth + 1);
  if (call.name === 'append') {
    const [start, end] = [writtenText(body, call.on, depth + 1), call.args[0]?.value];
    return start === undefined
      ? undefined
      : joined([start, writtenText(body, end, depth + 1) ?? hole(body, end)]);
  }
  if (call.name === 'format' || call.name === 'formatted') return formatted(body, call, depth);
  if (call.name === 'concat' && call.on !== undefined)
    return joined(
      [call.on, call.args[0]?.value].map((each) => writtenText(body, each, depth + 1) ?? hole(body, each)),
    );
  const of = call.on === undefined ? body.owner : body.types.classOf(typeOf(body, call.on));
  if (of === undefined) return undefined;
  const [found] = body.types.methods(of, call.name, call.args.length);
  const last = found?.method.body?.().at(-1);
  if (found === undefined || last?.kind !== 'return' || found.method === body.method) return undefined;
  const inner: Body = {
    ...body,
    method: found.method,
    owner: found.owner,
    scope: scopeOf(found.owner),
    locals: new Map(),
    values: new Map(),
  };
  return writtenText(inner, last.value, depth + 3);
}

function formatted(
  body: Body,
  call: Code & { readonly kind: 'call' },
  depth: number,
): WrittenText | undefined {
  const given = call.args.map(({ value }) => value);
  const [pattern, ...values] =
    call.name === 'format' && call.on?.kind === 'name' ? given : [call.on, ...given];
  const told = writtenText(body, pattern, depth + 1);
  if (told === undefined) return undefined;
  let at = 0;
  const parts = told.text.split(/(%[sd])/).map((part): WrittenText => {
    if (!/^%[sd]$/.test(part)) return { text: part, open: [] };
    const value = values[at++];
    return writtenText(body, value, depth + 1) ?? hole(body, value);
  });
  return joined([...parts, { text: '', open: told.open }]);
}

const plainValues =
  /^(int|long|short|byte|boolean|double|float|Integer|Long|Short|Boolean|Double|Float|Int|BigDecimal|LocalDate|UUID)$/;

/** A parameter, a field or a variable of text may hold anything; a number, an enum or what code computes does not. */
function hole(body: Body, code: Code | undefined): WrittenText {
  if (code?.kind !== 'name' || !body.locals.has(code.name)) return computed;
  const type = typeOf(body, code);
  const name = lastName(type?.type.name ?? '');
  if (name !== 'String' || plainValues.test(name)) return computed;
  return body.method.parameters.some((each) => each.name === code.name)
    ? { text: `{${code.name}}`, open: [code.name] }
    : computed;
}
