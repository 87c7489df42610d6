#include "policy/sampleargs.h"

#include "policy/jsonscan.h"

#include <QHash>
#include <QStringList>

namespace qd {

namespace {

using JsonMembers = QHash<QString, QString>;

constexpr int sampleMaxDepth = 8;

JsonMembers membersOf(const QString &json)
{
    JsonMembers all;
    for (const auto &[name, value] : jsonscan::members(json).value_or(QList<std::pair<QString, QString>>{}))
        all.insert(name, value);
    return all;
}

QString firstOf(const QString &array)
{
    const auto parts = jsonscan::elements(array);
    return parts && !parts->isEmpty() ? parts->constFirst() : QString();
}

/// What the schema itself names as a value.
QString namedValueOf(const JsonMembers &schema)
{
    for (const char *key : {"const", "default"})
        if (schema.contains(QLatin1StringView(key)))
            return schema.value(QLatin1StringView(key));
    const QString listed = firstOf(schema.value(QStringLiteral("enum")));
    return listed.isEmpty() ? firstOf(schema.value(QStringLiteral("examples"))) : listed;
}

QString sampleObject(const JsonMembers &schema, int depth);

QString sampleValue(const QString &json, int depth)
{
    const JsonMembers schema = membersOf(json);
    if (const QString named = namedValueOf(schema); !named.isEmpty())
        return named;
    QString type = schema.value(QStringLiteral("type"));
    if (type.startsWith(u'['))
        type = firstOf(type);
    const QString word = jsonscan::decoded(type).value_or(QString());
    if (word == QLatin1StringView("integer") || word == QLatin1StringView("number"))
        return schema.value(QStringLiteral("minimum"), QStringLiteral("0"));
    if (word == QLatin1StringView("boolean"))
        return QStringLiteral("false");
    if (word == QLatin1StringView("array"))
        return QStringLiteral("[]");
    if (word == QLatin1StringView("object"))
        return depth > 0 ? sampleObject(schema, depth - 1) : QStringLiteral("{}");
    return word == QLatin1StringView("null") ? word : QStringLiteral("\"\"");
}

QString sampleObject(const JsonMembers &schema, int depth)
{
    const JsonMembers properties = membersOf(schema.value(QStringLiteral("properties")));
    QStringList made;
    for (const QString &part : jsonscan::elements(schema.value(QStringLiteral("required"))).value_or(QList<QString>{}))
        if (const auto name = jsonscan::decoded(part))
            made.append(part + u':' + sampleValue(properties.value(*name, QStringLiteral("{}")), depth));
    return u'{' + made.join(u',') + u'}';
}

} // namespace

QString sampleArguments(const QString &inputSchema)
{
    const QString made = sampleObject(membersOf(inputSchema), sampleMaxDepth);
    return jsonscan::compact(made).value_or(QStringLiteral("{}"));
}

} // namespace qd
