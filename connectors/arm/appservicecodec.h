#pragma once

#include "arm/appserviceconnector.h"

/// App Service's JSON (azure facts 5). Decoders fail with Decode and the place.
namespace qd::appservicecodec {

Result<SlotSite> decodeSite(const QByteArray &body, Instant readAt);
Result<QList<SlotSite>> decodeSites(const QList<QByteArray> &pages, Instant readAt);
Result<SlotSettings> decodeSettings(const QByteArray &body);
Result<QStringList> decodeStickyNames(const QByteArray &body);
Result<QList<SlotTraffic>> decodeTraffic(const QByteArray &body);
Result<QList<SlotDifference>> decodeDifferences(const QList<QByteArray> &pages);
Result<QList<PermissionGrant>> decodePermissions(const QList<QByteArray> &pages);

QByteArray encodeSwap(const SlotName &target);
QByteArray encodeSettings(const SlotSettings &settings);

} // namespace qd::appservicecodec
