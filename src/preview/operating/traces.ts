import { SpanKind, SpanStatusCode, TraceFlags, context, trace } from '@opentelemetry/api';
import type { Context, Span, Tracer } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';

/** Spans that are kept; older ones go. */
const kept = 2_000;

export interface Traces {
  /** Begins the span of a request, below the span that `traceparent` names where it is one (W3C Trace Context). */
  readonly begin: (name: string, traceparent: string | undefined) => Span;
  readonly end: (span: Span, route: string, status: number) => void;
  readonly finished: () => readonly ReadableSpan[];
}

export function tracesOf(): Traces {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const tracer: Tracer = provider.getTracer('plumbline-preview');
  return {
    begin: (name, traceparent) => tracer.startSpan(name, { kind: SpanKind.SERVER }, parentOf(traceparent)),
    end: (span, route, status) => {
      span.setAttributes({ 'http.route': route, 'http.response.status_code': status });
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
      if (exporter.getFinishedSpans().length > kept) exporter.reset();
    },
    finished: () => exporter.getFinishedSpans(),
  };
}

function parentOf(traceparent: string | undefined): Context {
  const [, traceId, spanId, flags] =
    /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined) return context.active();
  const isSampled = (Number.parseInt(flags ?? '0', 16) & TraceFlags.SAMPLED) === TraceFlags.SAMPLED;
  return trace.setSpanContext(context.active(), {
    traceId,
    spanId,
    traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
    isRemote: true,
  });
}
