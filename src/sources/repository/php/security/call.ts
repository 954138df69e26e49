import type { Json } from '../../../../model/origin.ts';
import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { goesTo } from '../../security/goes-to.ts';
import type { Naming } from '../../security/goes-to.ts';
import { securitySetting } from '../../security/setting.ts';
import type { ToldOfSetting } from '../../security/setting.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { PhpFile } from '../classes.ts';
import { evaluate } from '../evaluate.ts';
import type { Machine } from '../machine.ts';
import { writtenArguments } from '../syntax.ts';
import type { WrittenArgument } from '../syntax.ts';
import { originAt } from '../value.ts';
import type { PhpValue } from '../value.ts';

/** A call with what stands around it. */
export interface PhpCall {
  readonly machine: Machine;
  readonly file: PhpFile;
  readonly node: SyntaxNode;
  /** Lower case; of a method only its own name. */
  readonly name: string;
  readonly given: readonly WrittenArgument[];
  /** Names that it goes to, then that of the function around it. */
  readonly goesTo: readonly string[];
}

export function phpCall(
  machine: Machine,
  file: PhpFile,
  node: SyntaxNode,
  above: readonly SyntaxNode[],
): PhpCall | undefined {
  const name = (inField(node, 'function') ?? inField(node, 'name'))?.text.toLowerCase().replace(/^.*\\/, '');
  if (name === undefined) return undefined;
  return { machine, file, node, name, given: writtenArguments(node), goesTo: phpGoesTo(above) };
}

/** `$token = …`, `'token' => …`, `$this->token = …`. */
const naming: Naming = {
  functions: /^(method_declaration|function_definition)$/,
  closures: /^(anonymous_function|arrow_function)$/,
  targetOf: (node) => {
    if (node.type === 'assignment_expression') return inField(node, 'left');
    return node.type === 'array_element_initializer' && node.children.length > 1
      ? node.children[0]
      : undefined;
  },
};

export const phpGoesTo = (above: readonly SyntaxNode[]): readonly string[] => goesTo(naming, above);

export const settingOf = (
  { file, node, goesTo: around }: Pick<PhpCall, 'file' | 'node' | 'goesTo'>,
  kind: SecuritySetting['kind'],
  name: string,
  told?: ToldOfSetting,
): SecuritySetting =>
  securitySetting(kind, name, { package: 'php', around, origin: originAt(file, node) }, told);

/** A constant of an argument; undefined when it is absent or only known when the process runs. */
export function constantAt(call: PhpCall, at: number, named?: string): Json | undefined {
  const node =
    call.given.find(({ name }) => name !== undefined && name === named)?.node ?? call.given[at]?.node;
  return node === undefined ? undefined : constantIn(call, node);
}

export const constantIn = (
  { machine, file }: Pick<PhpCall, 'machine' | 'file'>,
  node: SyntaxNode,
): Json | undefined => jsonOf(evaluate(machine, node, { file, variables: new Map() }));

function jsonOf(value: PhpValue): Json | undefined {
  switch (value.kind) {
    case 'text':
      return value.hole === undefined ? value.text : undefined;
    case 'number':
    case 'boolean':
      return value.value;
    case 'null':
      return null;
    default:
      return undefined;
  }
}

/** Variables, properties and keys that an expression mentions: `password` of `$user->password`, `$_POST['password']`. */
export function namesIn(node: SyntaxNode | undefined): readonly string[] {
  const names: string[] = [];
  if (node !== undefined)
    walkSyntax(node, (inner) => {
      if (/^(variable_name|member_access_expression|subscript_expression)$/.test(inner.type)) {
        const name = inner.text.match(/\w+/g)?.at(-1);
        if (name !== undefined) names.push(name);
      }
    });
  return [...new Set(names)];
}
