import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { isLinkSecret, sentAsId } from '../../link-secrets.ts';
import type { Machine } from '../machine/machine.ts';
import type { FunctionValue } from '../machine/value.ts';
import { accessOf } from './accessors.ts';
import { nameOfCall, secretField, takesRequest } from './handler-words.ts';
import { textIn } from './parameters.ts';

/** What is sent under a name in the address, the query or the body. */
export function sentIn(
  machine: Machine,
  { file, node: fn }: FunctionValue,
  node: SyntaxNode,
  bound: ReadonlySet<string>,
): string | undefined {
  const field = secretField(node, bound);
  if (field !== undefined && isLinkSecret(field)) return field;
  if (node.type === 'index_expression') {
    const key = ofVariables(node, fn);
    const name = key === undefined ? undefined : textIn(key, machine.program, file);
    return sentAsId(name ?? '', fn.text) ?? name;
  }
  if (node.type !== 'call_expression') return undefined;
  const access = accessOf(node, new Map(), file);
  if (access === undefined) {
    const asked = textIn(askedByName(node), machine.program, file);
    return asked !== undefined && isLinkSecret(asked) ? asked : sentAsId(asked ?? '', fn.text);
  }
  if (access.place === 'header' || access.place === 'cookie') return undefined;
  const name = textIn(access.name, machine.program, file);
  return (/^(path|query)$/.test(access.place) ? sentAsId(name ?? '', fn.text) : undefined) ?? name;
}

/** The key of `mux.Vars(r)["token"]`, and of a name for what `Vars` gave. */
function ofVariables(node: SyntaxNode, fn: SyntaxNode): SyntaxNode | undefined {
  const [of, key] = [inField(node, 'operand'), inField(node, 'index')];
  if (of === undefined) return undefined;
  const isVars = (text: string): boolean => /^\w+\.Vars\(\w+(\.\w+)*\)$/.test(text);
  if (isVars(of.text)) return key;
  if (of.type !== 'identifier') return undefined;
  const given = new RegExp(`\\b${of.text}\\s*:?=\\s*(\\w+\\.Vars\\([\\w.]+\\))`).exec(fn.text)?.[1];
  return given === undefined ? undefined : key;
}

/** The name in `request.RouteVariable(r, "token")`: a helper of the target is given the request and what to read of it. */
function askedByName(call: SyntaxNode): SyntaxNode | undefined {
  const [, second] = inField(call, 'arguments')?.children ?? [];
  return takesRequest(call) &&
    /param|variable|vars?$|query|path|route|form|field/i.test(nameOfCall(call)) &&
    !/header|cookie|^(set|has|with|new|write)/i.test(nameOfCall(call))
    ? second
    : undefined;
}
