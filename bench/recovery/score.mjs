// Comparison of recovered endpoints with a list of expected ones. Parameter names and syntax do not count.

const everyVerb = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'];

/** `/users/:id<int>/`, `/users/<int:id>` and `/users/[id]` are all `/users/{}`. */
export function normalPath(url) {
  const [path, ...query] = url.split('?');
  const erased = path
    .replaceAll(/\[\[?\.\.\.[\w-]+\]\]?/g, '{*}')
    .replaceAll(/\{\*\*?[\w-]*\}|\*\*|\*[A-Za-z_]\w*|(?<!\{)\*/g, '{*}')
    .replaceAll(/\{(?!\*\})[^{}/]*(?:\{[^{}]*\}[^{}/]*)*\}/g, '{}')
    .replaceAll(/<[^<>/]*>/g, '{}')
    .replaceAll(/:[A-Za-z_][\w-]*(\([^()]*\))?[?+*]?/g, '{}')
    .replaceAll(/\[[^\][/]*\]/g, '{}');
  const joined = `/${erased}`.replaceAll(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
  return query.length === 0 ? joined : `${joined}?${query.join('?')}`;
}

const placeOf = (type) => (['json', 'body', 'form', 'file'].includes(type) ? 'body' : type);

/**
 * One record against what was found.
 * Gives counts and the lists behind them; `extra` only counts where the list of expected ones is complete.
 */
export function scoreEndpoints(expected, found) {
  const anyPaths = new Set(
    expected.filter(({ method }) => method === 'ANY').map(({ url }) => normalPath(url)),
  );
  const wanted = new Map();
  for (const each of expected) wanted.set(`${each.method.toUpperCase()} ${normalPath(each.url)}`, each);
  const ours = new Map();
  const wantedVerbs = (path) => everyVerb.filter((method) => wanted.has(`${method} ${path}`));
  for (const each of found) {
    const own = normalPath(each.path);
    // Some lists write the rest of a path like a parameter.
    const flat = own.replaceAll('{*}', '{}');
    const known = (path) => wantedVerbs(path).length > 0 || anyPaths.has(path);
    const path = known(flat) && !known(own) ? flat : own;
    const verbs = wantedVerbs(path);
    // A handler for any method stands for the verbs that are listed, where nearly all of them are.
    const any = verbs.length >= 5 ? verbs : everyVerb;
    const methods =
      anyPaths.has(path) && !verbs.includes(each.method)
        ? ['ANY']
        : each.method === 'ANY'
          ? any
          : [each.method];
    for (const method of methods) {
      const key = `${method} ${path}`;
      ours.set(key, [...(ours.get(key) ?? []), ...each.params]);
    }
  }
  const missed = [...wanted.keys()].filter((key) => !ours.has(key));
  const extra = [...ours.keys()].filter((key) => !wanted.has(key));
  /** @type {string[]} */
  const missedParameters = [];
  const parameters = { expected: 0, found: 0, missed: missedParameters, inPath: 0, inPathFound: 0 };
  for (const [key, { params }] of wanted) {
    const seen = new Set((ours.get(key) ?? []).map(({ name, in: place }) => `${place} ${name}`));
    for (const { name, type } of params) {
      const place = placeOf(type);
      if (['flag', 'argument', 'env'].includes(place)) continue;
      // The lists name the operation itself as a parameter of its own.
      if (/^graphql_(query|mutation|subscription)_/.test(name)) continue;
      const hit = seen.has(`${place} ${name}`);
      if (place === 'path') {
        parameters.inPath += 1;
        if (hit) parameters.inPathFound += 1;
        continue;
      }
      parameters.expected += 1;
      if (hit) parameters.found += 1;
      else parameters.missed.push(`${key}: ${place} ${name}`);
    }
  }
  return {
    expected: wanted.size,
    hit: wanted.size - missed.length,
    ours: ours.size,
    missed,
    extra,
    parameters,
  };
}
