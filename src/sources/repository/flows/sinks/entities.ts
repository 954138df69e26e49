import { can } from '../marks.ts';
import type { CallFact, Hit, Sink } from './sink.ts';
import { argument, fieldsOf, isCall } from './sink.ts';

/** Parsers of XML that put in place of an entity what a file or an address holds. */
function hits(call: CallFact): readonly Hit[] {
  if (isCall(call, /^libxml2-wasm#(\w+\.)*XmlDocument\.(fromString|fromBuffer)$/))
    return writtenIn(call, /\bXML_PARSE_NOENT\b/) ? argument(call, 0) : [];
  if (!isCall(call, /^(libxmljs2?|libxmljs-\w+|libxml-xsd|libxml)#/)) return [];
  if (/^(parseXml|parseXmlString|parseXmlAsync|fromXml|parseString)$/.test(call.method)) {
    if (isCall(call, /Sax\w*Parser\(\)\./)) return weakly(argument(call, 0));
    const noent = call.args[1] === undefined ? undefined : fieldsOf(call.args[1], 'noent');
    return noent === undefined || isFalse(call) ? [] : argument(call, 0);
  }
  return call.method === 'push' && isCall(call, /SaxPushParser\(\)\.push$/) ? weakly(argument(call, 0)) : [];
}

/** Values that are no texts are not kept: the option is looked up as it is written. */
const isFalse = (call: CallFact): boolean => writtenIn(call, /\bnoent\s*:\s*(false|0)\b/);

const writtenIn = ({ frame, node }: CallFact, what: RegExp): boolean =>
  what.test(frame.file.text.slice(node.start, node.end));

/** Whether the parser of streams resolves entities depends on the version below it. */
const weakly = (found: readonly Hit[]): readonly Hit[] => found.map((hit) => ({ ...hit, weak: true }));

export const entitiesSink: Sink = { kind: 'external-entities', needs: can.markup, hits };
