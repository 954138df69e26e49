import type { ApiDocument } from '../../../model/api.ts';
import type { Gap } from '../../../model/origin.ts';
import type { Facts } from '../../facts.ts';
import type { Repository, TextFile } from '../gather.ts';
import { isTestFile } from '../javascript/tests.ts';
import { parseYaml } from '../yaml.ts';
import { readGraphql } from './graphql.ts';
import { readAsyncApi, readOpenApi } from './openapi.ts';
import { readProtobuf } from './protobuf.ts';

/** Documents longer than this are told by name: building their tree with places takes too long. */
const most = 1_500_000;

/** API documents that are committed: OpenAPI, Swagger, AsyncAPI, GraphQL schemas and protobuf services. */
export function readDocuments(repository: Repository): Facts {
  const documents: ApiDocument[] = [];
  const gaps: Gap[] = [];
  for (const file of repository.files.values()) {
    if (isTestFile(file.path, [])) continue;
    if (/\.(graphqls?|gql)$/.test(file.path)) {
      const found = readGraphql(file);
      if (typeof found === 'string') gaps.push({ kind: 'parse-graphql', subject: file.path, why: found });
      else if (found !== undefined) documents.push(found);
    } else if (file.path.endsWith('.proto')) {
      const found = readProtobuf(file);
      if (found !== undefined) documents.push(found);
    } else if (/\.(ya?ml|json)$/.test(file.path) && looksLikeDocument(file)) {
      if (file.text.length > most) {
        gaps.push({ kind: 'read-document', subject: file.path, why: `longer than ${most} characters` });
        continue;
      }
      const { documents: roots, problem } = parseYaml(file.text);
      const [root] = roots;
      const found =
        root === undefined ? undefined : (readOpenApi(file.path, root) ?? readAsyncApi(file.path, root));
      if (found !== undefined) documents.push(found);
      if (problem !== undefined) gaps.push({ kind: 'parse-yaml', subject: file.path, why: problem });
    }
  }
  return { api: { documents }, gaps };
}

/** The version stands at the top level, mostly in the first lines; all of a document may be one line. */
const looksLikeDocument = ({ text }: TextFile): boolean =>
  /^\s{0,4}["']?(openapi|swagger|asyncapi)["']?\s*:\s*["']?\d/m.test(text.slice(0, 20_000)) ||
  (/^\s*\{/.test(text) && /[{,]\s*"(openapi|swagger|asyncapi)"\s*:\s*"\d/.test(text.slice(0, 20_000)));
