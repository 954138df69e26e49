// What the recorders of routes share: where a registration and a function stand, and when to write the list.
'use strict';
const { realpathSync, writeFileSync } = require('node:fs');
const { Session } = require('node:inspector');
const { Server } = require('node:net');

const folder = realpathSync(process.env.ROUTES_ROOT ?? process.cwd());

/** Code of the application itself, not of a package. */
exports.isOwn = (file) =>
  file.startsWith(`${folder}/`) && !file.slice(folder.length).includes('/node_modules/');

exports.relative = (place) =>
  place === undefined ? '' : `${place.file.replace(`${folder}/`, '')}:${place.line}`;

/** The first place on the stack that is neither the recorder nor the framework. */
exports.registration = (framework) => {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 40;
  const lines = (new Error('here').stack ?? '').split('\n').slice(1);
  Error.stackTraceLimit = stackTraceLimit;
  for (const line of lines) {
    const found = /(?:\(|at )(?:file:\/\/)?(\/[^()]*):(\d+):\d+\)?$/.exec(line.replace('at async ', 'at '));
    if (found === null || found[1].startsWith(__dirname) || framework.test(found[1])) continue;
    return { file: found[1], line: Number(found[2]) };
  }
  return undefined;
};

/** Where functions stand, asked from the engine itself. */
function locator() {
  const session = new Session();
  session.connect();
  const files = new Map();
  session.on('Debugger.scriptParsed', ({ params }) =>
    files.set(params.scriptId, params.url.replace('file://', '')),
  );
  const ask = (method, params) => {
    let answer;
    session.post(method, params, (_, result) => (answer = result));
    return answer;
  };
  ask('Debugger.enable');
  return (fn) => {
    globalThis.recordedFunction = fn;
    const { result } = ask('Runtime.evaluate', { expression: 'globalThis.recordedFunction' });
    const { internalProperties = [] } = ask('Runtime.getProperties', { objectId: result.objectId }) ?? {};
    const place = internalProperties.find(({ name }) => name === '[[FunctionLocation]]')?.value.value;
    return place === undefined ? undefined : files.get(place.scriptId);
  };
}

/** Writes the list some seconds after something listens, or when `globalThis.recordRoutes()` is called. */
exports.recordOnListen = (routes) => {
  globalThis.recordRoutes = () => {
    const found = routes(locator());
    const file = process.env.ROUTES_FILE ?? 'routes.json';
    writeFileSync(file, JSON.stringify(found, null, 1));
    console.error(`recorded ${found.length} routes in ${file}`);
  };
  const listen = Reflect.get(Server.prototype, 'listen');
  Server.prototype.listen = function recordedListen(...args) {
    setTimeout(() => globalThis.recordRoutes(), Number(process.env.ROUTES_AFTER ?? 5) * 1000).unref();
    return Reflect.apply(listen, this, args);
  };
};
