import type { Parameter } from '../../../../model/api.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { PhpBody } from '../body.ts';
import { kindNames, methodOf } from '../codebase.ts';
import type { PhpClass } from '../classes.ts';
import { evaluate } from '../evaluate.ts';
import { callMethod } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { parameterOf, topName } from '../parameters.ts';
import { walkBody } from '../signs.ts';
import { callTypes, memberName, receiverOf, writtenArguments } from '../syntax.ts';
import type { PhpValue, Scope } from '../value.ts';
import { textsOf } from '../value.ts';

/** What form requests and `validate` calls of a handler ask for. */
export function validatedParameters(machine: Machine, body: PhpBody, method: string): readonly Parameter[] {
  const forms = formRequests(machine, body).flatMap((form) => {
    const rules = methodOf(machine.codebase, form, 'rules');
    if (rules === undefined) return [];
    const self: PhpValue = { kind: 'object', className: form.name, args: [], properties: new Map() };
    return ruleParameters(callMethod(machine, rules, [], self), { file: rules.file }, rules.node, method);
  });
  const inline: Parameter[] = [];
  walkBody(body.body, (node) => {
    const rules = rulesOfCall(node);
    if (rules === undefined) return;
    const value = evaluate(machine, rules, scopeOf(body));
    inline.push(...ruleParameters(value, body, rules, method));
  });
  return [...forms, ...inline];
}

const scopeOf = (body: PhpBody): Scope => {
  const self: PhpValue | undefined =
    body.class === undefined
      ? undefined
      : { kind: 'object', className: body.class.name, args: [], properties: new Map() };
  return {
    file: body.file,
    ...(body.class === undefined ? {} : { class: body.class }),
    ...(self === undefined ? {} : { self }),
    variables: new Map(),
  };
};

export function formRequests(machine: Machine, body: PhpBody): readonly PhpClass[] {
  return body.parameters.flatMap(({ type }) => {
    const declared = machine.codebase.class(type);
    if (declared === undefined) return [];
    const isForm =
      kindNames(machine.codebase, declared).some((name) => /\\FormRequest$|^FormRequest$/.test(name)) ||
      declared.methods.has('rules');
    return isForm ? [declared] : [];
  });
}

/** `$request->validate([...])`, `$this->validate($request, [...])`, `Validator::make(…, [...])`. */
function rulesOfCall(node: SyntaxNode): SyntaxNode | undefined {
  if (!callTypes.has(node.type)) return undefined;
  const name = memberName(node) ?? '';
  const receiver = receiverOf(node)?.text ?? '';
  const args = writtenArguments(node);
  if (/^validate(WithBag)?$/.test(name)) {
    const at = receiver === '$this' ? 1 : name === 'validate' ? 0 : 1;
    return args[at]?.node ?? args[0]?.node;
  }
  // A helper of the application around that: the inputs of the request, not one entry of them, and the rules as a list.
  if (node.type === 'function_call_expression' && /validat/i.test(name))
    return /request/i.test(args[0]?.node.text ?? '') && args[1]?.node.type === 'array_creation_expression'
      ? args[1].node
      : undefined;
  return name === 'make' && receiver.endsWith('Validator') ? args[1]?.node : undefined;
}

function ruleParameters(
  rules: PhpValue,
  body: Pick<PhpBody, 'file'>,
  node: SyntaxNode,
  method: string,
): readonly Parameter[] {
  if (rules.kind !== 'array') return [];
  return rules.entries.flatMap(({ key, value, node: at }) => {
    if (key === undefined || key === '' || key === '*') return [];
    const said = textsOf(value).flatMap((text) => text.split('|'));
    const isTop = !key.includes('.');
    const type = isTop ? typeOfRules(said) : 'object';
    return [topName(key), ...confirmations(key, said)].map((name) =>
      parameterOf(
        {
          name,
          place: 'input',
          node: at.line === 0 ? node : at,
          ...(type === undefined || !isTop ? {} : { type }),
          required: isTop && said.includes('required'),
        },
        body,
        method,
      ),
    );
  });
}

/** `confirmed`: the same has to be sent again under a second name. */
const confirmations = (field: string, rules: readonly string[]): readonly string[] =>
  field.includes('.')
    ? []
    : rules.flatMap((rule) => {
        const [, second] = /^confirmed(?::(.+))?$/.exec(rule) ?? ['', ''];
        return second === '' ? [] : [second ?? `${field}_confirmation`];
      });

const types: readonly (readonly [RegExp, string])[] = [
  [/^(integer|int|digits)(:|$)/, 'integer'],
  [/^(numeric|decimal)(:|$)/, 'number'],
  [/^(boolean|accepted)(:|$)/, 'boolean'],
  [/^(array|list)(:|$)/, 'array'],
  [/^(file|image|mimes|mimetypes|dimensions)(:|$)/, 'file'],
  [
    /^(string|email|url|uuid|ulid|date|date_format|alpha\w*|ip|json|regex|timezone|current_password|active_url)(:|$)/,
    'string',
  ],
];

const typeOfRules = (rules: readonly string[]): string | undefined =>
  rules.flatMap((rule) => types.find(([pattern]) => pattern.test(rule))?.[1] ?? [])[0];
