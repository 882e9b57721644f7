#ifndef TELEMACHUS_COMMON_TRACE_TRACER_H_
#define TELEMACHUS_COMMON_TRACE_TRACER_H_

#include <memory>

#include "opentelemetry/sdk/trace/tracer_provider.h"
#include "opentelemetry/trace/tracer.h"

namespace telemachus::trace {

// The tracer that makes spans now, or null if there is none and no span is made. Valid for good.
opentelemetry::trace::Tracer* PresentTracer();

// Makes spans by this provider until UninstallTracer(). Its tracer is kept for good, since another
// thread may be about to use it.
void InstallTracer(const std::shared_ptr<opentelemetry::sdk::trace::TracerProvider>& provider);
void UninstallTracer();

}  // namespace telemachus::trace

#endif  // TELEMACHUS_COMMON_TRACE_TRACER_H_
