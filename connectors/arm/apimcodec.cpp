#include "arm/apimcodec.h"

#include "arm/armjson.h"

#include <nlohmann/json.hpp>

namespace qd::apimcodec {

namespace {

using nlohmann::json;

constexpr qsizetype mostPolicyText = 1024 * 1024;
constexpr qsizetype shortText = 1024;

/// Every item of every page; `read` returns the path of what is missing in an item, or an empty text.
template<typename Item, typename Read>
Result<QList<Item>> readAll(const QList<QByteArray> &pages, Read read)
{
    QList<Item> items;
    for (qsizetype p = 0; p < pages.size(); ++p) {
        const auto page = armjson::parse(pages.at(p));
        if (!page)
            return page.error();
        const json *values = armjson::array(*page, "value");
        for (size_t i = 0; values && i < values->size(); ++i) {
            const json &value = (*values)[i];
            Item item;
            const QString missing = value.is_object() ? read(value, item) : QStringLiteral(": an object is expected");
            if (!missing.isEmpty())
                return armjson::wrong(QStringLiteral("$.value[%1]").arg(i) + missing, QStringLiteral("page %1").arg(p + 1));
            items.append(std::move(item));
        }
    }
    return items;
}

QString missingName() { return QStringLiteral(".name: a text is expected"); }

/// Newer previews hold a list of endpoints, older ones an object by name.
QString endpointOf(const json &properties)
{
    const json &mcp = armjson::child(properties, "mcpProperties");
    if (const json *endpoints = armjson::array(mcp, "endpoints"))
        for (const json &endpoint : *endpoints)
            if (endpoint.is_object() && !armjson::text(endpoint, "uriTemplate", shortText).isEmpty())
                return armjson::text(endpoint, "uriTemplate", shortText);
    return armjson::text(armjson::child(armjson::child(mcp, "endpoints"), "message"), "uriTemplate", shortText);
}

QString readApi(const json &value, ApimApi &api)
{
    const json &properties = armjson::child(value, "properties");
    api.id = ApiId(armjson::text(value, "name", shortText));
    api.resourceId = armjson::text(value, "id", shortText);
    api.displayName = armjson::text(properties, "displayName", shortText);
    api.path = armjson::text(properties, "path", shortText);
    api.type = armjson::text(properties, "type", shortText);
    api.serviceUrl = QUrl(armjson::text(properties, "serviceUrl", shortText), QUrl::StrictMode);
    api.mcpEndpoint = endpointOf(properties);
    if (api.mcpEndpoint.isEmpty() && api.type == QLatin1String("mcp"))
        api.mcpEndpoint = QStringLiteral("/mcp");
    api.isSubscriptionRequired = armjson::flag(properties, "subscriptionRequired");
    api.subscriptionHeader = armjson::text(armjson::child(properties, "subscriptionKeyParameterNames"), "header", shortText);
    if (api.subscriptionHeader.isEmpty())
        api.subscriptionHeader = QStringLiteral("Ocp-Apim-Subscription-Key");
    return api.id.isEmpty() ? missingName() : QString();
}

QString readSubscription(const json &value, ApimSubscription &subscription)
{
    const json &properties = armjson::child(value, "properties");
    subscription.id = SubscriptionId(armjson::text(value, "name", shortText));
    subscription.displayName = armjson::text(properties, "displayName", shortText);
    subscription.scope = armjson::text(properties, "scope", shortText);
    subscription.state = armjson::text(properties, "state", shortText);
    return subscription.id.isEmpty() ? missingName() : QString();
}

/// The reply's header; some replies carry it in the body as well.
QString etagOf(const ArmReply &reply, const json &body) { return reply.etag.isEmpty() ? armjson::text(body, "etag", 256) : reply.etag; }

} // namespace

Result<ApimService> decodeService(const QByteArray &body)
{
    const auto parsed = armjson::parse(body);
    if (!parsed)
        return parsed.error();
    const json &properties = armjson::child(*parsed, "properties");
    ApimService service{.id = armjson::text(*parsed, "id", shortText),
                        .name = armjson::text(*parsed, "name", shortText),
                        .gatewayUrl = QUrl(armjson::text(properties, "gatewayUrl", shortText), QUrl::StrictMode),
                        .sku = armjson::text(armjson::child(*parsed, "sku"), "name", shortText),
                        .provisioningState = armjson::text(properties, "provisioningState", shortText)};
    if (!service.gatewayUrl.isValid() || service.gatewayUrl.host().isEmpty())
        return armjson::wrong(QStringLiteral("$.properties.gatewayUrl"), QStringLiteral("an address is expected"));
    return service;
}

Result<QList<ApimApi>> decodeApis(const QList<QByteArray> &pages) { return readAll<ApimApi>(pages, readApi); }

Result<QList<ApimSubscription>> decodeSubscriptions(const QList<QByteArray> &pages)
{
    return readAll<ApimSubscription>(pages, readSubscription);
}

Result<QString> decodePrimaryKey(const QByteArray &body)
{
    const auto parsed = armjson::parse(body);
    if (!parsed)
        return parsed.error();
    const QString key = armjson::text(*parsed, "primaryKey", shortText);
    if (key.isEmpty())
        return armjson::wrong(QStringLiteral("$.primaryKey"), QStringLiteral("a text is expected"));
    return key;
}

Result<PolicyText> decodePolicy(const ArmReply &reply)
{
    const auto parsed = armjson::parse(reply.body);
    if (!parsed)
        return parsed.error();
    const json &properties = armjson::child(*parsed, "properties");
    const auto value = properties.find("value");
    if (value == properties.end() || !value->is_string())
        return armjson::wrong(QStringLiteral("$.properties.value"), QStringLiteral("a text is expected"));
    if (static_cast<qsizetype>(value->get_ref<const std::string &>().size()) > mostPolicyText)
        return armjson::wrong(QStringLiteral("$.properties.value"), QStringLiteral("longer than %1 bytes").arg(mostPolicyText));
    return PolicyText{.xml = armjson::text(properties, "value", mostPolicyText), .etag = etagOf(reply, *parsed), .readAt = reply.at,
                      .requestId = reply.requestId};
}

Result<NamedValue> decodeNamedValue(const ArmReply &reply)
{
    const auto parsed = armjson::parse(reply.body);
    if (!parsed)
        return parsed.error();
    const json &properties = armjson::child(*parsed, "properties");
    NamedValue value{.id = armjson::text(*parsed, "name", shortText),
                     .displayName = armjson::text(properties, "displayName", shortText),
                     .value = armjson::text(properties, "value"),
                     .isSecret = armjson::flag(properties, "secret"),
                     .etag = etagOf(reply, *parsed)};
    if (value.id.isEmpty())
        return armjson::wrong(QStringLiteral("$.name"), QStringLiteral("a text is expected"));
    if (value.isSecret)
        value.value.clear();
    return value;
}

QByteArray encodePolicy(const QString &xml)
{
    const json body{{"properties", {{"format", "rawxml"}, {"value", xml.toStdString()}}}};
    return QByteArray::fromStdString(body.dump(-1, ' ', false, json::error_handler_t::replace));
}

QByteArray encodeNamedValue(const NamedValue &value)
{
    const json body{{"properties",
                     {{"displayName", (value.displayName.isEmpty() ? value.id : value.displayName).toStdString()},
                      {"value", value.value.toStdString()},
                      {"secret", value.isSecret}}}};
    return QByteArray::fromStdString(body.dump(-1, ' ', false, json::error_handler_t::replace));
}

} // namespace qd::apimcodec
