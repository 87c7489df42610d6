#include "mcp/secretarguments.h"

#include <QRegularExpression>

#include <optional>

namespace qd {

namespace {

bool isClear(QStringView value) { return !value.isEmpty() && !value.contains(QLatin1String("${")); }

/// In a program a key ends where its word does, and where something would be computed.
qsizetype firstWord(QStringView script)
{
    static const QRegularExpression word(QStringLiteral("^(?:\"[^\"$`]*\"|'[^']*'|[^\\s;|&<>()`\"'$]+)"));
    return word.match(script.toString()).capturedLength();
}

/// "--token=X", "API_KEY=X" and "Authorization: Bearer X".
std::optional<SecretArgument> namedKey(const QStringList &arguments, qsizetype index)
{
    const QString &argument = arguments.at(index);
    static const QRegularExpression named(QStringLiteral("^-{0,2}([A-Za-z][A-Za-z0-9_.-]*)(=|:\\s*(?:(?:Bearer|Basic)\\s+)?)"), QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = named.match(argument);
    const QStringView rest = QStringView(argument).mid(match.capturedEnd());
    const QStringView value = isProgramText(arguments, index) ? rest.first(firstWord(rest)) : rest;
    if (!match.hasMatch() || !soundsSecret(match.captured(1)) || !isClear(value))
        return std::nullopt;
    return SecretArgument{index, match.capturedEnd(), value.size(), match.captured(1)};
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

bool isProgramText(const QStringList &arguments, qsizetype index)
{
    static const QRegularExpression known(QStringLiteral("^(?:-[A-Za-z]*[ce]|--?eval|--?command|/[ck])$"), QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression variable(QStringLiteral("^[A-Z_][A-Z0-9_]*="));
    if (index < 1 || !known.match(arguments.at(index - 1)).hasMatch())
        return false;
    return arguments.at(index - 1) != QLatin1String("-e") || !variable.match(arguments.at(index)).hasMatch();
}

QList<SecretArgument> secretArguments(const QStringList &arguments)
{
    QList<SecretArgument> found;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString option = optionName(arguments.at(i));
        const bool hasValue = !option.isEmpty() && i + 1 < arguments.size() && !arguments.at(i + 1).startsWith(u'-');
        if (hasValue && isClear(arguments.at(i + 1)) && !namedKey(arguments, i + 1))
            found.append({i + 1, 0, arguments.at(i + 1).size(), option});
        else if (const auto key = namedKey(arguments, i))
            found.append(*key);
        i += hasValue && !found.isEmpty() && found.last().index == i + 1 ? 1 : 0;
    }
    return found;
}

} // namespace qd
