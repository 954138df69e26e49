import type { LanguageReader } from '../languages/language.ts';
import { withHandlerChecks } from './anonymous/handlers.ts';
import { withMiddleware } from './anonymous/middleware.ts';
import { applicationsOf } from './applications.ts';
import { readCode } from './code.ts';
import { unnamedQueues, withProducers } from '../processes/sent-messages.ts';
import { entityTables } from './entity-framework/entity-framework.ts';
import { fastEndpoints } from './frameworks/fastendpoints.ts';
import { functionRoutes } from './frameworks/functions.ts';
import { listenerRoutes } from './frameworks/listener.ts';
import { serviceStackRoutes } from './frameworks/servicestack.ts';
import { mappedRoutes } from './minimal/minimal.ts';
import { mvcRoutes } from './mvc/mvc.ts';
import { cachesOf } from './processes/caches.ts';
import { callsOf } from './processes/calls.ts';
import { jobsOf } from './processes/jobs.ts';
import { refitCalls } from './processes/refit.ts';
import { sentMessages } from './processes/sent-messages.ts';
import { csharpSecurity } from './security/security.ts';
import { implementersOf } from './statements/implementers.ts';
import { csharpStatements } from './statements/statements.ts';
import { typesOf } from './statements/types.ts';

const server =
  /Microsoft\.AspNetCore|System\.Web|\bController\b|WebApplication|IEndpointRouteBuilder|FastEndpoints|ServiceStack|HttpTrigger|HttpListener|ICarterModule|DbContext|Hangfire|BackgroundService|HttpClient|IMemoryCache|IDistributedCache|HybridCache|SqlConnection|NpgsqlConnection|Dapper|MassTransit|NServiceBus|Rebus|RabbitMQ\.Client|Confluent\.Kafka|Azure\.Messaging|\bRefit\b/;

/** Backends written in C#. */
export const csharpReader: LanguageReader = {
  name: 'C#',
  grammar: 'c-sharp',
  isSource: (path) => path.endsWith('.cs'),
  concerns: (files) => files.some(({ text }) => server.test(text)),
  read: (program) => {
    const code = readCode(program);
    const applications = applicationsOf(code);
    const mapped = mappedRoutes(code, applications);
    const types = typesOf(code, implementersOf(code));
    const routes = [
      ...mapped.routes,
      ...mvcRoutes(types, applications, mapped.conventions),
      ...fastEndpoints(code),
      ...serviceStackRoutes(code),
      ...functionRoutes(code),
      ...listenerRoutes(code),
    ].map((route) => withHandlerChecks(types, withMiddleware(types, applications, route)));
    const { facts, names } = entityTables(code);
    const [jobs, messages] = [jobsOf(code), sentMessages(code)];
    const starts = jobs.flatMap(({ origin }) => (origin.kind === 'read' ? [origin] : []));
    return {
      routes,
      facts: {
        ...facts,
        processes: {
          jobs: withProducers(jobs, messages),
          calls: [...callsOf(code), ...refitCalls(code)],
          caches: cachesOf(code),
        },
        trust: { settings: csharpSecurity(code) },
        gaps: [...(facts.gaps ?? []), ...unnamedQueues(messages)],
      },
      ...csharpStatements(types, names, routes, starts),
    };
  },
};
