import type { Value } from '../machine/value.ts';

/**
 * Handlers of packages that answer anybody and look at no credential: profiles and variables of the runtime, metrics of
 * Prometheus, pages of Swagger and of GraphQL's playground.
 */
const open =
  /^(net\/http\/pprof|expvar|github\.com\/valyala\/fasthttp\/(pprofhandler|expvarhandler)|github\.com\/prometheus\/client_golang\/prometheus\/promhttp|github\.com\/swaggo\/(http-swagger|gin-swagger|echo-swagger|fiber-swagger|files)|github\.com\/gofiber\/swagger|github\.com\/99designs\/gqlgen\/graphql\/playground)(\/v\d+)?$/;

export const answersAnybody = (value: Value): boolean =>
  (value.kind === 'library' || value.kind === 'result') && open.test(value.package);
