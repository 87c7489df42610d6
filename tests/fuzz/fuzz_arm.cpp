#include "arm/apimcodec.h"
#include "arm/appservicecodec.h"
#include "arm/armerrors.h"
#include "arm/armpage.h"
#include "arm/httpactivitylog.h"

#include <cstdlib>

namespace {

template<typename T>
void check(const qd::Result<T> &result)
{
    if (!result && (result.error().kind != qd::ErrorKind::Decode || result.error().detail.isEmpty()))
        std::abort();
}

} // namespace

/// Any bytes as any answer of Resource Manager: decoded, or refused with a place; never crashes.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray body(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const qd::ArmReply reply{.status = 200, .body = body, .headers = {}, .etag = {}, .requestId = {}, .at = {}};
    check(qd::decodeArmPage(body));
    check(qd::decodeArmStatus(body));
    check(qd::appservicecodec::decodeSite(body, {}));
    check(qd::appservicecodec::decodeSites({body}, {}));
    check(qd::appservicecodec::decodeSettings(body));
    check(qd::appservicecodec::decodeStickyNames(body));
    check(qd::appservicecodec::decodeTraffic(body));
    check(qd::appservicecodec::decodeDifferences({body}));
    check(qd::apimcodec::decodeService(body));
    check(qd::apimcodec::decodeApis({body}));
    check(qd::apimcodec::decodeSubscriptions({body}));
    check(qd::apimcodec::decodePrimaryKey(body));
    check(qd::apimcodec::decodePolicy(reply));
    check(qd::apimcodec::decodeNamedValue(reply));
    check(qd::decodeActivityLog({body}));
    const qd::Error error = qd::armError({.status = 400, .headers = {}, .body = body, .date = {}, .retryAfter = {}, .requestId = {}});
    if (error.message.isEmpty())
        std::abort();
    (void)qd::armOperationError(body, QStringLiteral("Failed"));
    return 0;
}
