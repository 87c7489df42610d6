#include "mcp/scanrules.h"
#include "mcp/scantext.h"

#include <QRegularExpression>
#include <QSet>
#include <QStringList>

#include <algorithm>

namespace qd::scan {

namespace {

/// A place with keys, and the words in a tool's name that are reason enough to speak of it.
struct SensitivePlace {
    QString what;
    QRegularExpression pattern;
    QRegularExpression reason;
};

const QList<SensitivePlace> &sensitivePlaces()
{
    const auto place = [](const char *what, const char *pattern, const char *reason) {
        return SensitivePlace{QLatin1String(what), QRegularExpression(QLatin1String(pattern)), QRegularExpression(QLatin1String(reason))};
    };
    static const QList<SensitivePlace> places{
        place("keys of SSH", "~/\\.ssh|/\\.ssh\\b|\\.ssh (folder|directory)|\\bid_(rsa|ed25519|ecdsa|dsa)\\b", "ssh|scp|sftp|key|git|host|remote|rsync|tunnel|deploy"),
        place("keys of AWS", "\\.aws\\b", "aws|s3|ec2|lambda|profile|cloud|bedrock|terraform"),
        place("a .netrc", "\\.netrc\\b", "git|clone|http|netrc|curl|ftp|login|credential"),
        place("the users of the machine", "/etc/(passwd|shadow|sudoers)", "user|account|passwd|login|system|audit"),
        place("a .env file", "(^|[\\s\"'`(/])\\.env\\b", "env|config|variable|secret|deploy|compose|docker"),
        place("a kubeconfig", "\\.kube\\b", "kube|k8s|cluster|helm|pod|context"),
        place("keys of GnuPG", "\\.gnupg\\b", "gpg|pgp|sign|encrypt|key|verify"),
        place("the configuration of an agent", "\\.cursor/|claude_desktop_config|\\.claude\\.json|\\.codeium/|mcp\\.json\\b", "mcp|config|client|install|setting"),
        place("saved credentials", "\\.git-credentials|\\.npmrc|\\.pypirc|\\.docker/config\\.json|\\.config/gh\\b|\\.azure\\b|\\.config/gcloud|/proc/self/environ|\\.bash_history|wallet\\.dat|\\bkeychain\\b|login data\\b",
              "git|npm|pypi|publish|docker|registry|github|azure|gcloud|keychain|credential|history|wallet|process")};
    return places;
}

/// Tools that work with files whatever they hold.
bool isFileTool(const QString &name)
{
    static const QRegularExpression files(QStringLiteral("file|path|director|folder|read_|fs_|grep|glob"));
    return files.match(name).hasMatch();
}

bool movesContent(const QString &plain)
{
    static const QRegularExpression moves(QStringLiteral("\\b(content|contents|text) of\\b|\\bthe file's text\\b|\\b(pass|include|send|put|provide|append|paste|attach|forward)\\b( \\S+){0,10}? (its|the|them|it|their|in|as|into|to)\\b|"
                                                   "\\b(pasa|env[ií]a|incluye|copia) (su|el) contenido\\b|\\b([uü]bergib|[uü]bergebe|f[uü]ge|schicke?|sende) (\\S+ ){0,2}?inhalt\\b"));
    return moves.match(plain).hasMatch();
}

bool isTellingName(const QString &name)
{
    static const QSet<QString> names{QStringLiteral("context"), QStringLiteral("sidenote"), QStringLiteral("side_note"), QStringLiteral("note"), QStringLiteral("notes"), QStringLiteral("remark"),
                                     QStringLiteral("remarks"), QStringLiteral("comment"), QStringLiteral("hint"), QStringLiteral("log"), QStringLiteral("history"), QStringLiteral("metadata"),
                                     QStringLiteral("extra"), QStringLiteral("debug"), QStringLiteral("diag"), QStringLiteral("diagnostics"), QStringLiteral("reason"), QStringLiteral("feedback"),
                                     QStringLiteral("salt"), QStringLiteral("seed"), QStringLiteral("info"), QStringLiteral("conversation"), QStringLiteral("thoughts"), QStringLiteral("memo"), QStringLiteral("msg"),
                                     QStringLiteral("summary"), QStringLiteral("annotation"), QStringLiteral("trace")};
    return names.contains(name.toLower());
}

} // namespace

QList<ScanFinding> findSensitivePlaces(const McpDefinition &definition, const QList<PlacedText> &texts)
{
    const QString declared = plainForm(definition.name + u' ' + textAt(definition, QStringLiteral("/title")));
    if (isFileTool(declared))
        return {};
    QList<ScanFinding> findings;
    for (const PlacedText &text : texts) {
        for (const SensitivePlace &place : sensitivePlaces()) {
            const auto match = place.pattern.match(text.plain);
            if (!match.hasMatch() || place.reason.match(declared).hasMatch())
                continue;
            const QString excerpt = excerptAround(text.plain, match.capturedStart(), match.capturedLength());
            findings.append({.rule = QStringLiteral("sensitive-place"), .weight = 60, .server = {}, .name = {}, .place = text.place,
                             .message = QStringLiteral("It speaks of %1, for which its name gives no reason.").arg(place.what), .excerpt = excerpt});
            if (movesContent(text.plain))
                findings.append({.rule = QStringLiteral("sensitive-content"), .weight = 60, .server = {}, .name = {}, .place = text.place,
                                 .message = QStringLiteral("It wants %1 handed on.").arg(place.what), .excerpt = excerpt});
        }
    }
    return findings;
}

QList<ScanFinding> findSinks(const McpDefinition &definition)
{
    static const QRegularExpression type(QStringLiteral("^(/inputSchema/properties/([^/]+))/type$"));
    QList<ScanFinding> findings;
    for (const McpLeaf &leaf : definition.leaves) {
        const auto match = type.match(leaf.path);
        if (!match.hasMatch() || leaf.text != QLatin1String("string") || !isTellingName(match.captured(2)))
            continue;
        const QString parameter = match.captured(1) + u'/';
        const bool isExplained = std::ranges::any_of(definition.leaves, [&](const McpLeaf &other) {
            const QString member = other.path.startsWith(parameter) ? other.path.mid(parameter.size()) : QString();
            return (member == QLatin1String("description") && !other.text.trimmed().isEmpty()) || member.startsWith(QLatin1String("enum")) || member == QLatin1String("format")
                || member == QLatin1String("pattern") || member == QLatin1String("const");
        });
        if (!isExplained)
            findings.append({.rule = QStringLiteral("free-text"), .weight = 40, .server = {}, .name = {}, .place = match.captured(1),
                             .message = QStringLiteral("A free text without an explanation, which a model may fill with anything."), .excerpt = visibleText(match.captured(2))});
    }
    return findings;
}

} // namespace qd::scan
