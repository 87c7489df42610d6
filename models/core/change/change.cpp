#include "change/change.h"

namespace qd {

namespace {

constexpr qsizetype maxChangeText = 200;

bool isShown(QChar c)
{
    switch (c.category()) {
    case QChar::Other_Control:
    case QChar::Other_Format: // also the marks that turn the direction of text round
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
    case QChar::Other_NotAssigned: return false;
    default: return true;
    }
}

} // namespace

QString changeKindName(ChangeKind kind)
{
    switch (kind) {
    case ChangeKind::Deployment: return QStringLiteral("deployment");
    case ChangeKind::SlotSwap: return QStringLiteral("slot-swap");
    case ChangeKind::PromptVersion: return QStringLiteral("prompt-version");
    case ChangeKind::Policy: return QStringLiteral("policy");
    case ChangeKind::Allowlist: return QStringLiteral("allowlist");
    case ChangeKind::Chaos: return QStringLiteral("chaos");
    case ChangeKind::Budget: return QStringLiteral("budget");
    case ChangeKind::SiteSettings: return QStringLiteral("app-settings");
    case ChangeKind::Other: break;
    }
    return QStringLiteral("other");
}

QString changeKindWord(ChangeKind kind)
{
    switch (kind) {
    case ChangeKind::Deployment: return QStringLiteral("Deployment");
    case ChangeKind::SlotSwap: return QStringLiteral("Slot swap");
    case ChangeKind::PromptVersion: return QStringLiteral("Prompt version");
    case ChangeKind::Policy: return QStringLiteral("Policy");
    case ChangeKind::Allowlist: return QStringLiteral("Tool allowlist");
    case ChangeKind::Chaos: return QStringLiteral("Chaos");
    case ChangeKind::Budget: return QStringLiteral("Budget");
    case ChangeKind::SiteSettings: return QStringLiteral("App settings");
    case ChangeKind::Other: break;
    }
    return QStringLiteral("Change");
}

QString changeText(const QString &raw)
{
    QString text = raw.left(4 * maxChangeText);
    for (QChar &c : text)
        if (!isShown(c))
            c = u' ';
    text = text.simplified();
    if (text.size() <= maxChangeText)
        return text;
    const bool splitsPair = text.at(maxChangeText - 2).isHighSurrogate();
    return text.left(maxChangeText - (splitsPair ? 2 : 1)) % u'…';
}

} // namespace qd
