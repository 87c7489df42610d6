#include "policy/sampleargs.h"

#include "policy/jsonscan.h"

#include <QHash>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace qd {

namespace {

using JsonMembers = QHash<QString, QString>;

constexpr int sampleMaxDepth = 12;
constexpr int sampleMaxValues = 1000; ///< of a schema that branches without end
constexpr qsizetype sampleMaxItems = 20;
constexpr qsizetype sampleMaxText = 1000;

JsonMembers membersOf(const QString &json)
{
    JsonMembers all;
    for (const auto &[name, value] : jsonscan::members(json).value_or(QList<std::pair<QString, QString>>{}))
        all.insert(name, value);
    return all;
}

QList<QString> elementsOf(const QString &array) { return jsonscan::elements(array).value_or(QList<QString>{}); }

QString firstOf(const QString &array) { return elementsOf(array).value(0); }

QString wordOf(const JsonMembers &schema, const char *name) { return jsonscan::decoded(schema.value(QLatin1StringView(name))).value_or(QString()); }

std::optional<double> numberOf(const JsonMembers &schema, const char *name)
{
    bool isNumber = false;
    const double number = schema.value(QLatin1StringView(name)).toDouble(&isNumber);
    return isNumber && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

qsizetype countOf(const JsonMembers &schema, const char *name, qsizetype most)
{
    return static_cast<qsizetype>(std::clamp(numberOf(schema, name).value_or(0), 0.0, static_cast<double>(most)));
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

/// The smallest that is no less than the minimum, above an exclusive one, and a multiple of what is asked for.
QString sampleNumber(const JsonMembers &schema, bool isInteger)
{
    const auto above = numberOf(schema, "exclusiveMinimum");
    const auto most = numberOf(schema, "maximum");
    const auto below = numberOf(schema, "exclusiveMaximum");
    const double step = numberOf(schema, "multipleOf").value_or(isInteger ? 1 : 0);
    double made = std::min({0.0, most.value_or(0), below ? *below - 1 : 0});
    made = std::max(made, numberOf(schema, "minimum").value_or(above.value_or(made)));
    if (step > 0)
        made = std::ceil(made / step) * step;
    if (above && made <= *above)
        made += step > 0 ? step : 1;
    if (step <= 0 && above && below && made >= *below)
        made = (*above + *below) / 2;
    return QString::number(made, 'g', 15);
}

QString textOfFormat(const QString &format)
{
    static const QHash<QString, QString> known{
        {QStringLiteral("email"), QStringLiteral("someone@example.com")}, {QStringLiteral("uri"), QStringLiteral("https://example.com/")},
        {QStringLiteral("date"), QStringLiteral("2026-01-01")}, {QStringLiteral("date-time"), QStringLiteral("2026-01-01T00:00:00Z")},
        {QStringLiteral("time"), QStringLiteral("00:00:00Z")}, {QStringLiteral("uuid"), QStringLiteral("00000000-0000-4000-8000-000000000000")},
        {QStringLiteral("hostname"), QStringLiteral("example.com")}, {QStringLiteral("ipv4"), QStringLiteral("192.0.2.1")}, {QStringLiteral("ipv6"), QStringLiteral("2001:db8::1")}};
    return known.value(format);
}

/// The first of some plain texts that the pattern meets, else the first of all.
QString sampleText(const JsonMembers &schema)
{
    const qsizetype least = countOf(schema, "minLength", sampleMaxText);
    const QString formatted = textOfFormat(wordOf(schema, "format"));
    const QString plain = formatted.size() >= least && !formatted.isEmpty() ? formatted : QString(least, u'a');
    const QString pattern = wordOf(schema, "pattern");
    const QRegularExpression expression(QString(QStringLiteral("(*LIMIT_MATCH=5000)(*LIMIT_DEPTH=500)") + pattern));
    if (pattern.isEmpty() || pattern.size() > sampleMaxText || !expression.isValid() || expression.match(plain).hasMatch())
        return plain;
    QStringList tries{QStringLiteral("a-1"), QStringLiteral("A-1"), QStringLiteral("2026-01-01"), QStringLiteral("1.0.0"), QStringLiteral("someone@example.com"), QStringLiteral("https://example.com/"), QStringLiteral("+15550100"), QStringLiteral("#000000")};
    for (const QChar letter : {u'a', u'A', u'0', u'1'})
        for (qsizetype count = std::max<qsizetype>(least, 1); count <= least + 40; ++count)
            tries << QString(count, letter);
    const auto met = std::find_if(tries.cbegin(), tries.cend(), [&](const QString &one) { return one.size() >= least && expression.match(one).hasMatch(); });
    return met == tries.cend() ? plain : *met;
}

class SampleMaker
{
public:
    explicit SampleMaker(const QString &root) : m_root(root) {}

    QString object(const JsonMembers &schema, int depth)
    {
        const JsonMembers properties = membersOf(schema.value(QStringLiteral("properties")));
        QStringList made;
        for (const QString &part : elementsOf(schema.value(QStringLiteral("required"))))
            if (const auto name = jsonscan::decoded(part))
                made.append(part + u':' + value(properties.value(*name, QStringLiteral("{}")), depth));
        return u'{' + made.join(u',') + u'}';
    }

private:
    QString value(const QString &json, int depth)
    {
        if (depth <= 0 || --m_left < 0)
            return QStringLiteral("null");
        const JsonMembers schema = membersOf(json);
        if (const QString named = namedValueOf(schema); !named.isEmpty())
            return named;
        if (const QString elsewhere = otherSchema(schema); !elsewhere.isEmpty())
            return value(elsewhere, depth - 1);
        return typed(schema, depth);
    }

    QString typed(const JsonMembers &schema, int depth)
    {
        QString type = schema.value(QStringLiteral("type"));
        if (type.startsWith(u'['))
            type = firstOf(type);
        const QString word = jsonscan::decoded(type).value_or(schema.contains(QStringLiteral("properties")) ? QStringLiteral("object") : QString());
        if (word == QLatin1StringView("integer") || word == QLatin1StringView("number"))
            return sampleNumber(schema, word == QLatin1StringView("integer"));
        if (word == QLatin1StringView("boolean"))
            return QStringLiteral("false");
        if (word == QLatin1StringView("array"))
            return array(schema, depth);
        if (word == QLatin1StringView("object"))
            return object(schema, depth - 1);
        return word == QLatin1StringView("null") ? word : jsonscan::encoded(sampleText(schema));
    }

    QString array(const JsonMembers &schema, int depth)
    {
        const QList<QString> first = elementsOf(schema.value(QStringLiteral("prefixItems")));
        QStringList made;
        for (qsizetype i = 0; i < countOf(schema, "minItems", sampleMaxItems); ++i)
            made << value(i < first.size() ? first.at(i) : schema.value(QStringLiteral("items"), QStringLiteral("{}")), depth - 1);
        return u'[' + made.join(u',') + u']';
    }

    /// What a schema without a type of its own refers to, or the first of its alternatives that is more than null.
    [[nodiscard]] QString otherSchema(const JsonMembers &schema) const
    {
        const QString reference = wordOf(schema, "$ref");
        if (reference.startsWith(QLatin1StringView("#/")))
            return resolved(reference.mid(2));
        if (reference == QLatin1StringView("#"))
            return m_root;
        if (schema.contains(QStringLiteral("type")))
            return {};
        for (const char *name : {"oneOf", "anyOf", "allOf"})
            for (const QString &one : elementsOf(schema.value(QLatin1StringView(name))))
                if (wordOf(membersOf(one), "type") != QLatin1StringView("null"))
                    return one;
        return {};
    }

    /// A JSON pointer (RFC 6901) into the whole schema; empty when it leads nowhere.
    [[nodiscard]] QString resolved(const QString &pointer) const
    {
        QString at = m_root;
        for (QString part : pointer.split(u'/'))
            at = membersOf(at).value(part.replace(QLatin1StringView("~1"), QLatin1StringView("/")).replace(QLatin1StringView("~0"), QLatin1StringView("~")));
        return at;
    }

    const QString m_root;
    int m_left = sampleMaxValues;
};

} // namespace

QString sampleArguments(const QString &inputSchema)
{
    const QString made = SampleMaker(inputSchema).object(membersOf(inputSchema), sampleMaxDepth);
    return jsonscan::compact(made).value_or(QStringLiteral("{}"));
}

} // namespace qd
