#include "mcp/secretarguments.h"

#include <QRegularExpression>

#include <optional>

namespace qd {

namespace {

bool isClear(QStringView value) { return !value.isEmpty() && !value.contains(QLatin1String("${")); }

/// "--token=X", "API_KEY=X" and "Authorization: Bearer X".
std::optional<SecretArgument> namedKey(const QString &argument, qsizetype index)
{
    static const QRegularExpression named(QStringLiteral("^-{0,2}([A-Za-z][A-Za-z0-9_.-]*)(=|:\\s*(?:(?:Bearer|Basic)\\s+)?)"), QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = named.match(argument);
    if (!match.hasMatch() || !soundsSecret(match.captured(1)) || !isClear(QStringView(argument).mid(match.capturedEnd())))
        return std::nullopt;
    return SecretArgument{index, match.capturedEnd(), match.captured(1)};
}

/// "--api-key", whose value is the next argument.
QString optionName(const QString &argument)
{
    static const QRegularExpression option(QStringLiteral("^--?([A-Za-z][A-Za-z0-9_.-]*)$"));
    const QString name = option.match(argument).captured(1);
    return soundsSecret(name) ? name : QString();
}

} // namespace

bool soundsSecret(const QString &name)
{
    static const QRegularExpression secret(QStringLiteral("key|token|secret|passw|auth|credential|cookie|pat$"), QRegularExpression::CaseInsensitiveOption);
    return secret.match(name).hasMatch();
}

QList<SecretArgument> secretArguments(const QStringList &arguments)
{
    QList<SecretArgument> found;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString option = optionName(arguments.at(i));
        const bool hasValue = !option.isEmpty() && i + 1 < arguments.size() && !arguments.at(i + 1).startsWith(u'-');
        if (hasValue && isClear(arguments.at(i + 1)) && !namedKey(arguments.at(i + 1), i + 1))
            found.append({i + 1, 0, option});
        else if (const auto key = namedKey(arguments.at(i), i))
            found.append(*key);
        i += hasValue && !found.isEmpty() && found.last().index == i + 1 ? 1 : 0;
    }
    return found;
}

} // namespace qd
