import { breaking, dangerous, harmless } from '../check.ts';
import type { CheckTable } from '../check.ts';
import { securityChecks } from './security-checks.ts';

const spec = 'https://spec.openapis.org/oas/v3.1.1.html';
const http = 'RFC 9110';
const zalando = 'Zalando 106';

const operations = {
  pathRemoved: breaking('path-removed', {
    meaning: 'A path is gone with all its operations.',
    who: 'A client that calls it gets 404.',
    instead:
      'Keep the path, mark its operations deprecated, announce the day (Sunset) and remove it in a new version.',
    standard: `${zalando}, RFC 8594`,
  }),
  pathAdded: harmless('path-added', 'A path is new.', zalando),
  pathParameterRenamed: harmless(
    'path-parameter-renamed',
    'A parameter of a path has another name; the requests are the same.',
    spec,
  ),
  operationRemoved: breaking('operation-removed', {
    meaning: 'A method of a path is gone.',
    who: 'A client that calls it gets 405.',
    instead: 'Keep it, marked deprecated with a day (Sunset), until no client calls it.',
    standard: `${zalando}, RFC 8594`,
  }),
  operationAdded: harmless('operation-added', 'A method of a path is new.', zalando),
  operationDeprecated: harmless('operation-deprecated', 'An operation is marked deprecated.', 'RFC 9745'),
  operationReactivated: harmless(
    'operation-reactivated',
    'An operation is no longer marked deprecated.',
    'RFC 9745',
  ),
  operationIdRenamed: breaking('operation-id-renamed', {
    meaning: 'The operationId is another one.',
    who: 'Code that calls a generated client, and documents (Arazzo, links) that name the operation: the old name is gone.',
    instead: 'Keep the operationId; requests do not show it, code does.',
    standard: spec,
  }),
  operationIdRemoved: breaking('operation-id-removed', {
    meaning: 'The operationId is gone.',
    who: 'Code that calls a generated client: the generator makes up another name.',
    instead: 'Keep the operationId.',
    standard: spec,
  }),
  operationIdAdded: harmless('operation-id-added', 'The operation has an operationId now.', spec),
  tagRemoved: dangerous('operation-tag-removed', {
    meaning: 'An operation no longer has a tag.',
    who: 'Code that calls a client which a generator groups by tag: the class has another name.',
    instead: 'Keep the tag, and add others behind it.',
    standard: spec,
  }),
} as const;

const parameters = {
  parameterAddedRequired: breaking('request-parameter-required-added', {
    meaning: 'A required parameter is new.',
    who: 'A client that does not know it leaves it out and is refused.',
    instead: 'Add it as optional with a default.',
    standard: zalando,
  }),
  parameterAdded: harmless('request-parameter-added', 'An optional parameter is new.', zalando),
  parameterRemoved: breaking('request-parameter-removed', {
    meaning: 'A parameter is gone.',
    who: 'A client that sends it is refused, or gets an answer to another question: filters and pages no longer apply.',
    instead: 'Keep it, marked deprecated, until no client sends it.',
    standard: zalando,
  }),
  parameterBecameRequired: breaking('request-parameter-became-required', {
    meaning: 'A parameter that could be left out must be given.',
    who: 'A client that leaves it out is refused.',
    instead: 'Keep it optional with a default.',
    standard: zalando,
  }),
  parameterBecameOptional: harmless(
    'request-parameter-became-optional',
    'A parameter may be left out.',
    zalando,
  ),
  parameterMoved: breaking('request-parameter-location-changed', {
    meaning: 'A parameter is taken from another place (query, header, path, cookie).',
    who: 'A client that sends it where it was is not understood.',
    instead: 'Take it from both places.',
    standard: spec,
  }),
  parameterSerialization: breaking('request-parameter-serialization-changed', {
    meaning: 'The text form of a parameter (style, explode, allowReserved, content) is another one.',
    who: 'A client that writes lists, objects or reserved characters the old way is misread.',
    instead: 'Keep the form, or add a parameter with another name.',
    standard: spec,
  }),
  parameterDeprecated: harmless('request-parameter-deprecated', 'A parameter is marked deprecated.', zalando),
} as const;

