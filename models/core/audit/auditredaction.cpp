#include "audit/auditredaction.h"

#include <QRegularExpression>

namespace qd {

namespace {

constexpr qsizetype auditTextLimit = 256 * 1024;
constexpr qsizetype auditLineLimit = 4096;

const QRegularExpression &namedSecret()
{
    // name, quotes, separator (= or :), quotes, value; names by their tail so that CLIENT_SECRET and apiKey are found.
    static const QRegularExpression pattern(
        QStringLiteral("(?i)([\"']?[\\w.\\-:]*(?:secret|password|passwd|pwd|passphrase|api[_-]?key|access[_-]?key|account[_-]?key|"
                       "primary[_-]?key|secondary[_-]?key|subscription[_-]?key|shared[_-]?access[_-]?key|"
                       "access[_-]?token|refresh[_-]?token|id[_-]?token|auth[_-]?token|bearer[_-]?token|connection[_-]?string|"
                       "\\bsig|signature|cookie|authorization)[\"']?\\s*[=:]\\s*)"
                       "(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|(?:Bearer|Basic)\\s+\\S+|[^\\s,;&\"'<>{}]+)"));
    return pattern;
}

const QRegularExpression &barePattern()
{
    static const QRegularExpression pattern(QStringLiteral("(?i)\\bBearer\\s+[\\w.~+/=\\-]{8,}|\\beyJ[\\w\\-]{8,}\\.[\\w\\-]+\\.[\\w\\-]*"));
    return pattern;
}

QString maskedValue(const QString &value)
{
    if (value.startsWith(u'"'))
        return QStringLiteral("\"***\"");
    return QStringLiteral("***");
}

} // namespace

QString withoutSecrets(const QString &text)
{
    QString result;
    qsizetype from = 0;
    for (auto it = namedSecret().globalMatch(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        result += QStringView(text).mid(from, match.capturedStart(2) - from);
        result += maskedValue(match.captured(2));
        from = match.capturedEnd(2);
    }
    result += QStringView(text).mid(from);
    result.replace(barePattern(), QStringLiteral("***"));
    return result;
}

QString auditedText(const QString &text) { return withoutSecrets(text).left(auditTextLimit); }

AuditEntry withoutSecrets(AuditEntry entry)
{
    for (QString *text : {&entry.before, &entry.after})
        *text = auditedText(*text);
    for (QString *text : {&entry.actor, &entry.profile, &entry.target, &entry.summary, &entry.detail})
        *text = withoutSecrets(*text).left(auditLineLimit);
    return entry;
}

} // namespace qd
