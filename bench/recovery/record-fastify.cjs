// `ROUTES_FILE=<out.json> ROUTES_ROOT=<folder of the application> node --require <this file> <application>`
// Writes what an application of Fastify really serves, as `record-express.cjs` does for Express.
// For the laboratory: it runs the target.
'use strict';
const Module = require('node:module');
const { isOwn, recordOnListen, registration, relative } = require('./record-places.cjs');

const routes = [];
const load = Module._extensions['.js'];
Module._extensions['.js'] = (module, filename) => {
  load(module, filename);
  if (filename.replaceAll('\\', '/').endsWith('/node_modules/fastify/fastify.js')) wrap(module);
};

function wrap(module) {
  const make = module.exports;
  const recorded = (options) => {
    const app = make(options);
    app.addHook('onRoute', function onRoute(route) {
      routes.push({
        route,
        instance: this,
        place: registration(/\/node_modules\/(fastify|avvio|find-my-way)\//),
      });
    });
    return app;
  };
  module.exports = Object.assign(recorded, make, { default: recorded, fastify: recorded });
}

const steps = ['onRequest', 'preParsing', 'preValidation', 'preHandler'];
const listOf = (value) =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

recordOnListen((locate) => {
  const named = (fn) => ({ name: fn.name || '<anonymous>', own: isOwn(locate(fn) ?? '') });
  return routes.flatMap(({ route, instance, place }) => {
    const symbol = Object.getOwnPropertySymbols(instance).find(
      ({ description }) => description === 'fastify.hooks',
    );
    const hooks = symbol === undefined ? {} : instance[symbol];
    const chain = steps.flatMap((step) => [...listOf(hooks[step]), ...listOf(route[step])]);
    return listOf(route.method).map((method) => ({
      method,
      path: route.url === '' ? '/' : route.url,
      chain: [...chain, route.handler].map(named),
      at: relative(place),
      own: place === undefined ? undefined : isOwn(place.file),
    }));
  });
});
