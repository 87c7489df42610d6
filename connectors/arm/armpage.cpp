#include "arm/armpage.h"

#include "arm/armjson.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace qd {

namespace {

using nlohmann::json;

bool isWord(const QString &status, const char *word) { return status.compare(QLatin1String(word), Qt::CaseInsensitive) == 0; }

} // namespace

Result<ArmPage> decodeArmPage(const QByteArray &body)
{
    const auto parsed = armjson::parse(body);
    if (!parsed)
        return parsed.error();
    const json *values = armjson::array(*parsed, "value");
    if (!values)
        return armjson::wrong(QStringLiteral("$.value"), QStringLiteral("an array is expected"));
    ArmPage page{.items = static_cast<qsizetype>(values->size()), .nextLink = {}};
    const auto link = parsed->find("nextLink");
    if (link != parsed->end() && !link->is_null()) {
        if (!link->is_string())
            return armjson::wrong(QStringLiteral("$.nextLink"), QStringLiteral("a text is expected"));
        page.nextLink = QByteArray::fromStdString(link->get_ref<const std::string &>());
    }
    return page;
}

bool ArmStatus::isSucceeded() const { return isWord(status, "Succeeded"); }

bool ArmStatus::isFailed() const { return isWord(status, "Failed") || isWord(status, "Canceled"); }

Result<ArmStatus> decodeArmStatus(const QByteArray &body)
{
    const auto parsed = armjson::parse(body);
    if (!parsed)
        return parsed.error();
    ArmStatus status{.status = armjson::text(*parsed, "status", 60)};
    if (status.status.isEmpty())
        return armjson::wrong(QStringLiteral("$.status"), QStringLiteral("a text is expected"));
    const auto percent = parsed->find("percentComplete");
    if (percent != parsed->end() && percent->is_number() && std::isfinite(percent->get<double>()))
        status.percent = std::clamp(percent->get<double>(), 0.0, 100.0);
    return status;
}

} // namespace qd
