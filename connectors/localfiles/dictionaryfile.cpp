#include "localfiles.h"

#include "jsonobject.h"
#include "nearestname.h"

#include <nlohmann/json.hpp>

namespace qd {

namespace {

using nlohmann::json;

constexpr qsizetype maxDictionaryName = 200;

/// A name of at most 200 characters, or nothing and a complaint.
std::optional<QString> dictionaryName(const json &value, const QString &path, JsonContext &context)
{
    const auto *text = value.get_ptr<const json::string_t *>();
    if (!text) {
        context.fail(path, QStringLiteral("a text is expected, not ") % jsonTypeName(value));
        return std::nullopt;
    }
    QString name = QString::fromStdString(*text);
    if (name.isEmpty() || name.size() > maxDictionaryName) {
        context.fail(path, QStringLiteral("1 to %1 characters are expected").arg(maxDictionaryName));
        return std::nullopt;
    }
    return name;
}

void readDictionaryMetrics(JsonObject &object, JsonContext &context, MetricDictionary &dictionary)
{
    object.map(QStringLiteral("metrics"), [&](const QString &role, const json &value, const QString &path) {
        const auto known = metricRoleFromName(role);
        const auto name = dictionaryName(value, path, context);
        if (known && name) {
            dictionary.setMetricName(*known, *name);
            return;
        }
        QStringList roles;
        for (int i = 0; i <= static_cast<int>(MetricRole::BudgetUsedRatio); ++i)
            roles.append(metricRoleName(static_cast<MetricRole>(i)));
        context.fail(path, QStringLiteral("unknown metric role") % nameHint(role, roles));
    });
}

void readDictionaryDimensions(JsonObject &object, JsonContext &context, MetricDictionary &dictionary)
{
    object.map(QStringLiteral("dimensions"), [&](const QString &canonical, const json &value, const QString &path) {
        if (const auto name = dictionaryName(value, path, context))
            dictionary.setDimensionName(canonical, *name);
    });
}

void readDictionaryValues(JsonObject &object, JsonContext &context, MetricDictionary &dictionary)
{
    object.map(QStringLiteral("values"), [&](const QString &dimension, const json &values, const QString &path) {
        if (!values.is_object()) {
            context.fail(path, QStringLiteral("an object is expected, not ") % jsonTypeName(values));
            return;
        }
        for (const auto &entry : values.items()) {
            const QString value = QString::fromStdString(entry.key());
            if (const auto actual = dictionaryName(entry.value(), path % u'.' % value.left(60), context))
                dictionary.setDimensionValue(dimension, value, *actual);
        }
    });
}

} // namespace

Result<MetricDictionary> decodeDictionaryFile(const QByteArray &bytes, const QString &fileName)
{
    JsonContext context{.file = fileName, .error = std::nullopt};
    const json root = parseJsonFile(bytes, context);
    JsonObject object(root, QStringLiteral("$"), context);
    MetricDictionary dictionary;
    if (!context.error) {
        object.require(QStringLiteral("version"));
        if (object.integer(QStringLiteral("version")).value_or(1) != 1)
            object.fail(QStringLiteral("version"), QStringLiteral("this program reads version 1"));
        readDictionaryMetrics(object, context, dictionary);
        readDictionaryDimensions(object, context, dictionary);
        readDictionaryValues(object, context, dictionary);
        object.refuseUnknown();
    }
    if (context.error)
        return *context.error;
    return dictionary;
}

} // namespace qd
