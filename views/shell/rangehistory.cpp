#include "shell/rangehistory.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStandardItemModel>

#include <memory>

namespace qd {

namespace {

constexpr qsizetype maxRangeHistory = 20;

void appendRange(QStandardItemModel &model, const QString &text, const QString &meaning)
{
    auto item = std::make_unique<QStandardItem>();
    item->setText(text);
    item->setData(meaning, Qt::ToolTipRole);
    item->setData(QString(text + QStringLiteral(", ") + meaning), Qt::AccessibleTextRole);
    model.appendRow(item.release());
}

} // namespace

const QList<CommonRange> &commonRanges()
{
    static const QList<CommonRange> ranges{
        {"now-15m", QT_TRANSLATE_NOOP("Range", "last 15 minutes")},
        {"now-1h", QT_TRANSLATE_NOOP("Range", "last hour")},
        {"now-3h", QT_TRANSLATE_NOOP("Range", "last 3 hours")},
        {"now-6h", QT_TRANSLATE_NOOP("Range", "last 6 hours")},
        {"now-12h", QT_TRANSLATE_NOOP("Range", "last 12 hours")},
        {"now-24h", QT_TRANSLATE_NOOP("Range", "last 24 hours")},
        {"now-1d/d to now/d", QT_TRANSLATE_NOOP("Range", "yesterday, UTC")},
        {"now/d", QT_TRANSLATE_NOOP("Range", "today so far, UTC")},
        {"now-7d", QT_TRANSLATE_NOOP("Range", "last 7 days")},
        {"now-30d", QT_TRANSLATE_NOOP("Range", "last 30 days, the budget window")},
        {"now-1h to now-30m", QT_TRANSLATE_NOOP("Range", "from an hour ago to half an hour ago")}};
    return ranges;
}

QString shownRange(const QString &text)
{
    const QString trimmed = text.trimmed();
    const QString separator = QStringLiteral(" to ");
    if (trimmed.contains(separator))
        return QString(trimmed).replace(separator, QStringLiteral(" → "));
    static const QRegularExpression bareDuration(QStringLiteral("^[0-9]+[A-Za-z]+$"));
    const bool isBare = bareDuration.match(trimmed).hasMatch();
    return (isBare ? QString(QStringLiteral("now-") + trimmed) : trimmed) + QStringLiteral(" → now");
}

QString reachOfRange(const QString &text)
{
    static const QRegularExpression untilNow(QStringLiteral("^(?:now-)?([0-9]+)([A-Za-z]+)$"));
    const auto match = untilNow.match(text.trimmed());
    if (!match.hasMatch())
        return shownRange(text);
    return QCoreApplication::translate("Range", "last %1 %2").arg(match.captured(1), match.captured(2));
}

QStringList withRange(const QStringList &history, const QString &text)
{
    QStringList next = history;
    next.removeAll(text);
    next.prepend(text);
    return next.mid(0, maxRangeHistory);
}

void fillRangeSuggestions(QStandardItemModel &model, const QStringList &history)
{
    model.clear();
    QStringList seen;
    for (const QString &text : history) {
        appendRange(model, text, QCoreApplication::translate("Range", "typed before"));
        seen.append(text);
    }
    for (const CommonRange &range : commonRanges()) {
        const QString text = QString::fromLatin1(range.text);
        if (!seen.contains(text))
            appendRange(model, text, QCoreApplication::translate("Range", range.meaning));
    }
}

} // namespace qd
