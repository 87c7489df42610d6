#include "kql/assist/scan.h"
#include "kql/literals.h"
#include "query/savedquery.h"

#include <cmath>
#include <limits>

namespace qd::query {

namespace {

Error parameterError(const QString &message) { return {.kind = ErrorKind::Invalid, .message = message}; }

std::optional<QString> wholeNumberLiteral(const QString &value, qint64 least, qint64 most)
{
    bool ok = false;
    const qint64 number = value.toLongLong(&ok);
    return ok && number >= least && number <= most ? std::optional(u"long(" % QString::number(number) % u')') : std::nullopt;
}

std::optional<QString> realLiteral(const QString &value)
{
    bool ok = false;
    const double number = value.toDouble(&ok);
    return ok && std::isfinite(number) ? std::optional(u"real(" % QString::number(number, 'g', 17) % u')') : std::nullopt;
}

std::optional<QString> boolLiteral(const QString &value)
{
    const QString word = value.toLower();
    return word == u"true" || word == u"false" ? std::optional(word) : std::nullopt;
}

/// Letters, digits and what times and ids are made of: what has passed its own check cannot hold more.
std::optional<QString> checkedLiteral(const char *type, bool isRight, const QString &value)
{
    return isRight ? std::optional(QString(QLatin1StringView(type) % u'(' % value % u')')) : std::nullopt;
}

bool isGuidText(const QString &value)
{
    if (value.size() != 36)
        return false;
    for (qsizetype i = 0; i < value.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const QChar c = value[i].toLower();
        if (dash ? c != u'-' : !((c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f')))
            return false;
    }
    return true;
}

} // namespace

std::optional<QString> parameterLiteral(ColumnType type, const QString &value)
{
    const QString trimmed = value.trimmed();
    switch (type) {
    case ColumnType::String: return kql::assist::stringLiteral(value);
    case ColumnType::Bool: return boolLiteral(trimmed);
    case ColumnType::Int: return wholeNumberLiteral(trimmed, std::numeric_limits<int>::min(), std::numeric_limits<int>::max());
    case ColumnType::Long: return wholeNumberLiteral(trimmed, std::numeric_limits<qint64>::min(), std::numeric_limits<qint64>::max());
    case ColumnType::Real: return realLiteral(trimmed);
    case ColumnType::DateTime: return checkedLiteral("datetime", kql::dateTimeFromText(trimmed).has_value(), trimmed);
    case ColumnType::TimeSpan: return checkedLiteral("time", kql::timeSpanFromText(trimmed).has_value(), trimmed);
    case ColumnType::Guid: return checkedLiteral("guid", isGuidText(trimmed), trimmed);
    case ColumnType::Dynamic:
    case ColumnType::Decimal: break;
    }
    return std::nullopt;
}

Result<QString> parameterLets(const QList<QueryParameter> &parameters, const QHash<QString, QString> &values)
{
    QStringList known;
    QString lets;
    for (const QueryParameter &parameter : parameters) {
        known += parameter.name;
        if (!values.contains(parameter.name) && !parameter.preset)
            return parameterError(u"The query needs a value for “" % parameter.name % u"” (" % columnTypeName(parameter.type) % u')');
        const QString value = values.value(parameter.name, parameter.preset.value_or(QString()));
        const auto literal = parameterLiteral(parameter.type, value);
        if (!literal)
            return parameterError(u"“" % value.left(80) % u"” is no " % columnTypeName(parameter.type) % u" for “" % parameter.name % u'”');
        lets += u"let " % parameter.name % u" = " % *literal % u"; ";
    }
    for (auto at = values.keyBegin(); at != values.keyEnd(); ++at)
        if (!known.contains(*at))
            return parameterError(u"The query has no parameter “" % at->left(80) % u'”');
    return lets.isEmpty() ? lets : QString(lets.trimmed() % u'\n');
}

Result<QString> bindParameters(const QString &kql, const QList<QueryParameter> &parameters, const QHash<QString, QString> &values)
{
    const auto lets = parameterLets(parameters, values);
    return lets ? Result<QString>(*lets + kql) : lets;
}

} // namespace qd::query
