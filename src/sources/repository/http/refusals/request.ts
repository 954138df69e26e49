import type { Decorator, Node } from 'oxc-parser';
import { dottedName } from '../../javascript/syntax.ts';
import type { Fact } from './fact.ts';
import { absent, caller, factOf, input, missing, notSent, open, sentInput } from './fact.ts';
import { partOf } from './secrets.ts';
import { primitive } from '../../javascript/value.ts';
import type { Walk } from './walk.ts';

/** What authentication leaves on a request or a context. */
const identity =
  /^((is)?([lL]ogged|[sS]igned)[iI]n|auth\w*|\w*[uU]ser(I[dD]|Info)?|session|sessionId|account|viewer|identity|principal|token|jwt|apiKey|actor|credentials|claims|admin|decoded|customer|member|staff|employee|person|owner|profile|subject|roles?|permissions?|scopes?)$/;
/** Parts of a request or a context that hold others. */
const holding =
  /^(req|request|ctx|context|event|state|locals|raw|var|nodeReq|original|args|opts|node|web|httpRequest|clone|switchToHttp|getRequest|getContext|getArgs|originalRequest|nextUrl|url)$/;
const sent =
  /^(query|body|params|searchParams|baseUrl|json|text|formData|arrayBuffer|blob|files?|input|param|queries|parseBody|valid|rawBody|ip|ips|hostname|host|protocol|href|origin|qs|getRawInput|payload|subdomains)$/;

const secretHeader =
  /auth(?!ors?$)|token|key|secret|signature|(^|-)sig(-|$)|session|jwt|cookie|credential|hmac|svix|^x-user|^x-hub|password/i;
const secretCookie = /auth(?!ors?$)|token|session|sid\b|jwt|user|account|secret|key|login|access|refresh/i;
const plainHeader = /content|accept|idempotency|csrf|xsrf|cache|sec-websocket/i;
/** Parts of what is sent that are credentials: a key, a signature. Tokens of links are not. */
export const sentSecret =
  /^(api_?key|secret|access_?key|cron_?secret|signature|hmac|auth_?token|api_?token)$/i;

export const isSecretCookie = (name: string): boolean => secretCookie.test(name);

export const isSecretHeader = (name: string): boolean => secretHeader.test(name) && !plainHeader.test(name);

export function requestMember(walk: Walk, key: string): Fact {
  if (identity.test(key)) return absent;
  if (key === 'method') return walk.verb === undefined ? open : factOf(primitive(walk.verb));
  if (/^(pathname|path|originalUrl)$/.test(key)) return walk.path ?? input;
  if (key === 'headers' || key === 'header') return { kind: 'headers' };
  if (key === 'cookies' || key === 'signedCookies') return { kind: 'cookies' };
  if (key === 'next' || key === 'resolve') return { kind: 'next' };
  if (/^(res|response|reply)$/.test(key)) return { kind: 'response' };
  if (key === 'url' && walk.path !== undefined) return { kind: 'request', address: walk.path };
  if (holding.test(key)) return { kind: 'request' };
  return sent.test(key) ? sentInput : open;
}

/** A header or a cookie by its name; one whose name is not known may be a credential. */
export function stored(kind: 'headers' | 'cookies', name: string | undefined): Fact {
  if (name === undefined) return kind === 'cookies' ? notSent : caller;
  if (kind === 'cookies') return isSecretCookie(name) ? notSent : input;
  return isSecretHeader(name) ? notSent : sentInput;
}

/** Parameters of a function that a framework calls. */
export function parameterFact(walk: Walk, name: string | undefined, index: number, declared: boolean): Fact {
  if (name !== undefined) {
    if (/^(next|done|resolve)$/.test(name)) return { kind: 'next' };
    if (/^_?(res|response|reply|rep)$/.test(name)) return { kind: 'response' };
    if (/^_?(err|error)$/.test(name)) return missing;
  }
  if (index === 0 && !declared) return { kind: 'request' };
  if (name === undefined) return declared ? sentInput : open;
  const fact = requestMember(walk, name);
  if (!declared || fact.kind !== 'open') return fact;
  return wholes.test(name) ? sentInput : partOf(walk, name);
}

/** Called after what it is as a whole, not after a value. */
const wholes = /(dto|input|args|data|body|params|query|request|command|payload|info)$/i;

/** A parameter that a decorator fills from the request: `@Query('token') value`, `@Body() form`. */
export function declaredPart(walk: Walk, param: Node): Fact | undefined {
  if (!walk.declared) return undefined;
  const target = param.type === 'AssignmentPattern' ? param.left : param;
  if (target.type !== 'Identifier' && target.type !== 'ObjectPattern') return undefined;
  for (const { expression } of decoratorsOf(target)) {
    if (expression.type !== 'CallExpression') continue;
    const name = dottedName(expression.callee)?.split('.').at(-1) ?? '';
    const [first] = expression.arguments;
    const key = first?.type === 'Literal' && typeof first.value === 'string' ? first.value : undefined;
    if (/^(Req(uest)?Headers?|Headers?|HeaderParam)$/i.test(name) && key !== undefined)
      return stored('headers', key);
    if (!filling.test(name)) continue;
    if (key !== undefined) return partOf(walk, key);
    return target.type === 'Identifier' && isText(target) ? partOf(walk, target.name) : sentInput;
  }
  return undefined;
}

const filling =
  /^(Body|Query|Param|Params|Args?|BodyParam|QueryParams?|request(Param|Body)|queryParam|MessageBody|FormField|Path)$/;

const decoratorsOf = (target: Node): readonly Decorator[] =>
  'decorators' in target && Array.isArray(target.decorators) ? target.decorators : [];

const isText = ({ typeAnnotation }: Extract<Node, { type: 'Identifier' }>): boolean =>
  typeAnnotation?.typeAnnotation.type === 'TSStringKeyword';
