import type { Origin } from '../../../../model/origin.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { PhpFile } from '../../php/classes.ts';
import { plainString, writtenArguments } from '../../php/syntax.ts';
import { originAt } from '../../php/value.ts';

/** Places where what is called, made or included has no name in the code. */
export interface Dynamic {
  readonly calls: readonly Origin[];
  readonly objects: readonly Origin[];
}

const callers = /^(call_user_func(_array)?|forward_static_call(_array)?|func_get_args|array_map|usort)$/;

export function dynamicPlaces(files: readonly PhpFile[]): Dynamic {
  const calls: Origin[] = [];
  const objects: Origin[] = [];
  for (const file of files)
    walkSyntax(file.root, (node) => {
      if (isDynamicCall(node)) calls.push(originAt(file, node));
      else if (node.type === 'object_creation_expression' && isOpen(node.children[0]))
        objects.push(originAt(file, node));
    });
  return { calls, objects };
}

/** `$name(…)` where nothing says that it is a closure of the same file, and `call_user_func($name)`. */
function isDynamicCall(node: SyntaxNode): boolean {
  if (node.type !== 'function_call_expression') return false;
  const called = inField(node, 'function');
  if (called?.type === 'variable_name' || called?.type === 'encapsed_string') return true;
  if (!callers.test(called?.text.toLowerCase() ?? '') || called?.text.startsWith('call_user_func') !== true)
    return false;
  const first = writtenArguments(node)[0]?.node;
  return first !== undefined && plainString(first) === undefined && first.type !== 'anonymous_function';
}

const isOpen = (node: SyntaxNode | undefined): boolean =>
  node !== undefined &&
  /^(variable_name|member_access_expression|subscript_expression|dynamic_variable_name)$/.test(node.type);
