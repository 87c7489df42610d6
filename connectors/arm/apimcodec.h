#pragma once

#include "arm/apimconnector.h"
#include "arm/armrequest.h"

#include <QByteArray>
#include <QList>

/// API Management's JSON (azure facts 6). Decoders fail with Decode and the place; texts are the server's: plain only.
namespace qd::apimcodec {

Result<ApimService> decodeService(const QByteArray &body);
Result<QList<ApimApi>> decodeApis(const QList<QByteArray> &pages);
Result<QList<ApimSubscription>> decodeSubscriptions(const QList<QByteArray> &pages);
Result<QString> decodePrimaryKey(const QByteArray &body);
Result<PolicyText> decodePolicy(const ArmReply &reply);
Result<NamedValue> decodeNamedValue(const ArmReply &reply);

QByteArray encodePolicy(const QString &xml);
QByteArray encodeNamedValue(const NamedValue &value);

} // namespace qd::apimcodec
