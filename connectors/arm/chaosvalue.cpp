#include "arm/chaosvalue.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qd::chaosvalue {

namespace {

constexpr qsizetype chaosValueLimit = 4096; // what API Management allows a named value

Error notOurs(const QString &why)
{
    return {.kind = ErrorKind::Decode, .message = QStringLiteral("The gateway's named value quarterdeck-chaos cannot be read as a chaos run."),
            .detail = why};
}

QString member(const nlohmann::ordered_json &object, const char *name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? QString::fromStdString(found->get<std::string>()).left(200) : QString();
}

} // namespace

QString id() { return QStringLiteral("quarterdeck-chaos"); }

QString encode(const ChaosFault &fault)
{
    nlohmann::ordered_json object;
    object["run"] = fault.run.toStdString();
    object["mode"] = chaosModeName(fault.mode).toStdString();
    object["tenant"] = fault.tenant.toStdString();
    object["percent"] = fault.percent;
    object["until"] = toDateTime(fault.until).toString(Qt::ISODate).toStdString();
    return QString::fromStdString(object.dump());
}

Result<ChaosFault> decode(const QString &text)
{
    if (text.trimmed().isEmpty())
        return ChaosFault{};
    if (text.size() > chaosValueLimit)
        return notOurs(QStringLiteral("it is longer than a named value may be"));
    const auto object = nlohmann::ordered_json::parse(text.toStdString(), nullptr, false);
    if (!object.is_object())
        return notOurs(QStringLiteral("it is no JSON object"));
    const auto mode = chaosModeFromName(member(object, "mode"));
    if (!mode)
        return notOurs(QStringLiteral("its mode is none that we know"));
    ChaosFault fault{.run = member(object, "run"), .mode = *mode, .tenant = member(object, "tenant")};
    if (*mode == ChaosMode::Off)
        return fault;
    const QDateTime until = QDateTime::fromString(member(object, "until"), Qt::ISODate);
    const auto percent = object.find("percent");
    if (!until.isValid() || percent == object.end() || !percent->is_number_integer())
        return notOurs(QStringLiteral("until or percent is missing"));
    fault.until = toInstant(until.toUTC());
    fault.percent = static_cast<int>(std::clamp<qint64>(percent->get<qint64>(), 0, 100));
    if (fault.tenant.isEmpty())
        fault.tenant = QStringLiteral("*");
    return fault;
}

} // namespace qd::chaosvalue
