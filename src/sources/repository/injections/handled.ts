import type { Endpoint, Parameter as Asked } from '../../../model/api.ts';
import type { Callee } from '../callers/frame.ts';
import type { Source } from '../callers/mark.ts';
import type { Parameter } from '../callers/shapes.ts';
import { parametersOf } from '../callers/shapes.ts';
import { isCallerParameter, isContextParameter } from '../callers/words.ts';
import { plain } from './requested.ts';
import type { Value } from './sent.ts';
import { nothing, sentAs } from './sent.ts';
import { holdsText } from './words.ts';

/** What a framework hands to the parameters of a handler, as far as it is text that somebody sends. */
export function handedTo(endpoint: Endpoint, callee: Callee): ReadonlyMap<string, Value> {
  const given = new Map<string, Value>();
  for (const parameter of parametersOf(callee.node)) {
    const value = ofParameter(endpoint, callee, parameter);
    if (value !== nothing) given.set(parameter.name, value);
  }
  return given;
}

const annotated =
  /@(?:PathVariable|RequestParam|PathParam|QueryParam|FormParam|RestPath|RestQuery|Param)\(\s*(?:(?:name|value)\s*=\s*)?"([\w-]+)"/;

/** What a framework puts there is none of what is sent: dependencies, the caller, headers. */
const isHandedOver =
  /Depends\(|Security\(|Header\(|Cookie\(|\bFile\(|@(RequestHeader|CookieValue|Value|Autowired|HeaderParam|Context|AuthenticationPrincipal)\b|(BackgroundTasks|Session|Response|Connection)\b/;

function ofParameter(endpoint: Endpoint, { lines, node, decorators }: Callee, parameter: Parameter): Value {
  const { name, text } = parameter;
  const source = (what: string): Source => ({
    what,
    origin: { kind: 'read', file: lines.file, line: node.line },
  });
  const type = typeOf(lines.file, parameter);
  if (/(MultipartFile|UploadFile|FilePart)\b/.test(type ?? ''))
    return { isRequest: false, upload: source('upload') };
  if (/^(self|cls|root|_|info)$/.test(name) || isHandedOver.test(text)) return nothing;
  const asked = plain(annotated.exec(text)?.[1] ?? name);
  const known = endpoint.parameters.find(
    (each) => plain(each.name) === asked && !/header|cookie/.test(each.in),
  );
  if (isContextParameter(name, text) && known === undefined) return { isRequest: true };
  const holds = holdsText(type);
  if (holds === false || isNumber(text)) return nothing;
  if (known !== undefined && (type === undefined || holds === true)) {
    if (!isFree(known)) return nothing;
    const place = known.in === 'body' ? 'body field' : `${known.in} parameter`;
    const isSegment = known.in === 'path' && !isWildcard(decorators, known.name);
    return sentAs(source(`${place} ${known.name}`), isSegment);
  }
  if (isCallerParameter(name, text)) return nothing;
  if (text.startsWith('**')) return bodyOf(endpoint, source('the body'));
  const isBody =
    /@(RequestBody|ModelAttribute|BeanParam|Valid)\b/.test(text) ||
    (lines.file.endsWith('.py') && type !== undefined && holds === undefined);
  if (isBody && hasBody(endpoint)) return bodyOf(endpoint, source('the body'));
  if (name === 'body' && type === undefined) return bodyOf(endpoint, source('the body'));
  return nothing;
}

const hasBody = ({ parameters }: Endpoint): boolean =>
  parameters.some((each) => each.in === 'body' || each.in === 'query');

const bodyOf = ({ parameters }: Endpoint, source: Source): Value => ({
  isRequest: false,
  body: {
    source,
    types: new Map(
      parameters
        .filter((each) => each.in !== 'header')
        .map((each) => [plain(each.name), isFree(each) ? each.type : 'int']),
    ),
  },
});

const isFree = ({ type, bounds }: Asked): boolean =>
  bounds?.values === undefined && (type === undefined || holdsText(type) === true);

/** A default that is a number or a flag says what a parameter without a type takes. */
const isNumber = (text: string): boolean => /=\s*(-?\d[\d.]*|True|False)$/.test(text);

/** `<path:name>`, `{name:path}`: the value may hold slashes. */
const isWildcard = (decorators: string, name: string): boolean =>
  decorators.includes(`<path:${name}>`) ||
  decorators.includes(`{${name}:path}`) ||
  decorators.includes(`{*${name}}`);

/** The declared type: behind the colon in Python, before the name in Java and behind it in Go. */
function typeOf(file: string, { name, text, node }: Parameter): string | undefined {
  if (file.endsWith('.py')) {
    const declared = /^\*{0,2}\w+\s*:\s*([^=]+)/s.exec(text)?.[1]?.trim();
    return declared === undefined || declared === '' ? undefined : declared;
  }
  const type = node.children.find(({ field }) => field === 'type')?.text;
  return type === name ? undefined : type;
}
