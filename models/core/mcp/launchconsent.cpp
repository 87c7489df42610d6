#include "mcp/launchconsent.h"

#include "mcp/keytext.h"
#include "mcp/scantext.h"

#include <QCryptographicHash>
#include <QRegularExpression>

#include <algorithm>

namespace qd::launch {

namespace {

/// Between $' and ' of a shell.
QString escaped(char32_t c)
{
    switch (c) {
    case U'\n': return QStringLiteral("\\n");
    case U'\r': return QStringLiteral("\\r");
    case U'\t': return QStringLiteral("\\t");
    case U'\\': return QStringLiteral("\\\\");
    case U'\'': return QStringLiteral("\\'");
    default: break;
    }
    if (!scan::isUnseen(c))
        return QString::fromUcs4(&c, 1);
    const QString digits = QString::number(static_cast<uint>(c), 16);
    if (c < 0x80)
        return QStringLiteral("\\x") + digits.rightJustified(2, u'0');
    return c < 0x10000 ? QString(QStringLiteral("\\u") + digits.rightJustified(4, u'0')) : QString(QStringLiteral("\\U") + digits.rightJustified(8, u'0'));
}

/// As a shell would take it; what cannot be seen is spelled out.
QString quotedArgument(QString argument)
{
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_@%+=:,./-]+\\z"));
    if (plain.match(argument).hasMatch())
        return argument;
    const QList<uint> letters = argument.toUcs4();
    if (std::ranges::none_of(letters, [](uint c) { return scan::isUnseen(c); }))
        return u'\'' + argument.replace(u'\'', QStringLiteral("'\\''")) + u'\'';
    QString quoted = QStringLiteral("$'");
    for (const uint c : letters)
        quoted += escaped(c);
    return quoted + u'\'';
}

} // namespace

QString fingerprint(const McpServerConfig &config)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto add = [&hash](const QString &part) {
        const QByteArray bytes = part.toUtf8();
        hash.addData(QByteArray(QByteArray::number(bytes.size()) + ':'));
        hash.addData(bytes);
    };
    add(config.command);
    add(QString::number(config.arguments.size()));
    for (const QString &argument : config.arguments)
        add(argument);
    for (const auto &[name, value] : config.environment) {
        add(name);
        add(value);
    }
    add(config.workingFolder);
    return QString::fromLatin1(hash.result().toHex());
}

QString commandLine(const McpServerConfig &config)
{
    QStringList arguments = config.arguments;
    for (const ArgumentKeys &keys : keysOfArguments(config.arguments))
        arguments[keys.index] = withKeysReplaced(arguments.at(keys.index), keys.places, [](const QString &, const QString &) { return QStringLiteral("***"); });
    QStringList parts{quotedArgument(config.command)};
    for (const QString &argument : std::as_const(arguments))
        parts << quotedArgument(argument);
    return parts.join(u' ');
}

QString shownText(const McpServerConfig &config)
{
    QStringList lines{commandLine(config)};
    lines << QStringLiteral("in folder: %1").arg(config.workingFolder.isEmpty() ? QStringLiteral("(this program's)") : quotedArgument(config.workingFolder));
    QStringList names;
    for (const auto &[name, value] : config.environment)
        names << quotedArgument(name);
    if (!names.isEmpty())
        lines << QStringLiteral("with environment: ") + names.join(QStringLiteral(", "));
    return lines.join(u'\n');
}

} // namespace qd::launch
