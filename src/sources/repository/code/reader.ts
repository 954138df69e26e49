import type { Facts } from '../../facts.ts';
import type { Codebase, CodeFile } from '../javascript/codebase.ts';
import type { Visit } from './visit.ts';
import { visitPath } from './visit.ts';

/** Looks at every node of the backend's own code once, and then tells what it found. */
export interface CodeReader {
  readonly visit: Visit;
  /** `known` are the facts of the files that are no code, tables among them. */
  readonly facts: (known: Facts) => Facts | Promise<Facts>;
}

/** Words without which no reader finds anything in a file; the others are not parsed for it. */
const worthReading =
  /process\.env|\benv\b|fetch|axios|\bgot\b|undici|superagent|\brequest|ky\b|http|query|[Rr]aw\b|\bsql\b|execute|unsafe|transaction|[Pp]risma|find|select|insert|destroy|save\(|create|update|delete|upsert|(?<![a-z])count|aggregate|groupBy|[Qq]ueue|[Ww]orker|cron|[Ss]chedul|agenda|boss|amqp|kafka|(?:Message|Event)Pattern|Rabbit|emit|publish|subscribe|On[A-Z]\w*Event|redis|[Cc]ache|retry|attempts|z\.|[Jj]oi|envalid|[Dd]ynamo|TableName|[Jj]wt|jose|[Cc]ookie|session|cors|Access-Control|csrf|csurf|crypto|bcrypt|md5|sha1|Math\.random|helmet|secureHeaders|\.stack\b|multer|fileupload|rejectUnauthorized|strictSSL|NODE_TLS|minVersion|secureProtocol|[Ll]imit|throttle/;

/** A loop that waits may call what sends statements, by whatever name. */
const waitsInLoop = /\bawait\b[^;]*\.(map|forEach)\(|\bfor\s*\([^]*?\bawait\b/;

/** One pass over the files with all readers. */
export async function readCode(
  codebase: Codebase,
  files: readonly CodeFile[],
  readers: readonly CodeReader[],
  known: Facts,
): Promise<readonly Facts[]> {
  for (const { path } of files) {
    const text = codebase.repository.files.get(path)?.text ?? '';
    if (!worthReading.test(text) && !waitsInLoop.test(text)) continue;
    visitPath(codebase, path, (node, place) => {
      for (const { visit } of readers) visit(node, place);
    });
  }
  return Promise.all(readers.map(async ({ facts }) => facts(known)));
}
