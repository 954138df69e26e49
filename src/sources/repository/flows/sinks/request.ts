import { isFromOutside } from '../value.ts';
import { can } from '../marks.ts';
import type { CallFact, Hit, Sink } from './sink.ts';
import { argument, fieldsOf, isCall, option } from './sink.ts';

const verbs = String.raw`(get|post|put|patch|delete|del|head|options|request|fetch|stream|send|json|text|download|pipeline|connect|upgrade|trace|extend|create|default|jar|defaults)`;

/** Calls that send a request to an address. */
const calls: readonly RegExp[] = [
  new RegExp(
    String.raw`^(request|request-promise|request-promise-native|request-promise-any|requestretry|axios|got|node-fetch|node-fetch-native|cross-fetch|isomorphic-fetch|isomorphic-unfetch|make-fetch-happen|minipass-fetch|undici|superagent|needle|phin|centra|ky|ky-universal|bent|wretch|hyperquest|simple-get|urllib|ofetch|wreck|@hapi\/wreck|r2|popsicle|follow-redirects|https?|http2|teeny-request|node-libcurl|download|got-scraping|@nestjs\/axios|apisauce|restler|unirest|xhr2|fetch-retry|whatwg-fetch|nugget|gaxios|tiny-json-http|unfetch)#(\(\)|create\(\)|defaults\(\)|extend\(\)|instance\(\)|HttpService\(\)|HttpService\(\)\.axiosRef|https?|default|axios)?\.?${verbs}?$`,
  ),
  /^#fetch$|^#(globalThis|window|self)\.fetch$/,
  /^(ws|websocket|isomorphic-ws|reconnecting-websocket|faye-websocket|eventsource)#(\w+)?$|^#(WebSocket|EventSource)$/,
  /^jsdom#JSDOM\.fromURL$|^jsdom#(env|jsdom)$/,
  /^(chrome-remote-interface)#.*\.(navigate)$/,
  /^(puppeteer|puppeteer-core|playwright|playwright-core|@playwright\/\w+)#.*\.(goto|navigate)$/,
  /^(soap)#createClient(Async)?$|^graphql-request#(GraphQLClient|request|rawRequest)$|^rss-parser#.*\.parseURL$|^open-graph-scraper#$|^link-preview-js#\w+$|^image-downloader#\w+$|^probe-image-size#$|^metascraper#$/,
];

const addressFields = [
  'url',
  'uri',
  'baseURL',
  'baseUrl',
  'prefixUrl',
  'host',
  'hostname',
  'href',
  'origin',
  'proxy',
  'path',
  'pathname',
];

function hits(call: CallFact): readonly Hit[] {
  if (!calls.some((pattern) => isCall(call, pattern)) || isFiltered(call)) return [];
  if (/#.*(extend|create|defaults|default|jar)$/.test(call.name) && !call.isNew) return [];
  if (
    isCall(call, /^(ws|websocket|isomorphic-ws|faye-websocket|eventsource|reconnecting-websocket)#/) &&
    !call.isNew
  )
    return [];
  const own = address(call, 0);
  const second =
    isCall(call, /^(https?|follow-redirects|axios|superagent|needle|request|undici|urllib)#/) &&
    !isCall(call, /^(axios|superagent)#.*(post|put|patch)$/)
      ? [...options(call, 1), ...needle(call)]
      : [];
  return [...own, ...second];
}

/** Agents that refuse addresses of the own network, when they are looked up too. */
const filters = /^(ssrf-req-filter|request-filtering-agent|ssrf-agent|ssrf-agent-guard|got-ssrf)#/;
const agents = ['httpAgent', 'httpsAgent', 'agent', 'dispatcher'];

const isFiltered = ({ args }: CallFact): boolean =>
  args.some((value) =>
    agents.some((key) => fieldsOf(value, key)?.traces.some(({ name }) => filters.test(name)) === true),
  );

/** `superagent('GET', url)`, `needle('get', url)`. */
const needle = (call: CallFact): readonly Hit[] =>
  isCall(call, /^(needle|superagent)#(request)?$/) ? argument(call, 1) : [];

function address(call: CallFact, at: number): readonly Hit[] {
  const value = call.args[at];
  if (value === undefined) return [];
  const fields = options(call, at);
  if (fields.length > 0) return fields;
  return value.things.length > 0 && !isFromOutside(value) ? [] : argument(call, at);
}

const options = (call: CallFact, at: number): readonly Hit[] => {
  const value = call.args[at];
  return value === undefined
    ? []
    : addressFields.flatMap((key) => (fieldsOf(value, key) === undefined ? [] : option(call, at, key)));
};

export const requestSink: Sink = { kind: 'request-forgery', needs: can.host, weak: can.reach, hits };
