#pragma once

#include "result.h"
#include "slo/metricdictionary.h"
#include "slo/slodefinition.h"

#include <QByteArray>
#include <QList>
#include <QUrl>

/// Decoders of the product's own JSON files. Errors are ErrorKind::Decode and name the file, the JSON path and, for
/// syntax errors, line and column. Limits: 1 MiB, depth 32.
namespace qd {

/// resources/slo/*.json: {"version":1,"slos":[…]}. Unknown keys are refused, so that a typing error is not silent.
Result<QList<SloDefinition>> decodeSloFile(const QByteArray &bytes, const QString &fileName);

/// A metric dictionary: {"version":1,"metrics":{role:name},"dimensions":{canonical:name},"values":{dimension:{value:actual}}}.
Result<MetricDictionary> decodeDictionaryFile(const QByteArray &bytes, const QString &fileName);

/// What `decklab` prints on start with --json (and `deckctl lab start --json` passes on).
struct LabInfo {
    QUrl endpoint;       ///< http://127.0.0.1:PORT, base of every emulated service
    QString tenantId;
    QString clientId;
    QString clientSecret;
    QString appId;
    QString workspaceId;
    QString instrumentationKey;
    QString bearerToken; ///< valid for every emulated scope, for other clients
    QString scenario;
    QString subscriptionId; ///< these five are empty for a lab that says nothing of Resource Manager
    QString resourceGroup;
    QString siteName;
    QString apimName;
    QUrl gatewayUrl;      ///< the AI gateway that the lab emulates
    qint64 processId = 0; ///< key "pid"
};
/// Keys that are not known are left alone: a newer lab may say more. No message ever holds a value.
Result<LabInfo> decodeLabInfo(const QByteArray &bytes, const QString &source);

} // namespace qd
