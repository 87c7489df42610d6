#include "mcp/uritemplate.h"

#include <QRegularExpression>

#include <array>

namespace qd::uritemplate {

namespace {

/// How an expression's operator writes, after RFC 6570, appendix A.
struct Way {
    char16_t sign;
    const char *first;
    char16_t between;
    bool isNamed;
    const char *ifEmpty;
    bool keepsReserved;
};

constexpr std::array ways{
    Way{u'+', "", u',', false, "", true},   Way{u'#', "#", u',', false, "", true},    Way{u'.', ".", u'.', false, "", false},
    Way{u'/', "/", u'/', false, "", false}, Way{u';', ";", u';', true, "", false},    Way{u'?', "?", u'&', true, "=", false},
    Way{u'&', "&", u'&', true, "=", false}};
constexpr Way plainWay{0, "", u',', false, "", false};

struct Variable {
    QString name;
    int prefix = 0; ///< characters; 0: the whole
    bool isExploded = false;
};

struct Expression {
    Way way = plainWay;
    QList<Variable> variables;
};

Error badTemplate(const QString &why) { return {.kind = ErrorKind::Invalid, .message = QStringLiteral("The address template cannot be used: %1").arg(why)}; }

std::optional<Variable> variableOf(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("^((?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})(?:\\.?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2}))*)(?::([1-9][0-9]{0,3})|(\\*))?$"));
    const auto match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    return Variable{.name = match.captured(1), .prefix = match.captured(2).toInt(), .isExploded = !match.captured(3).isEmpty()};
}

Result<Expression> expressionOf(QString inside)
{
    Expression made;
    for (const Way &way : ways)
        if (inside.startsWith(QChar(way.sign)))
            made.way = way;
    if (made.way.sign != 0)
        inside.remove(0, 1);
    for (const QString &part : inside.split(u',')) {
        const auto variable = variableOf(part);
        if (!variable)
            return badTemplate(QStringLiteral("\"%1\" is no variable.").arg(part.left(60)));
        made.variables.append(*variable);
    }
    return made;
}

QString encoded(const QString &text, bool keepsReserved)
{
    static const QRegularExpression lonePercent(QStringLiteral("%(?![0-9A-Fa-f]{2})"));
    const QByteArray kept = keepsReserved ? QByteArray(":/?#[]@!$&'()*+,;=%") : QByteArray();
    return QString::fromLatin1(text.toUtf8().toPercentEncoding(kept)).replace(lonePercent, QStringLiteral("%25"));
}

QString named(const Way &way, const QString &name, const QString &value)
{
    return way.isNamed ? QString(name + (value.isEmpty() ? QString::fromLatin1(way.ifEmpty) : QString(u'=' + value))) : value;
}

QString valueText(const Way &way, const Variable &variable, const QString &value)
{
    if (!variable.isExploded)
        return named(way, variable.name, encoded(variable.prefix > 0 ? value.left(variable.prefix) : value, way.keepsReserved));
    QStringList parts;
    for (const QString &one : value.split(u','))
        parts << named(way, variable.name, encoded(one, way.keepsReserved));
    return parts.join(QChar(way.between));
}

QString expandOne(const Expression &expression, const QHash<QString, QString> &values)
{
    QStringList parts;
    for (const Variable &variable : expression.variables)
        if (const auto value = values.constFind(variable.name); value != values.cend())
            parts << valueText(expression.way, variable, *value);
    return parts.isEmpty() ? QString() : QString(QString::fromLatin1(expression.way.first) + parts.join(QChar(expression.way.between)));
}

const QRegularExpression &braces()
{
    static const QRegularExpression form(QStringLiteral("\\{([^{}]*)\\}"));
    return form;
}

} // namespace

QStringList variables(const QString &text)
{
    QStringList names;
    const QString bounded = text.left(longestTemplate);
    for (auto found = braces().globalMatch(bounded); found.hasNext();) {
        const auto expression = expressionOf(found.next().captured(1));
        if (!expression)
            continue;
        for (const Variable &variable : expression->variables)
            if (!names.contains(variable.name) && names.size() < mostVariables)
                names << variable.name;
    }
    return names;
}

Result<QString> expand(const QString &text, const QHash<QString, QString> &values)
{
    if (text.size() > longestTemplate)
        return badTemplate(QStringLiteral("it is too long."));
    QString made;
    qsizetype at = 0;
    for (auto found = braces().globalMatch(text); found.hasNext();) {
        const auto match = found.next();
        const auto expression = expressionOf(match.captured(1));
        if (!expression)
            return expression.error();
        made += encoded(text.mid(at, match.capturedStart() - at), true) + expandOne(*expression, values);
        at = match.capturedEnd();
    }
    const QString rest = text.mid(at);
    if (rest.contains(u'{') || rest.contains(u'}'))
        return badTemplate(QStringLiteral("a brace has no partner."));
    return QString(made + encoded(rest, true));
}

} // namespace qd::uritemplate
