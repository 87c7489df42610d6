#pragma once

#include <QString>
#include <QStringList>

class QStandardItemModel;

namespace qd {

/// "now-1h" as the bar shows it when nobody is typing: "now-1h → now".
QString shownRange(const QString &text);

/// "now-1h" under a chart: "last 1 h"; a range that does not end now or is rounded as the bar shows it.
QString reachOfRange(const QString &text);

/// `text` first in the history, once, at most 20 entries.
QStringList withRange(const QStringList &history, const QString &text);

/// Fills the completion list: the history, then common ranges. Display role: the range; tool tip role: what it means.
void fillRangeSuggestions(QStandardItemModel &model, const QStringList &history);

/// A common range and what it means, both for people.
struct CommonRange {
    const char *text;
    const char *meaning;
};
const QList<CommonRange> &commonRanges();

} // namespace qd
