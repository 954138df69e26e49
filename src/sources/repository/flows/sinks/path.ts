import { anyPath, can } from '../marks.ts';
import type { CallFact, Hit, Sink } from './sink.ts';
import { argument, arguments_, fieldsOf, isCall, option } from './sink.ts';

const files = String.raw`(fs|fs-extra|graceful-fs|mz|fs-promise|bluebird-fs|original-fs|node-fs|thenify-fs|fs-jetpack|vinyl-fs|gentle-fs|pn|fs-readfile-promise|load-json-file|write-json-file|write-file-atomic|memfs|readdirp|recursive-readdir|walk|walkdir|klaw|chokidar|glob|globby|fast-glob|tiny-glob|rimraf|del|mkdirp|make-dir|trash|move-file|cp-file|cpy|ncp|copy|tempy|tmp|tar|tar-fs|node-dir|find-up|jsonfile|json-file-plus|fstream|graceful|mkdir|fs-capacitor)`;

/** Calls that open, list, write or delete what lies at a path. */
const calls: readonly RegExp[] = [
  new RegExp(
    String.raw`^${files}#(.*\.)?(promises\.|fs\.)?(access|appendFile|chmod|chown|copyFile|copy|cp|createReadStream|createWriteStream|exists|lchmod|lchown|link|lstat|lutimes|mkdir|mkdtemp|open|openAsBlob|opendir|readFile|readdir|readlink|rename|rm|rmdir|stat|statfs|symlink|truncate|unlink|unwatchFile|utimes|watch|watchFile|writeFile|emptyDir|ensureDir|ensureFile|ensureLink|ensureSymlink|mkdirp|mkdirs|move|outputFile|outputJson|outputJSON|pathExists|readJson|readJSON|remove|writeJson|writeJSON|readJson|extract|x|list|t|sync|async|glob|find|walk|files|write|read|append|dir|file|remove|inspect|pack|rimraf|manual|native|globSync|stream|readdirp|promise|cwd|moveFile|deleteAsync|deleteSync|fileFromPath)?(Sync|Async)?$`,
  ),
  /^prettier#(resolveConfig|getFileInfo|resolveConfigFile)(\.sync)?$/,
  /^(parse-torrent|create-torrent)#/,
  /^#(import|require)$/,
  /^archiver#.*\.(file|directory)$/,
  /^(make-dir|mkdirp|rimraf|chownr|resolve|open|del|trash)#[\w.]*$/,
];

const twoPaths = /^(rename|link|symlink|copyFile|copy|cp|move|moveFile|cpy|ncp)(Sync|Async)?$/;

function hits(call: CallFact): readonly Hit[] {
  if (isCall(call, /^@res#(sendFile|sendfile|download|file)$/)) return sent(call);
  if (isCall(call, /^send#$/)) return onlyAbsolute(rooted(call, 1, 2));
  if (isCall(call, /^@res#render$/)) return argument(call, 0);
  if (isCall(call, /^execa#/))
    return [
      ...option(call, 0, 'inputFile'),
      ...option(call, 1, 'inputFile'),
      ...(/^(pipeStdout|pipeAll|pipeStderr)$/.test(call.method) ? argument(call, 0) : []),
    ];
  if (isCall(call, /^prettier#resolveConfig/)) return [...argument(call, 0), ...option(call, 1, 'config')];
  if (isCall(call, /^fstream#(Writer|Reader)$/)) return [...argument(call, 0), ...option(call, 0, 'path')];
  if (isCall(call, /^child_process#/)) return call.args.flatMap((_, at) => option(call, at, 'cwd'));
  if (calls.some((pattern) => isCall(call, pattern)) && !call.isNew)
    return twoPaths.test(call.method) ? arguments_(call, 0, 1) : argument(call, 0);
  if (
    isCall(
      call,
      /^(puppeteer|puppeteer-core|playwright|playwright-core)#.*\.(screenshot|pdf|addScriptTag|addStyleTag)$/,
    )
  )
    return option(call, 0, 'path');
  return isCall(
    call,
    /^(ws|sharp|jimp|pdfkit|exceljs|xlsx|csvtojson|image-size|probe-image-size|multer)#.*\.(toFile|writeFile|readFile|fromFile|write)$/,
  )
    ? argument(call, 0)
    : [];
}

/** It refuses what climbs; without a root, it takes any absolute path. */
const onlyAbsolute = (found: readonly Hit[]): readonly Hit[] =>
  found.map((hit) => ({ ...hit, needs: can.absolute }));

/** `res.sendFile(path, { root })` does not leave the root; `res.download(path)` resolves the path first. */
function sent(call: CallFact): readonly Hit[] {
  const isRooted = call.args.some((value) => fieldsOf(value, 'root') !== undefined);
  if (isRooted) return option(call, 1, 'root');
  return call.method === 'download' ? argument(call, 0) : onlyAbsolute(argument(call, 0));
}

const rooted = (call: CallFact, at: number, options: number): readonly Hit[] => {
  const value = call.args[options];
  return value !== undefined && fieldsOf(value, 'root') !== undefined ? [] : argument(call, at);
};

export const pathSink: Sink = { kind: 'path-traversal', needs: anyPath, hits };
