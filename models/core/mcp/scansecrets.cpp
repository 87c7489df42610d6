#include "mcp/scanrules.h"
#include "mcp/scantext.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace qd::scan {

namespace {

struct SecretShape {
    QString what;
    int weight;
    QRegularExpression pattern; ///< group 1, where there is one: the secret itself
};

const QList<SecretShape> &secretShapes()
{
    const auto shape = [](const char *what, int weight, const char *pattern) { return SecretShape{QLatin1String(what), weight, QRegularExpression(QLatin1String(pattern))}; };
    static const QList<SecretShape> shapes{
        shape("a private key", 100, "-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----"),
        shape("a key of AWS", 100, "\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b"),
        shape("a token of GitHub", 100, "\\bgh[pousr]_[A-Za-z0-9]{36,}\\b|\\bgithub_pat_[A-Za-z0-9_]{30,}"),
        shape("a token of GitLab", 100, "\\bglpat-[A-Za-z0-9_-]{20,}"),
        shape("a token of Slack", 100, "\\bxox[abeoprs]-[A-Za-z0-9-]{20,}"),
        shape("a key of Google", 100, "\\bAIza[0-9A-Za-z_-]{35}"),
        shape("a key of a model provider", 100, "\\bsk-[A-Za-z0-9_-]{32,}"),
        shape("a token of npm", 100, "\\bnpm_[A-Za-z0-9]{36}\\b"),
        shape("a signed token", 60, "\\beyJ[A-Za-z0-9_-]{15,}\\.eyJ[A-Za-z0-9_-]{15,}\\.[A-Za-z0-9_-]{20,}"),
        shape("a password in an address", 60, "\\b[a-z][a-z0-9+.-]{1,20}://[^\\s:/@]{1,60}:([^\\s:/@]{6,60})@")};
    return shapes;
}

/// What documentation writes in the place of a key.
bool isPlaceholder(const QString &secret)
{
    static const QRegularExpression words(QStringLiteral("example|x{4,}|your|placeholder|changeme|password|secret|token|\\*{3}|<|\\$\\{|0{6}|123456|abcdef"), QRegularExpression::CaseInsensitiveOption);
    return words.match(secret).hasMatch() || QSet<QChar>(secret.cbegin(), secret.cend()).size() < 6;
}

} // namespace

QList<ScanFinding> findSecrets(const PlacedText &text)
{
    QList<ScanFinding> findings;
    for (const SecretShape &shape : secretShapes()) {
        const auto match = shape.pattern.match(text.text);
        const QString secret = match.captured(match.lastCapturedIndex() > 0 ? 1 : 0);
        if (!match.hasMatch() || isPlaceholder(secret))
            continue;
        findings.append({.rule = QStringLiteral("secret"), .weight = shape.weight, .server = {}, .name = {}, .place = text.place,
                         .message = QStringLiteral("It looks like %1.").arg(shape.what), .excerpt = visibleText(secret.left(4)) + u'…'});
    }
    return findings;
}

} // namespace qd::scan
