#include "mcp/formvalues.h"
#include "mcp/jsonslice.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QUrl>

namespace qd {

namespace {

using FieldKind = ToolField::Kind;

constexpr qsizetype longestMatchedText = 10'000; ///< characters that a server's pattern is tried on

const QString matchBounds = QStringLiteral("(*LIMIT_MATCH=50000)(*LIMIT_DEPTH=500)"); ///< a pattern that runs away counts as not met

QString shownNumber(double value) { return QString::number(value, 'g', 15); }

QString numberProblem(const ToolField &field, const QString &text)
{
    static const QRegularExpression number(QStringLiteral("^-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?$"));
    static const QRegularExpression integer(QStringLiteral("^-?(0|[1-9]\\d*)$"));
    const bool isInteger = field.kind == FieldKind::Integer;
    if (!(isInteger ? integer : number).match(text).hasMatch())
        return isInteger ? QStringLiteral("\"%1\" is no whole number.").arg(text.left(40)) : QStringLiteral("\"%1\" is no number.").arg(text.left(40));
    const double value = text.toDouble();
    if (field.minimum && value < *field.minimum)
        return QStringLiteral("it must be at least %1.").arg(shownNumber(*field.minimum));
    if (field.maximum && value > *field.maximum)
        return QStringLiteral("it must be at most %1.").arg(shownNumber(*field.maximum));
    return {};
}

QString formatProblem(const QString &format, const QString &text)
{
    static const QRegularExpression email(QStringLiteral("^[^@\\s]+@[^@\\s]+$"));
    if (format == QLatin1String("email") && !email.match(text).hasMatch())
        return QStringLiteral("it is no e-mail address.");
    if (format == QLatin1String("date") && !QDate::fromString(text, Qt::ISODate).isValid())
        return QStringLiteral("it is no date like 2026-11-22.");
    if (format == QLatin1String("date-time") && !QDateTime::fromString(text, Qt::ISODateWithMs).isValid())
        return QStringLiteral("it is no time like 2026-11-22T14:05:00Z.");
    if (format == QLatin1String("uri")) {
        const QUrl url(text, QUrl::StrictMode);
        if (!url.isValid() || url.scheme().isEmpty())
            return QStringLiteral("it is no address like https://example.org.");
    }
    return {};
}

QString textProblem(const ToolField &field, const QString &text)
{
    const qsizetype size = text.toUcs4().size();
    if (field.shortest && size < *field.shortest)
        return QStringLiteral("it must have at least %1 characters.").arg(*field.shortest);
    if (field.longest && size > *field.longest)
        return QStringLiteral("it must have at most %1 characters.").arg(*field.longest);
    if (!field.pattern.isEmpty() && text.size() <= longestMatchedText) {
        const QRegularExpression pattern(matchBounds + field.pattern, QRegularExpression::UseUnicodePropertiesOption);
        if (pattern.isValid() && !pattern.match(text).hasMatch())
            return QStringLiteral("it does not match %1").arg(field.pattern.left(200));
    }
    return text.isEmpty() ? QString() : formatProblem(field.format, text);
}

} // namespace

QString leafProblem(const ToolField &field, const QString &text)
{
    switch (field.kind) {
    case FieldKind::Number:
    case FieldKind::Integer: return numberProblem(field, text.trimmed());
    case FieldKind::Flag: return text == QLatin1String("true") || text == QLatin1String("false") ? QString() : QStringLiteral("it must be true or false.");
    case FieldKind::Choice: return field.choices.contains(text) ? QString() : QStringLiteral("\"%1\" is none of the choices.").arg(text.left(40));
    case FieldKind::Choices:
    case FieldKind::Raw: return jsonslice::isJson(text.toUtf8()) ? QString() : QStringLiteral("it is not valid JSON.");
    case FieldKind::Text: return textProblem(field, text);
    case FieldKind::Items:
    case FieldKind::Group:
    case FieldKind::Variant: break;
    }
    return {};
}

} // namespace qd
