#include "localfiles.h"

#include "jsonobject.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace qd {

namespace {

void readLabEndpoint(JsonObject &object, LabInfo &info)
{
    const QString key = QStringLiteral("endpoint");
    info.endpoint = QUrl(object.text(key).value_or(QString()), QUrl::StrictMode);
    const QString scheme = info.endpoint.scheme();
    const bool isHttp = scheme == QLatin1String("http") || scheme == QLatin1String("https");
    if (!info.endpoint.isValid() || !isHttp || info.endpoint.host().isEmpty())
        object.fail(key, QStringLiteral("an http address is expected"));
}

} // namespace

Result<LabInfo> decodeLabInfo(const QByteArray &bytes, const QString &source)
{
    JsonContext context{.file = source, .error = std::nullopt};
    const nlohmann::json root = parseJsonFile(bytes, context);
    JsonObject object(root, QStringLiteral("$"), context);
    LabInfo info;
    const std::pair<QString, QString LabInfo::*> texts[] = {
        {QStringLiteral("tenantId"), &LabInfo::tenantId}, {QStringLiteral("clientId"), &LabInfo::clientId},
        {QStringLiteral("clientSecret"), &LabInfo::clientSecret}, {QStringLiteral("appId"), &LabInfo::appId},
        {QStringLiteral("workspaceId"), &LabInfo::workspaceId},
        {QStringLiteral("instrumentationKey"), &LabInfo::instrumentationKey},
        {QStringLiteral("bearerToken"), &LabInfo::bearerToken}, {QStringLiteral("scenario"), &LabInfo::scenario}};
    const std::pair<QString, QString LabInfo::*> resources[] = {
        {QStringLiteral("subscriptionId"), &LabInfo::subscriptionId}, {QStringLiteral("resourceGroup"), &LabInfo::resourceGroup},
        {QStringLiteral("siteName"), &LabInfo::siteName}, {QStringLiteral("apimName"), &LabInfo::apimName}};
    if (!context.error) {
        object.require(QStringLiteral("endpoint"));
        readLabEndpoint(object, info);
        for (const auto &[key, member] : texts)
            if (object.require(key))
                info.*member = object.text(key).value_or(QString());
        for (const auto &[key, member] : resources)
            info.*member = object.text(key).value_or(QString());
        info.gatewayUrl = QUrl(object.text(QStringLiteral("gatewayUrl")).value_or(QString()), QUrl::StrictMode);
        info.processId = object.integer(QStringLiteral("pid")).value_or(0);
    }
    // A newer lab may say more than this program knows; unknown keys are left alone.
    if (context.error)
        return *context.error;
    return info;
}

} // namespace qd
