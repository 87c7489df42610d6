#include "mcp/schemareach.h"

#include "mcp/jsonslice.h"

#include <QList>
#include <QStringList>

#include <algorithm>
#include <utility>

namespace qd {

namespace {

constexpr int deepestReach = 128;
constexpr qsizetype longestReference = 300;

/// What the walk through a schema has found.
struct SchemaReach {
    QStringList ids;
    QStringList references; ///< that do not begin with #

    void visit(QByteArrayView value, int depth)
    {
        if (depth > deepestReach)
            return;
        if (value.startsWith('['))
            for (const QByteArrayView element : jsonslice::elements(value))
                visit(element, depth + 1);
        if (value.startsWith('{'))
            for (const auto &[key, member] : jsonslice::members(value))
                take(jsonslice::text(key).value_or(QString()), member, depth);
    }

    /// Values that stand for themselves hold no schemas.
    void take(const QString &key, QByteArrayView member, int depth)
    {
        static const QStringList plain{QStringLiteral("const"), QStringLiteral("enum"), QStringLiteral("default"), QStringLiteral("examples")};
        const QString text = jsonslice::text(member).value_or(QString());
        if (key == QLatin1String("$id") && !text.isEmpty())
            ids << text.section(u'#', 0, 0);
        else if (key == QLatin1String("$ref") && !text.isEmpty() && !text.startsWith(u'#'))
            references << text;
        else if (!plain.contains(key))
            visit(member, depth + 1);
    }

    /// Relative references mean a part of an id.
    [[nodiscard]] bool isInside(const QString &reference) const
    {
        const QString document = reference.section(u'#', 0, 0);
        const auto names = [&document](const QString &id) { return id == document || id.endsWith(u'/' + document); };
        return document.contains(QLatin1String("json-schema.org/draft")) || std::any_of(ids.cbegin(), ids.cend(), names);
    }
};

} // namespace

QString outsideReference(const QByteArray &schema)
{
    SchemaReach reach;
    if (jsonslice::isJson(schema))
        reach.visit(QByteArrayView(schema).trimmed(), 0);
    for (const QString &reference : std::as_const(reach.references))
        if (!reach.isInside(reference))
            return reference.left(longestReference);
    return {};
}

} // namespace qd
