import type { Node } from 'oxc-parser';
import type { Response } from '../../../model/api.ts';
import type { FunctionNode } from '../javascript/syntax.ts';
import { dottedName, isClassNode, plainKey, walk } from '../javascript/syntax.ts';

/** Errors by the name that libraries give them: `NotFoundException`, `Boom.notFound`, `createError.NotFound`. */
const named: readonly (readonly [RegExp, number])[] = [
  [/badrequest/i, 400],
  [/unauthori[sz]ed|unauthenticated/i, 401],
  [/forbidden/i, 403],
  [/notfound/i, 404],
  [/conflict/i, 409],
  [/gone(exception|error)?$/i, 410],
  [/unprocessable/i, 422],
  [/toomanyrequests/i, 429],
  [/notimplemented/i, 501],
  [/badgateway/i, 502],
  [/serviceunavailable/i, 503],
];

const setsStatus = /(^|\.)(status|sendStatus|code|writeHead|throw|abort|createError|setStatus)$/;
const answers = /(^|\.)(json|send|end|render|sendFile|download|html|text|body|jsonp|view|pipe)$/;
const constants: Readonly<Record<string, number>> = {
  OK: 200,
  CREATED: 201,
  ACCEPTED: 202,
  NO_CONTENT: 204,
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  UNPROCESSABLE_ENTITY: 422,
  TOO_MANY_REQUESTS: 429,
  INTERNAL_SERVER_ERROR: 500,
  SERVICE_UNAVAILABLE: 503,
};

/**
 * Statuses a handler's own body sets, as far as they are written there. What it answers without naming a status is
 * 200; what it throws from elsewhere is not seen.
 */
export function responsesOf(handler: FunctionNode): readonly Response[] {
  const found = new Set<number>();
  let answersQuietly = false;
  walk(handler, (node) => {
    if (isClassNode(node)) return false;
    switch (node.type) {
      case 'CallExpression':
      case 'NewExpression': {
        const name = dottedName(node.callee) ?? lastKey(node.callee) ?? '';
        noteCall(name, node.arguments, found);
        // `res.status(404).json(…)` answers with the status that stands before it.
        if (answers.test(name) && !hasStatusBefore(node.callee) && !isStatusArgument(node.arguments))
          answersQuietly = true;
        if (/(^|\.)redirect$/.test(name) && !node.arguments.some((each) => codeOf(each) !== undefined))
          found.add(302);
        return true;
      }
      case 'AssignmentExpression':
        if (/(^|\.)(status|statusCode)$/.test(dottedName(node.left) ?? '')) note(node.right, found);
        return true;
      default:
        return true;
    }
  });
  if (answersQuietly && ![...found].some((status) => status < 300)) found.add(200);
  return [...found].toSorted((a, b) => a - b).map((status) => ({ status }));
}

function noteCall(name: string, given: readonly Node[], found: Set<number>): void {
  if (setsStatus.test(name)) {
    const [first] = given;
    if (first !== undefined) note(first, found);
  }
  // `c.json(body, 201)`, `new Response(body, { status: 201 })`, `NextResponse.json(body, { status: 201 })`.
  else if (/(^|\.)(json|text|html|body|Response|redirect)$/.test(name))
    for (const each of given.slice(name.endsWith('redirect') ? 0 : 1)) noteInit(each, found);
  const error = /(Exception|Error)$|^(Boom|createError|httpErrors|createHttpError)\./.test(name);
  if (!error) return;
  const status = named.find(([pattern]) => pattern.test(name.split('.').at(-1) ?? ''))?.[1];
  if (status !== undefined) found.add(status);
  else for (const each of given) note(each, found);
}

function noteInit(node: Node, found: Set<number>): void {
  if (node.type !== 'ObjectExpression') {
    note(node, found);
    return;
  }
  for (const property of node.properties)
    if (property.type === 'Property' && plainKey(property.key, property.computed) === 'status')
      note(property.value, found);
}

function note(node: Node, found: Set<number>): void {
  if (node.type === 'ConditionalExpression') {
    note(node.consequent, found);
    note(node.alternate, found);
    return;
  }
  const code = codeOf(node);
  if (code !== undefined) found.add(code);
}

/** A status as a number, or as a constant of a table of statuses (`HttpStatus.NOT_FOUND`). */
function codeOf(node: Node): number | undefined {
  if (node.type === 'Literal')
    return typeof node.value === 'number' && node.value >= 100 && node.value < 600 ? node.value : undefined;
  const name = dottedName(node);
  const [key = ''] = name?.includes('.') === true ? name.split('.').slice(-1) : [];
  return Object.hasOwn(constants, key) ? constants[key] : undefined;
}

const isStatusArgument = (given: readonly Node[]): boolean =>
  given.slice(1).some((each) => codeOf(each) !== undefined || each.type === 'ObjectExpression');

const hasStatusBefore = (callee: Node): boolean =>
  callee.type === 'MemberExpression' &&
  callee.object.type === 'CallExpression' &&
  setsStatus.test(dottedName(callee.object.callee) ?? '');

const lastKey = (callee: Node): string | undefined =>
  callee.type === 'MemberExpression' ? plainKey(callee.property, callee.computed) : undefined;
