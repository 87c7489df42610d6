#include "mcp/launchconsent.h"

#include "mcp/secretarguments.h"

#include <QCryptographicHash>
#include <QRegularExpression>

namespace qd::launch {

namespace {

QString quotedArgument(QString argument)
{
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_@%+=:,./-]+$"));
    if (plain.match(argument).hasMatch())
        return argument;
    return u'\'' + argument.replace(u'\'', QStringLiteral("'\\''")) + u'\'';
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
    for (const SecretArgument &key : secretArguments(config.arguments))
        arguments[key.index] = arguments.at(key.index).left(key.from) + QStringLiteral("***");
    QStringList parts{quotedArgument(config.command)};
    for (const QString &argument : std::as_const(arguments))
        parts << quotedArgument(argument);
    return parts.join(u' ');
}

QString shownText(const McpServerConfig &config)
{
    QStringList lines{commandLine(config)};
    lines << QStringLiteral("in folder: %1").arg(config.workingFolder.isEmpty() ? QStringLiteral("(this program's)") : config.workingFolder);
    QStringList names;
    for (const auto &[name, value] : config.environment)
        names << name;
    if (!names.isEmpty())
        lines << QStringLiteral("with environment: ") + names.join(QStringLiteral(", "));
    return lines.join(u'\n');
}

QStringList warnings(const McpServerConfig &config)
{
    struct Rule {
        QRegularExpression pattern;
        QString sentence;
    };
    static const QList<Rule> rules{
        {QRegularExpression(QStringLiteral("(^|[/\\s])(sudo|doas|pkexec|su)(\\s|$)")), QStringLiteral("It asks for more rights than yours.")},
        {QRegularExpression(QStringLiteral("\\brm\\s+-\\w*[rf]")), QStringLiteral("It deletes files.")},
        {QRegularExpression(QStringLiteral("\\b(curl|wget)\\b.*\\|\\s*\\w*sh\\b")), QStringLiteral("It runs a program that it downloads.")},
        {QRegularExpression(QStringLiteral("\\.ssh|\\.gnupg|\\.aws|\\.azure|id_rsa")), QStringLiteral("It names a folder with keys.")},
        {QRegularExpression(QStringLiteral("^(/\\S*/)?(ba|z|da)?sh\\s+-\\w*c\\b")), QStringLiteral("It runs a shell script given as text.")},
        {QRegularExpression(QStringLiteral("^(/\\S*/)?(npx|uvx|pipx|bunx)\\b")), QStringLiteral("It fetches the newest version of a package each time it starts.")}};
    const QString line = QStringList(QStringList{config.command} + config.arguments).join(u' ');
    QStringList found;
    for (const Rule &rule : rules)
        if (rule.pattern.match(line).hasMatch())
            found << rule.sentence;
    return found;
}

} // namespace qd::launch
