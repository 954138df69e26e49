// `ROUTES_FILE=<out.json> ROUTES_ROOT=<folder of the application> node --require <this file> <application>`
// Writes what an application of Express really serves, as a list of `{method, path, chain, at, own, root}`, some seconds
// after it starts to listen, or when `globalThis.recordRoutes()` is called. `chain` names the functions that run, in order
// (`{name, own}`: whether its code stands under the root, outside of packages); `at` is the place of the registration and
// `own` whether it stands under the root; `root` counts the applications and routers that nothing mounts.
// For the laboratory: it runs the target.
'use strict';
const Module = require('node:module');
const { isOwn, recordOnListen, registration, relative } = require('./record-places.cjs');

const paths = new WeakMap(); // layer -> what it was registered with
const places = new WeakMap(); // layer -> the stack of its registration
const applications = new WeakMap(); // layer -> the application mounted there
const mounted = new WeakSet();
const everything = new Set();

const hooks = [
  [/\/(express\/lib\/router|router\/lib)\/layer\.js$/, wrapLayer],
  [/\/express\/lib\/application\.js$/, wrapApplication],
  [/\/(express\/lib\/router|router)\/index\.js$/, wrapRouter],
];
const load = Module._extensions['.js'];
Module._extensions['.js'] = (module, filename) => {
  load(module, filename);
  for (const [name, wrap] of hooks) if (name.test(filename.replaceAll('\\', '/'))) wrap(module);
};

function wrapLayer(module) {
  const Layer = module.exports;
  function Recorded(path, options, fn) {
    const layer = new Layer(path, options, fn);
    paths.set(layer, path);
    places.set(
      layer,
      registration(/\/node_modules\/(express|router|@sailshq\/router|sails|@nestjs\/(core|platform-\w+))\//),
    );
    return layer;
  }
  Recorded.prototype = Layer.prototype;
  module.exports = Recorded;
}

function wrapApplication({ exports: application }) {
  const { use, init } = application;
  application.init = function recordedInit(...args) {
    everything.add(this);
    return init.apply(this, args);
  };
  application.use = function recordedUse(...args) {
    const before = stackOf(this).length;
    const result = use.apply(this, args);
    const given = args.flat(Infinity).filter((each) => typeof each === 'function');
    for (const [at, layer] of stackOf(this).slice(-given.length).entries())
      if (stackOf(this).length > before && given[at]?.handle && given[at]?.set) {
        applications.set(layer, given[at]);
        mounted.add(given[at]);
      }
    return result;
  };
}

function wrapRouter(module) {
  const Router = module.exports;
  const methods = typeof Router.use === 'function' ? Router : Router.prototype;
  if (typeof methods?.use !== 'function' || typeof methods.route !== 'function') return;
  const { use, route } = methods;
  methods.use = function recordedUse(...args) {
    everything.add(this);
    for (const each of args.flat(Infinity))
      if (typeof each === 'function' && (each.stack || each.settings)) mounted.add(each);
    return use.apply(this, args);
  };
  methods.route = function recordedRoute(...args) {
    everything.add(this);
    return route.apply(this, args);
  };
}

/** The router of an application: `_router` up to version 4 (where `router` throws), `router` since. */
const routerOf = (host) => host._router ?? (typeof host.lazyrouter === 'function' ? undefined : host.router);
const stackOf = (host) => host.stack ?? routerOf(host)?.stack ?? [];

const textsOf = (path) =>
  (Array.isArray(path) ? path.flat(Infinity) : [path ?? '/']).map((each) =>
    each instanceof RegExp ? String(each) : each,
  );

const join = (a, b) => `${a}/${b}`.replaceAll(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');

/** A function at a path runs for all below it; of patterns the text in front of the first special character counts. */
const covers = (at, path) =>
  at.some((each) => {
    const [text] = each.split(/[*(+?]|:\w+\(/);
    return (
      each === '/' || (text === each ? path === each || path.startsWith(`${each}/`) : path.startsWith(text))
    );
  });

function walk(host, prefix, chain, found, about) {
  if (about.above.includes(host)) return;
  const before = [...chain];
  const named = ({ handle }) => ({
    name: handle?.name || '<anonymous>',
    own: isOwn((typeof handle === 'function' ? about.locate(handle) : undefined) ?? ''),
  });
  for (const layer of stackOf(host)) {
    const place = places.get(layer);
    const from = {
      at: relative(place),
      own: place === undefined ? undefined : isOwn(place.file),
      root: about.root,
    };
    if (layer.route) {
      const on = Object.keys(layer.route.methods).filter((method) => layer.route.methods[method]);
      for (const method of on.length > 20 ? ['_all'] : on)
        for (const path of textsOf(layer.route.path)) {
          const whole = join(prefix, path);
          const wanted = method === '_all' ? 'get' : method;
          const handlers = layer.route.stack.filter((each) => !each.method || each.method === wanted);
          found.push({
            method: method === '_all' ? 'ANY' : method.toUpperCase(),
            path: whole,
            chain: [
              ...before.filter(({ at }) => covers(at, whole)).map(({ each }) => each),
              ...handlers.map(named),
            ],
            ...from,
          });
        }
      continue;
    }
    const handle = layer.handle?.stack || layer.handle?.settings ? layer.handle : undefined;
    const child = applications.get(layer) ?? handle;
    const at = textsOf(paths.get(layer));
    if (child !== undefined)
      for (const path of at)
        walk(child, join(prefix, path), before, found, { ...about, above: [...about.above, host] });
    else {
      const each = named(layer);
      before.push({ each, at: at.map((path) => join(prefix, path)) });
      if (at[0] !== '/' && at[0] !== '')
        for (const path of at)
          found.push({ method: 'USE', path: join(prefix, path), chain: [each], ...from });
    }
  }
}

recordOnListen((locate) => {
  const found = [];
  const unmounted = [...everything].filter((each) => !mounted.has(each));
  // Routers that nothing mounts are not served where there is an application.
  const applied = unmounted.filter((each) => each.settings !== undefined);
  const roots = applied.length > 0 ? applied : unmounted;
  // The router of an application is reached through the application.
  const inner = new Set(
    [...everything].map((each) => (each.settings === undefined ? undefined : routerOf(each))),
  );
  for (const [root, each] of roots.filter((host) => !inner.has(host)).entries())
    walk(each, '/', [], found, { root, locate, above: [] });
  return found;
});
