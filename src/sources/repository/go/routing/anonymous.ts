import type { End, Known, Language } from '../../anonymous/language.ts';
import { letsNobodyThrough } from '../../anonymous/run.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { FunctionValue } from '../machine/value.ts';
import type { GoFile } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';
import { expression, listOf, statement } from './anonymous-syntax.ts';
import { calleeOf, localTypes } from './callees.ts';

const credential =
  /\.(Get|GetHeader|Cookie|FormValue|Query|Peek|Cookies|Locals|Value|MustGet)\(\s*"?[\w.-]*(authorization|token|api[-_]?key|session|user|auth|claims|identity|signature)/i;
const asksCaller =
  /(authenticat|getuser|currentuser|userfrom|parse(request|token|claims)|sessionfrom|getsession|principal|getclaims|verif|validate|checktoken|tokenfrom|fromrequest|identity)/i;
const noCredential =
  /no_?auth|not_?found|no_?cookie|no_?token|no_?session|missing|no_?rows|no_?credential|unauthenticated|not_?logged/i;

function told(node: SyntaxNode, text: string): Known | undefined {
  if (node.type !== 'call_expression') return undefined;
  if (/^(errors|pkgerrors)\.(Is|As)\(/.test(text)) return noCredential.test(text) ? 'present' : 'unknown';
  if (credential.test(text) && !/\)\.\w+\(/.test(text.replace(/^\w+(\.\w+\(?\)?)*\.Header(\(\))?/, '')))
    return 'absent';
  const name = /([\w.]+)\($/.exec(text.slice(0, text.indexOf('(') + 1))?.[1] ?? '';
  return asksCaller.test(name.split('.').at(-1) ?? '') && /\b(r|req|request|c|ctx|context)\b/i.test(text)
    ? 'caller'
    : undefined;
}

const handsOn =
  /\.ServeHTTP\(|\b(next|handler?|h|fn|f|hf|inner)(Func)?\(\s*(w|rw|c|ctx|res|writer|e)\b|\.Next\(\)/;
const refusesIn = /\b40[13]\b|Unauthori[sz]ed|Forbidden|Unauthenticated/;

function end(node: SyntaxNode, place: 'call' | 'return' | 'throw', asked: boolean): End | undefined {
  const { text } = node;
  if (handsOn.test(text) && text.length < 200) return 'hands-on';
  const name = inField(inField(node, 'function'), 'field')?.text ?? inField(node, 'function')?.text ?? '';
  const isAnswer =
    /^(Abort\w*|Error|WriteHeader|Redirect|Render\w*|JSON|SendStatus|HandleResponse|NewHTTPError|NoContent|Unauthorized\w*|Forbidden\w*|Fail\w*)$/i.test(
      name,
    );
  if (!isAnswer) return place === 'return' && refusesIn.test(text) ? 'refuses' : undefined;
  if (asked || refusesIn.test(text)) return 'refuses';
  return name.startsWith('Abort') || place === 'return' ? 'answers' : undefined;
}

function languageOf(program: GoProgram, node: SyntaxNode, file: GoFile): Language {
  const types = localTypes(program, node, file);
  return {
    statement,
    expression,
    told,
    end,
    callee: (call) => {
      if (call.type !== 'call_expression') return undefined;
      const found = calleeOf(program, call, file, types);
      if (found === undefined || found.node === node) return undefined;
      return {
        statements: listOf(inField(found.node, 'body')),
        parameters: (inField(found.node, 'parameters')?.children ?? []).flatMap(({ children }) =>
          children.filter(({ field }) => field === 'name').map(({ text }) => text),
        ),
        language: languageOf(program, found.node, found.file),
      };
    },
  };
}

/** The function that runs for each request: the one that the others give back. */
function innermost(node: SyntaxNode): SyntaxNode {
  let found: SyntaxNode | undefined;
  for (const each of listOf(inField(node, 'body')))
    if (each.type === 'return_statement')
      walkSyntax(each, (at) => {
        if (at.type === 'func_literal') found ??= at;
        return found === undefined;
      });
  return found === undefined ? node : innermost(found);
}

/** Whether a check lets those through of whom nothing is known: it only looks for who they are. */
export function onlyLooks(program: GoProgram, fn: FunctionValue): boolean {
  const node = innermost(fn.node);
  const text = inField(node, 'body')?.text ?? '';
  const passesOn = handsOn.test(text);
  const given = inField(node, 'parameters')?.text ?? '';
  if (!passesOn && !/gin\.Context|beego|fiber\.Ctx/.test(given)) return false;
  return letsNobodyThrough(languageOf(program, node, fn.file), listOf(inField(node, 'body')), {
    endHandsOn: !passesOn || /gin\.Context/.test(given),
  });
}
