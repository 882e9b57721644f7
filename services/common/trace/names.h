#ifndef TELEMACHUS_COMMON_TRACE_NAMES_H_
#define TELEMACHUS_COMMON_TRACE_NAMES_H_

// Attribute names of OpenTelemetry's semantic conventions as they stand in the schema below, and
// our own, which begin with "telemachus.". The SDK's own headers are a version behind for RPC.
namespace telemachus::trace::names {

inline constexpr char kSchemaUrl[] = "https://opentelemetry.io/schemas/1.39.0";

// RPC. A span is named by its method, "package.Service/Method".
inline constexpr char kRpcSystemName[] = "rpc.system.name";
inline constexpr char kRpcSystemGrpc[] = "grpc";
inline constexpr char kRpcMethod[] = "rpc.method";
// A canonical code's name, "DEADLINE_EXCEEDED".
inline constexpr char kRpcStatusCode[] = "rpc.status_code";
// The method, and the name of the span, of a call to no method of ours.
inline constexpr char kRpcMethodOther[] = "_OTHER";
inline constexpr char kRpcSpanOther[] = "grpc";

// SQL and Redis. A SQL span is named by its summary ("INSERT people"), a Redis one by its command.
inline constexpr char kDbSystemName[] = "db.system.name";
inline constexpr char kDbSystemSqlite[] = "sqlite";
inline constexpr char kDbSystemPostgresql[] = "postgresql";
inline constexpr char kDbSystemRedis[] = "redis";
inline constexpr char kDbNamespace[] = "db.namespace";
inline constexpr char kDbOperationName[] = "db.operation.name";
inline constexpr char kDbOperationBatchSize[] = "db.operation.batch.size";
inline constexpr char kDbCollectionName[] = "db.collection.name";
inline constexpr char kDbQuerySummary[] = "db.query.summary";
inline constexpr char kDbQueryText[] = "db.query.text";
inline constexpr char kDbStoredProcedureName[] = "db.stored_procedure.name";
// SQLSTATE, or the error prefix of Redis.
inline constexpr char kDbResponseStatusCode[] = "db.response.status_code";

// HTTP. A server span is named "{method} {route}".
inline constexpr char kHttpRequestMethod[] = "http.request.method";
inline constexpr char kHttpResponseStatusCode[] = "http.response.status_code";
inline constexpr char kHttpRoute[] = "http.route";
inline constexpr char kUrlPath[] = "url.path";
inline constexpr char kUrlScheme[] = "url.scheme";

// Events.
inline constexpr char kMessagingSystem[] = "messaging.system";
inline constexpr char kMessagingOperationName[] = "messaging.operation.name";
inline constexpr char kMessagingOperationType[] = "messaging.operation.type";
inline constexpr char kMessagingDestinationName[] = "messaging.destination.name";
inline constexpr char kMessagingMessageId[] = "messaging.message.id";
inline constexpr char kMessagingBatchMessageCount[] = "messaging.batch.message_count";

// All.
inline constexpr char kErrorType[] = "error.type";
inline constexpr char kServerAddress[] = "server.address";
inline constexpr char kServerPort[] = "server.port";
// Trace ids of other traces that this span belongs with (an outside caller's, an event's cause).
inline constexpr char kLinkedTraceIds[] = "telemachus.linked_trace_ids";

// Resource.
inline constexpr char kServiceName[] = "service.name";
inline constexpr char kServiceNamespace[] = "service.namespace";
inline constexpr char kServiceInstanceId[] = "service.instance.id";
inline constexpr char kServiceVersion[] = "service.version";

}  // namespace telemachus::trace::names

#endif  // TELEMACHUS_COMMON_TRACE_NAMES_H_
