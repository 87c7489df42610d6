#include "ingestion/otlp/dependencydata.h"

#include "ingestion/otlp/urltext.h"
#include "ingestion/textlimits.h"

#include <algorithm>
#include <array>
#include <utility>

namespace qd::lab {

namespace {

using K = OtlpKey;
using SpanKind = OtlpSpan::Kind;

constexpr size_t shortUnits = 1024;
constexpr size_t dataUnits = 8192;
constexpr std::string_view eventHubNamespace = "Microsoft.EventHub";

/// The exporter knows these as kinds of SQL, and some others by names of their own.
std::string databaseType(const std::string &system)
{
    static constexpr std::array<std::string_view, 9> sql{"db2", "derby", "mariadb", "mssql", "oracle", "sqlite", "other_sql", "hsqldb", "h2"};
    return std::ranges::find(sql, system) != sql.end() ? "SQL" : system;
}

bool isIncomplete(const OtlpSpan &span) { return span.kind == SpanKind::Internal || span.kind == SpanKind::Unspecified; }

void fillHttp(const AttributeSet &attributes, const std::string &method, TelemetryItem &item)
{
    if (const std::string path = pathOfUrl(attributes.text(K::UrlFull, K::HttpUrl)); !path.empty())
        item.name = method + " " + path;
    item.type = "Http";
    item.data = urlOfSpan(attributes);
    if (std::string code = attributes.text(K::HttpResponseStatusCode, K::HttpStatusCode); !code.empty())
        item.resultCode = std::move(code);
    item.target = withoutDefaultPort(targetOfSpan(attributes));
}

void fillDatabase(const AttributeSet &attributes, const std::string &system, TelemetryItem &item)
{
    item.type = databaseType(system);
    item.data = attributes.text(K::DbStatement, K::DbOperation);
    const std::string server = targetOfSpan(attributes);
    const std::string name = attributes.text(K::DbName);
    if (server.empty())
        item.target = name.empty() ? system : name;
    else
        item.target = name.empty() ? server : server + "|" + name;
}

void fillRpc(const AttributeSet &attributes, const std::string &system, TelemetryItem &item)
{
    item.type = system == "WCF Service" ? system : "GRPC";
    if (attributes.has(K::RpcGrpcStatusCode))
        item.resultCode = attributes.text(K::RpcGrpcStatusCode);
    item.target = targetOfSpan(attributes);
    if (item.target.empty())
        item.target = system;
}

std::string eventHubPlace(const AttributeSet &attributes)
{
    std::string peer = attributes.text(K::NetPeerName, K::PeerAddress);
    if (peer.ends_with('/'))
        peer.pop_back();
    const std::string destination = attributes.text(K::MessageBusDestination);
    return (peer.empty() ? "unknown" : peer) + "/" + (destination.empty() ? "unknown" : destination);
}

/// Azure's own libraries name the service that they belong to.
void fillAzureClient(const OtlpSpan &span, const AttributeSet &attributes, TelemetryItem &item)
{
    const std::string space = attributes.text(K::AzNamespace);
    if (space.empty())
        return;
    if (isIncomplete(span))
        item.type = "InProc | " + space;
    if (space != eventHubNamespace || isIncomplete(span))
        return;
    item.type = span.kind == SpanKind::Producer ? "Queue Message | " + space : space;
    item.target = eventHubPlace(attributes);
}

} // namespace

void fillDependency(const OtlpSpan &span, const AttributeSet &attributes, TelemetryItem &item)
{
    item.kind = ItemKind::Dependency;
    item.name = span.name;
    item.success = span.status != OtlpSpan::Status::Error;
    item.resultCode = "0";
    item.type = span.kind == SpanKind::Producer ? "Queue Message" : "Dependency";
    if (isIncomplete(span) && !span.parentId.empty())
        item.type = "InProc";
    if (const std::string method = attributes.text(K::HttpRequestMethod, K::HttpMethod); !method.empty())
        fillHttp(attributes, method, item);
    else if (const std::string database = attributes.text(K::DbSystem); !database.empty())
        fillDatabase(attributes, database, item);
    else if (const std::string rpc = attributes.text(K::RpcSystem); !rpc.empty())
        fillRpc(attributes, rpc, item);
    fillAzureClient(span, attributes, item);
    cutUnits(item.resultCode, shortUnits);
    cutUnits(item.data, dataUnits);
    cutUnits(item.type, shortUnits);
    cutUnits(item.target, shortUnits);
}

void fillEventHubSource(const AttributeSet &attributes, TelemetryItem &item)
{
    if (attributes.text(K::AzNamespace) == eventHubNamespace)
        item.context.emplace_back("source", eventHubPlace(attributes));
}

} // namespace qd::lab