const bodies = {
  bodyAddedRequired: breaking('request-body-required-added', {
    meaning: 'A required body is new.',
    who: 'A client that sends none is refused.',
    instead: 'Add it as optional.',
    standard: zalando,
  }),
  bodyAdded: harmless('request-body-added', 'An optional body is new.', zalando),
  bodyRemoved: breaking('request-body-removed', {
    meaning: 'The body is gone.',
    who: 'A client that sends one is refused, or what it sent is no longer read.',
    instead: 'Keep reading the body.',
    standard: zalando,
  }),
  bodyBecameRequired: breaking('request-body-became-required', {
    meaning: 'A body that could be left out must be given.',
    who: 'A client that sends none is refused.',
    instead: 'Keep it optional.',
    standard: zalando,
  }),
  bodyBecameOptional: harmless('request-body-became-optional', 'The body may be left out.', zalando),
  requestMediaTypeRemoved: breaking('request-media-type-removed', {
    meaning: 'A media type of the body is no longer taken.',
    who: 'A client that sends it gets 415.',
    instead: 'Keep taking it.',
    standard: http,
  }),
  requestMediaTypeAdded: harmless('request-media-type-added', 'A further media type is taken.', http),
  requestEncodingChanged: dangerous('request-encoding-changed', {
    meaning: 'Parts of a form are written another way (encoding).',
    who: 'A client that writes the parts the old way may be misread.',
    instead: 'Keep the encoding.',
    standard: spec,
  }),
  responseMediaTypeRemoved: breaking('response-media-type-removed', {
    meaning: 'A media type of an answer is no longer sent.',
    who: 'A client that accepts only it gets 406 or something it cannot parse.',
    instead: 'Keep sending it to those who ask for it.',
    standard: http,
  }),
  responseMediaTypeAdded: harmless(
    'response-media-type-added',
    'A further media type can be asked for.',
    http,
  ),
} as const;

const responses = {
  successStatusRemoved: breaking('response-success-status-removed', {
    meaning: 'A status of success is no longer answered.',
    who: 'A client that waits for this status takes the call for failed.',
    instead: 'Keep answering it.',
    standard: http,
  }),
  successStatusAdded: dangerous('response-success-status-added', {
    meaning: 'A further status of success may be answered.',
    who: 'A client that asks for one status instead of the class 2xx takes the call for failed, or reads another body.',
    instead: 'Answer the old status to those who did not ask for the new behaviour.',
    standard: http,
  }),
  errorStatusRemoved: harmless(
    'response-error-status-removed',
    'A status of failure is no longer answered: clients keep a branch that is never taken.',
    http,
  ),
  errorStatusAdded: harmless(
    'response-error-status-added',
    'A further status of failure may be answered; clients treat one they do not know by its class.',
    http,
  ),
  responseHeaderRemoved: breaking('response-header-removed', {
    meaning: 'A header is gone.',
    who: 'A client that reads it (paging, limits, location, caching) finds nothing there.',
    instead: 'Keep sending it.',
    standard: http,
  }),
  responseHeaderAdded: harmless('response-header-added', 'A header is new.', http),
  responseHeaderBecameOptional: breaking('response-header-became-optional', {
    meaning: 'A header that was always there may be absent.',
    who: 'A client that reads it without asking whether it is there fails.',
    instead: 'Keep sending it.',
    standard: http,
  }),
  responseHeaderBecameRequired: harmless(
    'response-header-became-required',
    'A header is always there.',
    http,
  ),
  linkRemoved: dangerous('response-link-removed', {
    meaning: 'A link is no longer described.',
    who: 'A client that follows links by the document stops there.',
    instead: 'Keep the link.',
    standard: spec,
  }),
  callbackRemoved: breaking('callback-removed', {
    meaning: 'A callback is no longer sent.',
    who: 'A client that waits for it waits for ever.',
    instead: 'Keep sending it until no client is subscribed.',
    standard: spec,
  }),
  callbackAdded: harmless('callback-added', 'A callback can be asked for.', spec),
  webhookRemoved: breaking('webhook-removed', {
    meaning: 'A webhook is no longer sent.',
    who: 'A client that waits for it waits for ever.',
    instead: 'Keep sending it until no client is subscribed.',
    standard: spec,
  }),
  webhookAdded: harmless('webhook-added', 'A webhook can be subscribed to.', spec),
  serverRemoved: breaking('server-removed', {
    meaning: 'A base URL is gone.',
    who: 'A client that calls the old base URL.',
    instead: 'Keep the base URL, or redirect with 308 and keep listing it.',
    standard: spec,
  }),
  serverAdded: harmless('server-added', 'A further base URL is served.', spec),
} as const;

export const openApiChecks = {
  ...operations,
  ...parameters,
  ...bodies,
  ...responses,
  ...securityChecks,
} as const satisfies CheckTable;
