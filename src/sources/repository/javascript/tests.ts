const testLibraries = new Set([
  'vitest',
  'mocha',
  'chai',
  'sinon',
  'supertest',
  'ava',
  'tap',
  'nock',
  'jasmine',
  'cypress',
  'playwright',
]);
const testScopes =
  /^(@jest\/|@playwright\/|@nestjs\/testing$|@storybook\/|@testing-library\/|node:test$|jest(-|$))/;
/** Makers of sample data: for tests and seeds, and here and there in an application. */
const sampleData = /^(@faker-js\/|faker$|chance$|casual$)/;
const servers =
  /^(express|fastify|koa|@?hapi(\/hapi)?|restify|hono|polka|@nestjs\/(common|core)|http|node:http)$/;
const testName =
  /([._-](test|tests|spec|e2e|e2e-spec|stories|story|cy|mock|mocks|fixture|bench)\.[cm]?[jt]sx?$)/i;
const testFolder =
  /(^|\/)(__tests__|__mocks__|__fixtures__|tests?|unit[-_]?tests?|specs?|e2e|cypress|testing|test-utils|benchmarks?|stories)\//i;

/** Tests by what they import, or by the names every test runner looks for. */
export function isTestFile(path: string, specifiers: readonly string[]): boolean {
  if (testName.test(path) || testFolder.test(path)) return true;
  if (specifiers.some((specifier) => testLibraries.has(specifier) || testScopes.test(specifier))) return true;
  return (
    specifiers.some((specifier) => sampleData.test(specifier)) &&
    !specifiers.some((specifier) => servers.test(specifier))
  );
}
